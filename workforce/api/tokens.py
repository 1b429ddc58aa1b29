"""The API's door to one's own tokens; for browser sessions, since a token must not make another."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from workforce.access import actor_of
from workforce.api_scopes import Scope
from workforce.models import ApiToken
from workforce.services.api_tokens import create_api_token, withdraw_api_token
from workforce.token_filters import TOKEN_SORT_KEYS, TokenFilter


class TokenSerializer(serializers.Serializer[ApiToken]):
    """A token without its key."""

    id = serializers.CharField(source="digest", help_text="The digest of the key; names the token.")
    purpose = serializers.CharField(source="label", help_text="What the token is for.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    last_used_from = serializers.IPAddressField(allow_null=True)


class NewTokenSerializer(serializers.Serializer[Any]):
    """What a token is made of; without scopes it may read and nothing else."""

    purpose = serializers.CharField(source="label", max_length=60)
    days = serializers.IntegerField(min_value=1, max_value=366)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices), required=False, allow_empty=False
    )


class MadeTokenSerializer(TokenSerializer):
    """A token and its key, in this one answer and nowhere else."""

    key = serializers.CharField(help_text="Send it as: Authorization: Token <key>")


class TokenViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ApiToken]):
    """One's own tokens."""

    serializer_class = TokenSerializer
    filterset_class = TokenFilter
    sort_keys = TOKEN_SORT_KEYS
    queryset = ApiToken.objects.none()
    lookup_value_regex = "[0-9a-f]{128}"
    keeps_no_answer = True

    def get_queryset(self) -> QuerySet[ApiToken]:
        """The account's own."""
        found: QuerySet[ApiToken] = ApiToken.objects.filter(user=self.request.user.pk)
        return found

    @extend_schema(request=NewTokenSerializer, responses={201: MadeTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token; the answer shows its key once."""
        given = NewTokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        token, key = create_api_token(actor=actor_of(request), **given.validated_data)
        response = Response({**TokenSerializer(token).data, "key": key}, status=201)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Make a token worthless at once."""
        withdraw_api_token(actor=actor_of(request), digest=pk)
        return Response(status=204)
