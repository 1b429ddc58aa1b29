"""One shape for every error of the API: RFC 9457 problem details.

{type, title, status, detail, code, errors: [{field, message}]}; `code` is for programs, `detail` for people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted, RowsRefused

log = structlog.get_logger(__name__)

CONTENT_TYPE = "application/problem+json"

_STATUS_OF: dict[type, int] = {InvalidInput: 400, NotPermitted: 403, Missing: 404, Conflict: 409}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one input; an empty field means the whole."""

    field: str
    message: str


@dataclass(frozen=True)
class Problem:
    """A refusal as the API tells it."""

    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The RFC 9457 members, with our `code` and `errors`."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": _as_utf8(self.detail),
            "code": self.code,
            "errors": [
                {"field": _as_utf8(error.field), "message": _as_utf8(error.message)} for error in self.errors
            ],
        }


def _as_utf8(text: str) -> str:
    """The text without lone surrogates: a message may repeat what was sent, and no answer can hold them."""
    return text.encode("utf-8", "replace").decode()


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """The `EXCEPTION_HANDLER` of the API; None lets an unknown fault surface as a server error."""
    problem = _problem_of(exc)
    if problem is None:
        return None
    set_rollback()
    response = Response(problem.as_json(), status=problem.status, content_type=CONTENT_TYPE)
    if isinstance(exc, exceptions.APIException):
        for header, value in _headers_of(exc):
            response[header] = value
    return response


def _headers_of(exc: exceptions.APIException) -> Iterator[tuple[str, str]]:
    if challenge := getattr(exc, "auth_header", None):
        yield "WWW-Authenticate", challenge
    if wait := getattr(exc, "wait", None):
        yield "Retry-After", str(int(wait))


def _problem_of(exc: Exception) -> Problem | None:
    match exc:
        case DomainError():
            return _domain_problem(exc)
        case Http404():
            return Problem(404, "not_found", _("There is nothing here, or nothing for you."))
        case PermissionDenied():
            return Problem(403, "not_permitted", str(exc) or _("You do not have the right to do this."))
        case DjangoValidationError():
            return _invalid(list(_django_errors(exc)))
        case exceptions.ValidationError():
            return _invalid(list(_flatten(exc.detail, "")))
        case exceptions.APIException():
            return Problem(exc.status_code, _code_of(exc), str(exc.detail))
        case IntegrityError():
            log.warning("integrity_error", error=type(exc).__name__, constraint=_constraint_of(exc))
            return Problem(
                409, "conflict", _("Somebody changed this at the same time. Reload and try again.")
            )
    return None


def _domain_problem(exc: DomainError) -> Problem:
    status = next((_STATUS_OF[kind] for kind in type(exc).__mro__ if kind in _STATUS_OF), 400)
    errors = [FieldProblem(exc.field, str(exc))] if exc.field else []
    if isinstance(exc, RowsRefused):
        errors = [FieldProblem(row.name, row.message) for row in exc.rows]
    return Problem(status, exc.code, str(exc), errors)


def _invalid(errors: list[FieldProblem]) -> Problem:
    return Problem(400, "invalid", _("Some entries need to be corrected."), errors)


def _code_of(exc: exceptions.APIException) -> str:
    codes = exc.get_codes()
    return codes if isinstance(codes, str) else exc.default_code


def _constraint_of(exc: IntegrityError) -> str | None:
    diagnostic = getattr(exc.__cause__, "diag", None)
    return getattr(diagnostic, "constraint_name", None)


def _django_errors(exc: DjangoValidationError) -> Iterator[FieldProblem]:
    by_field: Mapping[str, list[str]] = exc.message_dict if hasattr(exc, "error_dict") else {"": exc.messages}
    for name, messages in by_field.items():
        for message in messages:
            yield FieldProblem("" if name == "__all__" else name, str(message))


def _flatten(detail: Any, path: str) -> Iterator[FieldProblem]:
    """Nested serializer errors as dotted field paths: {"facts": [{}, {"since": […]}]} → facts.1.since."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _flatten(inner, own)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            deeper = isinstance(inner, Mapping | list)
            yield from _flatten(inner, f"{path}.{position}".lstrip(".") if deeper else path)
    else:
        yield FieldProblem(path, str(detail))
