"""The API's door to what was told, and to the rules by which it is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from base.dates import today
from base.enums import ReminderKind
from base.reminders import reminder_rules
from notices.enums import ChannelKind, Ending, MessageState
from notices.filters import TOLD_SORT_KEYS, ToldFilter
from notices.models import Reminder
from notices.queries.policies import policies
from notices.queries.told import told_reminders
from notices.rules import reads_told
from notices.wording import words_of


class ReadsTold(BasePermission):
    """HR officers and auditors; to others no row that an address names is there."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the account reads what was told, or asks for a row it will not find."""
        return "id" in view.kwargs or reads_told(request.user)


class ToldMessageSerializer(serializers.Serializer[Any]):
    """A message that told a reminder."""

    message_id = serializers.UUIDField()
    channel = serializers.IntegerField()
    channel_kind = serializers.ChoiceField(choices=ChannelKind.choices)
    state = serializers.ChoiceField(choices=MessageState.choices)
    sent_at = serializers.DateTimeField(allow_null=True, help_text="When the receiver took it.")
    fault = serializers.CharField(help_text="Why the last attempt failed.")


class ToldSerializer(serializers.Serializer[Reminder]):
    """A reminder, whom it told, and by which messages."""

    id = serializers.IntegerField()
    rule = serializers.CharField()
    kind = serializers.ChoiceField(choices=ReminderKind.choices)
    title = serializers.CharField()
    recipient = serializers.CharField(help_text="Login of the account that was told.")
    recipient_name = serializers.CharField()
    employee_no = serializers.CharField(allow_null=True, help_text="Whom it is about.")
    unit = serializers.IntegerField(allow_null=True, help_text="Id of the unit it is about.")
    due_on = serializers.DateField()
    lead = serializers.IntegerField(help_text="Days before the due day, negative: over.")
    is_escalation = serializers.BooleanField(help_text="Told as head of the unit.")
    told_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_as = serializers.ChoiceField(choices=Ending.choices, help_text="Empty while it is open.")
    messages = ToldMessageSerializer(many=True)

    def to_representation(self, instance: Reminder) -> dict[str, Any]:
        """The row with its words and messages."""
        return {
            "id": instance.pk,
            "rule": instance.rule,
            "kind": instance.kind,
            "title": words_of(instance, today=today()).title,
            "recipient": instance.recipient.login,
            "recipient_name": str(instance.recipient),
            "employee_no": instance.worker.employee_no if instance.worker else None,
            "unit": instance.unit_id,
            "due_on": instance.due_on,
            "lead": instance.lead,
            "is_escalation": instance.is_escalation,
            "told_at": instance.made_at,
            "read_at": instance.read_at,
            "ended_at": instance.ended_at,
            "ended_as": instance.ended_as,
            "messages": [
                {
                    "message_id": item.message.message_id,
                    "channel": item.channel_id,
                    "channel_kind": item.channel.kind,
                    "state": item.message.state,
                    "sent_at": item.message.sent_at,
                    "fault": "" if item.message.sent_at else item.message.last_error,
                }
                for item in instance.items.all()
            ],
        }


class ToldViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Reminder]):
    """Was this person told, when, by which channel, and did it arrive? Of the units one keeps or audits."""

    queryset = Reminder.objects.none()
    serializer_class = ToldSerializer
    permission_classes = (IsAuthenticated, ReadsTold)
    filterset_class = ToldFilter
    sort_keys = TOLD_SORT_KEYS
    lookup_field, lookup_url_kwarg = "pk", "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Reminder]:
        """What was told in scope; nothing to those who do not read it."""
        rows = told_reminders(self.request.user)
        return rows if reads_told(self.request.user) else rows.none()


class ReminderRuleSerializer(serializers.Serializer[Any]):
    """A rule with what is in force for it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    about = serializers.CharField()
    kind = serializers.ChoiceField(choices=ReminderKind.choices)
    is_on = serializers.BooleanField()
    leads = serializers.ListField(
        child=serializers.IntegerField(), help_text="Days before the due day, negative: over."
    )
    counts_working_days = serializers.BooleanField()
    escalates_after = serializers.IntegerField(
        allow_null=True, help_text="Days over until the head of the unit is told too; null: never."
    )
    at_once = serializers.BooleanField()
    is_changed = serializers.BooleanField(help_text="Whether it differs from what was delivered.")


class ReminderRuleListSerializer(serializers.Serializer[Any]):
    """Every rule, by name."""

    results = ReminderRuleSerializer(many=True)


class ReminderRulesView(APIView):
    """What the system reminds people of, and when."""

    permission_classes = (IsAuthenticated, ReadsTold)

    @extend_schema(operation_id="notices_rules_list", responses=ReminderRuleListSerializer)
    def get(self, request: Request) -> Response:
        """Every rule with what is in force."""
        declared = reminder_rules()
        rows = [
            {
                "name": name,
                "label": str(declared[name].label),
                "about": str(declared[name].about),
                "kind": declared[name].kind,
                "is_on": policy.is_on,
                "leads": sorted(policy.leads, reverse=True),
                "counts_working_days": policy.counts_working_days,
                "escalates_after": policy.escalates_after,
                "at_once": policy.at_once,
                "is_changed": policy.pk is not None,
            }
            for name, policy in policies().items()
        ]
        return Response(ReminderRuleListSerializer({"results": rows}).data)
