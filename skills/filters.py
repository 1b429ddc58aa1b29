"""One filter set a list, for the page and the API alike.

Filters read what the person may see and never widen it.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.models.workbook import RowVerdict, StagedRow
from base.text import clean
from skills.dates import add_months
from skills.enums import HIGH_SKILLED_FROM, CorrectionState, FactKind, Level
from skills.models import CorrectionRequest, Eligibility, GradeRecord, Occupation
from workforce.enums import DEPARTED, EMPLOYED, WorkerStatus
from workforce.models import Unit, Worker
from workforce.services.merged_records import merged_numbers_leading_to

EMPLOYED_CHOICE = "employed"
DEPARTED_CHOICE = "departed"
STATUS_CHOICES = [
    (EMPLOYED_CHOICE, _("Employed")),
    *((status.value, status.label) for status in WorkerStatus),
    (DEPARTED_CHOICE, _("Left or retired")),
]
MONTHS_AHEAD = [
    (1, _("within 1 month")),
    (3, _("within 3 months")),
    (6, _("within 6 months")),
    (12, _("within a year")),
]


def visible_units(request: HttpRequest | None) -> QuerySet[Unit]:
    """The units the person may choose from."""
    return Unit.objects.none() if request is None else Unit.objects.visible_to(request.user)


def search_people(workers: QuerySet[Worker], text: str) -> QuerySet[Worker]:
    """Workers whose name, pinyin, initials or employee number contains the text (trigram indexes answer it).

    A number merged into another record finds that one; one statement more looks these up.
    """
    word = clean(text).replace(" ", "")
    if not word:
        return workers
    if not word.isascii():
        return workers.filter(name__contains=word)
    low = word.lower()
    found = (
        Q(name_pinyin__contains=low)
        | Q(name_initials__contains=low)
        | Q(employee_no__icontains=word)
        | Q(name__contains=word)
    )
    leading_on = merged_numbers_leading_to(word)
    return workers.filter(found | Q(pk__in=leading_on) if leading_on else found)


def _on_a_level(workers: QuerySet[Worker]) -> QuerySet[Worker]:
    return workers.filter(standing__occupation__isnull=False)


class PeopleFilter(django_filters.FilterSet):
    """Filters of the people list. Unless asked otherwise it shows the people employed today."""

    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=STATUS_CHOICES, method="of_status")
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit and below"),
        queryset=visible_units,  # type: ignore[arg-type]  # called with the request
        method="in_unit",
    )
    occupation = django_filters.ModelChoiceFilter(
        label=_("Occupation"), queryset=Occupation.objects.all(), field_name="standing__occupation"
    )
    level_min = django_filters.ChoiceFilter(label=_("Level from"), choices=Level.choices, method="from_level")
    level_max = django_filters.ChoiceFilter(
        label=_("Level up to"), choices=Level.choices, method="up_to_level"
    )
    opens = django_filters.DateFromToRangeFilter(label=_("Next level opens between"), field_name="next_on")
    opens_within = django_filters.ChoiceFilter(
        label=_("Next level opens"), choices=MONTHS_AHEAD, method="opening_within"
    )
    high_skilled = django_filters.BooleanFilter(label=_("High-skilled"), method="of_high_skill")

    class Meta:
        model = Worker
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        chosen = QueryDict(mutable=True) if data is None else data.copy()
        chosen.setdefault("status", EMPLOYED_CHOICE)
        super().__init__(chosen, *args, **kwargs)

    def search(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By name, pinyin, initials or number."""
        return search_people(queryset, value)

    def of_status(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By one status, or by those of people employed or gone."""
        groups = {EMPLOYED_CHOICE: EMPLOYED, DEPARTED_CHOICE: DEPARTED}
        return queryset.filter(status__in=groups.get(value, (value,)))

    def in_unit(self, queryset: QuerySet[Worker], name: str, value: Unit) -> QuerySet[Worker]:
        """In a unit or any unit below it."""
        return queryset.filter(unit__in=Unit.objects.below([value.pk]))

    def from_level(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Holding this level or a higher one; people without an occupation stand on no level."""
        return _on_a_level(queryset).filter(standing__held_level__gte=value)

    def up_to_level(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Holding this level or a lower one; people without an occupation stand on no level."""
        return _on_a_level(queryset).filter(standing__held_level__lte=value)

    def opening_within(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Whose next level opens from today within so many months."""
        day = today()
        return queryset.filter(standing__next_on__gte=day, standing__next_on__lte=add_months(day, int(value)))

    def of_high_skill(self, queryset: QuerySet[Worker], name: str, value: bool) -> QuerySet[Worker]:
        """High-skilled (senior worker and above), or not."""
        high = Q(standing__held_level__gte=HIGH_SKILLED_FROM)
        return queryset.filter(high) if value else queryset.exclude(high)


class EligibilityFilter(django_filters.FilterSet):
    """Filters of the list of eligibility dates."""

    opens_from = django_filters.DateFilter(label=_("Opens from"), field_name="told_on", lookup_expr="gte")
    opens_to = django_filters.DateFilter(label=_("Opens up to"), field_name="told_on", lookup_expr="lte")
    target = django_filters.ChoiceFilter(label=_("Level applied for"), choices=Level.choices)
    occupation = django_filters.ModelChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit and below"),
        queryset=visible_units,  # type: ignore[arg-type]  # called with the request
        method="in_unit",
    )
    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )

    class Meta:
        model = Eligibility
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[Eligibility], name: str, value: Unit) -> QuerySet[Eligibility]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.below([value.pk]))


