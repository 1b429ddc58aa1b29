"""The filters of the titles and diplomas that wait for judgement, for the page and the API."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from base.filters import LoadedChoiceFilter
from base.pagination import SortKey
from skills.enums import FactKind
from skills.models import MatchToJudge, Occupation
from workforce.models import Unit, Worker
from workforce.queries.people_search import search_people
from workforce.unit_input import UnitChoiceFilter

#: So many are judged in one go; their dates are reckoned anew at once.
MOST_JUDGED = 500
#: How the list may be ordered, on the page and in the API.
MATCH_SORT_KEYS = (
    SortKey("worker", _("Name"), ("worker__name_pinyin",)),
    SortKey("major", _("Major or speciality"), ("major_name",)),
    SortKey("occupation", _("Occupation"), ("occupation__name",)),
    SortKey("on", _("Day"), ("happened_on",), descending=True),
)


class MatchFilter(django_filters.FilterSet):
    """Filters of the titles and diplomas that wait for judgement."""

    q = django_filters.CharFilter(label=_("Name, pinyin or number"), method="search", max_length=80)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (FactKind.TITLE, FactKind.DIPLOMA)],
    )
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")
    occupation = LoadedChoiceFilter(label=_("Occupation"), queryset=Occupation.objects.all())
    major = django_filters.CharFilter(
        label=_("Major or speciality"), field_name="major_name", lookup_expr="icontains", max_length=80
    )

    class Meta:
        model = MatchToJudge
        fields: list[str] = []

    def in_unit(self, queryset: QuerySet[MatchToJudge], name: str, value: Unit) -> QuerySet[MatchToJudge]:
        """Of workers in a unit or any unit below it."""
        return queryset.filter(worker__unit__in=Unit.objects.within([value.path]))

    def search(self, queryset: QuerySet[MatchToJudge], name: str, value: str) -> QuerySet[MatchToJudge]:
        """By the worker's name, pinyin, initials or number."""
        return queryset.filter(worker__in=search_people(Worker.objects.all(), value))
