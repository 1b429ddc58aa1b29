"""Addresses of workers kept by hand."""

from django.urls import path

from workforce.views import bulk_acts, worker_acts, workers
from workforce.worker_acts import WorkerAct

urlpatterns = [
    path("workers/new/", workers.NewWorkerPage.as_view(), name="worker_new"),
    *(
        path(
            f"workers/{act.value.replace('_', '-')}/",
            bulk_acts.BulkActPage.as_view(act_name=act),
            name=f"workers_{act.value}",
        )
        for act in WorkerAct
    ),
    *(
        path(
            f"workers/<str:employee_no>/{act.value.replace('_', '-')}/",
            worker_acts.WorkerActPage.as_view(act_name=act),
            name=f"worker_{act.value}",
        )
        for act in WorkerAct
    ),
    path("workers/<str:employee_no>/details/", workers.WorkerDetailsPage.as_view(), name="worker_details"),
    path(
        "workers/<str:employee_no>/placements/",
        worker_acts.WorkerPlacementsPage.as_view(),
        name="worker_placements",
    ),
    path(
        "workers/<str:employee_no>/placements/<int:pk>/cancel/",
        worker_acts.CancelPlannedPage.as_view(),
        name="placement_cancel",
    ),
    path(
        "workers/<str:employee_no>/placements/<int:pk>/correct/",
        worker_acts.CorrectPlacementPage.as_view(),
        name="placement_correct",
    ),
]
