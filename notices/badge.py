"""The number beside the bell: what waits for somebody. Pages read it from the cache and ask no database.

The page asks for it anew every minute by itself (`notices:count`); one's own acts drop it at once.
"""

from __future__ import annotations

from typing import cast

from django.core.cache import cache
from django.db import transaction

from base.scoping import AnyUser
from notices.queries.inbox import waiting

#: Seconds a number is kept.
KEPT = 55
#: The most that is counted; beyond it stands "99+".
MOST = 99


def kept_count(user: AnyUser) -> int | None:
    """What waits, as counted less than a minute ago; None where nobody counted. No SQL."""
    return cast("int | None", cache.get(_key(user.pk)))


def count_waiting(user: AnyUser) -> int:
    """Count what waits, up to one more than `MOST`, and keep the number. One statement."""
    number = waiting(user)[: MOST + 1].count()
    keep_count(user, number)
    return number


def keep_count(user: AnyUser, number: int) -> None:
    """Keep a number counted just now."""
    cache.set(_key(user.pk), min(number, MOST + 1), KEPT)


def drop_count(user: AnyUser) -> None:
    """Forget the number once what was done holds."""
    transaction.on_commit(lambda: cache.delete(_key(user.pk)))


def number_shown(number: int | None) -> str:
    """As it stands beside the bell; empty for nothing."""
    if not number:
        return ""
    return str(number) if number <= MOST else f"{MOST}+"


def _key(user_id: int | None) -> str:
    return f"notices:waiting:{user_id}"
