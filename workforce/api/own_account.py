"""The API's door to oneself."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from workforce.access import Access
from workforce.enums import Role
from workforce.models import User


class HeldRoleSerializer(serializers.Serializer[Any]):
    """A role the account holds today."""

    role = serializers.ChoiceField(choices=Role.choices)
    unit = serializers.IntegerField(help_text="Id of the unit it was granted on.")


class MeSerializer(serializers.Serializer[User]):
    """The signed-in account."""

    login = serializers.CharField()
    name = serializers.CharField(source="display_name")
    worker = serializers.IntegerField(source="worker_id", allow_null=True, help_text="Id of the own record.")
    language = serializers.CharField()
    roles = serializers.SerializerMethodField()

    @extend_schema_field(HeldRoleSerializer(many=True))
    def get_roles(self, user: User) -> list[dict[str, object]]:
        """Roles held today, by the unit they were granted on."""
        granted = Access.of(user).granted_units
        return [
            {"role": role, "unit": unit_id}
            for role in Role.values
            for unit_id in sorted(granted.get(role, ()))
        ]


@extend_schema(summary="The signed-in account and its roles")
class MeView(RetrieveAPIView[User]):
    """Who is signed in, and what they hold."""

    serializer_class = MeSerializer
    queryset = User.objects.none()

    def get_object(self) -> User:
        """The account that asks."""
        user = self.request.user
        if not isinstance(user, User):
            raise TypeError("The API is for accounts only.")
        return user
