"""A small API whose effects can be counted: events recorded."""

from __future__ import annotations

import threading
from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.errors import Conflict
from base.events import record_event

#: What the view waits for before it answers, when a test sets one.
gate: list[threading.Event] = []
reached = threading.Event()


def note(request: Request) -> None:
    """The effect."""
    record_event("tests.done", subject="tests.thing", subject_id=1, payload={}, actor=request.user)  # type: ignore[arg-type]


class EffectView(APIView):
    """Does something and says what it was sent; refuses or breaks on request."""

    def post(self, request: Request) -> Response:
        """Do it."""
        note(request)
        reached.set()
        for event in gate:
            event.wait(timeout=20)
        files = {name: file.read().decode() for name, file in request.FILES.items()}
        data: Any = request.data
        if data.get("refuse"):
            raise Conflict("no", code="refused")
        if data.get("break"):
            raise ZeroDivisionError
        sent = {name: value for name, value in data.items() if name not in files}
        return Response({"sent": sent, "files": files}, status=201, headers={"Location": "/things/1"})


class SecretView(APIView):
    """Answers with a secret."""

    keeps_no_answer = True

    def post(self, request: Request) -> Response:
        """Do it."""
        note(request)
        return Response({"key": "geheim"}, status=201)


urlpatterns = [path("api/v1/me", EffectView.as_view()), path("api/v1/me/secret", SecretView.as_view())]
