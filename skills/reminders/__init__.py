"""What this app reminds people of, a file a subject."""

from skills.reminders.careers import CORRECTION_WAITS, GRADE_OPENS

__all__ = ["CORRECTION_WAITS", "GRADE_OPENS"]
