"""What a channel sent: its log, one message with every attempt, and sending it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from base.cells import CellKind
from base.components import Crumb
from base.dates import today
from base.lists import Column, ListPage
from base.outward_events import outward_event_of
from base.pages import VisibleObjectMixin, act_or_explain
from base.scoping import AnyUser
from notices.enums import AttemptOutcome, ChannelKind, MessageState
from notices.filters import MESSAGE_SORT_KEYS, MessageFilter
from notices.models import Attempt, Channel, Message, Reminder
from notices.rules import KEEP_CHANNEL, reads_told
from notices.senders.faults import in_words
from notices.senders.webhook import WebhookSender
from notices.services.retrying import may_retry, retry_message
from notices.services.webhook_acts import replay_message
from notices.wording import words_of
from workforce.access import actor_of
from workforce.models import User
from workforce.views.form_page import page_before

#: How many of the reminders a message tells are named.
MOST_ITEMS = 50


def what_of(message: Message) -> str:
    """What a message is: an event, a digest, a reminder."""
    if message.event_id is not None:
        outward = outward_event_of(message.event) if message.event else None
        return str(outward.label) if outward is not None else str(message.event_id)
    return str(_("Digest") if message.is_digest else _("Reminder"))


def attempts_of(message: Message) -> list[tuple[Attempt, AttemptOutcome, str]]:
    """Its attempts, which were prefetched, with outcome and reason in the language in force."""
    return [
        (attempt, AttemptOutcome(attempt.outcome), in_words(attempt.detail))
        for attempt in message.tries.all()
    ]


def message_rows(messages: QuerySet[Message]) -> list[tuple[Message, str, MessageState, str]]:
    """Messages as a short table shows them: what each is, its state, its last fault."""
    found: Iterable[Message] = messages.select_related("event", "recipient__worker")
    return [(one, what_of(one), MessageState(one.state), in_words(one.last_error)) for one in found]


class ChannelLog(ListPage):
    """Every message of a channel, newest first."""

    title = gettext_lazy("Messages of a channel")
    template_name = "notices/channel_log.html"
    filterset_class = MessageFilter
    sort_keys = MESSAGE_SORT_KEYS
    empty_title = gettext_lazy("Nothing was sent yet")
    empty_text = gettext_lazy("Every message and every attempt to send it is written down here.")
    columns = (
        Column(
            "made",
            gettext_lazy("Not before"),
            "send_after",
            CellKind.DATE,
            link=lambda message: reverse("notices:message", args=[message.pk]),
        ),
        Column("what", gettext_lazy("What"), what_of),
        Column("recipient", gettext_lazy("Told")),
        Column("state", gettext_lazy("State"), lambda message: MessageState(message.state), CellKind.BADGE),
        Column("sent", gettext_lazy("Sent at"), "sent_at", CellKind.DATE),
        Column("fault", gettext_lazy("Last fault"), lambda message: in_words(message.last_error)),
        Column("id", gettext_lazy("Message id"), "message_id", CellKind.CODE, optional=True),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """HR officers and auditors."""
        return reads_told(user)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the channel. Raises Http404 out of scope."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        channel = Channel.objects.visible_to(request.user).filter(pk=kwargs["pk"]).first()
        if channel is None or not reads_told(request.user):
            raise Http404
        self.channel = channel

    def get_queryset(self) -> QuerySet[Message]:
        """The channel's messages."""
        return Message.objects.filter(channel=self.channel).select_related("event", "recipient__worker")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back."""
        page = reverse("notices:channel", args=[self.channel.pk])
        crumbs = [Crumb(_("Channels"), reverse("notices:channels")), Crumb(str(self.channel), page)]
        return {**super().get_context_data(**kwargs), "crumbs": crumbs}


class OfMessage(VisibleObjectMixin[Message]):
    """A page about one message, for HR and auditors."""

    model = Message

    def get_queryset(self) -> QuerySet[Message]:
        """Those in scope."""
        rows = Message.objects.visible_to(self.request.user)
        rows = rows.select_related("channel__unit", "event", "recipient__worker")
        return rows if reads_told(self.request.user) else rows.none()

    def get_success_url(self) -> str:
        """The message."""
        return reverse("notices:message", args=[self.object.pk])


class MessagePage(OfMessage, TemplateView):
    """One message: what it told of one's units, every attempt, and sending it again."""

    template_name = "notices/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its facts; of what it told only what the reader may see."""
        message, user = self.object, self.request.user
        told = Reminder.objects.visible_to(user).filter(items__message=message)
        told = told.select_related("worker", "unit").order_by("due_on", "pk")[:MOST_ITEMS]
        state, keeps = MessageState(message.state), user.has_perm(KEEP_CHANNEL, message.channel)
        is_webhook = message.channel.kind == ChannelKind.WEBHOOK
        failed = state is MessageState.FAILED
        return super().get_context_data(
            message=message,
            what=what_of(message),
            state=state,
            fault=in_words(message.last_error) if state is not MessageState.SENT else "",
            attempts=attempts_of(message),
            told=[(one, words_of(one, today=today())) for one in told],
            body=_body(message) if is_webhook else "",
            opens_channel=Channel.objects.visible_to(user).filter(pk=message.channel_id).exists(),
            may_replay=is_webhook and keeps and state is not MessageState.QUEUED,
            may_retry=not is_webhook and failed and isinstance(user, User) and may_retry(user, message),
            crumbs=[Crumb(_("Who was told"), reverse("notices:told"))],
            **kwargs,
        )


class _MessageAct(OfMessage, View):
    """A button beside a message."""

    http_method_names = ["post"]
    act: ClassVar[Callable[..., Message]]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue it and come back. Raises Http404 out of scope, PermissionDenied without the right."""

        def act() -> None:
            type(self).act(actor=actor_of(request), message=self.object, now=timezone.now())

        act_or_explain(request, act, _("It is sent again within a minute."))
        return HttpResponseRedirect(page_before(request) or self.get_success_url())


class ResendMessage(_MessageAct):
    """Send a message again that failed."""

    act = retry_message


class ReplayMessage(_MessageAct):
    """Send a webhook's message again, under the same id."""

    act = replay_message


def _body(message: Message) -> str:
    """What the receiver is sent, as it would be now; empty when the event is declared no more."""
    try:
        body = WebhookSender(message.channel).body(message)
    except LookupError:
        return ""
    return json.dumps(body, ensure_ascii=False, indent=2)
