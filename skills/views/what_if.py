"""试算: type a career in, see which grade opens when; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from base.dates import today
from base.errors import InvalidInput
from base.pages import LoginRequired
from skills.eligibility.facts import parse_facts
from skills.eligibility.plausibility import warnings
from skills.ladder_shown import show_ladder
from skills.queries.ladders import explain_what_if
from skills.queries.own_facts import facts_of_worker
from skills.what_if_form import WhatIfForms
from workforce.access import Access


class WhatIf(LoginRequired, View):
    """A career typed in, or one's own to start from; the answer stands above the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form; with `?mine=1` one's own facts and their answer."""
        worker_id = Access.of(request.user).worker_id
        facts = facts_of_worker(worker_id, today=today()) if worker_id and request.GET.get("mine") else {}
        return self._page(request, WhatIfForms(facts=facts), facts or None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer, or what cannot be read."""
        forms = WhatIfForms(request.POST)
        if not forms.is_valid():
            return self._page(request, forms, None, status=400)
        given = forms.facts()
        return self._page(request, WhatIfForms(facts=given), given, typed=forms)

    def _page(
        self,
        request: HttpRequest,
        forms: WhatIfForms,
        facts: dict[str, Any] | None,
        *,
        typed: WhatIfForms | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context: dict[str, Any] = {"forms": forms, "is_worker": Access.of(request.user).worker_id is not None}
        if facts is not None:
            try:
                parsed = parse_facts(facts)
                context["ladder"] = show_ladder(explain_what_if(parsed, today=today()))
                context["warnings"] = warnings(parsed)
            except InvalidInput as error:
                context["forms"] = typed or forms
                context["forms"].refuse(error)
                status = 400
        return render(request, "skills/what_if.html", context, status=status)
