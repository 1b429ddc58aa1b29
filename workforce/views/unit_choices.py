"""What an input for a unit suggests while somebody types."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic.base import View

from base.pages import LoginRequired
from base.text import clean
from workforce.access import actor_of
from workforce.models import Unit
from workforce.queries.unit_choices import kept_units
from workforce.unit_input import KEPT, label_of

_MOST = 20


class UnitChoicesPart(LoginRequired, View):
    """The first units that begin with the code or hold the name typed, as options of the input's list.

    ``of`` says whether those kept or those seen; ``field`` names the parameter with what was typed.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        """The options. Three statements, whatever the number of units."""
        user = actor_of(request)
        units = kept_units(user) if request.GET.get("of") == KEPT else Unit.objects.visible_to(user)
        typed = clean(request.GET.get(request.GET.get("field", ""), ""))
        fits = Q(code__istartswith=typed) | Q(name__icontains=typed)
        found = units.filter(fits).select_related("parent").order_by("code")[:_MOST] if typed else []
        choices = [(label_of(unit), unit.parent.name if unit.parent else "") for unit in found]
        return render(request, "workforce/parts/unit_choices.html", {"choices": choices})
