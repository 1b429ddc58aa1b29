"""The calendar behind a secret address: no session, no menu, nothing told to whoever guesses."""

from __future__ import annotations

import hashlib
import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views import View

from base.dates import today
from base.throttling import count
from notices.queries.calendar import calendar_rows, link_of
from notices.services.calendar_links import digest_of
from workforce.accounts import may_act
from workforce.session_tracking import client_address


class CalendarFeed(View):
    """Answers a calendar program with the dates of whoever made the link."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The calendar; 404 for a link that is unknown, revoked, or of an account that may not sign in.

        429 for a link asked too often, and for an address that tries too many wrong ones.
        """
        from notices.calendar_feed import calendar_of  # its library is large, and few processes are asked

        most, period = settings.API_RATES["calendar"]
        now = time.time()
        window = int(now // period)
        asked, wrong = (
            f"calendar:{kind}:{name}:{window}"
            for kind, name in (("link", digest_of(token).hex()), ("address", client_address(request)))
        )
        if count(asked, period) > most:
            return _too_often((window + 1) * period - now)
        link = link_of(token)
        if link is None or not may_act(link.user):
            if count(wrong, period) > most:
                return _too_often((window + 1) * period - now)
            raise Http404
        with translation.override(link.user.language or settings.LANGUAGE_CODE):
            rows = calendar_rows(link.user, now=timezone.now())
            content = calendar_of(link.user, rows, today=today(), site=settings.PUBLIC_URL)
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request, etag=etag, response=response) or response


def _too_often(seconds: float) -> HttpResponse:
    response = HttpResponse(status=429, headers={"Retry-After": str(int(seconds) + 1)})
    # the address is the secret: it is not to stand in a log line
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
