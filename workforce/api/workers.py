"""The API's doors to workers: list, show, take up, change, and the named acts, for one or for many."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from base.dates import today
from base.edit_marks import Shown
from base.errors import InvalidInput, Missing, RowRefusal, RowsRefused
from base.scoping import AnyUser
from base.text import clean
from workforce.api import worker_serializers as shapes
from workforce.enums import Sex
from workforce.models import Placement, Unit, User, Worker
from workforce.rules import require
from workforce.services.merged_records import kept_record_of
from workforce.services.placement_corrections import cancel_planned, correct_placement_date
from workforce.services.worker_acts import ActOrder, act_on_worker, act_on_workers
from workforce.services.worker_marks import mark_of
from workforce.services.workers import NewWorker, create_worker, update_worker_details
from workforce.worker_acts import WorkerAct
from workforce.worker_filters import WORKER_SORT_KEYS, WorkerFilter

EMPLOYEE_NO = OpenApiParameter(
    "employee_no", OpenApiTypes.STR, OpenApiParameter.PATH, description="Employee number."
)
PLACEMENT_ID = OpenApiParameter(
    "id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Number of the placement."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The record's ETag as last read; 409 when it was changed since.",
)


def visible_workers(user: AnyUser) -> QuerySet[Worker]:
    """The workers the user may see, with their unit."""
    people = Worker.objects.visible_to(user).select_related("unit")
    return people.defer("id_number", "id_number_index")


def find_worker(user: AnyUser, employee_no: str) -> Worker:
    """The worker of this number, or the one it was merged into. Raises Missing."""
    worker = visible_workers(user).filter(employee_no=clean(employee_no)).first()
    if worker is None:
        kept = kept_record_of(user, employee_no)
        worker = visible_workers(user).filter(pk=kept.pk).first() if kept else None
    if worker is None:
        raise Missing(_("There is no such worker."))
    return worker


def _actor(request: Request) -> User:
    if not isinstance(request.user, User):
        raise TypeError("The API is for accounts only.")
    return request.user


def _sent(request: Request, shape: type[serializers.Serializer[Any]], *, partial: bool = False) -> Any:
    serializer = shape(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _shown(request: Request) -> Shown | None:
    return Shown.from_etag(request.headers.get("If-Match", ""))


def _unit(user: AnyUser, unit_id: int | None) -> Unit | None:
    """A unit named by its id. Raises InvalidInput when the user sees none of it."""
    if unit_id is None:
        return None
    unit = Unit.objects.visible_to(user).filter(pk=unit_id).first()
    if unit is None:
        raise InvalidInput(_("There is no such unit."), code="unknown_unit", field="unit")
    return unit


def _order(request: Request, act: WorkerAct, sent: dict[str, Any]) -> ActOrder:
    return ActOrder(
        act=act,
        since=sent["since"],
        unit=_unit(request.user, sent["unit"]),
        post=sent["post"],
        reason=sent["reason"],
    )


def _answer(request: Request, worker: Worker, code: int = status.HTTP_200_OK) -> Response:
    """The worker as stored; the ETag goes to those who may write, for whom it tells nothing hidden."""
    fresh = visible_workers(request.user).filter(pk=worker.pk).first() or worker
    shown = shapes.WorkerSerializer(fresh, context={"request": request}).data
    headers = {}
    if request.user.has_perm("workforce.keep_worker", fresh):
        headers["ETag"] = mark_of(fresh).etag
    return Response(shown, code, headers=headers)


class WorkerViewSet(ListModelMixin, GenericViewSet[Worker]):
    """The workers the caller may see, and their own data."""

    queryset = Worker.objects.none()
    serializer_class = shapes.WorkerSerializer
    filterset_class = WorkerFilter
    sort_keys = WORKER_SORT_KEYS
    lookup_field = "employee_no"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope."""
        return visible_workers(self.request.user)

    @extend_schema(parameters=[EMPLOYEE_NO], responses=shapes.WorkerSerializer)
    def retrieve(self, request: Request, employee_no: str) -> Response:
        """One worker. A merged number answers with the record it was merged into."""
        return _answer(request, find_worker(request.user, employee_no))

    @extend_schema(request=shapes.WorkerToCreate, responses={201: shapes.WorkerSerializer})
    def create(self, request: Request) -> Response:
        """Take up a person; the account waits for its activation code."""
        require(_actor(request), "workforce.keep_unit")
        sent = _sent(request, shapes.WorkerToCreate)
        unit = _unit(request.user, sent.pop("unit"))
        sex = sent.pop("sex", None)
        row = NewWorker(unit_id=unit.pk if unit else 0, sex=Sex(sex) if sex else None, **sent)
        worker = create_worker(actor=_actor(request), row=row, today=today())
        return _answer(request, worker, status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[EMPLOYEE_NO, IF_MATCH],
        request=shapes.DetailsToChange,
        responses=shapes.WorkerSerializer,
    )
    def partial_update(self, request: Request, employee_no: str) -> Response:
        """Change a worker's own data; send the ETag back as If-Match."""
        worker = find_worker(request.user, employee_no)
        require(_actor(request), "workforce.keep_worker", worker)
        changes = _sent(request, shapes.DetailsToChange, partial=True)
        reason = changes.pop("reason", "")
        update_worker_details(
            actor=_actor(request), worker=worker, changes=changes, reason=reason, shown=_shown(request)
        )
        return _answer(request, worker)

    @extend_schema(parameters=[EMPLOYEE_NO], responses=shapes.PlacementSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def placements(self, request: Request, employee_no: str) -> Response:
        """Where a worker was placed and what is planned, latest first."""
        worker = find_worker(request.user, employee_no)
        rows = Placement.objects.filter(worker=worker).select_related("unit").order_by("-since")
        return Response(shapes.PlacementSerializer(rows, many=True).data)


class WorkerActView(APIView):
    """One named act with one worker."""

    act_name: WorkerAct = WorkerAct.TRANSFER

    @extend_schema(
        parameters=[EMPLOYEE_NO, IF_MATCH], request=shapes.ActToDo, responses=shapes.WorkerSerializer
    )
    def post(self, request: Request, employee_no: str) -> Response:
        """Do it; 409 when it does not fit the status of the day or a change already planned."""
        worker = find_worker(request.user, employee_no)
        require(_actor(request), "workforce.keep_worker", worker)
        order = _order(request, self.act_name, _sent(request, shapes.ActToDo))
        act_on_worker(actor=_actor(request), worker=worker, order=order, today=today(), shown=_shown(request))
        return _answer(request, worker)


class BulkActView(APIView):
    """One named act with many workers."""

    @extend_schema(request=shapes.BulkActToDo, responses=shapes.BulkDone)
    def post(self, request: Request) -> Response:
        """Do it for all or for none; 409 names each worker that refuses under `errors`."""
        require(_actor(request), "workforce.keep_worker")
        sent = _sent(request, shapes.BulkActToDo)
        numbers = list(dict.fromkeys(clean(number) for number in sent.pop("workers")))
        order = _order(request, WorkerAct(sent.pop("act")), sent)
        found = dict(
            visible_workers(request.user).filter(employee_no__in=numbers).values_list("employee_no", "pk")
        )
        unknown = [number for number in numbers if number not in found]
        if unknown:
            message = _("There is no such worker.")
            rows = tuple(RowRefusal(number, "not_found", message) for number in unknown)
            raise RowsRefused(_("Nothing was written: it cannot be done for everybody chosen."), rows)
        done = act_on_workers(actor=_actor(request), worker_ids=found.values(), order=order, today=today())
        return Response({"done": done})


class _PlacementView(APIView):
    """An act with one placement of a worker."""

    def found(self, request: Request, employee_no: str, placement_id: int) -> Placement:
        """The placement. Raises Missing, NotPermitted."""
        worker = find_worker(request.user, employee_no)
        require(_actor(request), "workforce.keep_worker", worker)
        placement = Placement.objects.filter(worker=worker, pk=placement_id).first()
        if placement is None:
            raise Missing(_("There is no such placement any more."))
        return placement


class CancelPlannedView(_PlacementView):
    """Taking back a planned change."""

    @extend_schema(
        parameters=[EMPLOYEE_NO, PLACEMENT_ID],
        request=shapes.ReasonToGive,
        responses=shapes.WorkerSerializer,
    )
    def post(self, request: Request, employee_no: str, id: int) -> Response:  # noqa: A002
        """Cancel it; 409 once its day has come."""
        placement = self.found(request, employee_no, id)
        sent = _sent(request, shapes.ReasonToGive)
        worker = cancel_planned(actor=_actor(request), placement=placement, today=today(), **sent)
        return _answer(request, worker)


class CorrectPlacementView(_PlacementView):
    """Putting right the day a placement begins on."""

    @extend_schema(
        parameters=[EMPLOYEE_NO, PLACEMENT_ID],
        request=shapes.DayToCorrect,
        responses=shapes.WorkerSerializer,
    )
    def post(self, request: Request, employee_no: str, id: int) -> Response:  # noqa: A002
        """Correct it; the placement before it ends then."""
        placement = self.found(request, employee_no, id)
        sent = _sent(request, shapes.DayToCorrect)
        worker = correct_placement_date(actor=_actor(request), placement=placement, today=today(), **sent)
        return _answer(request, worker)
