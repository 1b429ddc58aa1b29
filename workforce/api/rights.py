"""The API's doors to roles, delegations and the readings of id numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from base.dates import today
from base.errors import Missing, NotPermitted
from workforce.access import actor_of
from workforce.api.organisation import PersonSerializer
from workforce.api.sent import RowIdField, read_sent, sent_account, sent_unit, sent_worker
from workforce.enums import Role
from workforce.filters import (
    DELEGATION_SORT_KEYS,
    READING_SORT_KEYS,
    ROLE_SORT_KEYS,
    DelegationFilter,
    ReadingFilter,
    RoleFilter,
)
from workforce.models import Delegation, IdNumberReading, RoleGrant, UnitHead
from workforce.queries.roles import visible_delegations, visible_grants
from workforce.rules import require
from workforce.services.delegations import delegate, end_delegation, may_delegate
from workforce.services.roles import end_role, grant_role


class RoleGrantSerializer(serializers.ModelSerializer[RoleGrant]):
    """A role over a unit and everything below it; `until` is the first day it is no longer held."""

    login = serializers.CharField(source="user.login")
    name = serializers.CharField(source="user.display_name")
    unit_name = serializers.CharField(source="unit.name")
    granted_by = serializers.CharField(source="granted_by.login", default=None, allow_null=True)
    ended_by = serializers.CharField(source="ended_by.login", default=None, allow_null=True)

    class Meta:
        model = RoleGrant
        fields = (
            "id",
            "login",
            "name",
            "role",
            "unit",
            "unit_name",
            "since",
            "until",
            "reason",
            "granted_by",
            "granted_at",
            "ended_by",
            "end_reason",
        )


class NewRoleSerializer(serializers.Serializer[Any]):
    """A role to give."""

    user = serializers.CharField(max_length=64, help_text="Employee number or login.")
    role = serializers.ChoiceField(choices=Role.choices)
    unit = RowIdField()
    since = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


class EndRoleSerializer(serializers.Serializer[Any]):
    """When a role ends (without a day at once), and why."""

    last_day = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


class RoleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RoleGrant]):
    """One's own roles, and those on the units one keeps or audits."""

    serializer_class = RoleGrantSerializer
    filterset_class = RoleFilter
    sort_keys = ROLE_SORT_KEYS
    queryset = RoleGrant.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[RoleGrant]:
        """Roles in scope."""
        return visible_grants(self.request.user)

    @extend_schema(request=NewRoleSerializer, responses={201: RoleGrantSerializer})
    def create(self, request: Request) -> Response:
        """Give a role; HR of the whole group, never to oneself."""
        actor = actor_of(request)
        require(actor, "workforce.manage_roles")
        sent = read_sent(request, NewRoleSerializer)
        grant = grant_role(
            actor=actor,
            user=sent_account(sent["user"]),
            role=Role(sent["role"]),
            unit=sent_unit(actor, sent["unit"]),
            since=sent["since"],
            last_day=sent["last_day"],
            reason=sent["reason"],
            today=today(),
        )
        return Response(self.get_serializer(grant).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndRoleSerializer, responses=RoleGrantSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a role at once, or after a last day."""
        grant = self.get_object()
        actor = actor_of(request)
        require(actor, "workforce.manage_roles")
        sent = read_sent(request, EndRoleSerializer)
        ended = end_role(actor=actor, grant=grant, today=today(), **sent)
        return Response(self.get_serializer(ended).data)


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """A deputy of a head; `until` is the first day it no longer holds."""

    unit = serializers.IntegerField(source="headship.unit_id")
    head = PersonSerializer(source="headship.worker")
    deputy = PersonSerializer()
    granted_by = serializers.CharField(source="granted_by.login", default=None, allow_null=True)

    class Meta:
        model = Delegation
        fields = (
            "id",
            "headship",
            "unit",
            "head",
            "deputy",
            "since",
            "until",
            "reason",
            "granted_by",
            "granted_at",
            "end_reason",
        )


class NewDelegationSerializer(serializers.Serializer[Any]):
    """Who stands in for the head, and when."""

    headship = RowIdField(help_text="Number of the headship, as `units/{id}/heads` tells it.")
    deputy = serializers.CharField(max_length=32, help_text="Employee number.")
    since = serializers.DateField()
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class EndDelegationSerializer(serializers.Serializer[Any]):
    """Why it ends."""

    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class DelegationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Delegation]
):
    """Delegations given or held oneself, and those of the units one keeps or audits."""

    serializer_class = DelegationSerializer
    filterset_class = DelegationFilter
    sort_keys = DELEGATION_SORT_KEYS
    queryset = Delegation.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Delegation]:
        """Delegations in scope."""
        return visible_delegations(self.request.user)

    @extend_schema(request=NewDelegationSerializer, responses={201: DelegationSerializer})
    def create(self, request: Request) -> Response:
        """Name a deputy: the head, or HR over the unit."""
        actor = actor_of(request)
        sent = read_sent(request, NewDelegationSerializer)
        headship = UnitHead.objects.select_related("unit", "worker").filter(pk=sent.pop("headship")).first()
        if headship is None or not actor.has_perm("workforce.view_unit", headship.unit):
            raise Missing(_("There is nothing here, or nothing for you."))
        if not may_delegate(actor, headship):
            raise NotPermitted(_("Only the head or an HR officer over the unit names a deputy."))
        deputy = sent_worker(actor, sent.pop("deputy"))
        made = delegate(actor=actor, headship=headship, deputy=deputy, today=today(), **sent)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndDelegationSerializer, responses=DelegationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a delegation at once: the head, HR over the unit, or the deputy."""
        delegation = self.get_object()
        sent = read_sent(request, EndDelegationSerializer)
        ended = end_delegation(
            actor=actor_of(request), delegation=delegation, today=today(), reason=sent["reason"]
        )
        return Response(self.get_serializer(ended).data)


class IdReadingSerializer(serializers.ModelSerializer[IdNumberReading]):
    """One reading of a whole id number."""

    worker = PersonSerializer()
    reader = serializers.CharField(source="reader.login")
    reader_name = serializers.CharField(source="reader.display_name")

    class Meta:
        model = IdNumberReading
        fields = ("id", "worker", "reader", "reader_name", "reason", "read_at")


class IdReadingViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[IdNumberReading]):
    """Readings of one's own number, and of the people one keeps or audits."""

    serializer_class = IdReadingSerializer
    filterset_class = ReadingFilter
    sort_keys = READING_SORT_KEYS
    queryset = IdNumberReading.objects.none()

    def get_queryset(self) -> QuerySet[IdNumberReading]:
        """Readings in scope."""
        rows = IdNumberReading.objects.visible_to(self.request.user).select_related("worker", "reader")
        return rows.defer("worker__id_number", "worker__id_number_index")
