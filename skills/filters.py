"""One filter set a list, for the page and the API alike.

Filters read what the person may see and never widen it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from base.dates import today
from base.errors import InvalidInput
from base.filters import LoadedChoiceFilter
from base.models.workbook import RowVerdict, StagedRow
from base.pagination import choose_order
from base.scoping import AnyUser
from skills.dates import add_months
from skills.enums import HIGH_SKILLED_FROM, CorrectionState, FactKind, Level, TitleRank
from skills.models import CorrectionRequest, Eligibility, GradeRecord, Occupation, Title
from skills.past_day import PastDayFilter
from skills.queries.past_people import dated, people_on
from skills.queries.people import PEOPLE_SORT_KEYS, STANDING
from workforce.branches import narrow_to_employment, people_within
from workforce.enums import DEPARTED, EMPLOYED, WorkerStatus
from workforce.models import Unit, Worker
from workforce.queries.people_search import search_people
from workforce.unit_input import UnitChoiceFilter

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


def _on_a_level(workers: QuerySet[Worker]) -> QuerySet[Worker]:
    return workers.filter(standing__occupation__isnull=False)


def _is_named(name: str, chosen: QueryDict) -> bool:
    """Whether the address names a filter, which may be the two ends of a range."""
    return any(key == name or key.startswith(f"{name}_") for key in chosen)


class PeopleFilter(django_filters.FilterSet):
    """Filters of the people list. Unless asked otherwise it shows the people employed today.

    With a past day (`as_of`) every filter means that day: who was employed, where, on which level, and when
    the next one would have opened. Whom one sees stays a matter of today.
    """

    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=STATUS_CHOICES, method="of_status")
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")
    occupation = LoadedChoiceFilter(
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
    since = django_filters.DateFromToRangeFilter(label=_("Held since"), field_name="standing__held_since")
    hired = django_filters.DateFromToRangeFilter(label=_("Hired between"), field_name="hire_date")
    title_rank = django_filters.ChoiceFilter(
        label=_("Title of this rank or above"), choices=TitleRank.choices, method="of_title_rank"
    )
    as_of = PastDayFilter(label=_("As of"))

    #: Filters that need the dates of everybody listed.
    BY_DATE = ("opens", "opens_within")

    class Meta:
        model = Worker
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        chosen = QueryDict(mutable=True) if data is None else data.copy()
        chosen.setdefault("status", EMPLOYED_CHOICE)
        if isinstance(kwargs.get("request"), Request):
            # a program names few of the filters and draws no form: the rest would be copied for nothing
            self.base_filters = OrderedDict(
                (name, field) for name, field in self.base_filters.items() if _is_named(name, chosen)
            )
        super().__init__(chosen, *args, **kwargs)

    @property
    def past_day(self) -> date | None:
        """The past day asked about; None for today and while the form is not valid."""
        day: date | None = self.form.cleaned_data.get("as_of") if self.is_valid() else None
        return None if day == today() else day

    def filter_queryset(self, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        """The people that match; of a past day, its values are put in the place of today's first."""
        day = self.past_day
        if day is None:
            return self._filtered(queryset, self.filters)
        rows = people_on(queryset, day, reader=self._reader)
        rows = self._filtered(rows, [name for name in self.filters if name not in self.BY_DATE])
        if not self._asks_for_dates():
            return rows
        try:
            rows = dated(rows, day, reader=self._reader)
        except InvalidInput as error:
            if isinstance(self.request, Request):
                raise
            self.form.add_error("as_of", str(error.message))
            return rows.none()
        return self._filtered(rows, [name for name in self.filters if name in self.BY_DATE])

    @property
    def _reader(self) -> AnyUser:
        if self.request is None:
            raise ImproperlyConfigured("A past day is told to somebody: give the filter set the request.")
        return self.request.user

    def _filtered(self, queryset: QuerySet[Worker], names: Iterable[str]) -> QuerySet[Worker]:
        for name in names:
            queryset = self.filters[name].filter(queryset, self.form.cleaned_data[name])
        return queryset

    def _asks_for_dates(self) -> bool:
        """Whether the list is filtered or ordered by the day the next level opens."""
        chosen = self.form.cleaned_data
        by_order = choose_order(PEOPLE_SORT_KEYS, str((self.data or {}).get("sort", ""))).key.name == "opens"
        return by_order or any(chosen.get(name) not in (None, "") for name in self.BY_DATE)

    def _then(self, path: str) -> str:
        """Where a value of the worker's place stands: that of today, or of the day asked about."""
        return path if self.past_day is None else f"placed__{path}"

    def search(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By name, pinyin, initials or number."""
        return search_people(queryset, value, beside=STANDING)

    def of_status(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By one status, or by those of people employed or gone."""
        groups = {EMPLOYED_CHOICE: EMPLOYED, DEPARTED_CHOICE: DEPARTED}
        wanted = groups.get(value, (value,))
        if self.past_day:
            return queryset.filter(**{f"{self._then('status')}__in": wanted})
        employed = wanted[0] in EMPLOYED
        found = queryset.filter(is_employed=employed) if value in groups else queryset.filter(status=value)
        return narrow_to_employment(found, employed, beside=STANDING)

    def in_unit(self, queryset: QuerySet[Worker], name: str, value: Unit) -> QuerySet[Worker]:
        """In a unit or any unit below it."""
        if self.past_day is None:
            return people_within(queryset, value, beside=STANDING)
        return queryset.filter(**{f"{self._then('unit')}__in": Unit.objects.within([value.path])})

    def from_level(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Holding this level or a higher one; people without an occupation stand on no level."""
        return _on_a_level(queryset).filter(standing__held_level__gte=value)

    def up_to_level(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Holding this level or a lower one; people without an occupation stand on no level."""
        return _on_a_level(queryset).filter(standing__held_level__lte=value)

    def opening_within(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Whose next level opens from the day on within so many months."""
        day = self.past_day or today()
        return queryset.filter(standing__next_on__gte=day, standing__next_on__lte=add_months(day, int(value)))

    def of_high_skill(self, queryset: QuerySet[Worker], name: str, value: bool) -> QuerySet[Worker]:
        """High-skilled (senior worker and above), or not."""
        high = Q(standing__held_level__gte=HIGH_SKILLED_FROM)
        return queryset.filter(high) if value else queryset.exclude(high)

    def of_title_rank(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """Holding a professional title of this rank or a higher one."""
        held = Title.objects.current().filter(worker=OuterRef("pk"), rank__gte=value)
        return queryset.filter(Exists(held.filter(awarded_on__lte=self.past_day or today())))


class EligibilityFilter(django_filters.FilterSet):
    """Filters of the list of eligibility dates."""

    opens_from = django_filters.DateFilter(label=_("Opens from"), field_name="told_on", lookup_expr="gte")
    opens_to = django_filters.DateFilter(label=_("Opens up to"), field_name="told_on", lookup_expr="lte")
    target = django_filters.ChoiceFilter(label=_("Level applied for"), choices=Level.choices)
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")
    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )

    class Meta:
        model = Eligibility
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[Eligibility], name: str, value: Unit) -> QuerySet[Eligibility]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.within([value.path]))


class GradeFilter(django_filters.FilterSet):
    """Filters of the list of grades."""

    employee_no = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", max_length=32
    )
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
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
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")
    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)

    class Meta:
        model = CorrectionRequest
        fields: list[str] = []

    def in_unit(
        self, queryset: QuerySet[CorrectionRequest], name: str, value: Unit
    ) -> QuerySet[CorrectionRequest]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.within([value.path]))

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
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")

    class Meta:
        model = GradeRecord
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[GradeRecord], name: str, value: Unit) -> QuerySet[GradeRecord]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.within([value.path]))
