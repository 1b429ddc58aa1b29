"""Keys to the API: of a person for programs of their own, of a system; shown once, valid for a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.api_scopes import Scope, read_scopes
from workforce.models import ApiToken, User
from workforce.rules import require

MOST_DAYS = 366
MOST_TOKENS = 10


def create_api_token(
    *, actor: User, label: str, days: int, scopes: Sequence[str] | None = None
) -> tuple[ApiToken, str]:
    """A token that acts as the actor for so many days; the second value is the key, seen here only.

    Unless scopes are named it only reads. Raises InvalidInput, Conflict when the actor holds ten already.
    """
    return _create(actor=actor, user=actor, label=label, days=days, scopes=scopes)


def issue_system_token(
    *, actor: User, system: User, label: str, days: int, scopes: Sequence[str] | None = None
) -> tuple[ApiToken, str]:
    """A token of a system. Raises as `create_api_token`, Missing, NotPermitted (HR at the root may)."""
    require(actor, "workforce.manage_roles")
    if not system.is_system:
        raise Missing(_("There is no such system."))
    return _create(actor=actor, user=system, label=label, days=days, scopes=scopes)


def _create(
    *, actor: User, user: User, label: str, days: int, scopes: Sequence[str] | None
) -> tuple[ApiToken, str]:
    label = hide_typed_id_numbers(clean(label))[:60]
    chosen = read_scopes() if scopes is None else [scope.value for scope in Scope if scope in set(scopes)]
    if not label:
        raise InvalidInput(_("Say what the token is for."), code="label_missing", field="label")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(_("A token lives for 1 to 366 days."), code="days_out_of_range", field="days")
    if not chosen or len(chosen) != len(set(scopes or chosen)):
        raise InvalidInput(_("Choose what the token may do."), code="scopes_unknown", field="scopes")
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        if not locked.is_active:
            raise Conflict(_("This account may not sign in."), code="account_closed")
        if ApiToken.objects.filter(user=user).count() >= MOST_TOKENS:
            raise Conflict(_("Ten tokens are the most. Withdraw one first."), code="too_many_tokens")
        token, key = ApiToken.objects.create(
            user, expiry=timedelta(days=days), label=label, scopes=chosen, issued_by=actor
        )
        _record("workforce.token_created", actor, user, {"label": label, "scopes": chosen, "days": days})
    return token, key


def withdraw_api_token(*, actor: User, digest: str) -> None:
    """Make a token worthless at once: one's own, or anybody's for HR of the whole group.

    Raises Missing for a token of another.
    """
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(digest=digest).select_related("user").first()
        if token is None or (token.user_id != actor.pk and not actor.has_perm("workforce.manage_roles")):
            raise Missing(_("There is no such token."))
        token.delete()
        _record("workforce.token_withdrawn", actor, token.user, {"label": token.label})


def _record(kind: str, actor: User, user: User, payload: dict[str, object]) -> None:
    record_event(kind, subject="workforce.user", subject_id=user.pk, payload=payload, actor=actor)
