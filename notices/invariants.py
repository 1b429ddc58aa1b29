"""What must hold over reminders and messages; `manage.py check_invariants` proves it."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from base.dates import today
from base.invariants import invariant
from base.reminders import reminder_rules
from notices.models import MessageItem, Reminder
from notices.statement import doubled

_SAMPLE = 20


@invariant("notices.one_open_reminder_a_matter")
def one_open_reminder_a_matter() -> list[str]:
    """Nobody has two reminders of one rule and subject open at once."""
    kept = Reminder.objects.open().order_by().values("rule", "subject_id", "recipient", "is_escalation")
    twice = kept.annotate(count=Count("pk")).filter(count__gt=1)[:_SAMPLE]
    return [
        f"account {row['recipient']} has {row['count']} open reminders of {row['rule']} {row['subject_id']}"
        for row in twice
    ]


@invariant("notices.open_reminders_have_a_rule")
def open_reminders_have_a_rule() -> list[str]:
    """Every open reminder is of a rule that is declared: else nothing but the night would end it."""
    orphaned = Reminder.objects.open().exclude(rule__in=reminder_rules()).order_by("rule")
    return [f"no rule {rule} is declared" for rule in orphaned.values_list("rule", flat=True).distinct()]


@invariant("notices.rules_name_a_matter_once")
def rules_name_a_matter_once() -> list[str]:
    """No rule tells one person of one subject for two due days, places or values at once."""
    found = []
    for name, rule in reminder_rules().items():
        with connection.cursor() as cursor:
            cursor.execute(doubled(rule), {"today": today(), "now": timezone.now(), "sample": _SAMPLE})
            found += [f"{name} names account {who} twice for {what}" for who, what in cursor.fetchall()]
    return found


@invariant("notices.items_leave_by_their_channel")
def items_leave_by_their_channel() -> list[str]:
    """A reminder is told by the channel of the message that tells it."""
    astray = MessageItem.objects.exclude(channel=F("message__channel")).order_by("pk")
    return [f"item {pk} is of another channel than its message" for pk in astray.values_list("pk", flat=True)]
