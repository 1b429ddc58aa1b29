"""The API's doors to the organisation and its roles."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from base.dates import today
from workforce.filters import ROLE_SORT_KEYS, UNIT_SORT_KEYS, RoleFilter, UnitFilter
from workforce.models import RoleGrant, Unit, UnitHead


class PersonSerializer(serializers.Serializer[Any]):
    """A worker as far as everybody who sees the place sees them."""

    employee_no = serializers.CharField()
    name = serializers.CharField()


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit of the organisation."""

    head = serializers.SerializerMethodField(help_text="Who heads the unit today.")

    class Meta:
        model = Unit
        fields = ("id", "code", "name", "kind", "parent", "opened_on", "closed_on", "head")

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_head(self, unit: Unit) -> dict[str, str] | None:
        """The head, read with the list."""
        for headship in unit.heads.all():
            return {"employee_no": headship.worker.employee_no, "name": headship.worker.name}
        return None


class RoleGrantSerializer(serializers.ModelSerializer[RoleGrant]):
    """A role over a unit and everything below it; `until` is the first day it is no longer held."""

    login = serializers.CharField(source="user.login")
    name = serializers.CharField(source="user.display_name")
    unit_name = serializers.CharField(source="unit.name")

    class Meta:
        model = RoleGrant
        fields = ("id", "login", "name", "role", "unit", "unit_name", "since", "until", "reason")


class UnitViewSet(viewsets.ReadOnlyModelViewSet[Unit]):
    """Units on or below those the account's roles reach, and the own unit."""

    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    sort_keys = UNIT_SORT_KEYS
    queryset = Unit.objects.none()

    def get_queryset(self) -> QuerySet[Unit]:
        """Units in scope, with their heads."""
        day = today()
        in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
        heads = UnitHead.objects.filter(in_force).select_related("worker")
        return Unit.objects.visible_to(self.request.user).prefetch_related(Prefetch("heads", heads))


class RoleViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[RoleGrant]):
    """One's own roles, and those on the units one keeps or audits."""

    serializer_class = RoleGrantSerializer
    filterset_class = RoleFilter
    sort_keys = ROLE_SORT_KEYS
    queryset = RoleGrant.objects.none()

    def get_queryset(self) -> QuerySet[RoleGrant]:
        """Roles in scope."""
        return RoleGrant.objects.visible_to(self.request.user).select_related("user", "unit")
