"""Where one is signed in, and ending it there."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from base.components import Crumb
from base.events import record_event
from base.pages import LoginRequired
from workforce.access import actor_of
from workforce.session_tracking import sessions_of


class SessionsPage(LoginRequired, TemplateView):
    """The places one is signed in; each can be ended, or all but this one."""

    template_name = "workforce/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The live sessions."""
        crumbs = [Crumb(_("My account"), reverse("workforce:account"))]
        return super().get_context_data(sessions=sessions_of(self.request), crumbs=crumbs, **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        """End the one named `end`, or all others."""
        actor = actor_of(request)
        chosen = request.POST.get("end", "")
        if chosen == "others":
            end_other_sessions(request, actor)
            messages.success(request, _("You are signed out everywhere else."))
        else:
            number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
            end_sessions(request, [get_object_or_404(UserSession, pk=number, user=actor)])
            messages.success(request, _("You are signed out there."))
        record_event(
            "workforce.sessions_ended",
            subject="workforce.user",
            subject_id=actor.pk,
            payload={"which": "others" if chosen == "others" else "one"},
            actor=actor,
        )
        return HttpResponseRedirect(reverse("workforce:sessions"))
