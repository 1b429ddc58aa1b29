"""Ways from a worker's page to what other apps know of them; each app declares its own in `<app>/menu.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from workforce.models import User, Worker


@dataclass(frozen=True)
class WorkerLink:
    """A button on a worker's page, for those to whom `who(user, worker)` says yes."""

    label: str | Promise
    url: Callable[[Worker], str]
    who: Callable[[User, Worker], bool]
    icon: str = ""


_declared: dict[str, WorkerLink] = {}


def register_worker_link(name: str, link: WorkerLink) -> None:
    """Declare a link; declaring the same name again replaces it."""
    _declared[name] = link


def links_for(user: User, worker: Worker) -> list[WorkerLink]:
    """What this person may follow from the worker's page, in the order of their names."""
    return [link for _name, link in sorted(_declared.items()) if link.who(user, worker)]
