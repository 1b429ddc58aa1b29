"""Scheduled work through the API, to be read by whoever watches over the system."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.enums import JobState
from base.models.schedule import RunOutcome
from base.schedule_pages import sees_schedules
from base.schedule_standing import standings

_OUTCOMES = [
    *RunOutcome.choices,
    *((state.value, state.label) for state in (JobState.QUEUED, JobState.RUNNING)),
]


class ScheduleSerializer(serializers.Serializer[Any]):
    """An entry of the schedule: when it ran last and runs next, and whether it is late."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    about = serializers.CharField()
    plan = serializers.CharField(help_text="In words.")
    last_at = serializers.DateTimeField(allow_null=True, help_text="When the last run began.")
    took_seconds = serializers.SerializerMethodField(help_text="How long it took; null while it runs.")
    outcome = serializers.ChoiceField(choices=_OUTCOMES, allow_null=True)
    error = serializers.CharField(help_text="The kind of fault it ended with.")
    next_at = serializers.DateTimeField()
    is_late = serializers.BooleanField(help_text="It has not run when it should.")

    def get_took_seconds(self, row: Any) -> float | None:
        """Seconds."""
        return row.took.total_seconds() if row.took is not None else None


class ScheduleListSerializer(serializers.Serializer[Any]):
    """Every entry, those that are late first."""

    results = ScheduleSerializer(many=True)


class SeesSchedules(BasePermission):
    """HR and auditors of the whole group, and the administrator."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the account sees what runs by itself."""
        return sees_schedules(request.user)


class ScheduleListView(APIView):
    """What runs by itself, and how it went."""

    permission_classes = (IsAuthenticated, SeesSchedules)

    @extend_schema(operation_id="schedules_list", responses=ScheduleListSerializer)
    def get(self, request: Request) -> Response:
        """Every entry of the schedule."""
        return Response(ScheduleListSerializer({"results": standings(now=timezone.now())}).data)
