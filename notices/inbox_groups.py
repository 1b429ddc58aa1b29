"""An inbox as it is read: to-dos by their days, notices apart; many of one rule folded into one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from base.enums import ReminderKind
from base.reminders import ReminderWords, reminder_rules
from notices.models import Reminder
from notices.wording import words_of

#: So many of one rule stand side by side; more are folded.
SIDE_BY_SIDE = 3
#: So many of a folded group are shown; the rest stand in the list.
SHOWN_OF_GROUP = 10


class When(TextChoices):
    """When a to-do is due."""

    EARLIER = "earlier", gettext_lazy("Before today")
    TODAY = "today", gettext_lazy("Today")
    SOON = "soon", gettext_lazy("In the next seven days")
    LATER = "later", pgettext_lazy("day", "Later")


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A reminder in words; `when` says how far its day is."""

    reminder: Reminder
    words: ReminderWords
    label: str | Promise
    when: str

    @property
    def is_new(self) -> bool:
        """Whether nobody has read it yet."""
        return self.reminder.read_at is None


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Reminders of one rule, the first few of them in words; `count` of all."""

    rule: str
    label: str | Promise
    items: Sequence[InboxItem]
    count: int
    unread: int
    first_due: date

    @property
    def is_folded(self) -> bool:
        """Whether they stand behind one line."""
        return self.count > SIDE_BY_SIDE

    @property
    def is_more(self) -> bool:
        """Whether some are not shown here."""
        return self.count > len(self.items)


@dataclass(frozen=True, slots=True)
class InboxSection:
    """To-dos of some days."""

    when: When
    groups: Sequence[InboxGroup]


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is open; `is_more`: not all of it was looked at."""

    sections: Sequence[InboxSection]
    notices: Sequence[InboxGroup]
    todo_count: int
    notice_count: int
    unread_count: int
    is_more: bool

    @property
    def waiting_count(self) -> int:
        """To-dos, and notices that were not read."""
        return self.todo_count + self.unread_count


def grouped(rows: Sequence[Reminder], *, is_more: bool, today: date) -> Inbox:
    """Open reminders, in the order of their days, as an inbox; of the notices the unread come first."""
    todos = [row for row in rows if row.kind == ReminderKind.TODO]
    notices = [row for row in rows if row.kind == ReminderKind.NOTICE]
    notices.sort(key=lambda row: (row.read_at is not None, -row.pk))
    return Inbox(
        sections=[
            InboxSection(when, groups_of(inside, today=today)) for when, inside in _by_when(todos, today)
        ],
        notices=groups_of(notices, today=today),
        todo_count=len(todos),
        notice_count=len(notices),
        unread_count=sum(row.read_at is None for row in notices),
        is_more=is_more,
    )


def groups_of(rows: Iterable[Reminder], *, today: date) -> list[InboxGroup]:
    """By rule, in the order in which the first of each rule comes."""
    by_rule: dict[str, list[Reminder]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, []).append(row)
    return [
        InboxGroup(
            rule=rule,
            label=label_of(rule),
            items=[shown(row, today=today) for row in inside[:SHOWN_OF_GROUP]],
            count=len(inside),
            unread=sum(row.read_at is None for row in inside),
            first_due=min(row.due_on for row in inside),
        )
        for rule, inside in by_rule.items()
    ]


def shown(row: Reminder, *, today: date) -> InboxItem:
    """A reminder in the language in force; read it with its worker and unit."""
    return InboxItem(
        row, words_of(row, today=today), label_of(row.rule), due_in_words(row.due_on, today=today)
    )


def label_of(rule: str) -> str | Promise:
    """The label of a rule; its name where it is declared no more."""
    declared = reminder_rules().get(rule)
    return declared.label if declared is not None else rule


def due_in_words(due_on: date, *, today: date) -> str:
    """How far a day is from today: today, tomorrow, in 5 days, 3 days ago."""
    days = (due_on - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def _by_when(rows: Sequence[Reminder], today: date) -> list[tuple[When, list[Reminder]]]:
    return [(when, list(inside)) for when, inside in groupby(rows, lambda row: _when(row.due_on, today))]


def _when(due_on: date, today: date) -> When:
    if due_on < today:
        return When.EARLIER
    if due_on == today:
        return When.TODAY
    return When.SOON if due_on <= today + timedelta(days=7) else When.LATER
