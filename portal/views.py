"""The first screen and the desk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import TemplateView, View

from base.menu import desk_cards_for
from base.pages import LoginRequired
from portal.first_screens import first_screen_of
from workforce.access import Access
from workforce.enums import Role


class FirstScreen(LoginRequired, View):
    """Leads each person to the screen of their work."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A redirect; an account without a worker or a role is told whom to ask."""
        screen = first_screen_of(request.user)
        return redirect(screen) if screen else render(request, "portal/nothing_yet.html")


class Desk(LoginRequired, TemplateView):
    """工作台: what needs attention, then figures, then activity, from the cards the apps declare."""

    template_name = "portal/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The cards in order. Raises PermissionDenied for those who keep no records."""
        if not Access.of(self.request.user).holds(Role.HR_OFFICER):
            raise PermissionDenied
        return super().get_context_data(cards=desk_cards_for(self.request), **kwargs)
