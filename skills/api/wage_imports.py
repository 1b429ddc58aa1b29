"""Wage workbooks: hand one in, look at its rows, confirm, undo. One's own imports only."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.models.workbook import StagedRow, WorkbookImport
from base.pagination import KeysetPagination, SortKey
from skills.api.imports import WORKBOOK, FindingSerializer, ImportSerializer, StagedRowSerializer
from skills.api.scope import ROW_ID, HasRight, actor_of, read_sent
from skills.filters import StagedRowFilter
from skills.queries.desk import imports_of
from skills.rules import IMPORT_ROSTER
from skills.wages.faults import describe_with_column
from skills.wages.imports import (
    confirm_wages,
    discard_wages,
    find_wages,
    stage_wages,
    undo_wages,
    write_rejected,
)
from skills.wages.staging import KIND


class WageFindingSerializer(FindingSerializer):
    """What is wrong with a row or worth a look: the column, a stable code, the sentence."""

    def get_message(self, finding: dict[str, Any]) -> str:
        """The sentence a clerk reads."""
        return describe_with_column(finding)


class StagedWageSerializer(StagedRowSerializer):
    """A row of the workbook with its verdict."""

    faults = WageFindingSerializer(many=True, read_only=True)
    notices = WageFindingSerializer(many=True, read_only=True)


class WagesToUploadSerializer(serializers.Serializer[Any]):
    """A workbook (.xlsx or .csv) as a file part."""

    file = serializers.FileField()


class WageImportViewSet(ListModelMixin, GenericViewSet[WorkbookImport]):
    """The caller's own wage workbooks. Nothing is written before `confirm`; all of it or nothing then."""

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
        """The caller's own wage workbooks."""
        return imports_of(self.request.user, KIND)

    @extend_schema(
        request={"multipart/form-data": WagesToUploadSerializer}, responses={202: ImportSerializer}
    )
    def create(self, request: Request) -> Response:
        """Hand a wage workbook in; it is read in the background."""
        sent = read_sent(request, WagesToUploadSerializer)["file"]
        batch = stage_wages(file=sent, name=sent.name, actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], responses=ImportSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One import with its counts and progress."""
        return Response(self.get_serializer(self._found(id)).data)

    @extend_schema(parameters=[ROW_ID], responses=StagedWageSerializer(many=True))
    @action(
        detail=True,
        methods=["get"],
        queryset=StagedRow.objects.none(),
        serializer_class=StagedWageSerializer,
        filterset_class=StagedRowFilter,
        sort_keys=(SortKey("sheet_row", _("Row of the sheet"), ("sheet_row",)),),
    )
    def rows(self, request: Request, id: str) -> Response:  # noqa: A002
        """The rows of the workbook in sheet order, by verdict."""
        rows = StagedRow.objects.filter(batch=self._found(id)).defer("secret", "secret_index")
        page = self.paginate_queryset(self.filter_queryset(rows))  # type: ignore[arg-type]
        return self.get_paginated_response(StagedWageSerializer(page or [], many=True).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, id: str) -> Response:  # noqa: A002
        """Have the checked wages written, all of them or nothing; 409 when not waiting for this."""
        batch = confirm_wages(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a written workbook back; 409 when a wage was changed since."""
        batch = undo_wages(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, id: str) -> Response:  # noqa: A002
        """Drop a workbook that was not written."""
        batch = discard_wages(int(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(batch).data)

    @extend_schema(parameters=[ROW_ID], responses={(200, WORKBOOK): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path=r"rejected\.xlsx")
    def rejected(self, request: Request, id: str) -> FileResponse:  # noqa: A002
        """The rejected rows with their reasons, to mend and send again."""
        workbook = io.BytesIO()
        write_rejected(int(id), target=workbook, actor=actor_of(request), now=timezone.now())
        workbook.seek(0)
        name = f"rejected-wages-{int(id)}.xlsx"
        return FileResponse(workbook, as_attachment=True, filename=name, content_type=WORKBOOK)

    def _found(self, row_id: str) -> WorkbookImport:
        return find_wages(int(row_id), actor=actor_of(self.request), now=timezone.now())
