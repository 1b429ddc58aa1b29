"""What this app reminds people of, a file a subject."""

from skills.reminders.careers import CORRECTION_WAITS, GRADE_OPENS
from skills.reminders.changes import RECORD_CHANGED
from skills.reminders.imports import IMPORT_ENDED, IMPORT_WAITS
from skills.reminders.matches import MATCHES_WAIT
from skills.reminders.policies import POLICY_WAITS

__all__ = [
    "CORRECTION_WAITS",
    "GRADE_OPENS",
    "IMPORT_ENDED",
    "IMPORT_WAITS",
    "MATCHES_WAIT",
    "POLICY_WAITS",
    "RECORD_CHANGED",
]
