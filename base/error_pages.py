"""The pages for what went wrong: what happened, what to do next, and the number under which it was logged.

``config.urls`` names them as handlers; ``CSRF_FAILURE_VIEW`` and the rate limits use theirs.
"""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return _error_page(
        400,
        _("This request could not be understood"),
        _("Something in the address or in what was sent is not right. Nothing was changed."),
        _("Go back, load the page again and repeat the step."),
    )


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or the form came from elsewhere."""
    return _error_page(
        403,
        _("This page was open for too long"),
        _("For your safety the form was not accepted. Nothing was changed."),
        _("Go back, load the page again and send the form once more."),
    )


def permission_denied(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in sight, but not this person's to do."""
    return _error_page(
        403,
        _("You do not have the right to do this"),
        str(exception or "") or _("Your account can see this, but this step belongs to another role."),
        _("Ask your HR officer if you need this right."),
    )


def page_not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or is out of this person's scope."""
    return _error_page(
        404,
        _("This page does not exist"),
        _("The address is wrong, or what it showed is not yours to see."),
        _("Check the address, or go to the first page and look from there."),
    )


def too_many_requests(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: a rate limit was reached."""
    return _error_page(
        429,
        _("Too many tries"),
        _("This was tried too often in a short time, so it is closed for a while. Nothing was changed."),
        _("Wait a few minutes and try again."),
    )


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: our fault. Uses neither the database nor the session, which may be what failed."""
    return _error_page(
        500,
        _("Something went wrong on our side"),
        _("The step was not finished; what was saved before is kept. The fault has been logged."),
        _("Try again in a minute. If it happens again, tell your administrator the number below."),
    )


def _error_page(status: int, what: str, why: str, next_step: str) -> HttpResponse:
    context = {
        "status": status,
        "what": what,
        "why": why,
        "next_step": next_step,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    return HttpResponse(render_to_string("base/error.html", context), status=status)
