"""Filters of what was told, for page and API alike."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.pagination import EXACT_COUNT_LIMIT, SortKey
from base.reminders import reminder_rules
from base.text import clean
from notices.enums import ChannelKind, Ending, MessageState
from notices.models import Message, MessageItem, Reminder
from workforce.models import Unit, User, Worker
from workforce.queries.people_search import search_people
from workforce.unit_input import UnitChoiceFilter

TOLD_SORT_KEYS = (SortKey("told", _("Told at"), ("id",), descending=True),)
MESSAGE_SORT_KEYS = (SortKey("made", _("Made"), ("id",), descending=True),)

#: Told in the inbox and by no channel.
INBOX_ONLY = "inbox"
OPEN = "open"


def rule_choices() -> list[tuple[str, str]]:
    """The declared rules by what they are called."""
    named = [(name, str(rule.label)) for name, rule in reminder_rules().items()]
    return sorted(named, key=lambda one: one[1])


class ToldFilter(django_filters.FilterSet):
    """What was told: to or about whom, of which rule, by which channel, when, and how it stands."""

    q = django_filters.CharFilter(
        label=_("Name, pinyin or number of the person"), method="search", max_length=80
    )
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=rule_choices)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(one.value or OPEN, one.label) for one in Ending],
        method="in_state",
    )
    sent = django_filters.ChoiceFilter(
        label=pgettext_lazy("whether", "Sent"),
        choices=[*MessageState.choices, (INBOX_ONLY, _("In the inbox only"))],
        method="as_sent",
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=ChannelKind.choices, method="by_channel"
    )
    told = django_filters.DateFromToRangeFilter(label=_("Told between"), field_name="made_at")
    unit = UnitChoiceFilter(label=_("Unit and below"), method="in_unit")

    class Meta:
        model = Reminder
        fields: list[str] = []

    def search(self, queryset: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        """Told to, or about, whom the text names.

        Asked first, so that the indexes serve both halves; of a common name the newest rows soon fit.
        """
        word = clean(value)
        if not word:
            return queryset
        people = search_people(Worker.objects.all(), word).order_by()
        named = list(people.values_list("pk", "account__pk")[: EXACT_COUNT_LIMIT + 1])
        if len(named) > EXACT_COUNT_LIMIT:
            ids = people.values("pk")
            return queryset.filter(Q(recipient__worker__in=ids) | Q(worker__in=ids))
        accounts = {account for _worker, account in named} - {None}
        if not named:  # accounts of people who do not work here
            outside = Q(login__iexact=word) | Q(display_name__icontains=word)
            found_there = User.objects.filter(outside, worker=None).values_list("pk", flat=True)
            accounts = set(found_there[:EXACT_COUNT_LIMIT])
        return queryset.filter(
            Q(recipient__in=accounts) | Q(worker__in=[worker for worker, _account in named])
        )

    def in_state(self, queryset: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        """Open, or ended in a way."""
        return queryset.filter(ended_as="" if value == OPEN else value)

    def as_sent(self, queryset: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        """With a message in a state, or without any."""
        items = MessageItem.objects.filter(reminder=OuterRef("pk"))
        if value == INBOX_ONLY:
            return queryset.filter(~Exists(items))
        return queryset.filter(Exists(items.filter(message__state=value)))

    def by_channel(self, queryset: QuerySet[Reminder], name: str, value: str) -> QuerySet[Reminder]:
        """Told by a kind of channel."""
        items = MessageItem.objects.filter(reminder=OuterRef("pk"), channel__kind=value)
        return queryset.filter(Exists(items))

    def in_unit(self, queryset: QuerySet[Reminder], name: str, value: Unit) -> QuerySet[Reminder]:
        """About a unit or any unit below it."""
        return queryset.filter(unit__in=Unit.objects.within([value.path]))


class MessageFilter(django_filters.FilterSet):
    """Messages of a channel: in which state, not before when."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=MessageState.choices)
    day = django_filters.DateFromToRangeFilter(label=_("Between"), field_name="send_after")

    class Meta:
        model = Message
        fields: list[str] = []
