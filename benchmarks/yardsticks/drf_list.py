"""The list a Django REST framework tutorial ends with, over the same rows, with the product's own tokens.

It scopes nothing, hides nothing and shows fewer fields than the product's list: an easy yardstick to hold
against, and therefore a fair one to be ahead of.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import filters, generics, pagination, permissions, serializers

from skills.enums import Level
from workforce.api_authentication import ApiTokenAuthentication
from workforce.enums import EMPLOYED, WorkerStatus
from workforce.models import Worker


class WorkerSerializer(serializers.ModelSerializer[Worker]):
    """A worker with the unit's name and the standing."""

    unit = serializers.CharField(source="unit.name")
    occupation = serializers.CharField(source="standing.occupation.name", default=None)
    held_level = serializers.IntegerField(source="standing.held_level", default=None)
    held_since = serializers.DateField(source="standing.held_since", default=None)
    next_level = serializers.IntegerField(source="standing.next_level", default=None)
    next_on = serializers.DateField(source="standing.next_on", default=None)

    class Meta:
        model = Worker
        fields = [
            "employee_no",
            "name",
            "unit",
            "post",
            "status",
            "occupation",
            "held_level",
            "held_since",
            "next_level",
            "next_on",
        ]


class WorkerFilter(django_filters.FilterSet):
    """The filters the lists are compared with."""

    employed = django_filters.BooleanFilter(method="of_employed")
    status = django_filters.ChoiceFilter(choices=WorkerStatus.choices)
    level_min = django_filters.ChoiceFilter(
        choices=Level.choices, field_name="standing__held_level", lookup_expr="gte"
    )

    class Meta:
        model = Worker
        fields: list[str] = []

    def of_employed(self, workers: QuerySet[Worker], _name: str, value: bool) -> QuerySet[Worker]:
        """Those who belong to the enterprise today."""
        return workers.filter(status__in=EMPLOYED) if value else workers


class Pages(pagination.PageNumberPagination):
    """Numbered pages of 50 with their count."""

    page_size = 50


class WorkerList(generics.ListAPIView[Worker]):
    """The list."""

    queryset = Worker.objects.select_related("unit", "standing__occupation").defer("id_number")
    serializer_class = WorkerSerializer
    authentication_classes = [ApiTokenAuthentication]
    permission_classes = [permissions.IsAuthenticated]
    throttle_classes: list[Any] = []
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend, filters.OrderingFilter, filters.SearchFilter]
    filterset_class = WorkerFilter
    ordering_fields = [
        "employee_no",
        "name_pinyin",
        "standing__held_level",
        "standing__held_since",
        "standing__next_on",
        "hire_date",
    ]
    ordering = ["employee_no"]
    search_fields = ["name", "name_pinyin", "name_initials", "employee_no"]


class OneWorkerSerializer(serializers.ModelSerializer[Worker]):
    """Two fields of a worker."""

    class Meta:
        model = Worker
        fields = ["employee_no", "name"]


class OneWorker(generics.RetrieveAPIView[Worker]):
    """The least an authenticated request can do: one row by its key."""

    queryset = Worker.objects.only("employee_no", "name")
    serializer_class = OneWorkerSerializer
    authentication_classes = [ApiTokenAuthentication]
    permission_classes = [permissions.IsAuthenticated]
    throttle_classes: list[Any] = []
