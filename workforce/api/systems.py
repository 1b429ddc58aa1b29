"""The API's door to accounts of programs: for browser sessions of HR of the whole group, as the pages are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.pagination import SortKey
from workforce.access import actor_of
from workforce.accounts import may_act
from workforce.api.sent import read_sent, sent_account
from workforce.api.tokens import MadeTokenSerializer, NewTokenSerializer, TokenSerializer
from workforce.models import ApiToken, User
from workforce.services.api_tokens import issue_system_token
from workforce.services.systems import close_system, create_system, hand_over_system

SYSTEM_SORT_KEYS = (
    SortKey("name", _("Name"), ("display_name",)),
    SortKey("login", _("Login"), ("login",)),
)


class SystemSerializer(serializers.ModelSerializer[User]):
    """A program's account, and who answers for it."""

    owner = serializers.CharField(source="owner.login")
    owner_name = serializers.CharField(source="owner.display_name")
    owner_is_here = serializers.SerializerMethodField(help_text="Whether the owner still works here.")

    class Meta:
        model = User
        fields = (
            "id",
            "login",
            "display_name",
            "owner",
            "owner_name",
            "owner_is_here",
            "purpose",
            "is_active",
        )

    def get_owner_is_here(self, system: User) -> bool:
        """Whether the person who answers for it may still act."""
        return may_act(system.owner)


class OwnerSerializer(serializers.Serializer[Any]):
    """Who answers for a system, and what it is for."""

    owner = serializers.CharField(max_length=64, help_text="Employee number or login of a person.")
    purpose = serializers.CharField(max_length=200)


class NewSystemSerializer(OwnerSerializer):
    """An account to make for a program."""

    login = serializers.CharField(max_length=64)
    display_name = serializers.CharField(max_length=80)


class IsRootHr(BasePermission):
    """Lets HR officers of the whole group through."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person may change roles."""
        return bool(request.user.is_authenticated and request.user.has_perm("workforce.manage_roles"))


class SystemViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[User]):
    """Accounts of programs. What such an account may do, its roles say."""

    serializer_class = SystemSerializer
    permission_classes = (IsRootHr,)
    sort_keys = SYSTEM_SORT_KEYS
    filterset_class = None
    queryset = User.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    keeps_no_answer = True  # a token's key is shown once, and kept nowhere

    def get_queryset(self) -> QuerySet[User]:
        """Every system, with who answers for it."""
        return User.objects.filter(is_system=True).select_related("owner__worker")

    @extend_schema(request=NewSystemSerializer, responses={201: SystemSerializer})
    def create(self, request: Request) -> Response:
        """Make an account for a program. It may nothing until it has a role and a token."""
        sent = read_sent(request, NewSystemSerializer)
        owner = sent_account(sent.pop("owner"))
        system = create_system(actor=actor_of(request), owner=owner, **sent)
        return Response(self.get_serializer(system).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=OwnerSerializer, responses=SystemSerializer)
    @action(detail=True, methods=["post"], url_path="owner")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Let another person answer for it, or say anew what it is for."""
        system, sent = self.get_object(), read_sent(request, OwnerSerializer)
        owner = sent_account(sent["owner"])
        handed = hand_over_system(
            actor=actor_of(request), system=system, owner=owner, purpose=sent["purpose"]
        )
        return Response(self.get_serializer(handed).data)

    @extend_schema(request=None, responses=SystemSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Switch it off; its tokens stop working at once."""
        system = self.get_object()
        close_system(actor=actor_of(request), system=system)
        system.refresh_from_db()
        return Response(self.get_serializer(system).data)

    @extend_schema(
        methods=["get"],
        responses=TokenSerializer(many=True),
        filters=False,
        operation_id="systems_tokens_list",
    )
    @extend_schema(
        methods=["post"],
        request=NewTokenSerializer,
        responses={201: MadeTokenSerializer},
        operation_id="systems_tokens_create",
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def tokens(self, request: Request, pk: str) -> Response:
        """Its tokens, at most ten; or a new one, whose key this answer shows once."""
        system = self.get_object()
        if request.method == "GET":
            tokens = ApiToken.objects.filter(user=system).order_by("created")
            return Response(TokenSerializer(tokens, many=True).data)
        given = NewTokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        token, key = issue_system_token(actor=actor_of(request), system=system, **given.validated_data)
        response = Response({**TokenSerializer(token).data, "key": key}, status=status.HTTP_201_CREATED)
        response.headers["Cache-Control"] = "no-store, private"
        return response
