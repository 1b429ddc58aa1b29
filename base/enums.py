"""States of the standard parts, with their labels and colours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Finished")
    FAILED = "failed", _("Failed")

    @property
    def colour(self) -> str:
        """The badge colour of the state."""
        return _JOB_COLOURS[self.value]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobState.SUCCEEDED, JobState.FAILED)


_JOB_COLOURS = {"queued": "secondary", "running": "blue", "succeeded": "green", "failed": "red"}


class ReminderKind(models.TextChoices):
    """Whether something is to be done or only to be known."""

    TODO = "todo", _("To do")
    NOTICE = "notice", _("Notice")

    @property
    def colour(self) -> str:
        """The badge colour of the kind."""
        return {"todo": "yellow", "notice": "blue"}[self.value]


class TouchedBy(models.TextChoices):
    """Which column of its reminders the ids that touch a rule are found in."""

    WORKER = "worker", _("Worker")
    SUBJECT = "subject", _("What it is about")
    RECIPIENT = "recipient", _("Who is told")
