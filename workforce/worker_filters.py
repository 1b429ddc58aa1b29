"""Filters of the workers' list."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from base.pagination import SortKey
from workforce.enums import WorkerStatus
from workforce.models import Unit, Worker
from workforce.queries.people_search import search_people
from workforce.unit_input import UnitChoiceFilter

WORKER_SORT_KEYS = (
    SortKey("number", _("Employee number"), ("employee_no",)),
    SortKey("name", _("Name"), ("name_pinyin",)),
    SortKey("hired", _("Hire date"), ("hire_date",)),
)


class WorkerFilter(django_filters.FilterSet):
    """Filters of the workers: by name or number, status, unit and below. Unless asked, everybody."""

    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=WorkerStatus.choices)
    below = UnitChoiceFilter(label=_("Unit and below"), method="under")

    class Meta:
        model = Worker
        fields: list[str] = []

    def search(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By a part of name, pinyin or number."""
        return search_people(queryset, value)

    def under(self, queryset: QuerySet[Worker], name: str, value: Unit) -> QuerySet[Worker]:
        """In the unit or below it."""
        return queryset.filter(unit__in=Unit.objects.within([value.path]))
