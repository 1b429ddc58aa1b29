"""The page of one worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from base.components import Crumb
from base.dates import today
from base.errors import DomainError
from base.pages import VisibleObjectMixin, raise_for_page
from skills.ladder_shown import show_ladder
from skills.past_day import AS_OF_FIELD
from skills.privacy.rules import EXPORT_PERSON
from skills.queries.ladder_proof import hidden_clauses, told_of_past
from skills.queries.ladders import explain_ladder
from skills.queries.records import worker_record
from skills.queries.timeline import TimelineEntry, TimelineKind
from skills.rules import KEEP_FACTS, VIEW_PEOPLE
from skills.views.history import history_shown
from skills.views.past_days import PageOfADay, request_without_day
from workforce.access import actor_of
from workforce.fields import visible_fields
from workforce.models import Worker
from workforce.services.id_numbers import reveal_id_number


@dataclass(frozen=True)
class KindChip:
    """A kind of entry of the timeline, with how many there are and the address showing these alone."""

    label: str | Promise
    url: str
    count: int
    is_active: bool


class WorkerPage(PageOfADay):
    """Everything one may see of a worker: where they stand, their timeline, facts, documents and history."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    template_name = "skills/worker.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope, with their unit; the id number stays in the database."""
        return (
            Worker.objects.visible_to(self.request.user)
            .select_related("unit", "account")
            .defer("id_number", "id_number_index")
        )

    def _crumbs(self) -> list[Crumb]:
        return (
            [Crumb(_("People"), reverse("skills:people"))] if self.request.user.has_perm(VIEW_PEOPLE) else []
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record as this person may see it; the history only when its tab is open."""
        worker, viewer, day, past = self.object, self.request.user, today(), self.past_day
        tab = self.request.GET.get("tab", "")
        record = worker_record(worker, viewer, today=day, as_of=past)
        chosen = self._kind()
        hidden = hidden_clauses(visible_fields(viewer, worker))
        answer = explain_ladder(worker.pk, None, today=day, as_of=past)
        ladder = show_ladder(told_of_past(answer, hidden) if past else answer, hidden=hidden)
        following = ladder.next
        return super().get_context_data(
            record=record,
            occupation=record.standing.occupation if record.standing else None,
            next=following,
            lacking=following.routes[0].when if following and following.routes else "",
            entries=[entry for entry in record.entries if chosen in (None, entry.kind)],
            chips=_kind_chips(record.entries, chosen, past),
            steps=ladder.steps if past else record.steps,
            past_day=past,
            today_url=request_without_day(self.request),
            as_of_query=f"as_of={past.isoformat()}" if past else "",
            history=history_shown(worker, self.request) if tab == "history" else None,
            wages=[(wage.month, f"{wage.amount:,.2f}") for wage in record.wages or ()],
            may_judge=past is None and viewer.has_perm(KEEP_FACTS, worker),
            may_take_out=past is None and viewer.has_perm(EXPORT_PERSON, worker),
            may_reveal=(
                past is None
                and viewer.has_perm("workforce.reveal_id_number", worker)
                and worker.id_number_mask
            ),
            tab=tab,
            crumbs=self.crumbs(),
            **kwargs,
        )

    def _kind(self) -> TimelineKind | None:
        """The kind of entry asked for; None for all, and for kinds there are not."""
        asked = self.request.GET.get("kind", "")
        return TimelineKind(asked) if asked in TimelineKind.values else None


def _kind_chips(
    entries: Sequence[TimelineEntry], chosen: TimelineKind | None, past: date | None
) -> list[KindChip]:
    """A chip for all entries and one for each kind there is; the past day stays in their addresses."""
    day = {AS_OF_FIELD: past.isoformat()} if past else {}
    counts = Counter(entry.kind for entry in entries)
    kinds = [kind for kind in TimelineKind if counts[kind]]
    return [
        KindChip(_("All"), f"?{urlencode(day)}", len(entries), chosen is None),
        *(
            KindChip(kind.label, f"?{urlencode({'kind': kind.value, **day})}", counts[kind], chosen is kind)
            for kind in kinds
        ),
    ]


class WorkerIdNumber(VisibleObjectMixin[Worker], View):
    """Shows a worker's whole id number once, after its reading was written down with the reason."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    permission = "workforce.reveal_id_number"

    def post(self, request: HttpRequest, employee_no: str) -> HttpResponse:
        """The number on a page kept nowhere; without a reason the worker page says what is missing."""
        try:
            number = reveal_id_number(
                actor=actor_of(request),
                worker=self.object,
                reason=request.POST.get("reason", ""),
                now=timezone.now(),
            )
        except DomainError as error:
            raise_for_page(error)
            messages.error(request, str(error.message))
            return redirect("skills:worker", employee_no=employee_no)
        response = render(request, "skills/id_number.html", {"object": self.object, "number": number})
        response.headers["Cache-Control"] = "no-store"
        return response
