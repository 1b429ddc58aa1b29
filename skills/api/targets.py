"""Targets through the API: read with their progress; HR sets, changes, withdraws and reports."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.dates import today
from base.edit_marks import Shown
from base.errors import Missing
from base.pagination import SortKey
from skills.api.scope import actor_of, read_sent
from skills.enums import Level, Mark, TargetMeasure, TitleRank
from skills.models import Target, TargetReading
from skills.queries.targets import TargetProgress, TargetState, progress_of
from skills.services.targets import (
    TargetTerms,
    change_target,
    report_reached,
    set_target,
    target_mark,
    withdraw_target,
)
from workforce.models import Unit

TARGET_SORT_KEYS = (SortKey("due", gettext_lazy("Due on"), ("due_on",)),)


class TermsSerializer(serializers.Serializer[Any]):
    """What a target says; `value` is people, or per cent for `high_share`."""

    name = serializers.CharField(max_length=80)
    measure = serializers.ChoiceField(choices=TargetMeasure.choices)
    level = serializers.ChoiceField(choices=Level.choices, required=False, allow_null=True)
    rank = serializers.ChoiceField(choices=TitleRank.choices, required=False, allow_null=True)
    value = serializers.DecimalField(max_digits=12, decimal_places=2)
    since = serializers.DateField()
    due_on = serializers.DateField()
    document = serializers.CharField(max_length=200)
    mark = serializers.ChoiceField(choices=Mark.choices, required=False, default=Mark.DESIGN)

    def terms(self) -> TargetTerms:
        """The checked values, as the service wants them."""
        data = self.validated_data
        return TargetTerms(
            name=data["name"],
            measure=TargetMeasure(data["measure"]),
            value=data["value"],
            since=data["since"],
            due_on=data["due_on"],
            document=data["document"],
            level=data.get("level"),
            rank=data.get("rank"),
            mark=Mark(data["mark"]),
        )


class NewTargetSerializer(TermsSerializer):
    """A target for a unit, by the unit's id."""

    unit = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class ChangedTargetSerializer(TermsSerializer):
    """Other terms with the reason."""

    reason = serializers.CharField(max_length=200)


class TargetReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class ReadingSerializer(serializers.ModelSerializer[TargetReading]):
    """What was reported as reached on a day."""

    class Meta:
        model = TargetReading
        fields = ("day", "value", "source", "recorded_at")
        read_only_fields = ("recorded_at",)


class TargetSerializer(serializers.Serializer[TargetProgress]):
    """A target with what is reached: counted from the records, or reported on `on`."""

    id = serializers.IntegerField(source="target.pk")
    unit = serializers.IntegerField(source="target.unit_id")
    name = serializers.CharField(source="target.name")
    measure = serializers.ChoiceField(source="target.measure", choices=TargetMeasure.choices)
    level = serializers.ChoiceField(source="target.level", choices=Level.choices, allow_null=True)
    rank = serializers.ChoiceField(source="target.rank", choices=TitleRank.choices, allow_null=True)
    value = serializers.DecimalField(source="target.value", max_digits=12, decimal_places=2)
    since = serializers.DateField(source="target.since")
    due_on = serializers.DateField(source="target.due_on")
    document = serializers.CharField(source="target.document")
    mark = serializers.ChoiceField(source="target.mark", choices=Mark.choices)
    withdrawn_at = serializers.DateTimeField(source="target.withdrawn_at", allow_null=True)
    reached = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    on = serializers.DateField(allow_null=True)
    share = serializers.FloatField(help_text="Reached of wanted; 1 is reached.")
    time_share = serializers.FloatField(help_text="The part of its time gone by.")
    state = serializers.ChoiceField(choices=[state.value for state in TargetState])


class TargetViewSet(ListModelMixin, GenericViewSet[Any]):
    """Targets of the units whose figures the caller sees."""

    queryset = Target.objects.none()
    serializer_class = TargetSerializer
    sort_keys = TARGET_SORT_KEYS
    filterset_class = None
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Target]:
        """Targets in scope; withdrawn ones are reached by their id alone."""
        targets = Target.objects.visible_to(self.request.user)
        return targets.in_force() if self.action == "list" else targets

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """A page of targets with their progress."""
        if args and kwargs.get("many"):
            return super().get_serializer(progress_of(list(args[0]), today=today()), **kwargs)
        return super().get_serializer(*args, **kwargs)

    @extend_schema(responses=TargetSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 (the name of the path's part)
        """One target, with an ETag of its terms."""
        target = self.get_object()
        return self._answer(target)

    @extend_schema(request=NewTargetSerializer, responses={201: TargetSerializer})
    def create(self, request: Request) -> Response:
        """Set a unit a target."""
        sent = NewTargetSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        unit = Unit.objects.visible_to(request.user).filter(pk=sent.validated_data["unit"]).first()
        if unit is None:
            raise Missing(_("There is no such unit."))
        target = set_target(actor=actor_of(request), unit=unit, terms=sent.terms())
        return self._answer(target, status.HTTP_201_CREATED)

    @extend_schema(request=ChangedTargetSerializer, responses=TargetSerializer)
    def update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Change the terms; send the ETag back as If-Match."""
        target = self.get_object()
        sent = ChangedTargetSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        changed = change_target(
            actor=actor_of(request),
            target_id=target.pk,
            terms=sent.terms(),
            reason=sent.validated_data["reason"],
            shown=Shown.from_etag(request.headers.get("If-Match", "")),
        )
        return self._answer(changed)

    @extend_schema(request=TargetReasonSerializer, responses=TargetSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take the target back."""
        target = self.get_object()
        reason = read_sent(request, TargetReasonSerializer)["reason"]
        return self._answer(
            withdraw_target(actor=actor_of(request), target_id=target.pk, reason=reason, now=timezone.now())
        )

    @extend_schema(request=ReadingSerializer, responses={201: ReadingSerializer})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, id: str) -> Response:  # noqa: A002
        """Report what was reached, where the records do not know."""
        target = self.get_object()
        sent = read_sent(request, ReadingSerializer)
        reading = report_reached(actor=actor_of(request), target_id=target.pk, now=timezone.now(), **sent)
        return Response(ReadingSerializer(reading).data, status.HTTP_201_CREATED)

    def _answer(self, target: Target, code: int = status.HTTP_200_OK) -> Response:
        (progress,) = progress_of([target], today=today())
        etag = Shown.of(target_mark(target)).etag
        return Response(TargetSerializer(progress).data, code, headers={"ETag": etag})
