"""A reminder in words, as it is shown and sent."""

from __future__ import annotations

from datetime import date

import structlog

from base.reminders import ReminderShown, ReminderWords, in_words, reminder_rules
from notices.models import Reminder

log = structlog.get_logger(__name__)


def words_of(reminder: Reminder, *, today: date) -> ReminderWords:
    """Title, text and link in the language in force. Read it with its `worker` and `unit`: no statement then.

    A rule that is declared no more leaves its name as the title, and no link; one whose words fail (values of
    an older version, a text in another language with a place that is not there) its label. So one reminder
    keeps no page from the others.
    """
    try:
        return words_to_send(reminder, today=today)
    except Exception:  # texts and functions of any app
        log.exception("reminder_words_failed", rule=reminder.rule, reminder=reminder.pk)
        return ReminderWords(str(reminder_rules()[reminder.rule].label), "", "")


def words_to_send(reminder: Reminder, *, today: date) -> ReminderWords:
    """The same for a message, which fails rather than tell nothing. Raises whatever the words do."""
    rule = reminder_rules().get(reminder.rule)
    if rule is None:
        return ReminderWords(reminder.rule, "", "")
    shown = ReminderShown(
        subject_id=reminder.subject_id,
        due_on=reminder.due_on,
        values=reminder.values,
        worker_name=reminder.worker.name if reminder.worker else "",
        worker_no=reminder.worker.employee_no if reminder.worker else "",
        unit_name=reminder.unit.name if reminder.unit else "",
        is_escalation=reminder.is_escalation,
    )
    return in_words(rule, shown, today=today)
