"""The working calendar through the API, to be read: by which days deadlines are counted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.errors import Missing
from workforce.enums import DayKind
from workforce.models import CalendarYear
from workforce.models.working_calendar import CALENDAR_YEARS
from workforce.queries.working_calendar import year_shown


class CalendarDaySerializer(serializers.Serializer[Any]):
    """A day that differs from the week."""

    day = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices)
    name = serializers.CharField()
    document = serializers.CharField()


class CalendarYearSerializer(serializers.Serializer[Any]):
    """A year's table; deadlines go by it once it is confirmed."""

    year = serializers.IntegerField()
    document = serializers.CharField(help_text="The notice the table holds by.")
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="Null: the table is not complete and weekends alone are counted."
    )


class CalendarYearListSerializer(serializers.Serializer[Any]):
    """The years there is a table of, or one begun."""

    results = CalendarYearSerializer(many=True)


class CalendarYearDaysSerializer(CalendarYearSerializer):
    """A year with the days that differ from the week; all others are worked from Monday to Friday."""

    working_days = serializers.IntegerField(help_text="How many days of the year are worked.")
    days = CalendarDaySerializer(many=True)


class CalendarYearsView(APIView):
    """The years of the working calendar."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="working_calendar_list", responses=CalendarYearListSerializer)
    def get(self, _request: Request) -> Response:
        """Every year with a table."""
        return Response(CalendarYearListSerializer({"results": CalendarYear.objects.all()}).data)


class CalendarYearView(APIView):
    """A year of the working calendar."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="working_calendar_year", responses=CalendarYearDaysSerializer)
    def get(self, _request: Request, year: int) -> Response:
        """The year's table; without one, the weeks alone."""
        if year not in CALENDAR_YEARS:
            raise Missing(_("The calendar holds no such year."))
        shown = year_shown(year)
        told = {
            "year": year,
            "document": shown.row.document if shown.row is not None else "",
            "confirmed_at": shown.row.confirmed_at if shown.row is not None else None,
            "working_days": shown.worked,
            "days": shown.days,
        }
        return Response(CalendarYearDaysSerializer(told).data)
