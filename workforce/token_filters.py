"""Filters of the list of all tokens."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from base.pagination import SortKey
from base.text import clean
from workforce.api_scopes import Scope
from workforce.models import ApiToken

TOKEN_SORT_KEYS = (
    SortKey("expiry", _("Valid until"), ("expiry",)),
    SortKey("created", _("Made on"), ("created",), descending=True),
    SortKey("used", _("Last used"), ("last_used_at",), descending=True),
)


class TokenFilter(django_filters.FilterSet):
    """By whose they are, what they may, and whether a program's."""

    q = django_filters.CharFilter(label=_("Account or purpose"), method="search", max_length=80)
    scope = django_filters.ChoiceFilter(label=_("Scopes"), choices=Scope.choices, method="having")
    is_system = django_filters.BooleanFilter(label=_("Of a system"), field_name="user__is_system")

    class Meta:
        model = ApiToken
        fields: list[str] = []

    def search(self, queryset: QuerySet[ApiToken], name: str, value: str) -> QuerySet[ApiToken]:
        """By a part of the account's name or login, or of the label."""
        part = clean(value)
        return queryset.filter(
            Q(user__display_name__icontains=part) | Q(user__login__icontains=part) | Q(label__icontains=part)
        )

    def having(self, queryset: QuerySet[ApiToken], name: str, value: str) -> QuerySet[ApiToken]:
        """Those with the scope."""
        return queryset.filter(scopes__contains=[value])
