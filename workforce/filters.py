"""One filter set a list, for the page and the API alike."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.pagination import SortKey
from base.text import clean
from workforce.enums import Role, UnitKind
from workforce.models import RoleGrant, Unit
from workforce.models.role import RoleGrantQuerySet

UNIT_SORT_KEYS = (SortKey("code", _("Unit code"), ("code",)), SortKey("name", _("Unit name"), ("name",)))
ROLE_SORT_KEYS = (
    SortKey("since", _("Since"), ("since",), descending=True),
    SortKey("person", _("Person"), ("user__display_name",)),
    SortKey("unit", _("Unit"), ("unit__code",)),
)


def visible_units(request: HttpRequest | None) -> QuerySet[Unit]:
    """The units the person may choose from."""
    return Unit.objects.none() if request is None else Unit.objects.visible_to(request.user)


class UnitFilter(django_filters.FilterSet):
    """Filters of the units: by name or code, kind, unit above, open today."""

    q = django_filters.CharFilter(label=_("Name or code"), method="search", max_length=80)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=UnitKind.choices)
    below = django_filters.ModelChoiceFilter(
        label=_("Unit and below"),
        queryset=visible_units,  # type: ignore[arg-type]
        method="under",
    )
    is_open = django_filters.BooleanFilter(label=_("Open today"), method="that_are_open")

    class Meta:
        model = Unit
        fields: list[str] = []

    def search(self, queryset: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        """By a part of the name or code."""
        return queryset.filter(Q(name__icontains=clean(value)) | Q(code__icontains=clean(value)))

    def under(self, queryset: QuerySet[Unit], name: str, value: Unit) -> QuerySet[Unit]:
        """The unit and all below it."""
        return queryset.filter(pk__in=Unit.objects.below([value.pk]))

    def that_are_open(self, queryset: QuerySet[Unit], name: str, value: bool) -> QuerySet[Unit]:
        """Open today, or closed."""
        opened = Unit.objects.open_on(today())
        return queryset.filter(pk__in=opened) if value else queryset.exclude(pk__in=opened)


class RoleFilter(django_filters.FilterSet):
    """Filters of the roles: by person, role, unit; unless asked otherwise those in force."""

    q = django_filters.CharFilter(label=_("Name or number"), method="search", max_length=80)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices)
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=visible_units)  # type: ignore[arg-type]
    in_force = django_filters.BooleanFilter(label=_("Held today"), method="held_today")

    class Meta:
        model = RoleGrant
        fields: list[str] = []

    def search(self, queryset: RoleGrantQuerySet, name: str, value: str) -> QuerySet[RoleGrant]:
        """By a part of the person's name or login."""
        word = clean(value)
        return queryset.filter(Q(user__display_name__icontains=word) | Q(user__login__icontains=word))

    def held_today(self, queryset: RoleGrantQuerySet, name: str, value: bool) -> QuerySet[RoleGrant]:
        """Held today, or ended and not begun."""
        held = RoleGrant.objects.in_force_on(today())
        return queryset.filter(pk__in=held) if value else queryset.exclude(pk__in=held)
