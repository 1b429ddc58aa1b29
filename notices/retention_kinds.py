"""How long is kept what people were told and what was sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.reminders import reminder_rules
from base.retention import retention
from notices.enums import MessageState
from notices.models import Message, Reminder


@retention(
    "notices.reminders",
    label=_("Reminders that are over"),
    why=_("Whether somebody was told in time is asked when a deadline was missed."),
    least_days=90,
)
def purge_reminders(before: datetime, limit: int) -> int:
    """Reminders that ended, and notices nobody put away that end with nothing."""
    lasting = [rule.name for rule in reminder_rules().values() if rule.is_lasting]
    over = Q(ended_at__lt=before, due_on__lt=before) | Q(rule__in=lasting, made_at__lt=before)
    ids = list(Reminder.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:limit])
    Reminder.objects.filter(pk__in=ids).delete()
    return len(ids)


@retention(
    "notices.messages",
    label=_("Messages that were sent, failed or taken back"),
    why=_("By which channel somebody was told, and whether it arrived, is asked with the reminder."),
    least_days=90,
)
def purge_messages(before: datetime, limit: int) -> int:
    """Messages nothing more happens to, with every attempt to send them."""
    over = Message.objects.exclude(state=MessageState.QUEUED).filter(send_after__lt=before)
    ids = list(over.order_by("pk").values_list("pk", flat=True)[:limit])
    Message.objects.filter(pk__in=ids).delete()
    return len(ids)
