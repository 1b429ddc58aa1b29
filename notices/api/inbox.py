"""The API's door to one's own inbox, and to how one is told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.dates import today
from base.enums import ReminderKind
from notices.enums import Ending, Mode
from notices.inbox_filters import REMINDER_SORT_KEYS, OwnReminderFilter
from notices.models import Reminder
from notices.queries.inbox import own_reminders
from notices.queries.preferences import rule_choices, settings_of
from notices.services.inbox import MOST_IDS, mark_read, put_away
from notices.services.preferences import save_preferences
from notices.wording import words_of
from workforce.access import actor_of
from workforce.api.sent import RowIdField, read_sent
from workforce.models import User

#: Times of day as sent and answered.
_TIME = "%H:%M"


class OwnReminderSerializer(serializers.Serializer[Reminder]):
    """A to-do or notice in the language of who asks; `link` is the path of what it is about."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ReminderKind.choices)
    rule = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    link = serializers.CharField()
    employee_no = serializers.CharField(allow_null=True, help_text="Whom it is about.")
    unit = serializers.IntegerField(allow_null=True, help_text="Id of the unit it is about.")
    due_on = serializers.DateField()
    is_escalation = serializers.BooleanField(help_text="Told as head of the unit.")
    told_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_as = serializers.ChoiceField(choices=Ending.choices, help_text="Empty while it is open.")

    def to_representation(self, instance: Reminder) -> dict[str, Any]:
        """The row with its words."""
        words = words_of(instance, today=today())
        return {
            "id": instance.pk,
            "kind": instance.kind,
            "rule": instance.rule,
            "title": words.title,
            "text": words.text,
            "link": words.link,
            "employee_no": instance.worker.employee_no if instance.worker else None,
            "unit": instance.unit_id,
            "due_on": instance.due_on,
            "is_escalation": instance.is_escalation,
            "told_at": instance.made_at,
            "read_at": instance.read_at,
            "ended_at": instance.ended_at,
            "ended_as": instance.ended_as,
        }


class ChosenRemindersSerializer(serializers.Serializer[Any]):
    """The reminders meant, by id."""

    ids = serializers.ListField(child=RowIdField(), min_length=1, max_length=MOST_IDS)


class NumberTouchedSerializer(serializers.Serializer[Any]):
    """How many were touched; those that were so before are not counted."""

    number = serializers.IntegerField()


class OwnReminderViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Reminder]):
    """What the account was told: to-dos and notices, open unless asked otherwise."""

    queryset = Reminder.objects.none()
    serializer_class = OwnReminderSerializer
    filterset_class = OwnReminderFilter
    sort_keys = REMINDER_SORT_KEYS
    parser_classes = (JSONParser,)
    lookup_field = "id"
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Reminder]:
        """The account's own."""
        return own_reminders(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """One that is named is found whether open or not."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(request=ChosenRemindersSerializer, responses=NumberTouchedSerializer, filters=False)
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """Note that these were read. All or none: 404 when one was told to somebody else."""
        ids = read_sent(request, ChosenRemindersSerializer)["ids"]
        return Response({"number": mark_read(actor=actor_of(request), now=timezone.now(), ids=ids)})

    @extend_schema(request=ChosenRemindersSerializer, responses=NumberTouchedSerializer, filters=False)
    @action(detail=False, methods=["post"], url_path="put-away")
    def put_away(self, request: Request) -> Response:
        """Take notices out of the inbox. All or none: 404 for another's, 400 for a to-do."""
        ids = read_sent(request, ChosenRemindersSerializer)["ids"]
        return Response({"number": put_away(actor=actor_of(request), now=timezone.now(), ids=ids)})


class RuleChoiceSerializer(serializers.Serializer[Any]):
    """How the account is told by a rule that is on; `chosen` is null where the rule decides."""

    rule = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    chosen = serializers.ChoiceField(choices=Mode.choices, allow_null=True)
    as_ruled = serializers.ChoiceField(choices=Mode.choices, read_only=True)


class NoticeSettingsSerializer(serializers.Serializer[Any]):
    """Digest time and quiet hours in local time, and how the account is told by each rule."""

    digest_at = serializers.TimeField(format=_TIME)
    quiet_from = serializers.TimeField(format=_TIME, allow_null=True)
    quiet_until = serializers.TimeField(format=_TIME, allow_null=True)
    rules = RuleChoiceSerializer(many=True, read_only=True)


class SentSettingsSerializer(serializers.Serializer[Any]):
    """What is to be changed; what is left out stays. A mode of null leaves it to the rule."""

    digest_at = serializers.TimeField(required=False)
    quiet_from = serializers.TimeField(required=False, allow_null=True)
    quiet_until = serializers.TimeField(required=False, allow_null=True)
    modes = serializers.DictField(
        child=serializers.ChoiceField(choices=Mode.choices, allow_null=True), required=False
    )


class NoticeSettingsView(GenericAPIView[Any]):
    """How the account is told outside the inbox."""

    serializer_class = NoticeSettingsSerializer
    parser_classes = (JSONParser,)
    pagination_class = None

    def get(self, request: Request) -> Response:
        """The settings in force."""
        return Response(_settings(actor_of(request)))

    @extend_schema(request=SentSettingsSerializer, responses=NoticeSettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change some of them."""
        actor, sent = actor_of(request), read_sent(request, SentSettingsSerializer)
        kept = settings_of(actor)
        save_preferences(
            actor=actor,
            digest_at=sent.get("digest_at", kept.digest_at),
            quiet_from=sent.get("quiet_from", kept.quiet_from),
            quiet_until=sent.get("quiet_until", kept.quiet_until),
            modes=sent.get("modes", {}),
        )
        return Response(_settings(actor))


def _settings(user: User) -> dict[str, Any]:
    kept = settings_of(user)
    shown = {
        "digest_at": kept.digest_at,
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
        "rules": rule_choices(user),
    }
    return dict(NoticeSettingsSerializer(shown).data)
