"""What the workforce reminds people of, a file a subject."""

from workforce.reminders.calendar import CALENDAR_MISSING
from workforce.reminders.codes import CODES_UNUSED
from workforce.reminders.exports import EXPORT_READY
from workforce.reminders.roles import DELEGATION_ENDS, DEPUTY_ENDS, ROLE_ENDS, ROLES_END
from workforce.reminders.schedules import SCHEDULE_LATE
from workforce.reminders.touched import touched_workers

__all__ = [
    "CALENDAR_MISSING",
    "CODES_UNUSED",
    "DELEGATION_ENDS",
    "DEPUTY_ENDS",
    "EXPORT_READY",
    "ROLES_END",
    "ROLE_ENDS",
    "SCHEDULE_LATE",
    "touched_workers",
]
