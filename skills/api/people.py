"""People with where they stand, their timeline and the history of their record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import GenericViewSet

from base.pagination import KeysetPagination
from skills.api.past_day import AS_OF, past_day_asked
from skills.api.scope import EMPLOYEE_NO, field_sight, visible_worker
from skills.enums import Level
from skills.filters import PeopleFilter
from skills.queries.history import PAGE_SIZE, Act, HistoryKind, Period, history_page
from skills.queries.past_people import people_on
from skills.queries.people import PEOPLE_SORT_KEYS, people
from skills.queries.records import place_on
from skills.queries.timeline import TimelineKind, timeline
from workforce.enums import Sex, WorkerStatus
from workforce.models import Worker
from workforce.services.worker_marks import mark_of


class WorkerStandingSerializer(serializers.Serializer[Worker]):
    """A worker with the columns of the people list. A worker nobody certified stands on level 1."""

    employee_no = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.IntegerField(source="shown_unit_id")
    unit_path = serializers.CharField()
    post = serializers.CharField(source="shown_post")
    status = serializers.ChoiceField(source="shown_status", choices=WorkerStatus.choices)
    occupation = serializers.IntegerField(source="occupation_id", allow_null=True)
    occupation_name = serializers.CharField(allow_null=True)
    held_level = serializers.ChoiceField(choices=Level.choices, allow_null=True)
    held_since = serializers.DateField(allow_null=True)
    next_level = serializers.ChoiceField(choices=Level.choices, allow_null=True)
    next_on = serializers.DateField(allow_null=True)
    opens_on_hidden = serializers.BooleanField(
        help_text="The day is not told, it would give the birth date away. Today the level is then open; "
        "of a past day not even that is told."
    )
    next_route = serializers.CharField(allow_null=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The fields above, taken one by one: on a page of many rows the generic way costs too much."""
        return {
            "employee_no": instance.employee_no,
            "name": instance.name,
            "unit": instance.shown_unit_id,
            "unit_path": instance.unit_path,
            "post": instance.shown_post,
            "status": instance.shown_status,
            "occupation": instance.occupation_id,
            "occupation_name": instance.occupation_name,
            "held_level": instance.held_level,
            "held_since": _day(instance.held_since),
            "next_level": instance.next_level,
            "next_on": _day(instance.next_on),
            "opens_on_hidden": instance.opens_on_hidden,
            "next_route": instance.next_route,
        }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class WorkerDetailSerializer(WorkerStandingSerializer):
    """The same with personal data; null when it is not known or not shown to the reader."""

    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField(allow_null=True)
    id_number_mask = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    hire_date = serializers.DateField(allow_null=True)
    remark = serializers.CharField(allow_null=True)

    GUARDED = ("birth_date", "id_number_mask", "phone", "hire_date", "remark")

    def to_representation(self, instance: Worker) -> dict[str, Any]:
        """The row without what the role × field table hides from the reader."""
        shown = serializers.Serializer.to_representation(self, instance)
        seen = field_sight(self.context).of(instance)
        return {
            name: None if name in self.GUARDED and name not in seen else value
            for name, value in shown.items()
        }


class TimelineEntrySerializer(serializers.Serializer[Any]):
    """One thing in a career; `last` is the last day of a range."""

    kind = serializers.ChoiceField(choices=TimelineKind.choices)
    on = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True)
    is_open = serializers.BooleanField()
    title = serializers.CharField()
    detail = serializers.CharField()
    evidence = serializers.URLField(source="evidence.get_absolute_url", allow_null=True, default=None)
    record_kind = serializers.CharField(allow_null=True)
    record_id = serializers.IntegerField(allow_null=True)


