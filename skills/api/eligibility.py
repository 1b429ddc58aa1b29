"""Eligibility dates: the stored ones as a list, a worker's ladder, and what-if."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from base.pagination import KeysetPagination, SortKey
from skills.enums import Level
from skills.filters import EligibilityFilter
from skills.models import Eligibility
from workforce.enums import EMPLOYED


class EligibilitySerializer(serializers.ModelSerializer[Eligibility]):
    """From which day a worker may apply for a level in an occupation, and by which route first."""

    worker = serializers.CharField(source="worker.employee_no")
    worker_name = serializers.CharField(source="worker.name")
    occupation_name = serializers.CharField(source="occupation.name")
    target = serializers.ChoiceField(choices=Level.choices)
    route = serializers.CharField(source="route.code")
    version = serializers.SerializerMethodField()

    class Meta:
        model = Eligibility
        fields = (
            "worker",
            "worker_name",
            "occupation",
            "occupation_name",
            "target",
            "opens_on",
            "route",
            "version",
        )

    def get_version(self, row: Eligibility) -> str:
        """Rule set and number of its version."""
        return f"{row.version.rule_set.code} v{row.version.number}"


class EligibilityViewSet(ListModelMixin, GenericViewSet[Eligibility]):
    """The eligibility dates of the people employed whom the caller may see; no row means no date."""

    queryset = Eligibility.objects.none()
    serializer_class = EligibilitySerializer
    pagination_class = KeysetPagination
    filterset_class = EligibilityFilter
    sort_keys = (
        SortKey("opens", _("Opens on"), ("opens_on",)),
        SortKey("number", _("Employee number"), ("worker__employee_no",)),
    )

    def get_queryset(self) -> QuerySet[Eligibility]:
        """The dates in the caller's scope."""
        rows = Eligibility.objects.visible_to(self.request.user).filter(worker__status__in=EMPLOYED)
        return rows.select_related("worker", "occupation", "route", "version__rule_set").defer(
            "worker__id_number", "worker__id_number_index"
        )
