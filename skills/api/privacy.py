"""Privacy through the API: a person's data in one file, erasing identifiers, how long things are kept."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from base.dates import today
from base.edit_marks import Shown
from base.enums import JobState
from base.errors import Conflict, Missing
from base.files import open_file, readable_file
from base.models import RetentionRule
from base.retention import MOST_DAYS, RetentionKind, retention_kinds, rule_record, set_retention
from skills.api.scope import IF_MATCH, ROW_ID, HasRight, actor_of, read_sent, shown_to, visible_worker
from skills.privacy.erasures import ask_erasure, confirm_erasure, withdraw_erasure
from skills.privacy.exports import ask_personal_export
from skills.privacy.filters import (
    ERASURE_SORT_KEYS,
    PERSONAL_EXPORT_SORT_KEYS,
    ErasureFilter,
    ErasureState,
    PersonalExportFilter,
    state_of_erasure,
)
from skills.privacy.rules import ERASE_WORKER, EXPORT_PERSON, SET_RETENTION
from workforce.models import Erasure, PersonalExport, Worker
from workforce.rules import require

_EXPORT_STATES = ("under_way", "ready", "failed", "removed")


class PersonalExportSerializer(serializers.ModelSerializer[PersonalExport]):
    """Who asked for whose data, when and why; the file goes to the one who asked alone."""

    worker = serializers.CharField(source="worker.employee_no")
    asked_by = serializers.CharField(source="asked_by.login")
    asked_by_name = serializers.CharField(source="asked_by.display_name")
    state = serializers.SerializerMethodField()
    file_until = serializers.DateTimeField(source="file.expires_at", allow_null=True, default=None)

    class Meta:
        model = PersonalExport
        fields = (
            "id",
            "worker",
            "asked_by",
            "asked_by_name",
            "asked_at",
            "reason",
            "with_id_number",
            "state",
            "made_at",
            "file_until",
        )

    @extend_schema_field(serializers.ChoiceField(choices=_EXPORT_STATES))
    def get_state(self, export: PersonalExport) -> str:
        """How far it is; `removed` when its days are over."""
        if export.made_at is None:
            job = export.job
            over = job is None or JobState(job.state).is_over
            return "failed" if over else "under_way"
        return "ready" if export.file is not None and export.file.removed_at is None else "removed"


class PersonalExportToAskSerializer(serializers.Serializer[Any]):
    """Whose data; a reason unless it is one's own."""

    worker = serializers.CharField(max_length=32, help_text="Employee number.")
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    with_id_number = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Counts as a reading of the id number. One's own is always in.",
    )


