"""Filters of what somebody was told, for the page and the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind
from base.pagination import SortKey
from base.reminders import reminder_rules
from notices.models import Reminder

REMINDER_SORT_KEYS = (
    SortKey("due", _("Due on"), ("due_on",)),
    SortKey("told", _("Told at"), ("made_at",), descending=True),
)


class Standing(TextChoices):
    """Whether a reminder is in the inbox."""

    OPEN = "open", _("In the inbox")
    UNREAD = "unread", _("Not read")
    ENDED = "ended", _("Ended")


def _rules() -> list[tuple[str, Any]]:
    return [(name, rule.label) for name, rule in reminder_rules().items()]


class OwnReminderFilter(django_filters.FilterSet):
    """By standing, kind and rule. Unless asked otherwise what is in the inbox."""

    standing = django_filters.ChoiceFilter(label=_("State"), choices=Standing.choices, method="of_standing")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ReminderKind.choices)
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=_rules)

    class Meta:
        model = Reminder
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            data.setdefault("standing", Standing.OPEN.value)
        super().__init__(data, *args, **kwargs)

    def of_standing(self, queryset: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        """Open, open and unread, or ended."""
        found = queryset.filter(ended_at__isnull=value != Standing.ENDED)
        return found.filter(read_at__isnull=True) if value == Standing.UNREAD else found
