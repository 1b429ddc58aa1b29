"""Fifty people signed in: sessions written into the database at hand, which must be one to write to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import cycle, islice

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import QuerySet

from benchmarks.clicking.pages import Part, Person
from workforce.enums import Role
from workforce.models import RoleGrant, User, Worker

#: How many of each; together fifty.
CAST = {Part.WORKER: 28, Part.HR: 16, Part.FIGURES: 6}
_LOOKED_UP = 200


def sign_in_everybody() -> list[Person]:
    """The cast, each with a session of their own; where accounts of a role are few they share them."""
    return [
        _person(part, user)
        for part, number in CAST.items()
        for user in islice(cycle(_accounts(part, number)), number)
    ]


def _accounts(part: Part, number: int) -> Sequence[User]:
    found = list(_candidates(part)[:number])
    if not found:
        raise LookupError(f"There is no account for {part.value} in this database.")
    return found


def _candidates(part: Part) -> QuerySet[User]:
    active = User.objects.filter(is_active=True, is_system=False).order_by("pk")
    if part is Part.WORKER:
        return active.filter(worker__isnull=False, role_grants__isnull=True).select_related("worker")
    roles = [Role.HR_OFFICER] if part is Part.HR else [Role.UNION_OFFICER, Role.AUDITOR]
    return active.filter(pk__in=RoleGrant.objects.filter(role__in=roles, until=None).values("user_id"))


def _person(part: Part, user: User) -> Person:
    own = user.worker
    if part is Part.WORKER and own is not None:
        return Person(part, _session_of(user), (own.employee_no,), (own.pk,))
    seen = list(_seen_by(user))
    return Person(
        part,
        _session_of(user),
        tuple(number for _pk, number in seen),
        tuple(pk for pk, _number in seen),
    )


def _seen_by(user: User) -> Iterator[tuple[int, str]]:
    rows = Worker.objects.visible_to(user).filter(status="active").exclude(pk=user.worker_id or 0)
    return rows.order_by("pk").values_list("pk", "employee_no")[:_LOOKED_UP].iterator()


def _session_of(user: User) -> str:
    """A session as signing in makes it; the value of the Cookie header."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "workforce.accounts.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
