"""The API's doors to the organisation: units, what is changed of them from a day on, and their heads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from base.dates import today
from base.edit_marks import Shown
from base.errors import Missing
from workforce.access import actor_of
from workforce.api.sent import RowIdField, read_sent, sent_unit, sent_worker
from workforce.enums import UnitChangeKind, UnitChangeState, UnitKind
from workforce.filters import UNIT_CHANGE_SORT_KEYS, UNIT_SORT_KEYS, UnitChangeFilter, UnitFilter
from workforce.models import Delegation, Unit, UnitChange, UnitHead
from workforce.rules import require
from workforce.services import unit_changes
from workforce.services.unit_heads import end_head, set_head
from workforce.services.units import create_unit

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The unit's `ETag` as read before; 409 when it was changed meanwhile.",
)


class PersonSerializer(serializers.Serializer[Any]):
    """A worker as far as everybody who sees the place sees them."""

    employee_no = serializers.CharField()
    name = serializers.CharField()


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit of the organisation."""

    head = serializers.SerializerMethodField(help_text="Who heads the unit today.")
    deputy = serializers.SerializerMethodField(help_text="Who stands in for the head today.")

    class Meta:
        model = Unit
        fields = ("id", "code", "name", "kind", "parent", "opened_on", "closed_on", "head", "deputy")

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_head(self, unit: Unit) -> dict[str, str] | None:
        """The head, read with the list."""
        for headship in unit.heads.all():
            return {"employee_no": headship.worker.employee_no, "name": headship.worker.name}
        return None

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_deputy(self, unit: Unit) -> dict[str, str] | None:
        """The deputy, read with the list."""
        for headship in unit.heads.all():
            for delegation in headship.delegations.all():
                return {"employee_no": delegation.deputy.employee_no, "name": delegation.deputy.name}
        return None


class HeadSerializer(serializers.ModelSerializer[UnitHead]):
    """A headship; `until` is the first day it no longer holds."""

    worker = PersonSerializer()

    class Meta:
        model = UnitHead
        fields = ("id", "unit", "worker", "since", "until")


class UnitChangeSerializer(serializers.ModelSerializer[UnitChange]):
    """A change of a unit: planned, in effect, or taken back.

    `other` is the new parent, or the unit merged into.
    """

    kind = serializers.ChoiceField(choices=UnitChangeKind.choices)
    state = serializers.ChoiceField(choices=UnitChangeState.choices)
    recorded_by = serializers.CharField(source="recorded_by.login", default=None, allow_null=True)

    class Meta:
        model = UnitChange
        fields = (
            "id",
            "unit",
            "kind",
            "effective_on",
            "state",
            "old_text",
            "new_text",
            "old_parent",
            "other",
            "reason",
            "recorded_by",
            "recorded_at",
            "applied_at",
            "cancelled_at",
            "cancel_reason",
            "blocked_why",
        )


class NewUnitSerializer(serializers.Serializer[Any]):
    """A unit to open."""

    parent = RowIdField()  # type: ignore[assignment]  # a name the base class has, too
    name = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    code = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    opened_on = serializers.DateField(required=False, allow_null=True, default=None)


class FromDaySerializer(serializers.Serializer[Any]):
    """From which day on, and why. A day to come is planned."""

    effective_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class UnitRenameSerializer(FromDaySerializer):
    """Another name."""

    name = serializers.CharField(max_length=100)


class UnitRecodeSerializer(FromDaySerializer):
    """Another code."""

    code = serializers.CharField(max_length=40)


class UnitMoveSerializer(FromDaySerializer):
    """Another parent."""

    parent = RowIdField()  # type: ignore[assignment]  # a name the base class has, too


class UnitMergeSerializer(FromDaySerializer):
    """The unit that takes over."""

    target = RowIdField()


class UnitCloseSerializer(serializers.Serializer[Any]):
    """The last day of a unit, and why."""

    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class ReasonOfChangeSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class SetHeadSerializer(serializers.Serializer[Any]):
    """Who heads the unit from a day on; null: nobody."""

    worker = serializers.CharField(max_length=32, allow_null=True, help_text="Employee number.")
    since = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class EndHeadSerializer(serializers.Serializer[Any]):
    """Which headship ends after which day."""

    head = RowIdField(help_text="Number of the headship.")
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


def unit_change_act(shape: type[Any]) -> Callable[[Any], Any]:
    """Say in the OpenAPI document what an act on a unit takes and answers."""
    return extend_schema(request=shape, responses={201: UnitChangeSerializer}, filters=False)


