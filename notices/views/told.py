"""Was this person told, when, by which channel, and did it arrive? What was told, and sending again."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from base.badges import draw_badge
from base.cells import CellKind, format_cell
from base.components import Crumb
from base.dates import today
from base.lists import Column, ListExport, ListPage
from base.pages import VisibleObjectMixin
from base.reminders import reminder_rules
from base.scoping import AnyUser
from notices.enums import Ending, MessageState
from notices.filters import TOLD_SORT_KEYS, ToldFilter
from notices.lead_words import lead_in_words
from notices.models import Message, Reminder
from notices.queries.told import messages_of, told_beside, told_reminders
from notices.rules import reads_told
from notices.senders.faults import in_words
from notices.services.retrying import may_retry
from notices.views.messages import attempts_of
from notices.wording import words_of
from workforce.models import User

#: How many other reminders of the same matter a page names.
MOST_BESIDE = 20


def _page_of(reminder: Reminder) -> str:
    return reverse("notices:told_one", args=[reminder.pk])


def _rule(reminder: Reminder) -> str:
    rule = reminder_rules().get(reminder.rule)
    return str(rule.label) if rule is not None else reminder.rule


def _about(reminder: Reminder) -> str:
    return f"{reminder.worker.name} {reminder.worker.employee_no}" if reminder.worker else ""


def _title(reminder: Reminder) -> str:
    return words_of(reminder, today=today()).title


def _recipient(reminder: Reminder) -> str:
    return f"{reminder.recipient} {reminder.recipient.login}"


def _draw_person(_reminder: Reminder, value: Any) -> SafeString:
    """Name and number, which stay together."""
    if not value:
        return format_html("{}", format_cell(None))
    name, _blank, number = str(value).rpartition(" ")
    return format_html(
        '<span class="told-person">{} <span class="quiet number">{}</span></span>', name, number
    )


def _when(reminder: Reminder) -> str:
    return lead_in_words(reminder.lead)


def _state(reminder: Reminder) -> str:
    return str(Ending(reminder.ended_as).label)


def _draw_state(reminder: Reminder, _value: Any) -> SafeString:
    return draw_badge(Ending(reminder.ended_as))


def _draw_ways(reminder: Reminder, _value: Any) -> SafeString:
    """A line a channel: which, and how it stands."""
    ways = [
        (item.channel, draw_badge(MessageState(item.message.state)), format_cell(item.message.sent_at))
        if item.message.sent_at
        else (item.channel, draw_badge(MessageState(item.message.state)), "")
        for item in reminder.items.all()
    ]
    if not ways:
        return format_html('<span class="quiet">{}</span>', _("In the inbox only"))
    return format_html_join(
        "", '<span class="told-way">{} {} <span class="quiet number">{}</span></span>', ways
    )


def _ways_in_words(reminder: Reminder) -> str:
    """The same for a file."""
    ways = []
    for item in reminder.items.all():
        message = item.message
        detail = format_cell(message.sent_at) if message.sent_at else in_words(message.last_error)
        ways.append(f"{item.channel}{_(': ')}{MessageState(message.state).label} {detail}".rstrip())
    return _("; ").join(ways) or _("In the inbox only")


class ToldPage(ListPage):
    """Everything that was told of one's units: to whom, when, by which channel, and whether it arrived."""

    title = gettext_lazy("Who was told")
    export = ListExport("notices.told", who=reads_told)
    template_name = "notices/told.html"
    filterset_class = ToldFilter
    sort_keys = TOLD_SORT_KEYS
    empty_title = gettext_lazy("Nothing was told")
    empty_text = gettext_lazy(
        "What the system reminds people of in your units stands here, with its messages."
    )
    columns = (
        Column("told", gettext_lazy("Told at"), "made_at", CellKind.DATE, sort="told", link=_page_of),
        Column("recipient", gettext_lazy("Told"), _recipient, drawn=_draw_person),
        Column("title", gettext_lazy("Of what"), _title),
        Column("about", gettext_lazy("About"), _about, drawn=_draw_person),
        Column("ways", pgettext_lazy("whether", "Sent"), "pk", drawn=_draw_ways, exported=_ways_in_words),
        Column("read", gettext_lazy("Read at"), "read_at", CellKind.DATE),
        Column("state", gettext_lazy("State"), _state, drawn=_draw_state),
        Column("due", gettext_lazy("Due on"), "due_on", CellKind.DATE, optional=True),
        Column("when", gettext_lazy("When"), _when, optional=True),
        Column("rule", gettext_lazy("Rule"), _rule, optional=True),
        Column(
            "number",
            gettext_lazy("Employee number or login"),
            "recipient.login",
            CellKind.CODE,
            optional=True,
        ),
        Column("escalation", gettext_lazy("Told as head of the unit"), "is_escalation", optional=True),
        Column("unit", gettext_lazy("Unit"), "unit.name", optional=True),
        Column("ended", gettext_lazy("Ended at"), "ended_at", CellKind.DATE, optional=True),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """HR officers and auditors."""
        return reads_told(user)

    def get_queryset(self) -> QuerySet[Reminder]:
        """What was told of the units in reach."""
        return told_reminders(self.request.user)


class ToldOnePage(VisibleObjectMixin[Reminder], TemplateView):
    """One reminder: who was told of what, when, and every message with every attempt."""

    model = Reminder
    template_name = "notices/told_one.html"

    def get_queryset(self) -> QuerySet[Reminder]:
        """What was told, for HR and auditors; to others nothing is shown here but their inbox."""
        rows = told_reminders(self.request.user)
        return rows if reads_told(self.request.user) else rows.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The reminder in words, its messages, and what else was told of the matter."""
        user, reminder = self.request.user, self.object
        beside = told_beside(reminder, user)[:MOST_BESIDE]
        return super().get_context_data(
            words=words_of(reminder, today=today()),
            rule_label=_rule(reminder),
            rule_is_known=reminder.rule in reminder_rules(),
            lead=lead_in_words(reminder.lead),
            ending=Ending(reminder.ended_as),
            messages_told=[_shown(message, user) for message in messages_of(reminder)],
            beside=[(one, lead_in_words(one.lead), Ending(one.ended_as)) for one in beside],
            crumbs=[Crumb(_("Who was told"), reverse("notices:told"))],
            **kwargs,
        )


def _shown(message: Message, user: AnyUser) -> tuple[Any, ...]:
    """A message with its state, its last fault, its attempts, and whether the reader may send it again."""
    state = MessageState(message.state)
    may = state is MessageState.FAILED and isinstance(user, User) and may_retry(user, message)
    return message, state, in_words(message.last_error), attempts_of(message), may
