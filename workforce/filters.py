"""One filter set a list, for the page and the API alike."""

from __future__ import annotations

from typing import Any, TypeVar

import django_filters
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.pagination import SortKey
from base.text import clean
from workforce.enums import (
    DeclarationState,
    RelationKind,
    Role,
    Term,
    UnitChangeKind,
    UnitChangeState,
    UnitKind,
)
from workforce.models import (
    Delegation,
    IdNumberReading,
    Relation,
    RelativeDeclaration,
    RoleGrant,
    Unit,
    UnitChange,
)
from workforce.models.role import RoleGrantQuerySet
from workforce.unit_input import UnitChoiceFilter

UNIT_SORT_KEYS = (SortKey("code", _("Unit code"), ("code",)), SortKey("name", _("Unit name"), ("name",)))
ROLE_SORT_KEYS = (
    SortKey("since", _("Since"), ("since",), descending=True),
    SortKey("person", _("Person"), ("user__display_name",)),
    SortKey("unit", _("Unit"), ("unit__code",)),
)
READING_SORT_KEYS = (SortKey("read", _("Read at"), ("read_at",), descending=True),)
DELEGATION_SORT_KEYS = (SortKey("since", _("Since"), ("since",), descending=True),)
UNIT_CHANGE_SORT_KEYS = (SortKey("from", _("In effect from"), ("effective_on",), descending=True),)
DECLARATION_SORT_KEYS = (SortKey("declared", _("Declared at"), ("declared_at",), descending=True),)
RELATION_SORT_KEYS = (SortKey("since", _("Since"), ("since",), descending=True),)

Dated = TypeVar("Dated", bound=Model)


class UnitFilter(django_filters.FilterSet):
    """Filters of the units: by name or code, kind, unit above, open today."""

    q = django_filters.CharFilter(label=_("Name or code"), method="search", max_length=80)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=UnitKind.choices)
    below = UnitChoiceFilter(label=_("Unit and below"), method="under")
    is_open = django_filters.BooleanFilter(label=_("Open today"), method="that_are_open")

    class Meta:
        model = Unit
        fields: list[str] = []

    def search(self, queryset: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        """By a part of the name or code."""
        return queryset.filter(Q(name__icontains=clean(value)) | Q(code__icontains=clean(value)))

    def under(self, queryset: QuerySet[Unit], name: str, value: Unit) -> QuerySet[Unit]:
        """The unit and all below it."""
        return queryset.filter(pk__in=Unit.objects.within([value.path]))

    def that_are_open(self, queryset: QuerySet[Unit], name: str, value: bool) -> QuerySet[Unit]:
        """Open today, or closed."""
        opened = Unit.objects.open_on(today())
        return queryset.filter(pk__in=opened) if value else queryset.exclude(pk__in=opened)


class RoleFilter(django_filters.FilterSet):
    """Filters of the roles: by person, role, unit, and whether in force, coming or ended."""

    q = django_filters.CharFilter(label=_("Name or number"), method="search", max_length=80)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Term.choices, method="by_term")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices)
    unit = UnitChoiceFilter(label=_("Unit"))
    person = django_filters.CharFilter(label=_("Login"), field_name="user__login", lookup_expr="iexact")

    class Meta:
        model = RoleGrant
        fields: list[str] = []

    def search(self, queryset: RoleGrantQuerySet, name: str, value: str) -> QuerySet[RoleGrant]:
        """By a part of the person's name or login."""
        word = clean(value)
        return queryset.filter(Q(user__display_name__icontains=word) | Q(user__login__icontains=word))

    def by_term(self, queryset: QuerySet[RoleGrant], name: str, value: str) -> QuerySet[RoleGrant]:
        """In force today, coming, or ended."""
        return of_term(queryset, Term(value))


