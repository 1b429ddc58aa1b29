"""The ways out of the system: e-mail, robots of group chats, webhooks. What they do, and keeping them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from base.components import Crumb
from base.edit_marks import Shown
from base.errors import DomainError
from base.marked_forms import MarkedForm
from base.outward_events import outward_events
from base.pages import (
    ConfirmPage,
    LoginRequired,
    VisibleObjectMixin,
    act_or_explain,
    form_errors_from,
    raise_for_page,
)
from base.reminders import reminder_rules
from notices.enums import ChannelKind
from notices.forms.channels import ChangeChannelForm, RobotForm, SwitchForm, WebhookForm
from notices.masking import masked_address
from notices.models import Channel, Message
from notices.queries.channels import standing_of
from notices.rules import KEEP_CHANNEL, KEEP_CHANNELS, reads_told
from notices.services.channel_tests import send_test
from notices.services.channels import (
    ChannelValues,
    add_channel,
    change_channel,
    marked_values,
    switch_channel,
)
from notices.services.retrying import retry_failed_of
from notices.services.webhook_acts import renew_secret, subscribe
from notices.views.messages import message_rows
from workforce.access import actor_of
from workforce.queries.record_history import history_of
from workforce.views.form_page import ServiceFormPage

MOST_MESSAGES = 10


def channels_crumb() -> Crumb:
    """The list."""
    return Crumb(_("Channels"), reverse("notices:channels"))


class ChannelsPage(LoginRequired, TemplateView):
    """E-mail, and the robots and webhooks of one's units: how each stands."""

    template_name = "notices/channels.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The channels with what waits and what failed. Raises PermissionDenied for those who read none."""
        user = self.request.user
        if not reads_told(user):
            raise PermissionDenied
        seen = Channel.objects.visible_to(user) | Channel.objects.filter(kind=ChannelKind.EMAIL)
        rows = list(seen.select_related("unit").defer("address", "secret"))
        standings, now = standing_of(rows), timezone.now()
        lines = [(one, standings[one.pk], _rests(one, now), one.kind) for one in rows]
        opens_email = user.has_perm(KEEP_CHANNEL, Channel(kind=ChannelKind.EMAIL))
        return super().get_context_data(
            parts=[
                (_("E-mail"), [line for line in lines if line[3] == ChannelKind.EMAIL], opens_email),
                (_("Robots of group chats"), [line for line in lines if line[3] in _ROBOTS], True),
                (_("Webhooks"), [line for line in lines if line[3] == ChannelKind.WEBHOOK], True),
            ],
            sends_email=bool(settings.EMAIL_HOST),
            may_add=user.has_perm(KEEP_CHANNELS),
            **kwargs,
        )


_ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK)


def _rests(channel: Channel, now: Any) -> bool:
    return channel.paused_until is not None and channel.paused_until > now


class OfChannel(VisibleObjectMixin[Channel]):
    """A page about one channel; for those who read channels."""

    model = Channel

    def get_queryset(self) -> QuerySet[Channel]:
        """Those in scope, with their unit."""
        rows = Channel.objects.visible_to(self.request.user).select_related("unit", "added_by__worker")
        return rows if reads_told(self.request.user) else rows.none()

    def get_success_url(self) -> str:
        """The channel."""
        return reverse("notices:channel", args=[self.object.pk])

    def get_crumbs(self) -> list[Crumb]:
        """The list, and the channel."""
        return [channels_crumb(), Crumb(str(self.object), self.get_success_url())]


class ChannelPage(OfChannel, TemplateView):
    """One channel: what it is told of, how it stands, what it sent last."""

    template_name = "notices/channel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its facts; the address is masked."""
        channel, user = self.object, self.request.user
        newest = message_rows(Message.objects.filter(channel=channel).order_by("-id")[:MOST_MESSAGES])
        return super().get_context_data(
            channel=channel,
            kind=ChannelKind(channel.kind),
            address=masked_address(channel.address),
            tells=_named(channel),
            standing=standing_of([channel])[channel.pk],
            is_resting=_rests(channel, timezone.now()),
            newest=newest,
            history=history_of(channel, viewer=user),
            may_keep=user.has_perm(KEEP_CHANNEL, channel),
            crumbs=[channels_crumb()],
            **kwargs,
        )


class _NewChannelPage(ServiceFormPage):
    """Add a way out: for HR of a unit."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse those who keep no unit."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not request.user.has_perm(KEEP_CHANNELS):
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        """For the units the reader keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def get_crumbs(self) -> list[Crumb]:
        """The list."""
        return [channels_crumb()]

    def get_success_url(self) -> str:
        """The list."""
        return reverse("notices:channels")


class NewRobotPage(_NewChannelPage):
    """A robot of a group chat."""

    form_class = RobotForm
    title = gettext_lazy("New robot of a group chat")
    submit_label = gettext_lazy("Add the robot")
    done_message = gettext_lazy("Added. Send a test message to see whether the group hears it.")

    def act(self, data: dict[str, Any]) -> None:
        """Add it."""
        self.added = add_channel(
            actor=self.actor,
            kind=ChannelKind(data["kind"]),
            unit=data["unit"],
            values=ChannelValues(name=data["name"], rules=data["rules"]),
            address=data["address"],
            secret=data["secret"] if data["kind"] == ChannelKind.DINGTALK else "",
            now=timezone.now(),
        )

    def get_success_url(self) -> str:
        """The robot, once there is one."""
        added = getattr(self, "added", None)
        return super().get_success_url() if added is None else reverse("notices:channel", args=[added.pk])