class UnitViewSet(viewsets.ReadOnlyModelViewSet[Unit]):
    """Units on or below those the account's roles reach, and the own unit."""

    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    sort_keys = UNIT_SORT_KEYS
    queryset = Unit.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Unit]:
        """Units in scope, with their heads and who stands in."""
        day = today()
        in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
        stand_ins = Delegation.objects.in_force_on(day).select_related("deputy")
        heads = UnitHead.objects.filter(in_force).select_related("worker")
        heads = heads.prefetch_related(Prefetch("delegations", stand_ins))
        return Unit.objects.visible_to(self.request.user).prefetch_related(Prefetch("heads", heads))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One unit; its `ETag` goes into `If-Match` of a rename."""
        unit = self.get_object()
        etag = Shown.of(unit_changes.unit_mark(unit)).etag
        return Response(self.get_serializer(unit).data, headers={"ETag": etag})

    @extend_schema(request=NewUnitSerializer, responses={201: UnitSerializer})
    def create(self, request: Request) -> Response:
        """Open a unit below another."""
        sent = read_sent(request, NewUnitSerializer)
        parent = sent_unit(request.user, sent.pop("parent"))
        sent["kind"] = UnitKind(sent["kind"])
        unit = create_unit(actor=actor_of(request), parent=parent, **sent)
        return Response(self.get_serializer(unit).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[IF_MATCH],
        request=UnitRenameSerializer,
        responses={201: UnitChangeSerializer},
        filters=False,
    )
    @action(detail=True, methods=["post"])
    def rename(self, request: Request, pk: str) -> Response:
        """Give the unit another name from a day on."""
        return self._changed(request, unit_changes.rename_unit, UnitRenameSerializer, shown=_shown(request))

    @extend_schema(
        parameters=[IF_MATCH],
        request=UnitRecodeSerializer,
        responses={201: UnitChangeSerializer},
        filters=False,
    )
    @action(detail=True, methods=["post"])
    def recode(self, request: Request, pk: str) -> Response:
        """Give the unit another code from a day on; HR of the whole group."""
        return self._changed(request, unit_changes.recode_unit, UnitRecodeSerializer, shown=_shown(request))

    @unit_change_act(UnitMoveSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Hang the unit, with everything below it, under another from a day on."""
        return self._changed(request, unit_changes.move_unit, UnitMoveSerializer)

    @unit_change_act(UnitMergeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Put people and units below into another unit from a day on, and close this one."""
        return self._changed(request, unit_changes.merge_unit, UnitMergeSerializer)

    @unit_change_act(UnitCloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close the unit after its last day."""
        return self._changed(request, unit_changes.close_unit, UnitCloseSerializer)

    @unit_change_act(FromDaySerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open a unit closed by mistake."""
        return self._changed(request, unit_changes.reopen_unit, FromDaySerializer)

    @extend_schema(responses=HeadSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def heads(self, request: Request, pk: str) -> Response:
        """All heads of the unit, the latest first."""
        rows = UnitHead.objects.filter(unit=self.get_object()).select_related("worker").order_by("-since")
        return Response(HeadSerializer(rows, many=True).data)

    @extend_schema(request=SetHeadSerializer, responses={200: HeadSerializer, 204: None}, filters=False)
    @action(detail=True, methods=["post"], url_path="set-head")
    def set_head(self, request: Request, pk: str) -> Response:
        """Name the head of the unit from a day on; 204 when it has none from then on."""
        unit = self._kept()
        sent = read_sent(request, SetHeadSerializer)
        number = sent.pop("worker")
        worker = sent_worker(request.user, number) if number else None
        head = set_head(actor=actor_of(request), unit=unit, worker=worker, today=today(), **sent)
        return Response(HeadSerializer(head).data) if head else Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=EndHeadSerializer, responses={200: HeadSerializer, 204: None}, filters=False)
    @action(detail=True, methods=["post"], url_path="end-head")
    def end_head(self, request: Request, pk: str) -> Response:
        """End a headship after its last day; 204 when it never began."""
        unit = self._kept()
        sent = read_sent(request, EndHeadSerializer)
        head = (
            UnitHead.objects.filter(unit=unit, pk=sent.pop("head")).select_related("worker", "unit").first()
        )
        if head is None:
            raise Missing(_("There is nothing here, or nothing for you."))
        ended = end_head(actor=actor_of(request), head=head, today=today(), **sent)
        return Response(HeadSerializer(ended).data) if ended else Response(status=status.HTTP_204_NO_CONTENT)

    def _kept(self) -> Unit:
        """The unit of the address, for its HR officers: refused before what was sent is looked at."""
        unit: Unit = self.get_object()
        require(actor_of(self.request), "workforce.keep_unit", unit)
        return unit

    def _changed(
        self,
        request: Request,
        act: Callable[..., UnitChange],
        shape: type[serializers.Serializer[Any]],
        **more: Any,
    ) -> Response:
        unit = self._kept()
        sent = read_sent(request, shape)
        for name in ("parent", "target"):
            if name in sent:
                sent[name] = sent_unit(request.user, sent[name])
        change = act(actor=actor_of(request), unit=unit, today=today(), **sent, **more)
        return Response(UnitChangeSerializer(change).data, status=status.HTTP_201_CREATED)


def _shown(request: Request) -> Shown | None:
    return Shown.from_etag(request.headers.get("If-Match", ""))


class UnitChangeViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[UnitChange]
):
    """Changes of units, planned and past, of the units whose people one sees."""

    serializer_class = UnitChangeSerializer
    filterset_class = UnitChangeFilter
    sort_keys = UNIT_CHANGE_SORT_KEYS
    queryset = UnitChange.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[UnitChange]:
        """Changes in scope."""
        return UnitChange.objects.visible_to(self.request.user).select_related("unit", "recorded_by")

    @extend_schema(request=ReasonOfChangeSerializer, responses=UnitChangeSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take back a planned change."""
        change = self.get_object()
        require(actor_of(request), "workforce.keep_unit", change.unit)
        sent = read_sent(request, ReasonOfChangeSerializer)
        done = unit_changes.cancel_unit_change(
            actor=actor_of(request), change=change, today=today(), reason=sent["reason"]
        )
        return Response(self.get_serializer(done).data)
