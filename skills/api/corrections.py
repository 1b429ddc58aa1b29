"""Correction requests: a worker asks, HR accepts or declines, the worker may withdraw."""

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
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.errors import Missing, NotPermitted
from base.pagination import KeysetPagination, SortKey
from skills.api.scope import ROW_ID, actor_of, field_sight
from skills.enums import FactKind
from skills.files import keep_evidence
from skills.filters import CorrectionFilter
from skills.models import CorrectionRequest
from skills.queries.facts import visible_proposal
from skills.services.corrections import (
    accept_correction,
    decline_correction,
    request_correction,
    withdraw_correction,
)
from workforce.fields import Field


class CorrectionSerializer(serializers.ModelSerializer[CorrectionRequest]):
    """A correction request and what became of it; `proposed` names fields of the fact and the values asked
    for.
    """

    worker = serializers.CharField(source="worker.employee_no", read_only=True)
    worker_name = serializers.CharField(source="worker.name", read_only=True)
    proposed = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = CorrectionRequest
        fields = (
            "id",
            "worker",
            "worker_name",
            "fact_kind",
            "fact_id",
            "text",
            "proposed",
            "evidence",
            "state",
            "requested_at",
            "decided_at",
            "decision_reason",
        )

    @extend_schema_field(serializers.DictField())
    def get_proposed(self, request: CorrectionRequest) -> dict[str, Any]:
        """The values asked for, without those the role × field table hides from the reader."""
        return visible_proposal(request, self.context["request"].user)

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_evidence(self, request: CorrectionRequest) -> str | None:
        """Where the proof is downloaded; null when there is none or it is not shown to the reader."""
        if request.evidence is None or Field.EVIDENCE not in field_sight(self.context).of(request.worker):
            return None
        return request.evidence.get_absolute_url()


class CorrectionToAskSerializer(serializers.Serializer[Any]):
    """What a worker sends about their own record; `fact_id` left out asks to add what is missing."""

    fact_kind = serializers.ChoiceField(choices=FactKind.choices)
    fact_id = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    text = serializers.CharField(max_length=2000)
    proposed = serializers.JSONField(required=False, default=dict)
    evidence = serializers.FileField(required=False, write_only=True)

    def validate_proposed(self, value: Any) -> dict[str, Any]:
        """An object of fields and values."""
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("Send an object of fields and values."))
        return value


class AcceptanceSerializer(serializers.Serializer[Any]):
    """HR's yes: values that take the place of the proposed ones, and a word to the worker."""

    adjusted = serializers.DictField(required=False, default=None, allow_null=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DeclineSerializer(serializers.Serializer[Any]):
    """HR's no, with the reason the worker will read."""

    reason = serializers.CharField(max_length=500)


class CorrectionViewSet(ListModelMixin, GenericViewSet[CorrectionRequest]):
    """One's own requests, and those of the workers whose records one keeps or audits."""

    queryset = CorrectionRequest.objects.none()
    serializer_class = CorrectionSerializer
    pagination_class = KeysetPagination
    filterset_class = CorrectionFilter
    parser_classes = (JSONParser, MultiPartParser, FormParser)
    sort_keys = (SortKey("requested", gettext_lazy("Requested at"), ("requested_at",), descending=True),)
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[CorrectionRequest]:
        """The requests in the caller's scope."""
        rows = CorrectionRequest.objects.visible_to(self.request.user).select_related("worker", "evidence")
        return rows.defer("worker__id_number", "worker__id_number_index")

    @extend_schema(parameters=[ROW_ID], responses=CorrectionSerializer)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One request."""
        return Response(self.get_serializer(self._found(id)).data)

    @extend_schema(request=CorrectionToAskSerializer, responses={201: CorrectionSerializer})
    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Ask for a correction of one's own record."""
        actor = actor_of(request)
        if actor.worker is None:
            raise NotPermitted(_("Only the worker asks for a correction of their own record."))
        serializer = CorrectionToAskSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = dict(serializer.validated_data)
        now = timezone.now()
        proof = sent.pop("evidence", None)
        evidence = keep_evidence(proof, name=proof.name, actor=actor, now=now) if proof else None
        asked = request_correction(actor.worker, actor=actor, evidence=evidence, now=now, **sent)
        return Response(self.get_serializer(asked).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[ROW_ID], request=AcceptanceSerializer, responses=CorrectionSerializer, filters=False
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, id: str) -> Response:  # noqa: A002
        """Write what is asked for; 409 when somebody decided before or the record changed meanwhile."""
        found = self._found(id)
        serializer = AcceptanceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        decided = accept_correction(
            found, actor=actor_of(request), now=timezone.now(), **dict(serializer.validated_data)
        )
        return Response(self.get_serializer(decided).data)

    @extend_schema(
        parameters=[ROW_ID], request=DeclineSerializer, responses=CorrectionSerializer, filters=False
    )
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, id: str) -> Response:  # noqa: A002
        """Say no with a reason; 409 when somebody decided before."""
        found = self._found(id)
        serializer = DeclineSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        reason = serializer.validated_data["reason"]
        decided = decline_correction(found, actor=actor_of(request), reason=reason, now=timezone.now())
        return Response(self.get_serializer(decided).data)

    @extend_schema(parameters=[ROW_ID], request=None, responses=CorrectionSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take one's own waiting request back; 409 when it was decided before."""
        withdrawn = withdraw_correction(self._found(id), actor=actor_of(request), now=timezone.now())
        return Response(self.get_serializer(withdrawn).data)

    def _found(self, row_id: str) -> CorrectionRequest:
        found = self.get_queryset().filter(pk=int(row_id)).first()
        if found is None:
            raise Missing(_("There is no such request."))
        return found
