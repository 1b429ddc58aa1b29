"""What the workforce reminds people of, a file a subject."""

from workforce.reminders.roles import ROLE_ENDS
from workforce.reminders.schedules import SCHEDULE_LATE
from workforce.reminders.touched import touched_workers

__all__ = ["ROLE_ENDS", "SCHEDULE_LATE", "touched_workers"]
