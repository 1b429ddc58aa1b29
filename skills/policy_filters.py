"""Filters of the lists of policy, for the pages and the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.filters import LoadedChoiceFilter
from base.text import clean
from skills.enums import AliasKind, ImpactEffect, Level, Mark, PolicyChangeKind, PolicyState, Validity
from skills.models import (
    Occupation,
    OccupationAlias,
    OccupationMajor,
    PolicyChange,
    PolicyImpact,
    RelatedOccupation,
    RuleSet,
    RuleSetVersion,
    Standard,
)
from workforce.models import Unit
from workforce.unit_input import UnitChoiceFilter


class DatedFilter(django_filters.FilterSet):
    """Rows that hold from a day to a day: in force today, coming or past."""

    #: Fields the search looks in.
    searched: tuple[str, ...] = ()

    validity = django_filters.ChoiceFilter(
        label=_("Validity"), choices=Validity.choices, method="of_validity"
    )
    q = django_filters.CharFilter(label=_("Name or document"), method="search", max_length=80)

    def of_validity(self, queryset: Any, name: str, value: str) -> Any:
        """As it stands to today."""
        return queryset.standing(Validity(value), today())

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The text anywhere in the names and the document."""
        text = clean(value)
        wanted = Q()
        for field in self.searched:
            wanted |= Q(**{f"{field}__icontains": text})
        return queryset.filter(wanted)


class StandardFilter(DatedFilter):
    """Standards."""

    searched = ("occupation__name", "occupation__code", "title", "document")

    rule_set = LoadedChoiceFilter(label=_("Rule set"), queryset=RuleSet.objects.filter(applies_to_all=False))
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    mark = django_filters.ChoiceFilter(label=_("Source"), choices=Mark.choices)

    class Meta:
        model = Standard
        fields: list[str] = []


class VersionFilter(DatedFilter):
    """Versions of rule sets; only confirmed ones are in force, coming or past."""

    searched = ("rule_set__code", "rule_set__title", "document")

    rule_set = LoadedChoiceFilter(label=_("Rule set"), queryset=RuleSet.objects.all())
    mark = django_filters.ChoiceFilter(label=_("Source"), choices=Mark.choices)

    class Meta:
        model = RuleSetVersion
        fields: list[str] = []

    def of_validity(self, queryset: Any, name: str, value: str) -> Any:
        """As it stands to today, once confirmed."""
        return super().of_validity(queryset.filter(confirmed_at__isnull=False), name, value)


class AliasFilter(DatedFilter):
    """Other names of occupations."""

    searched = ("name", "occupation__name", "occupation__code")

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AliasKind.choices)
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())

    class Meta:
        model = OccupationAlias
        fields: list[str] = []


class MajorFilter(DatedFilter):
    """Majors that match occupations."""

    searched = ("major__name", "occupation__name", "occupation__code")

    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    mark = django_filters.ChoiceFilter(label=_("Source"), choices=Mark.choices)

    class Meta:
        model = OccupationMajor
        fields: list[str] = []


class RelatedFilter(DatedFilter):
    """Occupations whose work counts for another."""

    searched = ("occupation__name", "related__name", "occupation__code", "related__code")

    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    mark = django_filters.ChoiceFilter(label=_("Source"), choices=Mark.choices)

    class Meta:
        model = RelatedOccupation
        fields: list[str] = []


class ChangeFilter(django_filters.FilterSet):
    """Changes of policy."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PolicyState.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PolicyChangeKind.choices)
    rule_set = LoadedChoiceFilter(label=_("Rule set"), queryset=RuleSet.objects.all())
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    effective_on = django_filters.DateFromToRangeFilter(label=_("Takes effect on"))
    q = django_filters.CharFilter(label=_("Subject, document or reason"), method="search", max_length=80)

    class Meta:
        model = PolicyChange
        fields: list[str] = []

    def search(self, queryset: QuerySet[PolicyChange], name: str, value: str) -> QuerySet[PolicyChange]:
        """The text anywhere in subject, document and reason."""
        text = clean(value)
        return queryset.filter(
            Q(rule_set__code__icontains=text)
            | Q(occupation__name__icontains=text)
            | Q(document__icontains=text)
            | Q(reason__icontains=text)
        )


class ImpactFilter(django_filters.FilterSet):
    """Whom a change would touch, and which way."""

    effect = django_filters.ChoiceFilter(label=_("Effect"), choices=ImpactEffect.choices)
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    target = django_filters.ChoiceFilter(label=_("Level applied for"), choices=Level.choices)
    q = django_filters.CharFilter(label=_("Name or number"), method="search", max_length=80)

    class Meta:
        model = PolicyImpact
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[PolicyImpact], name: str, value: Unit) -> QuerySet[PolicyImpact]:
        """The unit with everything below it."""
        return queryset.filter(worker__unit__in=Unit.objects.within([value.path]))

    def search(self, queryset: QuerySet[PolicyImpact], name: str, value: str) -> QuerySet[PolicyImpact]:
        """By name or employee number."""
        text = clean(value).replace(" ", "")
        return queryset.filter(
            Q(worker__name__icontains=text)
            | Q(worker__name_pinyin__contains=text.lower())
            | Q(worker__employee_no__icontains=text)
        )
