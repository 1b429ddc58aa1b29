"""Grades: list, show, record, correct, annul. The record is append-only."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from base.api_parsers import JSONParser
from base.errors import Missing
from base.pagination import KeysetPagination, SortKey
from skills.api import fact_serializers as shapes
from skills.api.documents import WithDocuments
from skills.api.scope import (
    IF_MATCH,
    ROW_ID,
    actor_of,
    field_sight,
    keep_sent_evidence,
    read_sent,
    shown_to,
    visible_worker,
)
from skills.enums import GradeBasis, GradeKind, Level
from skills.filters import GradeFilter
from skills.models import GradeRecord, Occupation
from skills.rules import require_keeping
from skills.services.fact_marks import mark_of
from skills.services.grades import GradeValues, GradeWritten, annul_grade, correct_grade, record_grade
from skills.services.proposals import grade_values_from
from workforce.fields import Field


class GradeSerializer(serializers.ModelSerializer[GradeRecord]):
    """A row of the grade record: a grade, or (kind annulment) the taking back of one."""

    worker = serializers.CharField(source="worker.employee_no", read_only=True)
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = GradeRecord
        fields = (
            "id",
            "worker",
            "kind",
            "occupation",
            "level",
            "issued_on",
            "basis",
            "certificate_no",
            "voids",
            "is_void",
            "reason",
            "evidence",
            "recorded_at",
        )

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_evidence(self, grade: GradeRecord) -> str | None:
        """Where the proof is downloaded; null when there is none or it is not shown to the reader."""
        if grade.evidence is None or Field.EVIDENCE not in field_sight(self.context).of(grade.worker):
            return None
        return grade.evidence.get_absolute_url()


class GradeValuesSerializer(serializers.Serializer[Any]):
    """What a grade states."""

    occupation = serializers.PrimaryKeyRelatedField(queryset=Occupation.objects.all())
    level = serializers.ChoiceField(choices=Level.choices)
    issued_on = serializers.DateField()
    basis = serializers.ChoiceField(choices=GradeBasis.choices)
    certificate_no = serializers.CharField(max_length=40, required=False, allow_blank=True)


GradeToRecord = shapes.to_record("GradeToRecord", GradeValuesSerializer)
GradeToCorrect = shapes.to_correct("GradeToCorrect", GradeValuesSerializer)
GradeWrittenSerializer = shapes.written_as("GradeWritten", GradeSerializer)


class GradeViewSet(ListModelMixin, WithDocuments):
    """The grade record of the workers the caller may see."""

    queryset = GradeRecord.objects.none()
    serializer_class = GradeSerializer
    pagination_class = KeysetPagination
    filterset_class = GradeFilter
    parser_classes = (JSONParser, MultiPartParser, FormParser)
    sort_keys = (
        SortKey("recorded", gettext_lazy("Recorded"), ("recorded_at",), descending=True),
        SortKey("issued", gettext_lazy("Issued on"), ("issued_on",)),
        SortKey("level", gettext_lazy("Level"), ("level",), descending=True),
    )
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[GradeRecord]:
        """The rows in the caller's scope."""
        rows = GradeRecord.objects.visible_to(self.request.user).select_related("worker", "evidence")
        return rows.defer("worker__id_number", "worker__id_number_index")

    @extend_schema(parameters=[ROW_ID], responses=GradeSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One row of the grade record; its `ETag` goes into `If-Match` of a change."""
        grade = self.found_row(id)
        return Response(self.get_serializer(grade).data, headers={"ETag": mark_of(grade).etag})

    @extend_schema(request=GradeToRecord, responses={201: GradeWrittenSerializer})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Record a grade; eligibility and standing follow at once."""
        sent = read_sent(request, GradeToRecord)
        worker = visible_worker(request.user, sent.pop("worker"))
        evidence = keep_sent_evidence(request, sent, worker)
        written = record_grade(
            GradeValues(**sent),
            actor=actor_of(request),
            worker_id=worker.pk,
            evidence=evidence,
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[ROW_ID, IF_MATCH], request=GradeToCorrect, responses=GradeWrittenSerializer, filters=False
    )
    @action(detail=True, methods=["post"])
    @transaction.atomic
    def correct(self, request: Request, id: str) -> Response:  # noqa: A002
        """Record a row that replaces this one; 409 when somebody else replaced or annulled it meanwhile."""
        grade = self.found_row(id)
        sent = read_sent(request, GradeToCorrect)
        reason = sent.pop("reason")
        evidence = keep_sent_evidence(request, sent, grade.worker)
        written = correct_grade(
            grade,
            GradeValues(**sent),
            actor=actor_of(request),
            reason=reason,
            evidence=evidence,
            shown=shown_to(request),
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_200_OK)

    @extend_schema(
        parameters=[ROW_ID, IF_MATCH], request=GradeToCorrect, responses=GradeWrittenSerializer, filters=False
    )
    @transaction.atomic
    def partial_update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Correct some values, with a reason; the rest stays as on record. The answer is the new row."""
        grade = self.found_row(id)
        require_keeping(actor_of(request), grade.worker)
        sent = read_sent(request, GradeToCorrect, partial=True)
        reason = sent.pop("reason", "")
        evidence = keep_sent_evidence(request, sent, grade.worker)
        if grade.kind != GradeKind.GRANT:
            raise Missing(_("There is no such grade."))
        written = correct_grade(
            grade,
            grade_values_from(sent, on_record=grade),
            actor=actor_of(request),
            reason=reason,
            evidence=evidence,
            shown=shown_to(request),
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_200_OK)

    @extend_schema(
        parameters=[ROW_ID, IF_MATCH],
        request=shapes.ReasonSerializer,
        responses={201: GradeSerializer},
        filters=False,
    )
    @action(detail=True, methods=["post"])
    def annul(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a grade back by a later row, which is answered; 409 when it was replaced or annulled
        meanwhile.
        """
        grade = self.found_row(id)
        sent = read_sent(request, shapes.ReasonSerializer)
        annulment = annul_grade(
            grade,
            actor=actor_of(request),
            reason=sent["reason"],
            shown=shown_to(request),
            now=timezone.now(),
        )
        return Response(self.get_serializer(annulment).data, status=status.HTTP_201_CREATED)

    def found_row(self, row_id: str) -> GradeRecord:
        """A row of the record in scope. Raises Missing."""
        grade = self.get_queryset().filter(pk=int(row_id)).first()
        if grade is None:
            raise Missing(_("There is no such grade."))
        return grade

    def _written(self, written: GradeWritten, code: int) -> Response:
        shown = self.get_serializer(written.grade).data
        notices = shapes.NoticeSerializer(written.notices, many=True).data
        headers = {"ETag": mark_of(written.grade).etag}
        return Response({"record": shown, "notices": notices}, status=code, headers=headers)