class ShownRoleFilter(RoleFilter):
    """The page's: roles in force unless asked otherwise."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        chosen = QueryDict(mutable=True) if data is None else data.copy()
        chosen.setdefault("state", Term.IN_FORCE.value)
        super().__init__(chosen, *args, **kwargs)


def of_term(queryset: QuerySet[Dated], term: Term) -> QuerySet[Dated]:
    """Rows with `since` and `until` that are in force today, coming, or ended (also: never begun)."""
    day = today()
    never = Q(until__lte=F("since"))
    if term is Term.ENDED:
        return queryset.filter(Q(until__lte=day) | never)
    later = Q(until__isnull=True) | (Q(until__gt=day) & ~never)
    begun = Q(since__lte=day) if term is Term.IN_FORCE else Q(since__gt=day)
    return queryset.filter(begun & later)


class ReadingFilter(django_filters.FilterSet):
    """Filters of the readings of id numbers: whose, by whom, why, when."""

    q = django_filters.CharFilter(label=_("Name, number or reason"), method="search", max_length=80)
    worker = django_filters.CharFilter(label=_("Whose number (employee number)"), method="about")
    reader = django_filters.CharFilter(
        label=_("Read by (login)"), field_name="reader__login", lookup_expr="iexact"
    )
    read_on = django_filters.DateFromToRangeFilter(label=_("Read on"), field_name="read_at")

    class Meta:
        model = IdNumberReading
        fields: list[str] = []

    def about(self, queryset: QuerySet[IdNumberReading], name: str, value: str) -> QuerySet[IdNumberReading]:
        """Of this number, also where it was read on a record merged into this one."""
        number = clean(value)
        return queryset.filter(
            Q(worker__employee_no__iexact=number) | Q(worker__merged_into__employee_no__iexact=number)
        )

    def search(self, queryset: QuerySet[IdNumberReading], name: str, value: str) -> QuerySet[IdNumberReading]:
        """By a part of the worker's name, the number, the reader or the reason."""
        word = clean(value)
        return queryset.filter(
            Q(worker__name__icontains=word)
            | Q(worker__employee_no__icontains=word)
            | Q(reader__display_name__icontains=word)
            | Q(reason__icontains=word)
        )


class DelegationFilter(django_filters.FilterSet):
    """Filters of the delegations: by unit, and whether in force, coming or ended."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=Term.choices, method="by_term")
    unit = UnitChoiceFilter(label=_("Unit"), field_name="headship__unit")

    class Meta:
        model = Delegation
        fields: list[str] = []

    def by_term(self, queryset: QuerySet[Delegation], name: str, value: str) -> QuerySet[Delegation]:
        """In force today, coming, or ended."""
        return of_term(queryset, Term(value))


class RelationFilter(django_filters.FilterSet):
    """Filters of the relations: by kind, person, and whether in force, coming or ended."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=RelationKind.choices)
    worker = django_filters.CharFilter(label=_("Employee number"), method="of_worker", max_length=32)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Term.choices, method="by_term")

    class Meta:
        model = Relation
        fields: list[str] = []

    def of_worker(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        """Relations that name this person, on either side."""
        number = clean(value)
        return queryset.filter(
            Q(from_worker__employee_no__iexact=number) | Q(to_worker__employee_no__iexact=number)
        )

    def by_term(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        """In force today, coming, or ended."""
        return of_term(queryset, Term(value))


class UnitChangeFilter(django_filters.FilterSet):
    """Filters of the changes of units: which unit, what, and whether planned."""

    unit = UnitChoiceFilter(label=_("Unit"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=UnitChangeKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=UnitChangeState.choices)

    class Meta:
        model = UnitChange
        fields: list[str] = []


class DeclarationFilter(django_filters.FilterSet):
    """Filters of declared relatives: whose, and whether answered."""

    worker = django_filters.CharFilter(
        label=_("Employee number"), field_name="worker__employee_no", lookup_expr="iexact"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=DeclarationState.choices)

    class Meta:
        model = RelativeDeclaration
        fields: list[str] = []
