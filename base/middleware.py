"""Who asked, in which request, and why: carried into the log lines and the history rows."""

import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pghistory
import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from base.error_pages import bad_request, page_not_found
from base.log_redaction import hide_typed_id_numbers
from base.text import clean

REQUEST_ID_HEADER = "X-Request-ID"
REASON_HEADER = "X-Reason"
REASON_FIELD = "reason"

_ID_SHAPE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_WRITING = ("POST", "PUT", "PATCH", "DELETE")
_LONGEST_REASON = 500


class _AuthoredRequest(WSGIRequest):
    """A request that notes its author when the API learns it, from a token, as late as in the view."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "user" and not isinstance(value, SimpleLazyObject) and value.is_authenticated:
            note_user(value.pk)


class RequestContextMiddleware:
    """Gives every request an id (taken over from X-Request-ID when well-formed, and sent back), puts it on
    every log line, and tells the history of rows written in it: user, method, url, reason, request id.

    The reason is the header X-Reason (percent-encoded UTF-8) or the form field `reason`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its id bound to log and history."""
        request_id = _request_id(request)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self._answer(request, request_id)
        finally:
            structlog.contextvars.clear_contextvars()
        response[REQUEST_ID_HEADER] = request_id
        return response

    def _answer(self, request: HttpRequest, request_id: str) -> HttpResponse:
        if "\x00" in request.path:
            return page_not_found(request)  # nothing is stored under it: the database takes no NUL
        if request.method not in _WRITING:
            return self.get_response(request)
        if type(request) is WSGIRequest:
            request.__class__ = _AuthoredRequest
        with pghistory.context(user=None, method=request.method, url=request.path, request=request_id):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any = None, *_arguments: object
    ) -> HttpResponse | None:
        """After the session's user is known, and before the view writes."""
        if "%00" in request.META.get("QUERY_STRING", "") and not hasattr(view, "cls"):
            return bad_request(request)  # the views of the API say themselves which parameter is wrong
        if request.method not in _WRITING:
            return None
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            note_user(user.pk)
        if reason := _reason(request):
            pghistory.context(reason=reason)
        return None


def note_user(user_id: int) -> None:
    """Name the author of what this request writes, in history and log."""
    pghistory.context(user=user_id)
    structlog.contextvars.bind_contextvars(user=user_id)


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get(REQUEST_ID_HEADER, "")
    return given if _ID_SHAPE.fullmatch(given) else uuid.uuid4().hex


def _reason(request: HttpRequest) -> str:
    header = unquote(request.headers.get(REASON_HEADER, ""))
    form = request.POST.get(REASON_FIELD, "") if request.content_type != "application/json" else ""
    return hide_typed_id_numbers(clean(header or form))[:_LONGEST_REASON]
