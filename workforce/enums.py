"""States and kinds of the workforce, each with its label and colour."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What an organisational unit is."""

    GROUP = "group", _("Group")
    COMPANY = "company", _("Company")
    WORKSHOP = "workshop", _("Workshop")
    TEAM = "team", _("Team")


class Sex(models.TextChoices):
    """Sex as the resident identity card states it."""

    MALE = "M", _("Male")
    FEMALE = "F", _("Female")


class WorkerStatus(models.TextChoices):
    """Where a worker stands with the employer on a day."""

    ACTIVE = "active", _("Active")
    ON_LEAVE = "on_leave", _("On leave")
    LEFT = "left", _("Left")
    RETIRED = "retired", _("Retired")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"active": "green", "on_leave": "yellow", "left": "secondary", "retired": "secondary"}[
            self.value
        ]


#: Statuses of people who belong to the enterprise today; the others are hidden from lists by default.
EMPLOYED = (WorkerStatus.ACTIVE, WorkerStatus.ON_LEAVE)
#: Statuses that end every session and forbid signing in.
DEPARTED = (WorkerStatus.LEFT, WorkerStatus.RETIRED)


class RelationKind(models.TextChoices):
    """How one person is tied to another; recusal is computed from these rows alone."""

    MENTOR = "mentor", _("Mentor of")
    SAME_TEAM = "same_team", _("Same team as")
    RELATIVE = "relative", _("Relative of")


class Role(models.TextChoices):
    """A right to see and act on the people of a unit and of all units below it."""

    HR_OFFICER = "hr_officer", _("HR officer")
    UNION_OFFICER = "union_officer", _("Union officer")
    UNION_REVIEWER = "union_reviewer", _("Union reviewer")
    FINANCE = "finance", _("Finance officer")
    AUDITOR = "auditor", _("Auditor")


class UnitChangeKind(models.TextChoices):
    """What is done to a unit with a day from which it holds."""

    RENAME = "rename", _("Renamed")
    RECODE = "recode", _("New code")
    MOVE = "move", _("Moved")
    MERGE = "merge", _("Merged")
    CLOSE = "close", _("Closed")
    REOPEN = "reopen", _("Reopened")


class UnitChangeState(models.TextChoices):
    """Where a change of a unit stands."""

    PLANNED = "planned", _("Planned")
    APPLIED = "applied", _("In effect")
    CANCELLED = "cancelled", _("Taken back")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"planned": "yellow", "applied": "green", "cancelled": "secondary"}[self.value]


class Term(models.TextChoices):
    """Where a dated right stands today."""

    IN_FORCE = "in_force", _("In force")
    COMING = "coming", _("Coming")
    ENDED = "ended", _("Ended")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"in_force": "green", "coming": "yellow", "ended": "secondary"}[self.value]


class DeclarationState(models.TextChoices):
    """Where a declared relative stands."""

    WAITING = "waiting", _("Waiting for HR")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"waiting": "yellow", "accepted": "green", "declined": "red", "withdrawn": "secondary"}[
            self.value
        ]


class DayKind(models.TextChoices):
    """How a day of the working calendar differs from the week."""

    OFF = "off", _("Day off")
    ADJUSTED = "adjusted", _("Adjusted working day")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"off": "red", "adjusted": "blue"}[self.value]
