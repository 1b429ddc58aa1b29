"""How one wants to be told, and the calendar link."""

from __future__ import annotations

from typing import Any

from django.conf import settings as site
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from base.components import Crumb
from base.errors import DomainError
from base.pages import ConfirmPage, LoginRequired, form_errors_from, raise_for_page
from notices.forms.settings import SettingsForm
from notices.models import CalendarLink
from notices.queries.preferences import rule_choices, settings_of
from notices.services.calendar_links import make_calendar_link, revoke_calendar_link
from notices.services.preferences import save_preferences
from workforce.access import actor_of


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Inbox"), reverse("notices:inbox"))]


class SettingsPage(LoginRequired, FormView[SettingsForm]):
    """Digest time, quiet hours, how one is told by each rule; e-mail address and calendar link."""

    template_name = "notices/settings.html"
    form_class = SettingsForm
    success_url = reverse_lazy("notices:settings")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rules in force and what was chosen."""
        user = actor_of(self.request)
        kept = settings_of(user)
        initial = {
            "digest_at": kept.digest_at,
            "quiet_from": kept.quiet_from,
            "quiet_until": kept.quiet_until,
        }
        return {**super().get_form_kwargs(), "choices": rule_choices(user), "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides the form: where messages go, and the calendar link in force."""
        user = actor_of(self.request)
        link = CalendarLink.objects.filter(user=user, revoked_at__isnull=True).first()
        return super().get_context_data(
            email=user.email, sends_email=bool(site.EMAIL_HOST), link=link, crumbs=_crumbs(), **kwargs
        )

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        """Keep it; a refusal goes back into the form."""
        actor, data = actor_of(self.request), form.cleaned_data
        try:
            save_preferences(
                actor=actor,
                digest_at=data["digest_at"],
                quiet_from=data["quiet_from"],
                quiet_until=data["quiet_until"],
                modes=form.modes,
            )
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(self.request, _("Saved. It holds for what comes from now on."))
        return super().form_valid(form)


class MakeCalendarLink(LoginRequired, View):
    """A new calendar link, shown once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it in place of the one before and show it, in an answer no cache keeps."""
        _link, token = make_calendar_link(actor=actor_of(request), now=timezone.now())
        address = request.build_absolute_uri(reverse("notices:calendar", args=[token]))
        response = render(request, "notices/calendar_link.html", {"address": address, "crumbs": _crumbs()})
        response.headers["Cache-Control"] = "no-store, private"
        return response


class RevokeCalendarLink(ConfirmPage):
    """Ask, then make the calendar link worthless."""

    question = gettext_lazy("Switch the calendar link off? Calendars that use it show nothing more.")
    action_label = gettext_lazy("Switch it off")
    done_message = gettext_lazy("The calendar link is switched off.")
    dangerous = True

    def perform(self) -> None:
        """Revoke it."""
        revoke_calendar_link(actor=actor_of(self.request), now=timezone.now())

    def get_success_url(self) -> str:
        """Back to the settings."""
        return reverse("notices:settings")
