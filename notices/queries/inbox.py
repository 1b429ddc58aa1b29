"""What somebody was told: open, grouped for reading; ended lately; how much waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from base.enums import ReminderKind
from base.scoping import AnyUser
from notices.enums import Ending
from notices.inbox_groups import Inbox, InboxGroup, InboxItem, grouped, groups_of, shown
from notices.models import Reminder
from notices.models.reminder import ReminderQuerySet
from workforce.branches import InSight

#: Rows of an inbox looked at; the rest stand in the list.
MOST_ROWS = 1_000
#: How far back what ended is shown, and how many rows of it.
LATELY = timedelta(days=14)
MOST_ENDED = 10

_WITH_NAMES = ("worker__name", "worker__employee_no", "unit__name")
_COLUMNS = tuple(field.name for field in Reminder._meta.concrete_fields)


def own_reminders(user: AnyUser) -> ReminderQuerySet:
    """What the user was told, with the names; not what is about people out of their sight by now."""
    sight = InSight.of(user)
    about = Q(worker__merged_into__isnull=True)
    if not sight.is_everything:
        about &= sight.people("worker")
    found = Reminder.objects.filter(Q(worker__isnull=True) | about, recipient=user.pk)
    return found.select_related("worker", "unit").only(*_COLUMNS, *_WITH_NAMES)


def read_inbox(user: AnyUser, *, today: date) -> Inbox:
    """What is open, the first thousand by their days, in groups. One statement."""
    rows = list(own_reminders(user).open().order_by("due_on", "id")[: MOST_ROWS + 1])
    return grouped(rows[:MOST_ROWS], is_more=len(rows) > MOST_ROWS, today=today)


def ended_lately(user: AnyUser, *, today: date, now: datetime) -> list[InboxItem]:
    """What left the inbox in the last two weeks, the latest first. One statement."""
    left = own_reminders(user).filter(ended_at__gte=now - LATELY).exclude(ended_as=Ending.SUPERSEDED)
    return [shown(row, today=today) for row in left.order_by("-ended_at")[:MOST_ENDED]]


def read_newest(user: AnyUser, *, today: date) -> list[InboxGroup]:
    """To-dos and unread notices by rule, to-dos first; of the first thousand by their days. One statement."""
    still = Q(kind=ReminderKind.TODO) | Q(read_at__isnull=True)
    rows = list(own_reminders(user).open().filter(still).order_by("due_on", "id")[:MOST_ROWS])
    rows.sort(key=lambda row: row.kind != ReminderKind.TODO)
    return groups_of(rows, today=today)


def waiting(user: AnyUser) -> ReminderQuerySet:
    """What is counted beside the bell: to-dos, and notices that were not read."""
    told = Reminder.objects.filter(recipient=user.pk).open()
    return told.filter(Q(kind=ReminderKind.TODO) | Q(read_at__isnull=True)).order_by()


def own_among(user: AnyUser, ids: Iterable[int]) -> ReminderQuerySet:
    """Those of the ids that were told to the user."""
    return Reminder.objects.filter(recipient=user.pk, pk__in=list(ids))
