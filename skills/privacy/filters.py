"""Filters and orders of the lists of privacy: whose data was put together, whose identifiers are erased."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from base.pagination import SortKey
from workforce.models import Erasure, PersonalExport

PERSONAL_EXPORT_SORT_KEYS = (SortKey("asked", _("Asked at"), ("asked_at",), descending=True),)
ERASURE_SORT_KEYS = (SortKey("asked", _("Asked at"), ("asked_at",), descending=True),)


class ErasureState(TextChoices):
    """How far an erasure is."""

    WAITING = "waiting", _("waits for a second person")
    UNDER_WAY = "under_way", _("under way")
    ERASED = "erased", _("Erased")
    WITHDRAWN = "withdrawn", _("withdrawn")


_IN_STATE = {
    ErasureState.WAITING.value: Q(confirmed_at=None, withdrawn_at=None),
    ErasureState.UNDER_WAY.value: Q(confirmed_at__isnull=False, erased_at=None),
    ErasureState.ERASED.value: Q(erased_at__isnull=False),
    ErasureState.WITHDRAWN.value: Q(withdrawn_at__isnull=False),
}


def state_of_erasure(erasure: Erasure) -> ErasureState:
    """How far the erasure is."""
    if erasure.erased_at is not None:
        return ErasureState.ERASED
    if erasure.withdrawn_at is not None:
        return ErasureState.WITHDRAWN
    return ErasureState.WAITING if erasure.confirmed_at is None else ErasureState.UNDER_WAY


class PersonalExportFilter(django_filters.FilterSet):
    """By whose data it is."""

    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )

    class Meta:
        model = PersonalExport
        fields: list[str] = []


class ErasureFilter(django_filters.FilterSet):
    """By whose it is, and how far."""

    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ErasureState.choices, method="in_state")

    class Meta:
        model = Erasure
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[Erasure], name: str, value: str) -> QuerySet[Erasure]:
        """Those in the state."""
        return queryset.filter(_IN_STATE[value])
