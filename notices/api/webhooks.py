"""The API's door to webhooks: subscriptions, what they were sent, sending it again. See docs/webhooks.md."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.errors import Missing
from base.outward_events import outward_event_of
from base.pagination import SortKey
from notices.api.told import ReadsTold
from notices.enums import ChannelKind, MessageState
from notices.filters import MESSAGE_SORT_KEYS
from notices.masking import masked_address
from notices.models import Channel, Message
from notices.rules import reads_told
from notices.services.channels import switch_channel
from notices.services.webhook_acts import replay_message, subscribe
from workforce.access import actor_of
from workforce.api.sent import RowIdField, read_sent, sent_unit


class WebhookSerializer(serializers.ModelSerializer[Channel]):
    """A subscription; the address is masked."""

    address = serializers.SerializerMethodField(help_text="Scheme and host alone.")
    events = serializers.ListField(child=serializers.CharField(), source="event_kinds")

    class Meta:
        model = Channel
        fields = (
            "id",
            "name",
            "unit",
            "address",
            "events",
            "is_on",
            "paused_until",
            "consecutive_failures",
            "added_at",
        )
        read_only_fields = fields

    def get_address(self, channel: Channel) -> str:
        """Where it leads, without the path."""
        return masked_address(channel.address)


class NewWebhookSerializer(serializers.Serializer[Any]):
    """A subscription to add: `events` as the list of outward events names them."""

    name = serializers.CharField(max_length=80)
    unit = RowIdField(help_text="Id of the unit: it hears what happens there and below.")
    address = serializers.CharField(max_length=2000, help_text="Begins with https://.")
    events = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=50)


class MadeWebhookSerializer(WebhookSerializer):
    """A subscription just added, with the secret it signs with: shown this once."""

    secret = serializers.SerializerMethodField()

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    def get_secret(self, _channel: Channel) -> str:
        """The secret, `whsec_` and 32 bytes in base64."""
        return str(self.context["secret"])


class WebhookSwitchSerializer(serializers.Serializer[Any]):
    """On or off, and why."""

    is_on = serializers.BooleanField()
    reason = serializers.CharField(max_length=200)


class WebhookMessageSerializer(serializers.ModelSerializer[Message]):
    """What a subscription was or is to be sent."""

    event = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=MessageState.choices, read_only=True)

    class Meta:
        model = Message
        fields = ("message_id", "event", "state", "send_after", "sent_at", "attempts", "last_error")
        read_only_fields = fields

    def get_event(self, message: Message) -> str:
        """The name of the outward event."""
        outward = outward_event_of(message.event) if message.event else None
        return outward.name if outward is not None else ""


_MESSAGE_ID = OpenApiParameter("message_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class WebhookViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """Where other systems hear what happened, of the units one keeps or audits."""

    queryset = Channel.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = (IsAuthenticated, ReadsTold)
    parser_classes = (JSONParser,)
    sort_keys: tuple[SortKey, ...] = (SortKey("name", "name", ("name",)),)
    filterset_class = None
    lookup_field, lookup_url_kwarg = "pk", "id"
    lookup_value_regex = "[0-9]{1,18}"
    keeps_no_answer = True  # the secret is shown once, and kept nowhere

    def get_queryset(self) -> QuerySet[Channel]:
        """The subscriptions in scope."""
        rows = Channel.objects.visible_to(self.request.user).filter(kind=ChannelKind.WEBHOOK)
        return rows if reads_told(self.request.user) else rows.none()

    @extend_schema(request=NewWebhookSerializer, responses={201: MadeWebhookSerializer})
    def create(self, request: Request) -> Response:
        """Subscribe. Addresses in private networks are refused unless the administrator allows them."""
        sent = read_sent(request, NewWebhookSerializer)
        unit = sent_unit(request.user, sent["unit"])
        channel, secret = subscribe(
            actor=actor_of(request),
            unit=unit,
            name=sent["name"],
            address=sent["address"],
            event_kinds=sent["events"],
            now=timezone.now(),
        )
        made = MadeWebhookSerializer(channel, context={"secret": secret})
        return Response(made.data, status=status.HTTP_201_CREATED)

    @extend_schema(request=WebhookSwitchSerializer, responses=WebhookSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, id: str) -> Response:  # noqa: A002
        """Switch it on or off. What happens while it is off is not told later."""
        channel, sent = self.get_object(), read_sent(request, WebhookSwitchSerializer)
        switched = switch_channel(actor=actor_of(request), channel=channel, now=timezone.now(), **sent)
        return Response(self.get_serializer(switched).data)

    @extend_schema(responses=WebhookMessageSerializer(many=True), operation_id="notices_webhooks_messages")
    @action(detail=True, methods=["get"], url_path="messages", sort_keys=MESSAGE_SORT_KEYS)
    def messages(self, request: Request, id: str) -> Response:  # noqa: A002
        """What it was sent, newest first."""
        rows = Message.objects.filter(channel=self.get_object()).select_related("event")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(WebhookMessageSerializer(page, many=True).data)

    @extend_schema(parameters=[_MESSAGE_ID], request=None, responses=WebhookMessageSerializer, filters=False)
    @action(detail=True, methods=["post"], url_path="messages/(?P<message_id>[0-9a-f-]{1,36})/replay")
    def replay(self, request: Request, id: str, message_id: str) -> Response:  # noqa: A002
        """Send a message again under the same id, whether it arrived or failed; 409 while it waits."""
        rows = Message.objects.filter(channel=self.get_object()).select_related("channel__unit", "event")
        message = rows.filter(message_id=_read_id(message_id)).first()
        if message is None:
            raise Missing(_("There is no such message any more."))
        replayed = replay_message(actor=actor_of(request), message=message, now=timezone.now())
        return Response(WebhookMessageSerializer(replayed).data)


def _read_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Missing(_("There is no such message any more.")) from error
