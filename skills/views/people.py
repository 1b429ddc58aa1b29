"""The people list and the page of one worker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from base.cells import CellKind
from base.dates import today
from base.errors import DomainError
from base.lists import Column, ListPage
from base.pages import VisibleObjectMixin, raise_for_page
from skills.enums import Level
from skills.filters import EMPLOYED_CHOICE, PeopleFilter
from skills.queries.history import history
from skills.queries.people import PEOPLE_SORT_KEYS, people
from skills.queries.records import worker_record
from skills.rules import EXPORT_ROSTER, VIEW_PEOPLE
from workforce.access import actor_of
from workforce.enums import WorkerStatus
from workforce.models import Worker
from workforce.services.id_numbers import reveal_id_number


def _level(order: int | None) -> Level | None:
    return None if order is None else Level(order)


def _page_of(worker: Any) -> str:
    return reverse("skills:worker", args=[worker.employee_no])


class PeopleList(ListPage):
    """The people of the units one reaches, with where each stands and the day the next level opens."""

    title = _("People")
    template_name = "skills/people.html"
    filterset_class = PeopleFilter
    sort_keys = PEOPLE_SORT_KEYS
    default_filters = {"status": EMPLOYED_CHOICE}
    empty_title = _("No people yet")
    empty_text = _("Import a roster, and its people stand here.")
    columns = (
        Column("number", _("Employee number"), "employee_no", CellKind.CODE, sort="number", link=_page_of),
        Column("name", _("Name"), "name", sort="name", link=_page_of),
        Column("unit", _("Unit"), "unit_path"),
        Column("occupation", _("Occupation"), "occupation_name"),
        Column("level", _("Held level"), lambda row: _level(row.held_level), CellKind.BADGE, sort="level"),
        Column("since", _("Held since"), "held_since", CellKind.DATE, sort="since"),
        Column("next", _("Next level"), lambda row: _level(row.next_level)),
        Column("opens", _("Opens on"), "next_on", CellKind.DATE, sort="opens"),
        Column("status", _("Status"), lambda row: WorkerStatus(row.status), CellKind.BADGE),
    )

    def get_queryset(self) -> QuerySet[Worker]:
        """The people in scope; whoever sees only oneself has no list."""
        return people(self.request.user)

    def get_context_data(self) -> dict[str, Any]:
        """Whether the roster may be exported, with the filters in force."""
        return {
            "may_export": self.request.user.has_perm(EXPORT_ROSTER),
            "export_url": f"{reverse('skills:roster_export')}?{self.request.GET.urlencode()}",
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list. Raises PermissionDenied for people without a unit to see."""
        if not request.user.has_perm(VIEW_PEOPLE):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)


class WorkerPage(VisibleObjectMixin[Worker], TemplateView):
    """Everything one may see of a worker: where they stand, their timeline, facts, documents and history."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    template_name = "skills/worker.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope, with their unit; the id number stays in the database."""
        return (
            Worker.objects.visible_to(self.request.user)
            .select_related("unit")
            .defer("id_number", "id_number_index")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record as this person may see it; the history only when its tab is open."""
        tab = self.request.GET.get("tab", "")
        return super().get_context_data(
            record=worker_record(self.object, self.request.user, today=today()),
            changes=history(self.object, viewer=self.request.user) if tab == "history" else [],
            may_reveal=self.request.user.has_perm("workforce.reveal_id_number", self.object)
            and self.object.id_number_mask,
            tab=tab,
            today=today(),
            **kwargs,
        )


class WorkerIdNumber(VisibleObjectMixin[Worker], View):
    """Shows a worker's whole id number once, after its reading was written down with the reason."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    permission = "workforce.reveal_id_number"

    def post(self, request: HttpRequest, employee_no: str) -> HttpResponse:
        """The number on a page that is not kept anywhere; without a reason the worker page says what is missing."""
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