class PersonalExportViewSet(ListModelMixin, GenericViewSet[PersonalExport]):
    """Everything about one person in one file: asked for by the person, or by HR with a reason."""

    queryset = PersonalExport.objects.none()
    serializer_class = PersonalExportSerializer
    filterset_class = PersonalExportFilter
    sort_keys = PERSONAL_EXPORT_SORT_KEYS
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[PersonalExport]:
        """Those about oneself, those one asked for, and those about the people one keeps or audits."""
        rows = PersonalExport.objects.visible_to(self.request.user)
        rows = rows.select_related("worker", "asked_by", "job", "file")
        return rows.defer("worker__id_number", "worker__id_number_index")

    @extend_schema(request=PersonalExportToAskSerializer, responses={202: PersonalExportSerializer})
    def create(self, request: Request) -> Response:
        """Have it put together in the background; the worker sees who asked and why."""
        actor, sent = actor_of(request), read_sent(request, PersonalExportToAskSerializer)
        worker = visible_worker(actor, sent.pop("worker"))
        require(actor, EXPORT_PERSON, worker)
        asked = ask_personal_export(actor=actor, worker=worker, now=timezone.now(), **sent)
        return Response(self.get_serializer(asked).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], responses=PersonalExportSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002 (the name of the path's part)
        """One of them, and how far it is."""
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(parameters=[ROW_ID], responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, id: str) -> StreamingHttpResponse:  # noqa: A002
        """The file, for the one who asked; 409 while it is being made, 404 when none is kept."""
        export = self.get_object()
        if self.get_serializer(export).data["state"] == "under_way":
            raise Conflict(_("The export is still under way. Ask again later."), code="under_way")
        if export.file is None or export.file.removed_at is not None:
            raise Missing(_("The file is no longer kept."), code="file_removed")
        stored = readable_file(export.file.key, user=actor_of(request))
        response = StreamingHttpResponse(open_file(stored), content_type=stored.content_type)
        response["Content-Length"] = str(stored.size)
        response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response


class ErasureSerializer(serializers.ModelSerializer[Erasure]):
    """An erasing of what identifies a person who left: asked by one officer, confirmed by another."""

    worker = serializers.CharField(source="worker.employee_no")
    asked_by = serializers.CharField(source="asked_by.login")
    confirmed_by = serializers.CharField(source="confirmed_by.login", default=None, allow_null=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Erasure
        fields = (
            "id",
            "worker",
            "asked_by",
            "asked_at",
            "reason",
            "state",
            "confirmed_by",
            "confirmed_at",
            "withdrawn_at",
            "erased_at",
        )

    @extend_schema_field(serializers.ChoiceField(choices=ErasureState.choices))
    def get_state(self, erasure: Erasure) -> str:
        """How far it is."""
        return state_of_erasure(erasure).value


class ErasureToAskSerializer(serializers.Serializer[Any]):
    """Whose identifiers are to be erased, and why."""

    worker = serializers.CharField(max_length=32, help_text="Employee number.")
    reason = serializers.CharField(max_length=200)


class MayErase(HasRight):
    """The list is for HR of the whole group; of a single one the right over its person is asked."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the list is open to the person; single ones are looked up in scope first."""
        if getattr(view, "action", "") != "list":
            return bool(request.user.is_authenticated)
        return super().has_permission(request, view)


class ErasureViewSet(ListModelMixin, GenericViewSet[Erasure]):
    """Erasures. A browser's session is needed: no token asks for or confirms what cannot be undone."""

    queryset = Erasure.objects.none()
    serializer_class = ErasureSerializer
    permission_classes = (MayErase,)
    right = ERASE_WORKER
    filterset_class = ErasureFilter
    sort_keys = ERASURE_SORT_KEYS
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Erasure]:
        """Those of the people the caller sees."""
        rows = Erasure.objects.filter(worker__in=Worker.objects.visible_to(self.request.user))
        rows = rows.select_related("worker", "asked_by", "confirmed_by")
        return rows.defer("worker__id_number", "worker__id_number_index")

    @extend_schema(request=ErasureToAskSerializer, responses={201: ErasureSerializer})
    def create(self, request: Request) -> Response:
        """Ask for it; another officer of the whole group confirms."""
        actor, sent = actor_of(request), read_sent(request, ErasureToAskSerializer)
        worker = visible_worker(actor, sent["worker"])
        require(actor, ERASE_WORKER, worker)
        asked = ask_erasure(
            actor=actor, worker=worker, reason=sent["reason"], now=timezone.now(), today=today()
        )
        return Response(self.get_serializer(asked).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[ROW_ID], responses=ErasureSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One of them."""
        return self._answer(self._found(request))

    @extend_schema(parameters=[ROW_ID], request=None, responses=ErasureSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, id: str) -> Response:  # noqa: A002
        """Confirm it, as another person than the one who asked. There is no way back."""
        erasure = self._found(request)
        return self._answer(
            confirm_erasure(actor=actor_of(request), erasure=erasure, now=timezone.now(), today=today())
        )

    @extend_schema(parameters=[ROW_ID], request=None, responses=ErasureSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take it back while nobody confirmed it."""
        erasure = self._found(request)
        return self._answer(withdraw_erasure(actor=actor_of(request), erasure=erasure, now=timezone.now()))

    def _found(self, request: Request) -> Erasure:
        erasure: Erasure = self.get_object()
        require(actor_of(request), ERASE_WORKER, erasure.worker)
        return erasure

    def _answer(self, erasure: Erasure) -> Response:
        return Response(self.get_serializer(erasure).data)


class RetentionSerializer(serializers.Serializer[Any]):
    """A kind of thing and how many days it is kept; null keeps it for ever."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    why = serializers.CharField()
    least_days = serializers.IntegerField()
    days = serializers.IntegerField(allow_null=True)
    purged_at = serializers.DateTimeField(allow_null=True, help_text="When the last purge ran.")
    purged_rows = serializers.IntegerField(help_text="How many rows it removed.")


class RetentionListSerializer(serializers.Serializer[Any]):
    """Every kind."""

    results = RetentionSerializer(many=True)


class RetentionToSetSerializer(serializers.Serializer[Any]):
    """How many days from now on, and why."""

    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    reason = serializers.CharField(max_length=200)


def _told(kind: RetentionKind, rule: RetentionRule | None) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "label": kind.label,
        "why": kind.why,
        "least_days": kind.least_days,
        "days": rule.days if rule else None,
        "purged_at": rule.purged_at if rule else None,
        "purged_rows": rule.purged_rows if rule else 0,
    }


class RetentionListView(APIView):
    """What is kept how long; for HR of the whole group."""

    permission_classes = (IsAuthenticated, HasRight)
    right = SET_RETENTION

    @extend_schema(operation_id="skills_retention_list", responses=RetentionListSerializer)
    def get(self, request: Request) -> Response:
        """Every kind with its rule."""
        rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
        told = [_told(kind, rules.get(name)) for name, kind in retention_kinds().items()]
        return Response(RetentionListSerializer({"results": told}).data)


KIND = OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH, description="Name of the kind.")


class RetentionView(APIView):
    """How long one kind is kept."""

    permission_classes = (IsAuthenticated, HasRight)
    right = SET_RETENTION

    @extend_schema(parameters=[KIND], responses=RetentionSerializer)
    def get(self, request: Request, kind: str) -> Response:
        """The rule, with its ETag."""
        return self._answer(kind)

    @extend_schema(
        parameters=[KIND, IF_MATCH], request=RetentionToSetSerializer, responses=RetentionSerializer
    )
    def patch(self, request: Request, kind: str) -> Response:
        """Set the days; send the ETag back as If-Match."""
        sent = read_sent(request, RetentionToSetSerializer)
        set_retention(kind, actor=actor_of(request), shown=shown_to(request), **sent)
        return self._answer(kind)

    def _answer(self, name: str) -> Response:
        kind = retention_kinds().get(name)
        if kind is None:
            raise Missing(_("There is no such rule."))
        rule = RetentionRule.objects.filter(kind=name).first()
        headers = {"ETag": Shown.of(rule_record(rule)).etag} if rule is not None else None
        return Response(RetentionSerializer(_told(kind, rule)).data, headers=headers)
