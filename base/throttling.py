"""How often one asker may ask the API; rates stand in the settings (API_RATES).

A count a window in the cache. While the cache is away everybody is let through: these limits protect the
capacity of the system, not its secrets. Passwords are guarded by a count in the database, and a token is too
long to be guessed. A count in each process would hold for one process only and promise what it does not keep.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


class AskerThrottle(BaseThrottle):
    """Counts requests by token, by account of a session, or by address."""

    seconds_left: float | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count this request; whether it is still within the rate of its asker."""
        kind, name = self.asker_of(request)
        most, period = settings.API_RATES[kind]
        now = time.time()
        window = int(now // period)
        self.seconds_left = (window + 1) * period - now
        return count(f"throttle:{kind}:{name}:{window}", period) <= most

    def wait(self) -> float | None:
        """Seconds until the next window, for Retry-After."""
        return self.seconds_left

    def asker_of(self, request: Request) -> tuple[str, str]:
        """The kind of asker and who it is."""
        if request.auth is not None:
            return "token", str(request.auth.pk)[:32]
        if request.user.is_authenticated:
            return "session", str(request.user.pk)
        return "anonymous", self.get_ident(request) or ""


def count(key: str, seconds: int) -> int:
    """Count one more under the key, which is forgotten after so many seconds; 0 while the cache is away."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 0


def seconds_to_wait(request: HttpRequest) -> float:
    """Count a refused token of this address; 0 while they are as few as an anonymous asker's requests may be.

    Only refused ones are held back: a program with a good token works on beside one with a bad token.
    """
    most, period = settings.API_RATES["anonymous"]
    now = time.time()
    window = int(now // period)
    address = AskerThrottle().get_ident(request)  # type: ignore[arg-type]
    refused = count(f"throttle:refused:{address}:{window}", period)
    return (window + 1) * period - now if refused > most else 0
