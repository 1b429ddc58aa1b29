"""Where a person is signed in: noted at sign-in and, at most once in five minutes, when they are seen."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

NOTED_EVERY = timedelta(minutes=5)
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for an address nobody told, nothing listens there

#: What stands in a browser's name of itself, the first that fits; Edge also says Chrome, Chrome also Safari.
_BROWSERS = (
    ("wxwork/", "WeCom"),
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Lark/", "Feishu"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def client_address(request: HttpRequest) -> str:
    """The address of the asker: the one the outermost trusted proxy saw, else the connection's own."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXIES
    given = told[-trusted] if 0 < trusted <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        return UNKNOWN_ADDRESS


def device_of(user_agent: str) -> str:
    """Browser and system in a few words: Chrome · Windows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or _("Unknown device")


class SessionTrackingMiddleware:
    """Keeps the list of a person's sessions. One cache question a request, a write every five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the session that asks, then answer."""
        key = request.session.session_key
        if key and request.user.is_authenticated:
            seen = f"session-seen:{request.user.pk}:{key}"
            if cache.add(seen, True, NOTED_EVERY.total_seconds()):
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One place a person is signed in."""

    pk: int
    device: str
    address: str
    is_current: bool
    session: UserSession


def sessions_of(request: HttpRequest) -> list[SignedIn]:
    """The live sessions of the person who asks, the present one first, then the latest seen.

    Sessions that ran out, or ended because the password changed or HR renewed the account, are not there.
    """
    rows = UserSession.objects.purge_and_list(request.user)
    found = [
        SignedIn(
            pk=row.pk,
            device=device_of(row.user_agent),
            address="" if row.ip == UNKNOWN_ADDRESS else row.ip,
            is_current=row.session_key == request.session.session_key,
            session=row,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_current, -one.session.last_seen_at.timestamp()))


def purge_sessions() -> int:
    """Remove sessions that have run out and what was noted about them; how many sessions."""
    deleted, _rows = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return deleted


__all__ = ["SignedIn", "client_address", "device_of", "purge_sessions", "sessions_of"]
