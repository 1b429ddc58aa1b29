"""The API's doors to ties between people, and to declared relatives."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from base.dates import today
from workforce.access import actor_of
from workforce.api.organisation import PersonSerializer, ReasonOfChangeSerializer
from workforce.api.sent import read_sent, sent_worker
from workforce.enums import DeclarationState, RelationKind
from workforce.filters import (
    DECLARATION_SORT_KEYS,
    RELATION_SORT_KEYS,
    DeclarationFilter,
    RelationFilter,
)
from workforce.models import Relation, RelativeDeclaration
from workforce.queries.relations import visible_relations
from workforce.rules import require
from workforce.services import relative_declarations as declarations
from workforce.services.relations import end_relation, state_relation


class RelationSerializer(serializers.ModelSerializer[Relation]):
    """A tie; a mentor is `from_worker`. `until` is the first day it no longer holds."""

    kind = serializers.ChoiceField(choices=RelationKind.choices)
    from_worker = PersonSerializer()
    to_worker = PersonSerializer()

    class Meta:
        model = Relation
        fields = ("id", "kind", "from_worker", "to_worker", "since", "until")


class NewRelationSerializer(serializers.Serializer[Any]):
    """A tie to write down."""

    kind = serializers.ChoiceField(choices=RelationKind.choices)
    from_worker = serializers.CharField(max_length=32, help_text="Employee number.")
    to_worker = serializers.CharField(max_length=32, help_text="Employee number.")
    since = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True, default=None)


class EndRelationSerializer(serializers.Serializer[Any]):
    """The last day of a tie, and why it ends."""

    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class RelationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Relation]):
    """One's own ties, and those of the people one keeps or audits."""

    serializer_class = RelationSerializer
    filterset_class = RelationFilter
    sort_keys = RELATION_SORT_KEYS
    queryset = Relation.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Relation]:
        """Relations in scope."""
        return visible_relations(self.request.user)

    @extend_schema(request=NewRelationSerializer, responses={201: RelationSerializer})
    def create(self, request: Request) -> Response:
        """Write down a tie; HR over one of the two, who is neither of them."""
        actor = actor_of(request)
        sent = read_sent(request, NewRelationSerializer)
        made = state_relation(
            actor=actor,
            kind=RelationKind(sent["kind"]),
            from_worker=sent_worker(actor, sent["from_worker"]),
            to_worker=sent_worker(actor, sent["to_worker"]),
            since=sent["since"],
            last_day=sent["last_day"],
            today=today(),
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndRelationSerializer, responses=RelationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a tie after its last day."""
        relation = self.get_object()
        sent = read_sent(request, EndRelationSerializer)
        ended = end_relation(actor=actor_of(request), relation=relation, today=today(), **sent)
        return Response(self.get_serializer(ended).data)


class DeclarationSerializer(serializers.ModelSerializer[RelativeDeclaration]):
    """A relative as a worker declared them."""

    worker = PersonSerializer()
    state = serializers.ChoiceField(choices=DeclarationState.choices)

    class Meta:
        model = RelativeDeclaration
        fields = (
            "id",
            "worker",
            "employee_no",
            "name",
            "since",
            "note",
            "state",
            "declared_at",
            "decided_at",
            "decision_reason",
            "relation",
        )


class NewDeclarationSerializer(serializers.Serializer[Any]):
    """A relative of one's own."""

    employee_no = serializers.CharField(max_length=32)
    name = serializers.CharField(max_length=80)
    since = serializers.DateField()
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class DeclarationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RelativeDeclaration]
):
    """What one declared, and what the people one keeps or audits declared."""

    serializer_class = DeclarationSerializer
    filterset_class = DeclarationFilter
    sort_keys = DECLARATION_SORT_KEYS
    queryset = RelativeDeclaration.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[RelativeDeclaration]:
        """Declarations in scope."""
        rows = RelativeDeclaration.objects.visible_to(self.request.user).select_related("worker")
        return rows.defer("worker__id_number", "worker__id_number_index")

    @extend_schema(request=NewDeclarationSerializer, responses={201: DeclarationSerializer})
    def create(self, request: Request) -> Response:
        """Declare a relative of one's own."""
        sent = read_sent(request, NewDeclarationSerializer)
        made = declarations.declare_relative(actor=actor_of(request), today=today(), **sent)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=DeclarationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Make a relation of it; HR over the worker."""
        found = self.get_object()
        require(actor_of(request), "workforce.keep_worker", found.worker)
        done = declarations.accept_declaration(
            actor=actor_of(request), declaration=found, today=today(), now=timezone.now()
        )
        return Response(self.get_serializer(done).data)

    @extend_schema(request=ReasonOfChangeSerializer, responses=DeclarationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Decline it with a reason; HR over the worker."""
        found = self.get_object()
        require(actor_of(request), "workforce.keep_worker", found.worker)
        sent = read_sent(request, ReasonOfChangeSerializer)
        done = declarations.decline_declaration(
            actor=actor_of(request), declaration=found, reason=sent["reason"], now=timezone.now()
        )
        return Response(self.get_serializer(done).data)

    @extend_schema(request=None, responses=DeclarationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what one declared oneself."""
        done = declarations.withdraw_declaration(
            actor=actor_of(request), declaration=self.get_object(), now=timezone.now()
        )
        return Response(self.get_serializer(done).data)
