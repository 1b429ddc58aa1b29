"""The pyramid of levels of the units the caller reaches."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from skills.api.scope import HasRight
from skills.queries.figures import LevelFigures, Pyramid, level_pyramid
from skills.rules import VIEW_FIGURES


class LevelFiguresSerializer(serializers.Serializer[LevelFigures]):
    """People employed by held level (`counts`, level 1 first) and those without an occupation; shares as
    fractions of one, null without people.
    """

    counts = serializers.ListField(child=serializers.IntegerField(), min_length=8, max_length=8)
    without_occupation = serializers.IntegerField()
    employed = serializers.IntegerField()
    skilled = serializers.IntegerField()
    high_skilled = serializers.IntegerField()
    skilled_share = serializers.FloatField(allow_null=True)
    high_skilled_share = serializers.FloatField(allow_null=True)


class UnitFiguresSerializer(serializers.Serializer[Any]):
    """The figures of a unit with everything below it."""

    unit = serializers.IntegerField(source="unit.pk")
    name = serializers.CharField(source="unit.name")
    depth = serializers.IntegerField()
    figures = LevelFiguresSerializer()


class PyramidSerializer(serializers.Serializer[Pyramid]):
    """The total and each unit in the order of the tree."""

    total = LevelFiguresSerializer()
    units = UnitFiguresSerializer(many=True)


class PyramidView(APIView):
    """The pyramid, for HR, union and audit."""

    permission_classes = (IsAuthenticated, HasRight)
    right = VIEW_FIGURES

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", OpenApiTypes.INT, description="This unit and everything below it.")
        ],
        responses=PyramidSerializer,
    )
    def get(self, request: Request) -> Response:
        """How many people stand on each level, by unit."""
        wanted = serializers.IntegerField(required=False, allow_null=True, min_value=1)
        raw = request.query_params.get("unit")
        unit_id = wanted.run_validation(raw) if raw else None
        return Response(PyramidSerializer(level_pyramid(request.user, unit_id=unit_id)).data)
