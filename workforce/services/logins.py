"""Counting wrong passwords and codes in the database, so that guessing stops even when the cache is down.

An attempt is counted *before* the secret is looked at and forgiven when it was right: of guesses made at the
same moment no more are looked at than of guesses made one after the other.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from workforce.models import User

_COUNT_ATTEMPT = """
UPDATE workforce_user
   SET failed_logins = CASE WHEN locked_until IS NULL THEN least(failed_logins + 1, 32000) ELSE 1 END,
       locked_until = CASE
           WHEN (CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END) >= %(allowed)s
           THEN %(locked_until)s::timestamptz END
 WHERE upper(login) = upper(%(login)s) AND (locked_until IS NULL OR locked_until <= %(now)s)
"""


def count_attempt(*, login: str, now: datetime) -> bool:
    """Count an attempt to sign in as `login`; whether its secret may be looked at at all.

    False for a locked and for an unknown login alike. The last allowed attempt locks the account; a right
    secret unlocks it again (`forgive_attempts`).
    """
    lock = timedelta(minutes=settings.LOGIN_LOCK_MINUTES)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_ATTEMPT,
            {
                "login": login,
                "now": now,
                "allowed": settings.LOGIN_ATTEMPTS_ALLOWED,
                "locked_until": now + lock,
            },
        )
        counted: int = cursor.rowcount
        return counted == 1


def forgive_attempts(*, user: User) -> None:
    """The secret was right: the count begins anew."""
    User.objects.filter(pk=user.pk).update(failed_logins=0, locked_until=None)
