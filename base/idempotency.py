"""A POST with the header `Idempotency-Key` is done once, however often it is sent.

The record of the answer is written in the transaction of the effect: a crash leaves neither or both. The
row is inserted before the work begins, so the same request sent at the same time waits at the unique index
until the first is over, and is then given its answer; after IDEMPOTENCY_WAIT_SECONDS it is answered 409.

Only what was done is kept: a refusal (status 400 and above) undoes the transaction, the record with it, and
the key is free again. Keys belong to the token, or to the account of a session, and are kept for 24 hours.
Answers are kept encrypted; a view with `keeps_no_answer = True` (its answer holds a secret) is still done
once, and repeating it is answered 409 instead of the secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from base.encryption import blind_index, decrypt, encrypt
from base.models import IdempotentAnswer
from base.problems import CONTENT_TYPE, Problem

HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
_KEY_SHAPE = re.compile(r"[\x21-\x7e]{1,255}")

_BEGIN = """
INSERT INTO base_idempotentanswer
       (asker, key, fingerprint, created_at, content_type, location, has_body)
VALUES (%s, %s, %s, %s, '', '', true)
ON CONFLICT (asker, key) DO NOTHING RETURNING id
"""


class IdempotencyMiddleware:
    """Stands around the view of an API's POST that bears a key; every other request passes untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is done around the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Give the kept answer, or do it and keep the answer."""
        if request.method != "POST" or HEADER not in request.headers or not hasattr(view, "cls"):
            return None
        key = request.headers[HEADER].strip('"')
        if not _KEY_SHAPE.fullmatch(key):
            return _refusal(400, "idempotency_key_invalid", _("An idempotency key is 1 to 255 characters."))
        asker = _asker_of(request, view)
        if asker is None:
            return None  # nobody known: the view says so
        return answer_once(
            asker=asker,
            key=key,
            fingerprint=_fingerprint(request),
            perform=lambda: view(request, *args, **kwargs),
            keeps_body=not getattr(view.cls, "keeps_no_answer", False),
            now=timezone.now(),
        )


def answer_once(
    *,
    asker: str,
    key: str,
    fingerprint: bytes,
    perform: Callable[[], HttpResponse],
    keeps_body: bool,
    now: datetime,
) -> HttpResponse:
    """The answer of `perform`, or the one kept under this key of this asker."""
    try:
        with transaction.atomic():
            row_id = _begin(asker, key, fingerprint, now)
            if row_id is None:
                kept = IdempotentAnswer.objects.get(asker=asker, key=key)
                return _repeat(kept, fingerprint)
            response = _rendered(perform())
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _keep(row_id, response, keeps_body=keeps_body)
            return response
    except _StillRunning:
        return _refusal(
            409,
            "idempotency_key_in_use",
            _("The same request is still being worked on. Ask again in a moment."),
            headers={"Retry-After": "5"},
        )


class _StillRunning(Exception):
    """The first request with this key has not ended yet."""


def _begin(asker: str, key: str, fingerprint: bytes, now: datetime) -> int | None:
    """Take the key: the new row's id, or None when the key has an answer. Raises _StillRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true)", [f"{settings.IDEMPOTENCY_WAIT_SECONDS}s"]
        )
        try:
            cursor.execute(
                "DELETE FROM base_idempotentanswer WHERE asker = %s AND key = %s AND created_at < %s",
                [asker, key, now - KEPT_FOR],
            )
            cursor.execute(_BEGIN, [asker, key, fingerprint, now])
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == "55P03":  # lock_not_available
                raise _StillRunning from error
            raise
        row = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    return None if row is None else int(row[0])


def _keep(row_id: int, response: HttpResponse, *, keeps_body: bool) -> None:
    keeps_body = keeps_body and not response.streaming
    IdempotentAnswer.objects.filter(pk=row_id).update(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", "")[:100],
        location=response.headers.get("Location", "")[:500],
        body=encrypt(response.content) if keeps_body else None,
        has_body=keeps_body,
    )


def _repeat(kept: IdempotentAnswer, fingerprint: bytes) -> HttpResponse:
    if bytes(kept.fingerprint) != fingerprint:
        return _refusal(
            422,
            "idempotency_key_reused",
            _("This idempotency key was used for another request. Take a new key."),
        )
    if not kept.has_body or kept.body is None or kept.status is None:
        return _refusal(
            409,
            "idempotency_answer_not_kept",
            _("This was done already; its answer held a secret and was not kept."),
        )
    response = HttpResponse(decrypt(bytes(kept.body)), status=kept.status, headers={REPLAYED_HEADER: "true"})
    response.headers["Content-Type"] = kept.content_type
    if kept.location:
        response.headers["Location"] = kept.location
    return response


def _rendered(response: HttpResponse) -> HttpResponse:
    render = getattr(response, "render", None)
    return render() if render is not None else response


def _asker_of(request: HttpRequest, view: Any) -> str | None:
    """The token or the account, authenticated as the view does it; None where the view will refuse."""
    doing = view.cls(**getattr(view, "initkwargs", {}))
    doing.action_map = getattr(view, "actions", {})
    asked = doing.initialize_request(request)
    try:
        user, token = asked.user, asked.auth
    except APIException:
        return None
    if token is not None:
        return f"token:{token.pk}"
    return f"user:{user.pk}" if user is not None and user.is_authenticated else None


def _fingerprint(request: HttpRequest) -> bytes:
    """A keyed digest of address and content; of a form its fields and files, whose boundary varies."""
    parts = [request.get_full_path(), request.content_type or ""]
    if request.content_type == "multipart/form-data":
        parts += [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                parts += [str(name), str(getattr(file, "name", "")), file.read().hex()]
                file.seek(0)
    else:
        parts.append(request.body.hex())
    return blind_index("\x00".join(parts), purpose="idempotent_answer")


def _refusal(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    problem = Problem(status, code, detail).as_json()
    return JsonResponse(problem, status=status, content_type=CONTENT_TYPE, headers=headers)


def purge_idempotent_answers(*, now: datetime) -> int:
    """Forget the answers of more than 24 hours ago; how many."""
    deleted, _rows = IdempotentAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted
