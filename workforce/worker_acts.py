"""What HR does with a worker's place and status: the named acts and when each makes sense.

One table, read by the services, the pages' buttons and the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workforce.enums import DEPARTED, EMPLOYED, WorkerStatus


class WorkerAct(models.TextChoices):
    """A named change of where a worker stands with the employer."""

    TRANSFER = "transfer", _("Transfer")
    GO_ON_LEAVE = "go_on_leave", _("Go on leave")
    RETURN = "return", _("Return from leave")
    LEAVE = "leave", _("Leave the enterprise")
    RETIRE = "retire", _("Retire")
    REHIRE = "rehire", _("Rehire")


@dataclass(frozen=True, kw_only=True)
class ActRule:
    """From which statuses an act leads where. `target` None keeps the status.

    `asks_place`: unit and post may be given with it. `needs_reason`: it is not done without one.
    `event` is the kind of the event recorded, `explanation` what the form says above its fields.
    """

    sources: tuple[WorkerStatus, ...]
    target: WorkerStatus | None = None
    asks_place: bool = False
    needs_reason: bool = False
    event: str
    explanation: str | Promise

    @property
    def departs(self) -> bool:
        """Whether the person no longer belongs to the enterprise afterwards."""
        return self.target in DEPARTED


ACT_RULES: Mapping[WorkerAct, ActRule] = {
    WorkerAct.TRANSFER: ActRule(
        sources=EMPLOYED,
        asks_place=True,
        event="workforce.workers_transferred",
        explanation=_("From the chosen day on in another unit, at another post, or both."),
    ),
    WorkerAct.GO_ON_LEAVE: ActRule(
        sources=(WorkerStatus.ACTIVE,),
        target=WorkerStatus.ON_LEAVE,
        needs_reason=True,
        event="workforce.workers_went_on_leave",
        explanation=_("The person stays employed in the unit. Access and roles stay."),
    ),
    WorkerAct.RETURN: ActRule(
        sources=(WorkerStatus.ON_LEAVE,),
        target=WorkerStatus.ACTIVE,
        asks_place=True,
        event="workforce.workers_returned",
        explanation=_("Back at work from the chosen day on, in the same unit unless you choose another."),
    ),
    WorkerAct.LEAVE: ActRule(
        sources=EMPLOYED,
        target=WorkerStatus.LEFT,
        needs_reason=True,
        event="workforce.workers_left",
        explanation=_(
            "The chosen day is the first one on which the person is no longer employed. On it the account is "
            "closed, and every session, token and role ends. The record stays."
        ),
    ),
    WorkerAct.RETIRE: ActRule(
        sources=EMPLOYED,
        target=WorkerStatus.RETIRED,
        event="workforce.workers_retired",
        explanation=_(
            "The chosen day is the first one of retirement. On it the account is closed, and every session, "
            "token and role ends. The record stays."
        ),
    ),
    WorkerAct.REHIRE: ActRule(
        sources=DEPARTED,
        target=WorkerStatus.ACTIVE,
        asks_place=True,
        event="workforce.workers_rehired",
        explanation=_(
            "The old record and number go on. The account opens again; roles do not come back by themselves."
        ),
    ),
}

#: Pairs of statuses that may follow one another; the same status may always.
STEPS = frozenset(
    (source, rule.target) for rule in ACT_RULES.values() if rule.target for source in rule.sources
)


def acts_open_to(status: str) -> list[WorkerAct]:
    """The acts that make sense for somebody of this status, in the order they are offered."""
    return [act for act, rule in ACT_RULES.items() if status in rule.sources]


def may_follow(before: str, after: str) -> bool:
    """Whether a placement of status `after` may come directly after one of status `before`."""
    return before == after or (before, after) in STEPS
