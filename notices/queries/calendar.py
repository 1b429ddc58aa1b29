"""What stands in somebody's calendar, and whose a calendar link is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from base.reminders import reminder_rules
from notices.enums import Ending
from notices.models import CalendarLink, Reminder
from notices.queries.inbox import own_reminders
from notices.services.calendar_links import digest_of
from workforce.models import User

#: How long what is settled or taken back still says so.
CANCELLED_FOR = timedelta(days=30)
#: The most events of a calendar.
MOST_EVENTS = 500


def link_of(token: str) -> CalendarLink | None:
    """The live link of this secret, with its account and worker. One statement."""
    live = CalendarLink.objects.filter(digest=digest_of(token), revoked_at__isnull=True)
    found = live.select_related("user__worker")
    return found.defer("user__worker__id_number", "user__worker__id_number_index").first()


def calendar_rows(user: User, *, now: datetime) -> list[Reminder]:
    """What is open, and what was settled or taken back lately; a matter once, as it stands now.

    Things that merely happened (an import finished) have no place in a calendar.
    """
    happened = [rule.name for rule in reminder_rules().values() if rule.is_lasting]
    lately = Q(ended_as__in=[Ending.DONE, Ending.WITHDRAWN], ended_at__gte=now - CANCELLED_FOR)
    rows = own_reminders(user).exclude(rule__in=happened).filter(Q(ended_at__isnull=True) | lately)
    by_matter: dict[tuple[str, int, bool], Reminder] = {}
    for row in rows.order_by("-due_on", "-id")[:MOST_EVENTS]:
        matter = (row.rule, row.subject_id, row.is_escalation)
        known = by_matter.get(matter)
        if known is None or _standing(row) > _standing(known):
            by_matter[matter] = row
    return sorted(by_matter.values(), key=lambda row: (row.due_on, row.pk))


def _standing(row: Reminder) -> tuple[bool, int]:
    """What is open tells more than what ended, what is newer more than what is older."""
    return row.ended_at is None, row.pk
