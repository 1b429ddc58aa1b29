"""Whether the person who asked for an export may still have it, asked anew before each chunk."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import get_token_model

from base.errors import NotPermitted
from base.exports.sources import UnknownSource, named_kind, source_for
from base.models.export import ExportRecord

RIGHT_ENDED = _("The right to this export ended while it was made. It was broken off and nothing was kept.")


class RightEnded(NotPermitted):
    """The account was switched off, the role ended or the token was withdrawn in mid-export."""

    default_code = "right_ended"


def current_user(user_id: int | None) -> AbstractBaseUser | None:
    """The account as it stands now, None when it may not sign in any more. Nothing of its reach is kept."""
    if user_id is None:
        return None
    for backend in get_backends():
        find = getattr(backend, "get_user", None)
        user = find(user_id) if find else None
        if isinstance(user, AbstractBaseUser):
            return user
    return None


def require_right(record: ExportRecord, *, now: datetime) -> AbstractBaseUser:
    """The exporting account, read anew. Raises RightEnded when it, or its token, may not export any more."""
    user = current_user(record.exported_by_id)
    if user is None or not is_token_in_force(record.token_digest, now=now):
        raise RightEnded(RIGHT_ENDED)
    if not _may_export(record.kind, user):
        raise RightEnded(RIGHT_ENDED)
    return user


def _may_export(kind: str, user: AbstractBaseUser) -> bool:
    named = named_kind(kind)
    if named is not None:
        return named.who(user)
    try:
        return source_for(kind).may_export(user)
    except UnknownSource:
        return False


def is_token_in_force(digest: str, *, now: datetime) -> bool:
    """Whether an API token still opens the API; an export asked for on a page has none, and needs none."""
    if not digest:
        return True
    token = get_token_model().objects.filter(digest=digest).only("expiry").first()
    return token is not None and (token.expiry is None or token.expiry > now)


def token_digest_of(request: HttpRequest) -> str:
    """The digest of the token a request came with; empty for a signed-in browser."""
    return str(getattr(getattr(request, "auth", None), "digest", "") or "")


def may_fetch(record: ExportRecord, user: AbstractBaseUser) -> bool:
    """Whether the user may have the kept file: it is theirs, and their right lasts."""
    if record.exported_by_id != user.pk:
        return False
    try:
        require_right(record, now=timezone.now())
    except RightEnded:
        return False
    return True
