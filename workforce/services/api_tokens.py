"""Keys to the API: made by a person for programs of their own, shown once, valid for a time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.text import clean
from workforce.models import ApiToken, User

MOST_DAYS = 366
MOST_TOKENS = 10


def create_api_token(*, actor: User, label: str, days: int) -> tuple[ApiToken, str]:
    """A token that acts as the actor for so many days; the second value is the key, seen here only.

    Raises InvalidInput, Conflict when the actor holds ten already.
    """
    label = clean(label)[:60]
    if not label:
        raise InvalidInput(_("Say what the token is for."), code="label_missing", field="label")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(_("A token lives for 1 to 366 days."), code="days_out_of_range", field="days")
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
        if ApiToken.objects.filter(user=actor).count() >= MOST_TOKENS:
            raise Conflict(_("Ten tokens are the most. Withdraw one first."), code="too_many_tokens")
        token, key = ApiToken.objects.create(actor, expiry=timedelta(days=days), label=label)
        _record("workforce.token_created", actor)
    return token, key


def withdraw_api_token(*, actor: User, digest: str) -> None:
    """Make one of the actor's own tokens worthless at once. Raises Missing for another's."""
    with transaction.atomic():
        deleted, _rows = ApiToken.objects.filter(user=actor, digest=digest).delete()
        if not deleted:
            raise Missing(_("There is no such token."))
        _record("workforce.token_withdrawn", actor)


def _record(kind: str, actor: User) -> None:
    record_event(kind, subject="workforce.user", subject_id=actor.pk, payload={}, actor=actor)
