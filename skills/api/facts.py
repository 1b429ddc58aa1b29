"""Career facts: list, show, record, correct, void; titles and diplomas are judged too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from base.api_parsers import JSONParser
from base.errors import Missing, NotPermitted
from base.pagination import KeysetPagination, SortKey
from skills.api import fact_serializers as shapes
from skills.api.documents import WithDocuments
from skills.api.scope import (
    IF_MATCH,
    ROW_ID,
    actor_of,
    keep_sent_evidence,
    read_sent,
    shown_to,
    visible_worker,
)
from skills.filters import FactFilter
from skills.models import ApprenticeshipCompletion, Diploma, EmploymentSpell, Fact, MonthlyWage, Title
from skills.queries.facts import visible_facts
from skills.rules import require_keeping
from skills.services.fact_marks import mark_of
from skills.services.fact_values import (
    ApprenticeshipValues,
    DiplomaValues,
    FactValues,
    SpellValues,
    TitleValues,
    WageValues,
    kind_of,
)
from skills.services.facts import Written, correct_fact, record_fact, void_fact
from skills.services.judgements import judge_diploma, judge_title
from skills.services.proposals import fact_values_from


class FactViewSet(ListModelMixin, WithDocuments):
    """One kind of fact. A fact is never overwritten: a correction answers with a new row."""

    model: ClassVar[type[Fact]]
    values: ClassVar[type[FactValues]]
    to_record: ClassVar[type[serializers.Serializer[Any]]]
    to_correct: ClassVar[type[serializers.Serializer[Any]]]
    queryset: QuerySet[Any]
    pagination_class = KeysetPagination
    filterset_class = FactFilter
    parser_classes = (JSONParser, MultiPartParser, FormParser)
    sort_keys = (SortKey("recorded", gettext_lazy("Recorded"), ("created_at",), descending=True),)
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Any]:
        """The facts the caller may see, with whose they are."""
        rows = visible_facts(self.model, self.request.user).select_related("worker", "evidence")
        return rows.defer("worker__id_number", "worker__id_number_index")

    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One fact; its `ETag` goes into `If-Match` of a change."""
        fact = self.found_row(id)
        return Response(self.get_serializer(fact).data, headers={"ETag": mark_of(fact).etag})

    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Record a fact; eligibility follows at once."""
        sent = read_sent(request, self.to_record)
        worker = visible_worker(request.user, sent.pop("worker"))
        evidence = keep_sent_evidence(request, sent, worker)
        written = record_fact(
            self.values(**sent),
            actor=actor_of(request),
            worker_id=worker.pk,
            evidence=evidence,
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    @transaction.atomic
    def correct(self, request: Request, id: str) -> Response:  # noqa: A002
        """Void the fact and record what is right in its place; 409 when somebody else changed it
        meanwhile.
        """
        fact = self.found_row(id)
        sent = read_sent(request, self.to_correct)
        reason = sent.pop("reason")
        evidence = keep_sent_evidence(request, sent, fact.worker)
        written = correct_fact(
            fact,
            self.values(**sent),
            actor=actor_of(request),
            reason=reason,
            evidence=evidence,
            shown=shown_to(request),
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_200_OK)

    @transaction.atomic
    def partial_update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Correct some values, with a reason; the rest stays as on record. The answer is the new row."""
        fact = self.found_row(id)
        require_keeping(actor_of(request), fact.worker)
        sent = read_sent(request, self.to_correct, partial=True)
        reason = sent.pop("reason", "")
        evidence = keep_sent_evidence(request, sent, fact.worker)
        written = correct_fact(
            fact,
            fact_values_from(kind_of(fact), sent, on_record=fact),
            actor=actor_of(request),
            reason=reason,
            evidence=evidence,
            shown=shown_to(request),
            now=timezone.now(),
        )
        return self._written(written, status.HTTP_200_OK)

    @action(detail=True, methods=["post"])
    def void(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take the fact back; 409 when somebody else changed it meanwhile."""
        fact = self.found_row(id)
        sent = read_sent(request, shapes.ReasonSerializer)
        voided = void_fact(
            fact,
            actor=actor_of(request),
            reason=sent["reason"],
            shown=shown_to(request),
            now=timezone.now(),
        )
        return Response(self.get_serializer(voided).data)

    def found_row(self, row_id: str) -> Any:
        """A fact in scope; 403 for one whose worker is seen but whose kind is not shown to the caller."""
        fact = self.get_queryset().filter(pk=int(row_id)).first()
        if fact is not None:
            return fact
        if self.model.objects.visible_to(self.request.user).filter(pk=int(row_id)).exists():
            raise NotPermitted(_("Your role does not show you this kind of record."))
        raise Missing(_("There is no such record."))

    def _written(self, written: Written, code: int) -> Response:
        shown = self.get_serializer(written.fact).data
        notices = shapes.NoticeSerializer(written.notices, many=True).data
        headers = {"ETag": mark_of(written.fact).etag}
        return Response({"record": shown, "notices": notices}, status=code, headers=headers)


def described(
    name: str, shape: type[Any], values: type[serializers.Serializer[Any]], *, judged: bool = False
) -> Callable[[type[FactViewSet]], type[FactViewSet]]:
    """Give a kind of fact its shapes, and say in the OpenAPI document how its addresses look."""
    written = shapes.written_as(f"{name}Written", shape)
    to_record = shapes.to_record(f"{name}ToRecord", values)
    to_correct = shapes.to_correct(f"{name}ToCorrect", values)
    views = {
        "retrieve": extend_schema(parameters=[ROW_ID], responses=shape),
        "create": extend_schema(request=to_record, responses={201: written}),
        "correct": extend_schema(
            parameters=[ROW_ID, IF_MATCH], request=to_correct, responses=written, filters=False
        ),
        "partial_update": extend_schema(
            parameters=[ROW_ID, IF_MATCH], request=to_correct, responses=written, filters=False
        ),
        "void": extend_schema(
            parameters=[ROW_ID, IF_MATCH], request=shapes.ReasonSerializer, responses=shape, filters=False
        ),
    }
    if judged:
        views["judge"] = extend_schema(
            parameters=[ROW_ID],
            request=shapes.JudgementSerializer,
            responses=shapes.JudgedSerializer,
            filters=False,
        )

    def decorate(view: type[FactViewSet]) -> type[FactViewSet]:
        view.serializer_class = shape
        view.to_record, view.to_correct = to_record, to_correct
        return extend_schema_view(**views)(view)

    return decorate


@described("Spell", shapes.SpellSerializer, shapes.SpellValuesSerializer)
class SpellViewSet(FactViewSet):
    """Spells of work by occupation."""

    model = EmploymentSpell
    values = SpellValues
    queryset = EmploymentSpell.objects.none()


@described("Title", shapes.TitleSerializer, shapes.TitleValuesSerializer, judged=True)
class TitleViewSet(FactViewSet):
    """Professional titles."""

    model = Title
    values = TitleValues
    queryset = Title.objects.none()

    @action(detail=True, methods=["post"])
    def judge(self, request: Request, id: str) -> Response:  # noqa: A002
        """Say whether the title matches an occupation; 409 when somebody else judged it meanwhile."""
        title = self.found_row(id)
        sent = read_sent(request, shapes.JudgementSerializer)
        match = judge_title(title, actor=actor_of(request), now=timezone.now(), **sent)
        return Response(shapes.JudgedSerializer(match).data)


@described("Diploma", shapes.DiplomaSerializer, shapes.DiplomaValuesSerializer, judged=True)
class DiplomaViewSet(FactViewSet):
    """Diplomas."""

    model = Diploma
    values = DiplomaValues
    queryset = Diploma.objects.none()

    @action(detail=True, methods=["post"])
    def judge(self, request: Request, id: str) -> Response:  # noqa: A002
        """Say whether the diploma matches an occupation; 409 when somebody else judged it meanwhile."""
        diploma = self.found_row(id)
        sent = read_sent(request, shapes.JudgementSerializer)
        match = judge_diploma(diploma, actor=actor_of(request), now=timezone.now(), **sent)
        return Response(shapes.JudgedSerializer(match).data)


@described("Apprenticeship", shapes.ApprenticeshipSerializer, shapes.ApprenticeshipValuesSerializer)
class ApprenticeshipViewSet(FactViewSet):
    """Completed apprenticeships."""

    model = ApprenticeshipCompletion
    values = ApprenticeshipValues
    queryset = ApprenticeshipCompletion.objects.none()


@described("Wage", shapes.WageSerializer, shapes.WageValuesSerializer)
class WageViewSet(FactViewSet):
    """Monthly wages, shown to those whom the role × field table shows them."""

    model = MonthlyWage
    values = WageValues
    queryset = MonthlyWage.objects.none()
