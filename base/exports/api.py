"""Exports through the API: ask for a list as a file, see how far it is, fetch it. One's own only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from base.errors import Conflict, Missing
from base.exports.pages import EXPORT_SORT_KEYS, ExportFilter
from base.exports.records import start_export
from base.exports.rights import token_digest_of
from base.files import open_file, readable_file
from base.models.export import ExportFormat, ExportRecord, ExportState
from base.pagination import KeysetPagination

ROW_ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Number of the export.")


class ExportProgressSerializer(serializers.Serializer[Any]):
    """How many of the rows are written; `total` is null while they are not counted yet."""

    done = serializers.IntegerField(source="progress_done")
    total = serializers.IntegerField(source="progress_total", allow_null=True)


class ExportSerializer(serializers.ModelSerializer[ExportRecord]):
    """An export: what was asked, how far it is, and until when its file is kept."""

    state = serializers.ChoiceField(choices=ExportState.choices, source="shown_state", read_only=True)
    format = serializers.ChoiceField(choices=ExportFormat.choices, read_only=True)
    parameters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), read_only=True
    )
    columns = serializers.ListField(child=serializers.CharField(), read_only=True)
    progress = ExportProgressSerializer(source="job", allow_null=True, read_only=True)
    error = serializers.SerializerMethodField()
    file_until = serializers.SerializerMethodField()

    class Meta:
        model = ExportRecord
        fields = (
            "id",
            "kind",
            "parameters",
            "columns",
            "format",
            "state",
            "row_count",
            "sha256",
            "exported_at",
            "finished_at",
            "error",
            "file_until",
            "progress",
        )
        read_only_fields = fields

    def get_error(self, record: ExportRecord) -> str:
        """Why it was broken off; empty otherwise."""
        return record.error or (record.job.error if record.job is not None else "")

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_file_until(self, record: ExportRecord) -> str | None:
        """Until when the file can be fetched; null when none is kept."""
        file = record.file
        if file is None or file.removed_at is not None or file.expires_at is None:
            return None
        return file.expires_at.isoformat()


class ExportToMakeSerializer(serializers.Serializer[Any]):
    """Which list, under which parameters of its page (`columns`, `sort` and filters), as what."""

    kind = serializers.CharField(max_length=80, help_text="For instance skills.people.")
    parameters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=500),
        required=False,
        default=dict,
        help_text="As in the address of the list's page; columns are named columns=number,name.",
    )
    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ExportViewSet(ListModelMixin, GenericViewSet[ExportRecord]):
    """The caller's own exports. Each is made in the background and kept for some days."""

    queryset = ExportRecord.objects.none()
    serializer_class = ExportSerializer
    permission_classes = (IsAuthenticated,)
    pagination_class = KeysetPagination
    filterset_class = ExportFilter
    sort_keys = EXPORT_SORT_KEYS
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[ExportRecord]:
        """What the caller exported, newest first; on the page auditors see more."""
        own = ExportRecord.objects.visible_to(self.request.user).filter(exported_by_id=self.request.user.pk)
        return own.select_related("file", "job")

    @extend_schema(request=ExportToMakeSerializer, responses={202: ExportSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a list as a file. It ends without a file when the right, or the token used here, ends."""
        shape = ExportToMakeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        sent = shape.validated_data
        parameters = QueryDict(mutable=True)
        parameters.update(sent["parameters"])
        record = start_export(
            actor=_actor(request),
            kind=sent["kind"],
            parameters=parameters,
            file_format=sent["format"],
            now=timezone.now(),
            token_digest=token_digest_of(request),
            in_background=True,
        )
        return Response(self.get_serializer(record).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], responses=ExportSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One export with its progress."""
        return Response(self.get_serializer(self._found(id)).data)

    @extend_schema(parameters=[ROW_ID], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, id: str) -> StreamingHttpResponse:  # noqa: A002
        """The file; 409 while it is being made, 404 when none is kept or the right to it ended."""
        record = self._found(id)
        if record.shown_state is ExportState.UNDER_WAY:
            raise Conflict(_("The export is still under way. Ask again later."), code="under_way")
        if record.file is None:
            raise Missing(_("The file is no longer kept."), code="file_removed")
        stored = readable_file(record.file.key, user=_actor(request))
        response = StreamingHttpResponse(open_file(stored), content_type=stored.content_type)
        response["Content-Length"] = str(stored.size)
        response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response

    def _found(self, row_id: str) -> ExportRecord:
        record = self.get_queryset().filter(pk=min(int(row_id), 2**63 - 1)).first()
        if record is None:
            raise Missing(_("There is no such export."))
        return record


def _actor(request: Request) -> AbstractBaseUser:
    if not isinstance(request.user, AbstractBaseUser):
        raise NotAuthenticated
    return request.user


def register(router: BaseRouter) -> None:
    """Put exports under the API's root."""
    router.register("exports", ExportViewSet, basename="exports")
