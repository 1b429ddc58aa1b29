"""The figures of the units the caller reaches: the pyramid, its movement, promotions and wages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.dates import today
from skills.api.scope import HasRight
from skills.queries.figures import LevelFigures, Pyramid, level_pyramid, levels_over_years, past_counted_at
from skills.queries.kept_figures import subjects_of_years
from skills.queries.promotions import YearOfPromotions, last_years, promotions_by_year
from skills.queries.wage_figures import WageGroup, WageYear, wage_gap
from skills.rules import VIEW_FIGURES

MOST_YEARS = 20
UNIT = OpenApiParameter("unit", OpenApiTypes.INT, description="This unit and everything below it.")
AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="As it was on this day; today when absent.")
YEARS = OpenApiParameter("years", OpenApiTypes.INT, description="How many past years beside today (5).")
AFTER = OpenApiParameter("after", OpenApiTypes.STR, description="Units from behind this unit code.")
BASE = OpenApiParameter("base", OpenApiTypes.INT, description="The year multiples are of; the oldest shown.")


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
    """The total, the unit asked for (else the topmost ones), and those one level below it by code.

    When `next` is not null more units follow: ask again with it as `after`.
    """

    total = LevelFiguresSerializer()
    units = UnitFiguresSerializer(many=True)
    counted_at = serializers.DateTimeField(allow_null=True, help_text="When a past day was counted, if kept.")
    next = serializers.CharField(source="next_code", allow_null=True)


class DayFiguresSerializer(serializers.Serializer[Any]):
    """The figures of a day."""

    day = serializers.DateField()
    figures = LevelFiguresSerializer()


class PromotionYearSerializer(serializers.Serializer[YearOfPromotions]):
    """People promoted and promotions of a year; `multiple` is of the base year's people, null without."""

    year = serializers.IntegerField()
    people = serializers.IntegerField()
    promotions = serializers.IntegerField()
    multiple = serializers.FloatField(allow_null=True)


class WageGroupSerializer(serializers.Serializer[WageGroup]):
    """People and mean monthly wage in yuan; both null for a group too small to be shown."""

    people = serializers.IntegerField(allow_null=True)
    mean = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class WageYearSerializer(serializers.Serializer[WageYear]):
    """The high-skilled beside the others; `gap` is 0.35 for 35 per cent more."""

    year = serializers.IntegerField()
    high = WageGroupSerializer()
    others = WageGroupSerializer()
    gap = serializers.FloatField(allow_null=True)


class YearsSerializer(serializers.Serializer[Any]):
    """Levels at the end of each year and today, promotions and wages by year."""

    counted_at = serializers.DateTimeField(allow_null=True, help_text="When the past was counted, if kept.")
    levels = DayFiguresSerializer(many=True)
    promotions = PromotionYearSerializer(many=True)
    wages = WageYearSerializer(many=True)


class FigureQuerySerializer(serializers.Serializer[Any]):
    """What may be asked for."""

    unit = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    as_of = serializers.DateField(required=False)
    after = serializers.CharField(required=False, max_length=40)
    years = serializers.IntegerField(required=False, min_value=1, max_value=MOST_YEARS, default=5)
    base = serializers.IntegerField(required=False, min_value=1950, max_value=2199)


def _asked(request: Request) -> dict[str, Any]:
    given = {name: value for name, value in request.query_params.items() if value}
    query = FigureQuerySerializer(data=given)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


class PyramidView(APIView):
    """The pyramid, for HR, union and audit."""

    permission_classes = (IsAuthenticated, HasRight)
    right = VIEW_FIGURES

    @extend_schema(parameters=[UNIT, AS_OF, AFTER], responses=PyramidSerializer)
    def get(self, request: Request) -> Response:
        """How many people stand on each level, by unit."""
        asked = _asked(request)
        day = min(asked["as_of"], today()) if "as_of" in asked else None
        pyramid = level_pyramid(
            request.user,
            unit_id=asked.get("unit"),
            day=None if day == today() else day,
            after=asked.get("after", ""),
        )
        return Response(PyramidSerializer(pyramid).data)


class YearsView(APIView):
    """The movement over the years, for HR, union and audit."""

    permission_classes = (IsAuthenticated, HasRight)
    right = VIEW_FIGURES

    @extend_schema(parameters=[UNIT, YEARS, BASE], responses=YearsSerializer)
    def get(self, request: Request) -> Response:
        """Levels, promotions and wages year by year."""
        asked, day, user = _asked(request), today(), request.user
        unit_id = asked.get("unit")
        years = last_years(day.year, asked["years"] + 1)
        answer = {
            "counted_at": past_counted_at(user, *subjects_of_years(day, asked["years"])),
            "levels": levels_over_years(user, today=day, years=asked["years"], unit_id=unit_id),
            "promotions": promotions_by_year(
                user, years=years, base_year=asked.get("base", years[0]), unit_id=unit_id
            ),
            "wages": wage_gap(user, years=years, unit_id=unit_id),
        }
        return Response(YearsSerializer(answer).data)