class ValueChangeSerializer(serializers.Serializer[Any]):
    """One field with its old and its new value in words."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class HistoryEntrySerializer(serializers.Serializer[Any]):
    """Who changed what, when and why; `actor` is empty for the system.

    `at` is the time it was recorded, `holds_from` the day from which it holds.
    """

    at = serializers.DateTimeField()
    holds_from = serializers.DateField(allow_null=True)
    kind = serializers.ChoiceField(choices=HistoryKind.choices)
    actor = serializers.CharField()
    act = serializers.ChoiceField(choices=Act.choices)
    what = serializers.CharField()
    reason = serializers.CharField()
    changes = ValueChangeSerializer(many=True)


class HistoryAskedSerializer(serializers.Serializer[Any]):
    """Which changes to tell; `after` is taken from the address of the header `Link`."""

    kind = serializers.ChoiceField(choices=HistoryKind.choices, required=False)
    recorded_from = serializers.DateField(required=False)
    recorded_to = serializers.DateField(required=False)
    after = serializers.CharField(required=False, allow_blank=True, max_length=200)
    page_size = serializers.IntegerField(required=False, default=PAGE_SIZE, min_value=1, max_value=200)


class PeopleViewSet(ListModelMixin, GenericViewSet[Worker]):
    """People the caller may see, with where they stand. Departed people only when asked for.

    With `as_of` the list, its filters and its order are those of that past day; whom the caller sees stays a
    matter of today.
    """

    queryset = Worker.objects.none()
    serializer_class = WorkerStandingSerializer
    pagination_class = KeysetPagination
    filterset_class = PeopleFilter
    sort_keys = PEOPLE_SORT_KEYS
    lookup_field = "employee_no"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Worker]:
        """The people in the caller's scope."""
        rows = people(self.request.user)
        # what else a row tells is annotated; the unit decides which dates of a past day are told
        return rows.only("employee_no", "name", "unit") if self.action == "list" else rows

    @extend_schema(parameters=[EMPLOYEE_NO, AS_OF], responses=WorkerDetailSerializer)
    def retrieve(self, request: Request, employee_no: str) -> Response:
        """One person with the personal data the caller may see, which is today's whatever the day.

        The ETag (for who keeps the record) goes into If-Match of a change.
        """
        worker, day = visible_worker(request.user, employee_no), past_day_asked(request)
        place_on(worker, day)
        people = self.get_queryset()
        people = people_on(people, day, reader=request.user) if day else people
        person = people.select_related("unit").get(pk=worker.pk)
        shown = WorkerDetailSerializer(person, context=self.get_serializer_context()).data
        keeps = request.user.has_perm("workforce.keep_worker", person)
        return Response(shown, headers={"ETag": mark_of(person).etag} if keeps and day is None else None)

    @extend_schema(
        parameters=[EMPLOYEE_NO, AS_OF], responses=TimelineEntrySerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def timeline(self, request: Request, employee_no: str) -> Response:
        """The career of a person, newest first."""
        worker = visible_worker(request.user, employee_no)
        entries = timeline(worker, viewer=request.user, as_of=past_day_asked(request))
        return Response(TimelineEntrySerializer(entries, many=True).data)

    @extend_schema(
        parameters=[EMPLOYEE_NO, HistoryAskedSerializer],
        responses=HistoryEntrySerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def history(self, request: Request, employee_no: str) -> Response:
        """The changes of a person's record, newest first: who, when, why, old and new values.

        The header `Link` (rel="next") leads to older ones.
        """
        worker = visible_worker(request.user, employee_no)
        asked = HistoryAskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        sent = asked.validated_data
        page = history_page(
            worker,
            viewer=request.user,
            kinds=[HistoryKind(sent["kind"])] if sent.get("kind") else [],
            period=Period(sent.get("recorded_from"), sent.get("recorded_to")),
            after=sent.get("after", ""),
            size=sent["page_size"],
        )
        headers = None
        if page.next:
            older = replace_query_param(request.build_absolute_uri(), "after", page.next)
            headers = {"Link": f'<{older}>; rel="next"'}
        return Response(HistoryEntrySerializer(page.entries, many=True).data, headers=headers)
