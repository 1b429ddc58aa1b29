"""Roster imports: hand a workbook in, look at its rows, mend them, confirm, undo. One's own imports only."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.models.workbook import ImportState, StagedRow, WorkbookImport
from base.pagination import KeysetPagination, SortKey
from skills.api.scope import ROW_ID, HasRight, actor_of
from skills.filters import StagedRowFilter
from skills.queries.desk import imports_of
from skills.roster.faults import describe_with_column
from skills.roster.imports import confirm_roster, discard_roster, find_import, stage_roster
from skills.roster.repairs import accept_repairs, repair_row, write_rejected
from skills.roster.undo import undo_roster
from skills.rules import IMPORT_ROSTER

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROW = OpenApiParameter(
    "sheet_row", OpenApiTypes.INT, OpenApiParameter.PATH, description="Row of the sheet."
)


class ProgressSerializer(serializers.Serializer[Any]):
    """How far the background job is; `state` says whether it waits, runs, finished or failed."""

    state = serializers.CharField()
    done = serializers.IntegerField(source="progress_done")
    total = serializers.IntegerField(source="progress_total", allow_null=True)
    message = serializers.CharField()


class ImportSerializer(serializers.ModelSerializer[WorkbookImport]):
    """An import with its counts by verdict and, while one runs, the progress of its job."""

    state = serializers.ChoiceField(choices=ImportState.choices, read_only=True)
    counts = serializers.DictField(read_only=True)
    progress = ProgressSerializer(source="job", allow_null=True, read_only=True)

    class Meta:
        model = WorkbookImport
        fields = (
            "id",
            "file_name",
            "sha256",
            "state",
            "counts",
            "error",
            "uploaded_at",
            "committed_at",
            "undone_at",
            "progress",
        )
        read_only_fields = fields


class ImportToUploadSerializer(serializers.Serializer[Any]):
    """A workbook (.xlsx) as a file part; `create_units` adds units the tree does not know."""

    file = serializers.FileField()
    create_units = serializers.BooleanField(required=False, default=False)


class FindingSerializer(serializers.Serializer[Any]):
    """What is wrong or worth a look: the column, a stable code, the sentence, and a value that would mend
    it.
    """

    column = serializers.CharField()
    code = serializers.CharField()
    message = serializers.SerializerMethodField()
    suggestion = serializers.CharField(default="", allow_blank=True)

    def get_message(self, finding: dict[str, Any]) -> str:
        """The sentence a clerk reads."""
        return describe_with_column(finding)


class StagedChangeSerializer(serializers.Serializer[Any]):
    """One column with its value on record and the value of the row."""

    column = serializers.CharField()
    old = serializers.SerializerMethodField()
    new = serializers.SerializerMethodField()

    def get_old(self, change: dict[str, str]) -> str:
        """What is on record."""
        return change["from"]

    def get_new(self, change: dict[str, str]) -> str:
        """What the row says."""
        return change["to"]


class StagedRowSerializer(serializers.ModelSerializer[StagedRow]):
    """A row of the workbook with its verdict; `cells` holds no id number."""

    faults = FindingSerializer(many=True, read_only=True)
    notices = FindingSerializer(many=True, read_only=True)
    changes = serializers.SerializerMethodField()
    cells = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = StagedRow
        fields = ("sheet_row", "key", "verdict", "cells", "faults", "notices", "changes")
        read_only_fields = fields

    @extend_schema_field(StagedChangeSerializer(many=True))
    def get_changes(self, row: StagedRow) -> list[dict[str, Any]]:
        """What the row would change, old and new."""
        return [dict(change) for change in StagedChangeSerializer(row.changes, many=True).data]


class RepairSerializer(serializers.Serializer[Any]):
    """Other texts for some cells of a row, by column key."""

    cells = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=500))


class MendedSerializer(serializers.Serializer[Any]):
    """How many rows were mended by their suggested values."""

    mended = serializers.IntegerField()


class ImportViewSet(ListModelMixin, GenericViewSet[WorkbookImport]):
    """The caller's own imports. Nothing is written before `confirm`; all of it or nothing then."""

    queryset = WorkbookImport.objects.none()
    serializer_class = ImportSerializer
    permission_classes = (IsAuthenticated, HasRight)
    right = IMPORT_ROSTER
    pagination_class = KeysetPagination
    filterset_class: type[FilterSet] | None = None
    parser_classes = (MultiPartParser, FormParser, JSONParser)
    sort_keys = (SortKey("uploaded", _("Uploaded"), ("uploaded_at",), descending=True),)
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[WorkbookImport]:
        """The caller's own imports."""
        return imports_of(self.request.user)

    @extend_schema(
        request={"multipart/form-data": ImportToUploadSerializer}, responses={202: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Hand a roster in; it is read in the background."""
        serializer = ImportToUploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        batch = stage_roster(
            file=sent["file"],
            name=sent["file"].name,
            actor=actor_of(request),
            create_units=sent["create_units"],
            now=timezone.now(),
        )
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], responses=ImportSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One import with its counts and progress."""
        return Response(self.get_serializer(self._found(id)).data)

    @extend_schema(parameters=[ROW_ID], responses=StagedRowSerializer(many=True))
    @action(
        detail=True,
        methods=["get"],
        queryset=StagedRow.objects.none(),
        serializer_class=StagedRowSerializer,
        filterset_class=StagedRowFilter,
        sort_keys=(SortKey("sheet_row", _("Row of the sheet"), ("sheet_row",)),),
    )
    def rows(self, request: Request, id: str) -> Response:  # noqa: A002
        """The rows of the workbook in sheet order, by verdict."""
        rows = StagedRow.objects.filter(batch=self._found(id)).defer("secret", "secret_index")
        page = self.paginate_queryset(self.filter_queryset(rows))  # type: ignore[arg-type]
        return self.get_paginated_response(StagedRowSerializer(page or [], many=True).data)

    @extend_schema(parameters=[ROW_ID, SHEET_ROW], request=RepairSerializer, responses=StagedRowSerializer)
    @action(detail=True, methods=["post"], url_path=r"rows/(?P<sheet_row>[0-9]{1,7})/repair")
    def repair(self, request: Request, id: str, sheet_row: str) -> Response:  # noqa: A002
        """Type other texts into cells of a row and have it judged again."""
        serializer = RepairSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        cells = serializer.validated_data["cells"]
        row = repair_row(int(id), int(sheet_row), cells=cells, actor=actor_of(request), now=timezone.now())
        return Response(StagedRowSerializer(row).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses=MendedSerializer)
    @action(detail=True, methods=["post"], url_path="accept-repairs")
    def accept_repairs(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take every suggested value of the rejected rows."""
        mended = accept_repairs(int(id), actor=actor_of(request), now=timezone.now())
        return Response(MendedSerializer({"mended": mended}).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, id: str) -> Response:  # noqa: A002
        """Have the checked roster written, all of it or nothing; 409 when it is not waiting for this."""
        batch = confirm_roster(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a written import back; 409 when something was built on it since."""
        batch = undo_roster(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, id: str) -> Response:  # noqa: A002
        """Drop an import that was not written."""
        batch = discard_roster(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(parameters=[ROW_ID], responses={(200, WORKBOOK): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path=r"rejected\.xlsx")
    def rejected(self, request: Request, id: str) -> FileResponse:  # noqa: A002
        """The rejected rows with their reasons, to mend and send again."""
        workbook = io.BytesIO()
        write_rejected(int(id), target=workbook, actor=actor_of(request), now=timezone.now())
        workbook.seek(0)
        return FileResponse(
            workbook, as_attachment=True, filename=f"rejected-{int(id)}.xlsx", content_type=WORKBOOK
        )

    def _found(self, row_id: str) -> WorkbookImport:
        return find_import(int(row_id), actor=actor_of(self.request), now=timezone.now())
