"""A reminder in words, as it is shown and sent."""

from __future__ import annotations

from datetime import date

from base.reminders import ReminderShown, ReminderWords, in_words, reminder_rules
from notices.models import Reminder


def words_of(reminder: Reminder, *, today: date) -> ReminderWords:
    """Title, text and link in the language in force. Read it with its `worker` and `unit`: no statement then.

    A rule that is declared no more leaves its name as the title, and no link.
    """
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
