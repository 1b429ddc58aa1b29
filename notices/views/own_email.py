"""The e-mail address one's messages go to: asked for, confirmed by the link sent there, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.components import Crumb
from base.errors import Missing
from base.pages import ConfirmPage
from notices.services.own_email import ask_email, asked_email, confirm_email, remove_email
from workforce.access import actor_of
from workforce.views.form_page import ServiceFormPage


class EmailForm(forms.Form):
    """Where messages shall go."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class OwnEmailPage(ServiceFormPage):
    """Ask for a link to an address."""

    form_class = EmailForm
    title = gettext_lazy("E-mail address")
    submit_label = gettext_lazy("Send the link")
    explanation = gettext_lazy(
        "A link is sent to the address. Messages go there once you have opened it, signed in."
    )
    done_message = gettext_lazy("The link is sent. Open it within a day.")

    def act(self, data: dict[str, Any]) -> None:
        """Send it."""
        ask_email(actor=self.actor, address=data["address"], now=timezone.now())

    def get_success_url(self) -> str:
        """Back to the settings."""
        return reverse("notices:settings")

    def get_crumbs(self) -> list[Crumb]:
        """The inbox and the settings."""
        return [
            Crumb(_("Inbox"), reverse("notices:inbox")),
            Crumb(_("How I am told"), reverse("notices:settings")),
        ]


class ConfirmEmailPage(ConfirmPage):
    """What the link in the e-mail opens."""

    action_label = gettext_lazy("Confirm the address")
    done_message = gettext_lazy("Messages go to this address from now on.")
    address = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """There is nothing here by another's link, or an old one."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        try:
            self.address = asked_email(actor=actor_of(request), token=kwargs["token"])
        except Missing as error:
            raise Http404(str(error.message)) from error

    def get_question(self) -> str | Promise:
        """With the address."""
        return _("Send your to-dos and notices to %(address)s?") % {"address": self.address}

    def perform(self) -> None:
        """Keep it."""
        confirm_email(actor=actor_of(self.request), token=self.kwargs["token"])

    def get_success_url(self) -> str:
        """On to the settings."""
        return reverse("notices:settings")


class RemoveEmailPage(ConfirmPage):
    """Ask, then send nothing by e-mail any more."""

    question = gettext_lazy("Remove the e-mail address? Everything stands in the inbox, and nothing is sent.")
    action_label = gettext_lazy("Remove the address")
    done_message = gettext_lazy("The e-mail address is removed.")
    dangerous = True

    def perform(self) -> None:
        """Remove it."""
        remove_email(actor=actor_of(self.request))

    def get_success_url(self) -> str:
        """Back to the settings."""
        return reverse("notices:settings")
