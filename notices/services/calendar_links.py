"""A secret address from which a calendar program fetches somebody's dates: made, shown once, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Missing
from base.events import record_event
from notices.models import CalendarLink
from workforce.models import User


def digest_of(token: str) -> bytes:
    """What is kept of a secret of 256 bits."""
    return hashlib.sha256(token.encode()).digest()


def make_calendar_link(*, actor: User, now: datetime) -> tuple[CalendarLink, str]:
    """A link for the actor in place of the one before; the second value is its secret, seen here only."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _lock(actor)
        CalendarLink.objects.filter(user=actor, revoked_at__isnull=True).update(revoked_at=now)
        link = CalendarLink.objects.create(user=actor, digest=digest_of(token), made_at=now)
        _record("notices.calendar_link_made", actor)
    return link, token


def revoke_calendar_link(*, actor: User, now: datetime) -> None:
    """Make the actor's link worthless at once. Raises Missing when there is none."""
    with transaction.atomic():
        _lock(actor)
        if not CalendarLink.objects.filter(user=actor, revoked_at__isnull=True).update(revoked_at=now):
            raise Missing(_("There is no calendar link."))
        _record("notices.calendar_link_revoked", actor)


def _lock(actor: User) -> None:
    """Two windows at once: one live link a person."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)


def _record(kind: str, actor: User) -> None:
    record_event(kind, subject="workforce.user", subject_id=actor.pk, payload={}, actor=actor)
