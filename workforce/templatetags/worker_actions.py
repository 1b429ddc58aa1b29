"""The buttons of a worker's page: the acts that make sense now, for those who keep the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workforce.models import Worker
from workforce.worker_acts import WorkerAct, acts_open_to

register = template.Library()


@dataclass(frozen=True)
class ActionLink:
    """A button: what it says and where it leads."""

    label: str | Promise
    url: str


@dataclass(frozen=True)
class WorkerActions:
    """The buttons of one worker: the one at hand, and the others behind "More"."""

    first: ActionLink | None
    more: list[ActionLink]


@register.simple_tag(takes_context=True)
def worker_actions(context: dict[str, Any], worker: Worker) -> WorkerActions:
    """The acts the reader may do with the worker now. Costs one statement for a keeper, else none.

    Given the address of the page, each leads back to it.
    """
    request = context["request"]
    if not request.user.has_perm("workforce.keep_worker", worker):
        return WorkerActions(None, [])
    back = "?" + urlencode({"next": request.path})

    def link(label: str | Promise, name: str) -> ActionLink:
        return ActionLink(label, reverse(f"workforce:{name}", args=[worker.employee_no]) + back)

    acts = [link(WorkerAct(act).label, f"worker_{act.value}") for act in acts_open_to(worker.status)]
    more = [*acts[1:], link(_("Placements and planned changes"), "worker_placements")]
    if hasattr(worker, "account"):
        more.append(link(_("Activation code"), "worker_reset"))
    return WorkerActions(acts[0], more)
