"""Addresses of workers kept by hand."""

from django.urls import path

from workforce.views import workers

urlpatterns = [
    path("workers/new/", workers.NewWorkerPage.as_view(), name="worker_new"),
    path("workers/<str:employee_no>/placement/", workers.PlaceWorkerPage.as_view(), name="worker_place"),
    path("workers/<str:employee_no>/details/", workers.WorkerDetailsPage.as_view(), name="worker_details"),
]
