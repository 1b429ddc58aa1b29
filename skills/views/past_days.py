"""The past day a page is asked about, read kindly: what is no day, or lies ahead, shows today and says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from base.components import Crumb
from base.errors import Missing
from skills.past_day import AS_OF_FIELD, read_past_day
from skills.queries.records import place_on
from workforce.views.merged import LeadsToKeptRecord


def past_day_of(request: HttpRequest) -> date | None:
    """The past day in the address, None for today; a wrong one is told as a message."""
    try:
        return read_past_day(request.GET.get(AS_OF_FIELD, ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return None


def request_without_day(request: HttpRequest) -> str:
    """The same address about today."""
    parameters = request.GET.copy()
    parameters.pop(AS_OF_FIELD, None)
    return f"?{parameters.urlencode()}"


class PageOfADay(LeadsToKeptRecord, TemplateView):
    """A page about a worker that can be asked about a past day (`past_day`; None for today)."""

    past_day: date | None = None
    #: The unit the worker had that day.
    unit_name = ""

    def crumbs(self) -> list[Crumb]:
        """The pages above this one."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; of a day on which the person had no place, when the record begins."""
        self.past_day = past_day_of(request)
        try:
            self.unit_name = place_on(self.object, self.past_day).unit.name
        except Missing:
            first = self.object.placements.order_by("since").first()
            context = {
                "object": self.object,
                "past_day": self.past_day,
                "begins": first.since if first else None,
                "crumbs": self.crumbs(),
            }
            return render(request, "skills/worker_not_employed.html", context)
        return super().get(request, *args, **kwargs)
