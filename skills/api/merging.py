"""Likely duplicates, and merging one record into another."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from base.edit_marks import Shown
from skills.api.scope import EMPLOYEE_NO, actor_of, read_sent, visible_worker
from skills.models.duplicate import Likeness
from skills.queries.duplicates import DUPLICATE_SORT_KEYS, likely_duplicates
from skills.rules import require_keeping
from skills.services.merging import merge_workers
from skills.views.merging import DuplicateFilter
from workforce.access import Access
from workforce.enums import Role
from workforce.models import Worker
from workforce.services.merging import DUPLICATE, KEPT
from workforce.services.workers import DETAILS


class DuplicateSerializer(serializers.Serializer[Worker]):
    """A record that is probably a duplicate of an earlier one."""

    employee_no = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.IntegerField(source="unit_id")
    unit_path = serializers.CharField()
    likeness = serializers.ChoiceField(choices=Likeness.choices)
    earlier_record = serializers.CharField(source="twin_no")


class MergeToDo(serializers.Serializer[Any]):
    """The duplicate, whose value stays for the details that differ, and why."""

    duplicate = serializers.CharField(max_length=32, help_text="Employee number of the duplicate.")
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[KEPT, DUPLICATE]),
        required=False,
        default=dict,
        help_text=f"By detail ({', '.join(DETAILS)}); the others stay as kept, unless that is empty.",
    )
    reason = serializers.CharField(max_length=200)


class MergedSerializer(serializers.Serializer[Any]):
    """The record that is kept, and the number that leads to it now."""

    employee_no = serializers.CharField()
    merged = serializers.CharField()


class KeepsOrAudits(BasePermission):
    """HR officers and auditors of any unit."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person reaches anybody's record as one of them."""
        return bool(Access.of(request.user).reach(Role.HR_OFFICER, Role.AUDITOR))


class DuplicateViewSet(ListModelMixin, GenericViewSet[Worker]):
    """Records that probably are another's duplicate, among the people the caller keeps or audits."""

    queryset = Worker.objects.none()
    serializer_class = DuplicateSerializer
    filterset_class = DuplicateFilter
    sort_keys = DUPLICATE_SORT_KEYS

    def get_permissions(self) -> list[Any]:
        """As everywhere, and only for those who keep or audit."""
        return [*super().get_permissions(), KeepsOrAudits()]

    def get_queryset(self) -> QuerySet[Worker]:
        """The later of two records each."""
        return likely_duplicates(self.request.user)


class MergeView(APIView):
    """Merging a duplicate into the worker of the address."""

    @extend_schema(parameters=[EMPLOYEE_NO], request=MergeToDo, responses=MergedSerializer)
    def post(self, request: Request, employee_no: str) -> Response:
        """Merge; the caller is HR over both. `If-Match` takes the kept record's ETag."""
        kept = visible_worker(request.user, employee_no)
        require_keeping(actor_of(request), kept)
        sent = read_sent(request, MergeToDo)
        duplicate = visible_worker(request.user, sent.pop("duplicate"))
        merge_workers(
            actor=actor_of(request),
            kept=kept,
            duplicate=duplicate,
            shown_kept=Shown.from_etag(request.headers.get("If-Match", "")),
            now=timezone.now(),
            **sent,
        )
        return Response({"employee_no": kept.employee_no, "merged": duplicate.employee_no})