class NewWebhookPage(_NewChannelPage):
    """A webhook; its secret is shown once."""

    form_class = WebhookForm
    title = gettext_lazy("New webhook")
    submit_label = gettext_lazy("Add the webhook")
    explanation = gettext_lazy(
        "Another system is told what happened, with ids and no names; what more it needs it asks the API for."
    )

    def form_valid(self, form: Form) -> HttpResponse:
        """Add it, and show the secret; a refusal goes back into the form."""
        try:
            channel, secret = subscribe(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        return show_secret(self.request, channel, secret)


class ChangeChannelPage(MarkedForm, OfChannel, ServiceFormPage):
    """Another name, other things to tell, another address."""

    permission = KEEP_CHANNEL
    form_class = ChangeChannelForm

    def get_title(self) -> str | Promise:
        """The channel."""
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the fields of its kind."""
        return {**super().get_form_kwargs(), "channel": self.object}

    def get_initial(self) -> dict[str, Any]:
        """As it stands; without address and secret."""
        channel = self.object
        return {"name": channel.name, "rules": channel.rules, "event_kinds": channel.event_kinds}

    def mark_key(self) -> str:
        """The channel."""
        return f"notices.channel.{self.object.pk}"

    def as_shown(self) -> Shown:
        """What is shown of it."""
        return Shown.of(marked_values(self.object))

    def read_again(self) -> None:
        """Read it anew."""
        self.object = self.get_object()

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Change it."""
        change_channel(
            actor=self.actor,
            channel=self.object,
            values=ChannelValues(
                name=data["name"], rules=data.get("rules", ()), event_kinds=data.get("event_kinds", ())
            ),
            address=data.get("address") or None,
            secret=data.get("secret") or None,
            now=timezone.now(),
            shown=shown,
        )


class SwitchChannelPage(OfChannel, ServiceFormPage):
    """Switch a channel on or off, with a reason."""

    permission = KEEP_CHANNEL
    form_class = SwitchForm
    done_message = gettext_lazy("Switched.")

    def get_title(self) -> str | Promise:
        """Which way."""
        named = {"name": self.object}
        return _("Switch off “%(name)s”") % named if self.object.is_on else _("Switch on “%(name)s”") % named

    def get_explanation(self) -> str | Promise:
        """What becomes of what waits."""
        if self.object.is_on and self.object.kind == ChannelKind.WEBHOOK:
            return _("What happens while it is off is not told later. What waits already waits on.")
        return _("What waits already waits on.") if self.object.is_on else ""

    def act(self, data: dict[str, Any]) -> None:
        """Switch it."""
        switch_channel(
            actor=self.actor,
            channel=self.object,
            is_on=not self.object.is_on,
            reason=data["reason"],
            now=timezone.now(),
        )


class _ChannelAct(OfChannel, View):
    """A button of the channel's page."""

    permission = KEEP_CHANNEL
    http_method_names = ["post"]
    done_message: ClassVar[str | Promise]

    def act(self) -> None:
        """Do it. May raise DomainError."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it and come back."""
        act_or_explain(request, self.act, self.done_message)
        return HttpResponseRedirect(self.get_success_url())


class SendTest(_ChannelAct):
    """Send a test message, while somebody waits."""

    done_message = gettext_lazy("The test message arrived.")

    def act(self) -> None:
        """Send it."""
        send_test(actor=actor_of(self.request), channel=self.object, now=timezone.now())


class RetryChannel(_ChannelAct):
    """Send everything again that failed by the channel."""

    done_message = gettext_lazy("What had failed is sent again within a minute.")

    def act(self) -> None:
        """Queue it."""
        retry_failed_of(actor=actor_of(self.request), channel=self.object, now=timezone.now())


class RenewSecretPage(OfChannel, ConfirmPage):
    """Ask, then give a webhook another secret, shown once."""

    permission = KEEP_CHANNEL
    action_label = gettext_lazy("Make a new secret")
    question = gettext_lazy(
        "Make a new secret? From the next message on only the new one signs; the receiver needs it at once."
    )
    dangerous = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it and show it."""
        try:
            secret = renew_secret(actor=actor_of(request), channel=self.object, now=timezone.now())
        except DomainError as error:
            raise_for_page(error)
            return self.render_to_response(self.get_context_data(refusal=error.message), status=409)
        return show_secret(request, self.object, secret)


def show_secret(request: HttpRequest, channel: Channel, secret: str) -> HttpResponse:
    """The page that shows a secret this once."""
    return render(
        request,
        "notices/secret_made.html",
        {
            "channel": channel,
            "secret": secret,
            "back_url": reverse("notices:channel", args=[channel.pk]),
            "crumbs": [channels_crumb()],
        },
    )


def _named(channel: Channel) -> list[str | Promise]:
    """What it is told of, in words."""
    rules, events = reminder_rules(), outward_events()
    told: list[str | Promise] = [rules[name].label if name in rules else name for name in channel.rules]
    return told + [events[name].label if name in events else name for name in channel.event_kinds]
