"""我的成长: where I stand, what the next grade asks and from which day; the same as a proof for HR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.pages import LoginRequired
from skills.enums import CorrectionState, FactKind
from skills.ladder_shown import show_ladder
from skills.models import CorrectionRequest, Occupation
from skills.queries.ladder_proof import (
    facts_as_of,
    facts_used,
    hidden_clauses,
    rules_used,
    told_of_past,
)
from skills.queries.ladders import explain_ladder
from skills.queries.own_facts import counting_facts
from skills.queries.records import standing_on, worker_record
from skills.views.past_days import PageOfADay, request_without_day
from workforce.access import actor_of
from workforce.fields import visible_fields
from workforce.models import Worker

#: Requests shown; the rest stand in their own list.
REQUESTS_SHOWN = 5


@dataclass(frozen=True)
class RequestShown:
    """One of my correction requests; `days` it has been waiting so far."""

    request: CorrectionRequest
    kind: FactKind
    state: CorrectionState
    days: int


def _occupation_asked(code: str, occupations: Sequence[Occupation]) -> Occupation | None:
    """The occupation named in the address; None for the main one. Raises Http404."""
    if not code:
        return None
    asked = next((occupation for occupation in occupations if occupation.code == code), None)
    if asked is None:
        raise Http404
    return asked


class MyGrowth(LoginRequired, TemplateView):
    """The worker's own first screen."""

    template_name = "skills/my_growth.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Staircase, next step, my facts, my requests. Raises PermissionDenied without a record."""
        worker = actor_of(self.request).worker
        if worker is None:
            raise PermissionDenied
        day = today()
        occupations = list(Occupation.objects.order_by("name"))
        asked = _occupation_asked(self.request.GET.get("occupation", ""), occupations)
        record = worker_record(worker, self.request.user, today=day)
        main = record.standing.occupation if record.standing else None
        answer = explain_ladder(worker.pk, asked.pk if asked else None, today=day)
        report_url = reverse("skills:ask_correction")
        return super().get_context_data(
            record=record,
            ladder=show_ladder(answer, occupation=asked or main, ask_url=report_url),
            occupation=asked,
            occupations=occupations,
            requests=_requests_of(worker, day),
            wages=[(wage.month, f"{wage.amount:,.2f}") for wage in record.wages or ()],
            report_url=report_url,
            **kwargs,
        )


def _requests_of(worker: Worker, day: date) -> list[RequestShown]:
    """The latest requests, those still waiting first."""
    rows = list(
        CorrectionRequest.objects.filter(worker=worker).order_by("-requested_at")[: 4 * REQUESTS_SHOWN]
    )
    rows.sort(key=lambda row: row.state != CorrectionState.WAITING)
    return [
        RequestShown(
            row,
            FactKind(row.fact_kind),
            CorrectionState(row.state),
            (day - timezone.localdate(row.requested_at)).days,
        )
        for row in rows[:REQUESTS_SHOWN]
    ]


class WorkerLadder(PageOfADay):
    """The proof of a worker's dates: facts used, rules with their document, every clause, the result."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    template_name = "skills/worker_ladder.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope."""
        rows = Worker.objects.visible_to(self.request.user).select_related("unit")
        return rows.defer("id_number", "id_number_index")

    def crumbs(self) -> list[Crumb]:
        """The worker's page."""
        number = self.object.employee_no
        return [Crumb(f"{self.object.name} {number}", reverse("skills:worker", args=[number]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ladder in words and what it was reckoned from, as far as the reader may see it."""
        day, worker, past = today(), self.object, self.past_day
        seen = visible_fields(self.request.user, worker)
        hidden = hidden_clauses(seen)
        occupations = list(Occupation.objects.order_by("name"))
        asked = _occupation_asked(self.request.GET.get("occupation", ""), occupations)
        standing = standing_on(worker, past)
        occupation = asked or (standing.occupation if standing else None)
        answer = explain_ladder(worker.pk, asked.pk if asked else None, today=day, as_of=past)
        if past is not None:
            answer = told_of_past(answer, hidden)
        counting = counting_facts(worker.pk, occupation.pk, today=past or day) if occupation else None
        if counting is not None and past is not None:
            counting = facts_as_of(counting, past)
        ladder = show_ladder(answer, occupation=occupation, hidden=hidden)
        return super().get_context_data(
            ladder=ladder,
            unit_name=self.unit_name,
            past_day=past,
            today_url=request_without_day(self.request),
            is_told_in_part=bool(past and hidden),
            facts=facts_used(worker, counting, seen) if counting else [],
            rules=rules_used(counting.standard if counting else None, ladder.versions),
            crumbs=self.crumbs(),
            occupation=asked,
            occupations=occupations,
            **kwargs,
        )
