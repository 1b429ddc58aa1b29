"""The addresses of this app below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import BaseRouter

from workforce.api.organisation import UnitChangeViewSet, UnitViewSet
from workforce.api.own_account import MeView
from workforce.api.relations import DeclarationViewSet, RelationViewSet
from workforce.api.rights import DelegationViewSet, IdReadingViewSet, RoleViewSet
from workforce.api.systems import SystemViewSet
from workforce.api.tokens import TokenViewSet
from workforce.api.workers import (
    BulkActView,
    CancelPlannedView,
    CorrectPlacementView,
    WorkerActView,
    WorkerViewSet,
)
from workforce.api.working_calendar import CalendarYearsView, CalendarYearView
from workforce.worker_acts import WorkerAct

urlpatterns: list[URLPattern | URLResolver] = [
    path("me", MeView.as_view(), name="me"),
    path("working-calendar", CalendarYearsView.as_view(), name="working-calendar"),
    path("working-calendar/<int:year>", CalendarYearView.as_view(), name="working-calendar-year"),
    path("workers/bulk", BulkActView.as_view(), name="workers-bulk"),
    *(
        path(
            f"workers/<str:employee_no>/{act.value.replace('_', '-')}",
            WorkerActView.as_view(act_name=act),
            name=f"worker-{act.value.replace('_', '-')}",
        )
        for act in WorkerAct
    ),
    path(
        "workers/<str:employee_no>/placements/<int:id>/cancel",
        CancelPlannedView.as_view(),
        name="worker-placement-cancel",
    ),
    path(
        "workers/<str:employee_no>/placements/<int:id>/correct",
        CorrectPlacementView.as_view(),
        name="worker-placement-correct",
    ),
]


def register(router: BaseRouter) -> None:
    """Put this app's viewsets under the API's root."""
    router.register("tokens", TokenViewSet)
    router.register("systems", SystemViewSet, basename="systems")
    router.register("units/changes", UnitChangeViewSet, basename="unit-changes")
    router.register("units", UnitViewSet)
    router.register("roles", RoleViewSet)
    router.register("workers", WorkerViewSet, basename="worker")
    router.register("delegations", DelegationViewSet)
    router.register("id-number-readings", IdReadingViewSet)
    router.register("relations/declared", DeclarationViewSet, basename="relations-declared")
    router.register("relations", RelationViewSet)
