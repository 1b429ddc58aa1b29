"""What HR does to one worker's record by hand: take up, correct. The worker's own page stands on a floor
above.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from base.components import Definition
from base.dates import today
from base.edit_marks import Shown
from base.marked_forms import MarkedForm
from workforce.enums import Sex
from workforce.forms.workers import DetailsForm, NewWorkerForm
from workforce.models import Worker
from workforce.services.worker_marks import mark_key, mark_of
from workforce.services.workers import DETAILS, NewWorker, create_worker, update_worker_details
from workforce.views.form_page import ServiceFormPage, page_before
from workforce.views.merged import LeadsToKeptRecord


class WorkerFormPage(MarkedForm, LeadsToKeptRecord, ServiceFormPage):
    """A form about a worker, for the HR officers of the unit; never about oneself."""

    permission = "workforce.keep_worker"
    template_name = "workforce/worker_form.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope, with their unit."""
        people = Worker.objects.visible_to(self.request.user).select_related("unit")
        return people.defer("id_number", "id_number_index")

    def get_success_url(self) -> str:
        """Back to the page that led here (`next` in the address), else the worker's unit."""
        return page_before(self.request) or reverse("workforce:unit", args=[self.object.unit_id])

    def mark_key(self) -> str:
        """The worker."""
        return mark_key(self.object)

    def as_shown(self) -> Shown:
        """The record as this page shows it."""
        return mark_of(self.object)

    def read_again(self) -> None:
        """The worker as stored now."""
        self.object = self.get_object()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about, as the record stands."""
        return super().get_context_data(person=self.get_person(), **kwargs)

    def get_person(self) -> list[Definition]:
        """The worker in a few words."""
        worker = self.object
        return [
            Definition(gettext_lazy("Name"), f"{worker.name} {worker.employee_no}"),
            Definition(gettext_lazy("Unit"), worker.unit.name),
            Definition(gettext_lazy("Post"), worker.post),
            Definition(gettext_lazy("Status"), worker.get_status_display()),
        ]


class WorkerDetailsPage(WorkerFormPage):
    """Correct the worker's own data."""

    form_class = DetailsForm
    title = gettext_lazy("Personal data")

    def get_initial(self) -> dict[str, Any]:
        """As stored; the id number is not sent to the page."""
        names = [name for name in DETAILS if name != "id_number"]
        return {name: getattr(self.object, name) for name in names}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Write what was typed."""
        changes = {name: data[name] for name in DETAILS if name != "id_number" or data[name]}
        update_worker_details(
            actor=self.actor, worker=self.object, changes=changes, reason=data["reason"], shown=shown
        )


class NewWorkerPage(ServiceFormPage):
    """Take up one person by hand; many come by roster."""

    form_class = NewWorkerForm
    title = gettext_lazy("Take up a person")
    submit_label = gettext_lazy("Take up")
    explanation = gettext_lazy("The account waits for its activation code, which you print per unit.")
    made: Worker | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For HR officers."""
        if request.user.is_authenticated and not request.user.has_perm("workforce.keep_unit"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        """Create the worker."""
        row = NewWorker(
            employee_no=data["employee_no"],
            name=data["name"],
            unit_id=data["unit"].pk,
            since=data["since"],
            sex=Sex(data["sex"]),
            birth_date=data["birth_date"],
            id_number=data["id_number"],
            phone=data["phone"],
            hire_date=data["hire_date"],
            post=data["post"],
            remark=data["remark"],
        )
        self.made = create_worker(actor=self.actor, row=row, today=today())

    def get_success_url(self) -> str:
        """The page that led here, else the unit."""
        unit = (
            reverse("workforce:unit", args=[self.made.unit_id]) if self.made else reverse("workforce:units")
        )
        return page_before(self.request) or unit
