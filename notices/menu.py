"""What the notices put in the menus, the top line and on the first screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.menu import (
    DeskCard,
    MenuEntry,
    Place,
    Screen,
    TopLink,
    register_card,
    register_entry,
    register_top_link,
)
from base.scoping import AnyUser
from notices.badge import kept_count, number_shown
from notices.queries.inbox import read_newest
from notices.rules import reads_told
from workforce.models import User, Worker
from workforce.rules import reads_everything
from workforce.worker_links import WorkerLink, register_worker_link


def _signed_in(user: AnyUser) -> bool:
    return isinstance(user, User)


def _number(request: HttpRequest) -> str | None:
    known = kept_count(request.user)
    return None if known is None else number_shown(known)


def _newest(request: HttpRequest) -> Mapping[str, Any] | None:
    groups = read_newest(request.user, today=today())
    return {"groups": groups} if groups else None


register_entry(MenuEntry(_("Inbox"), "notices:inbox", who=_signed_in, order=15, icon="bell"))
register_entry(
    MenuEntry(
        _("How I am told"), "notices:settings", who=_signed_in, order=20, place=Place.ACCOUNT, icon="bell"
    )
)
register_top_link(
    TopLink(
        _("Inbox"),
        "notices:inbox",
        "notices:count",
        icon="bell",
        number=_number,
        who=_signed_in,
    )
)
register_entry(MenuEntry(_("Who was told"), "notices:told", who=reads_told, order=75, icon="check"))
register_card(
    DeskCard(
        "notices",
        "notices/cards/newest.html",
        _newest,
        who=_signed_in,
        order=1,
        screens=frozenset({Screen.DESK, Screen.OWN}),
    )
)


def _told_of(worker: Worker) -> str:
    return f"{reverse('notices:told')}?{urlencode({'q': worker.employee_no})}"


def _reads_told_of(user: User, worker: Worker) -> bool:
    return bool(reads_everything.test(user, worker))


register_worker_link("told", WorkerLink(_("What was told"), _told_of, who=_reads_told_of, icon="bell"))
