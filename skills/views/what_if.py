"""试算: type a career in, see which grade opens when; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from base.dates import today
from base.errors import InvalidInput
from base.pages import LoginRequired
from skills.eligibility.facts import Facts, parse_facts
from skills.eligibility.plausibility import warnings
from skills.ladder_shown import show_ladder
from skills.models import Standing
from skills.queries.ladders import explain_what_if
from skills.queries.own_facts import facts_of_worker
from skills.what_if_form import WhatIfForms
from workforce.access import Access

_NO_OCCUPATION = _(
    "No occupation is recorded for you, so there is nothing to start from. Enter a career below."
)
_NO_STANDARD = _(
    "No standard in force names the rules of your occupation. Your facts are filled in; choose the rules."
)
_RELATED = _(
    "A what-if takes all certificates as of one occupation. Yours of a related occupation counts here as"
    " your own, so the levels up to it are left out."
)


class WhatIf(LoginRequired, View):
    """A career typed in, or one's own to start from; the answer stands above the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form; with `?mine=1` one's own facts and their answer."""
        worker_id = Access.of(request.user).worker_id
        if worker_id is None or not request.GET.get("mine"):
            return self._page(request, WhatIfForms())
        facts = facts_of_worker(worker_id, today=today())
        if not facts:
            return self._page(request, WhatIfForms(), note=_NO_OCCUPATION)
        if facts["rule_set"] is None:
            return self._page(request, WhatIfForms(facts=facts), note=_NO_STANDARD)
        parsed = parse_facts(facts)
        held = max((certificate.level for certificate in parsed.certificates), default=1)
        own = Standing.objects.filter(worker=worker_id, held_level=held).exists()
        return self._answer(request, WhatIfForms(facts=facts), parsed, note="" if own else _RELATED)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer with the rows to go on from, or beside each row what cannot be read."""
        typed = WhatIfForms(request.POST)
        if not typed.is_valid():
            return self._page(request, typed, status=400)
        facts = typed.facts()
        try:
            parsed = parse_facts(facts)
            return self._answer(request, WhatIfForms(facts=facts), parsed)
        except InvalidInput as error:
            typed.refuse(error)
            return self._page(request, typed, status=400)

    def _answer(
        self, request: HttpRequest, forms: WhatIfForms, facts: Facts, note: str | Promise = ""
    ) -> HttpResponse:
        forms.point_out(warnings(facts))
        return self._page(
            request, forms, note=note, ladder=show_ladder(explain_what_if(facts, today=today()))
        )

    def _page(
        self,
        request: HttpRequest,
        forms: WhatIfForms,
        *,
        status: int = 200,
        note: str | Promise = "",
        **context: Any,
    ) -> HttpResponse:
        is_worker = Access.of(request.user).worker_id is not None
        context |= {"forms": forms, "is_worker": is_worker, "note": note, "is_refused": status != 200}
        return render(request, "skills/what_if.html", context, status=status)