class GradeFilter(django_filters.FilterSet):
    """Filters of the list of grades."""

    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )
    occupation = django_filters.ModelChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    issued_from = django_filters.DateFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    issued_to = django_filters.DateFilter(label=_("Issued up to"), field_name="issued_on", lookup_expr="lte")
    in_force = django_filters.BooleanFilter(label=_("In force"), method="that_are_in_force")

    class Meta:
        model = GradeRecord
        fields: list[str] = []

    def that_are_in_force(
        self, queryset: QuerySet[GradeRecord], name: str, value: bool
    ) -> QuerySet[GradeRecord]:
        """Grades no later row took back, or all other rows."""
        in_force = Q(kind="grant", is_void=False)
        return queryset.filter(in_force) if value else queryset.exclude(in_force)


class FactFilter(django_filters.FilterSet):
    """Filters every list of facts has."""

    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )
    voided = django_filters.BooleanFilter(
        label=_("Voided"), field_name="voided_at", lookup_expr="isnull", exclude=True
    )


class CorrectionFilter(django_filters.FilterSet):
    """Filters of the list of correction requests."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=CorrectionState.choices)
    fact_kind = django_filters.ChoiceFilter(label=_("What is wrong"), choices=FactKind.choices)
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit and below"),
        queryset=visible_units,  # type: ignore[arg-type]  # called with the request
        method="in_unit",
    )
    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)

    class Meta:
        model = CorrectionRequest
        fields: list[str] = []

    def in_unit(
        self, queryset: QuerySet[CorrectionRequest], name: str, value: Unit
    ) -> QuerySet[CorrectionRequest]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.below([value.pk]))

    def search(
        self, queryset: QuerySet[CorrectionRequest], name: str, value: str
    ) -> QuerySet[CorrectionRequest]:
        """By the worker's name, pinyin, initials or number."""
        return queryset.filter(worker__in=search_people(Worker.objects.all(), value))


class StagedRowFilter(django_filters.FilterSet):
    """Filters of the rows of an import."""

    verdict = django_filters.ChoiceFilter(label=_("Verdict"), choices=RowVerdict.choices)

    class Meta:
        model = StagedRow
        fields: list[str] = []


class PromotionFilter(django_filters.FilterSet):
    """Filters of the list of promotions."""

    year = django_filters.NumberFilter(
        label=_("Year"), field_name="issued_on__year", min_value=1950, max_value=2199
    )
    level_from = django_filters.ChoiceFilter(
        label=_("Level from"), choices=Level.choices, field_name="level", lookup_expr="gte"
    )
    issued = django_filters.DateFromToRangeFilter(label=_("Issued between"), field_name="issued_on")
    occupation = django_filters.ModelChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit and below"),
        queryset=visible_units,  # type: ignore[arg-type]  # called with the request
        method="in_unit",
    )

    class Meta:
        model = GradeRecord
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[GradeRecord], name: str, value: Unit) -> QuerySet[GradeRecord]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.below([value.pk]))
