"""Scans of records: of one record, of a worker, added and taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.errors import Missing
from base.pagination import KeysetPagination, SortKey
from skills.api.fact_serializers import ReasonSerializer
from skills.api.scope import ROW_ID, actor_of, read_sent
from skills.enums import FactKind
from skills.models import Document
from skills.queries.facts import seen_by_field
from skills.rules import require_keeping
from skills.services.documents import add_document, kind_of_row, proven_row, void_document
from workforce.fields import Field


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A scan: whose, which record it proves (kind and number), where it is downloaded."""

    worker = serializers.CharField(source="worker.employee_no", read_only=True)
    kind = serializers.SerializerMethodField()
    record = serializers.SerializerMethodField()
    name = serializers.CharField(source="file.name", read_only=True)
    file = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = ("id", "worker", "kind", "record", "name", "file", "added_at", "voided_at", "void_reason")
        read_only_fields = fields

    def get_kind(self, document: Document) -> str:
        """The kind of record: spell, title, diploma, apprenticeship, wage or grade."""
        return kind_of_row(proven_row(document)).value

    def get_record(self, document: Document) -> int:
        """The number of the record."""
        return proven_row(document).pk

    def get_file(self, document: Document) -> str:
        """Where the scan is downloaded."""
        return document.file.get_absolute_url()


class ScanToSendSerializer(serializers.Serializer[Any]):
    """A scan as a file part: PDF, JPEG or PNG, at most 10 MB."""

    file = serializers.FileField()


def visible_documents(request: Request) -> QuerySet[Document]:
    """The scans the caller may see, by unit and by the role × field table."""
    rows = Document.objects.visible_to(request.user).filter(seen_by_field(request.user, Field.EVIDENCE))
    shown: QuerySet[Document] = rows.select_related("worker", "file", *(kind.value for kind in _KINDS)).defer(
        "worker__id_number", "worker__id_number_index"
    )
    return shown


_KINDS = [kind for kind in FactKind if kind != FactKind.PERSONAL]


class WithDocuments(GenericViewSet[Any]):
    """Gives the records of a viewset their scans."""

    def found_row(self, row_id: str) -> Any:
        """The record of the address. Raises Missing or NotPermitted."""
        raise NotImplementedError

    @extend_schema(parameters=[ROW_ID], responses=DocumentSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def documents(self, request: Request, id: str) -> Response:  # noqa: A002
        """The scans handed in beside the evidence of a record; empty for those who see no evidence."""
        row = self.found_row(id)
        shown = visible_documents(request).filter(**{kind_of_row(row).value: row}).order_by("pk")
        return Response(DocumentSerializer(shown, many=True).data)

    @extend_schema(
        parameters=[ROW_ID],
        request={"multipart/form-data": ScanToSendSerializer},
        responses={201: DocumentSerializer},
        filters=False,
    )
    @documents.mapping.post
    @transaction.atomic
    def add_document(self, request: Request, id: str) -> Response:  # noqa: A002
        """Add a scan to a record in force; 409 when it was corrected or taken back meanwhile."""
        row = self.found_row(id)
        require_keeping(actor_of(request), row.worker)
        sent = read_sent(request, ScanToSendSerializer)["file"]
        document = add_document(
            row, content=sent.file, name=sent.name, actor=actor_of(request), now=timezone.now()
        )
        return Response(DocumentSerializer(document).data, status=status.HTTP_201_CREATED)


class DocumentFilter(FilterSet):
    """Filters of the list of scans."""

    employee_no = CharFilter(
        label=gettext_lazy("Employee number"), field_name="worker__employee_no", max_length=32
    )

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentViewSet(ListModelMixin, GenericViewSet[Document]):
    """The scans of the workers the caller may see, with the record each proves."""

    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    pagination_class = KeysetPagination
    filterset_class = DocumentFilter
    parser_classes = (JSONParser, MultiPartParser, FormParser)
    sort_keys = (SortKey("added", gettext_lazy("Added at"), ("added_at",), descending=True),)
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Document]:
        """The scans in the caller's scope."""
        return visible_documents(self.request)

    @extend_schema(parameters=[ROW_ID], responses=DocumentSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One scan."""
        return Response(DocumentSerializer(self._found(id)).data)

    @extend_schema(parameters=[ROW_ID], request=ReasonSerializer, responses=DocumentSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a scan back; 409 when it was taken back before."""
        document = self._found(id)
        sent = read_sent(request, ReasonSerializer)
        voided = void_document(document, actor=actor_of(request), reason=sent["reason"], now=timezone.now())
        return Response(DocumentSerializer(voided).data)

    def _found(self, row_id: str) -> Document:
        document = self.get_queryset().filter(pk=int(row_id)).first()
        if document is None:
            raise Missing(_("There is no such document."))
        return document
