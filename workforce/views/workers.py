"""What HR does to a worker: takes up, places, corrects. The worker's own page stands on a floor above."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from base.dates import today
from base.pages import VisibleObjectMixin
from workforce.enums import Sex, WorkerStatus
from workforce.forms.workers import DetailsForm, NewWorkerForm, PlacementForm
from workforce.models import Worker
from workforce.services.placements import place_worker
from workforce.services.workers import DETAILS, NewWorker, create_worker, update_worker_details
from workforce.views.form_page import ServiceFormPage, page_before


class WorkerFormPage(VisibleObjectMixin[Worker], ServiceFormPage):
    """A form about a worker, for the HR officers of the unit; never about oneself."""

    model = Worker
    permission = "workforce.keep_worker"
    lookup_field = "employee_no"
    url_kwarg = "employee_no"

    def get_success_url(self) -> str:
        """Back to the page that led here (`next` in the address), else the worker's unit."""
        return page_before(self.request) or reverse("workforce:unit", args=[self.object.unit_id])


class PlaceWorkerPage(WorkerFormPage):
    """Transfer, leave, return, retirement: unit, post and status from a day on."""

    form_class = PlacementForm
    title = gettext_lazy("Unit, post and status")
    explanation = gettext_lazy(
        "From the chosen day on. Leaving and retiring end the person's access at once, and their roles."
    )

    def get_initial(self) -> dict[str, Any]:
        """As it stands today."""
        worker = self.object
        return {"since": today(), "unit": worker.unit_id, "post": worker.post, "status": worker.status}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        """Place the worker."""
        place_worker(
            actor=self.actor,
            worker=self.object,
            since=data["since"],
            today=today(),
            unit=data["unit"],
            post=data["post"],
            status=WorkerStatus(data["status"]),
            reason=data["reason"],
        )


class WorkerDetailsPage(WorkerFormPage):
    """Correct the worker's own data."""

    form_class = DetailsForm
    title = gettext_lazy("Personal data")

    def get_initial(self) -> dict[str, Any]:
        """As stored; the id number is not sent to the page."""
        names = [name for name in DETAILS if name != "id_number"]
        return {name: getattr(self.object, name) for name in names}

    def act(self, data: dict[str, Any]) -> None:
        """Write what was changed."""
        changes = {name: data[name] for name in DETAILS if name != "id_number" or data[name]}
        update_worker_details(actor=self.actor, worker=self.object, changes=changes)


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
