"""HR keeps a worker's facts and grades by hand: record, correct, take back, add scans. Audit reads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.edit_marks import Shown
from base.errors import Conflict, DomainError
from base.marked_forms import MarkedForm
from base.pages import VisibleObjectMixin
from skills.enums import FactKind
from skills.files import keep_evidence
from skills.forms.facts import AddScansForm, FactForm, TakeBackForm, sent_scans
from skills.models import Document
from skills.queries.fact_record import describe_row, fact_record
from skills.rules import KEEP_FACTS, VIEW_FACT_RECORD, VIEW_PEOPLE
from skills.services.career_changes import Notice
from skills.services.career_rows import correct_row, find_row, record_row, take_row_back
from skills.services.documents import add_document, proven_row, void_document
from skills.services.fact_marks import CareerRow, mark_key, mark_of, row_in_force
from workforce.models import Worker
from workforce.views.form_page import ServiceFormPage


class OfWorker(VisibleObjectMixin[Worker]):
    """A page about one worker, named by the employee number."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope; the id number stays in the database."""
        return Worker.objects.visible_to(self.request.user).defer("id_number", "id_number_index")

    def crumbs(self) -> list[Crumb]:
        """The people list, where one has it, and the worker's page."""
        people = [Crumb(_("People"), reverse("skills:people"))]
        page = reverse("skills:worker", args=[self.object.employee_no])
        return [*(people if self.request.user.has_perm(VIEW_PEOPLE) else []), Crumb(self.object.name, page)]

    def facts_url(self) -> str:
        """The worker's record of facts."""
        return reverse("skills:facts", args=[self.object.employee_no])


class FactsPage(OfWorker, TemplateView):
    """The whole record of facts and grades; what was taken back stands struck with the reason."""

    permission = VIEW_FACT_RECORD
    template_name = "skills/facts/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows of every kind, and whether one may change them."""
        kinds = fact_record(
            self.object, viewer=self.request.user, all_wages=self.request.GET.get("wages") == "all"
        )
        return super().get_context_data(
            kinds=kinds,
            documents=[(kept, scan) for kind in kinds for kept in kind.rows for scan in kept.scans],
            tab=self.request.GET.get("tab", ""),
            may_keep=self.request.user.has_perm(KEEP_FACTS, self.object),
            crumbs=self.crumbs(),
            **kwargs,
        )


class FactFormPage(OfWorker, ServiceFormPage):
    """A form about one record of a worker, for those who keep it."""

    permission = KEEP_FACTS
    template_name = "skills/facts/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which kind of record. Raises Http404 for a kind there is not."""
        super().setup(request, *args, **kwargs)
        try:
            self.kind = FactKind(kwargs["kind"])
        except ValueError as error:
            raise Http404 from error
        if self.kind == FactKind.PERSONAL:
            raise Http404

    def get_success_url(self) -> str:
        """The worker's record of facts, at the kind."""
        return f"{self.facts_url()}#{self.kind.value}"

    def get_crumbs(self) -> list[Crumb]:
        """The pages above."""
        return [*self.crumbs(), Crumb(_("Facts and documents"), self.facts_url())]

    def point_out(self, notices: list[Notice]) -> None:
        """Tell the clerk what was accepted but is worth a look."""
        for notice in notices:
            messages.warning(self.request, notice.message)


class RecordFact(FactFormPage):
    """Add a record of a kind."""

    form_class = FactForm
    done_message = gettext_lazy("Recorded. The dates follow at once.")

    def get_title(self) -> str:
        """What is added."""
        return _("Record: %(kind)s") % {"kind": self.kind.label}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The kind decides the fields."""
        return {**super().get_form_kwargs(), "kind": self.kind}

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the form for `act`, which needs its values in one piece."""
        self.form = _fact_form(form)
        return super().form_valid(form)

    @transaction.atomic
    def act(self, data: dict[str, Any]) -> None:
        """Keep the scans and record it: all of it or nothing."""
        now = timezone.now()
        values = self.form.values()
        scans = self.form.scans()
        evidence = None
        if scans:
            evidence = keep_evidence(scans[0].content, name=scans[0].name, actor=self.actor, now=now)
        written = record_row(values, actor=self.actor, worker_id=self.object.pk, evidence=evidence, now=now)
        for scan in scans[1:]:
            add_document(written.row, content=scan.content, name=scan.name, actor=self.actor, now=now)
        self.point_out(written.notices)


class MarkedRowPage(MarkedForm, FactFormPage):
    """A form about a record that exists. A corrected one has another row in its place, marked then."""

    renews_after = Conflict

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which record: the row of the address, or the one that took its place."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.row = self._find()

    def _find(self) -> CareerRow:
        try:
            row = find_row(self.kind, self.kwargs["pk"], worker_id=self.object.pk)
        except DomainError as error:
            raise Http404(str(error.message)) from error
        return row_in_force(row) or row

    def mark_key(self) -> str:
        """The row."""
        return mark_key(self.row)

    def as_shown(self) -> Shown:
        """The row as this page shows it."""
        return mark_of(self.row)

    def read_again(self) -> None:
        """The row in force now: another one, when it was corrected."""
        self.row = self._find()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the form is about."""
        return super().get_context_data(about=describe_row(self.row), **kwargs)


class CorrectFact(MarkedRowPage):
    """Put what is right in a record's place; the old row stays, struck, with the reason."""

    form_class = FactForm
    submit_label = gettext_lazy("Correct")
    done_message = gettext_lazy("Corrected. The dates follow at once; the old values stay in the record.")

    def get_title(self) -> str:
        """What is corrected."""
        return _("Correct: %(kind)s") % {"kind": self.kind.label}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The kind decides the fields, the row their values."""
        return {**super().get_form_kwargs(), "kind": self.kind, "row": self.row}

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the form for `perform`."""
        self.form = _fact_form(form)
        return super().form_valid(form)

    @transaction.atomic
    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Correct it and add the scans: all of it or nothing."""
        now = timezone.now()
        written = correct_row(
            self.row,
            self.form.values(),
            actor=self.actor,
            reason=data["reason"],
            evidence=None,
            shown=shown,
            now=now,
        )
        for scan in self.form.scans():
            add_document(written.row, content=scan.content, name=scan.name, actor=self.actor, now=now)
        self.point_out(written.notices)


class TakeFactBack(MarkedRowPage):
    """Void a fact or annul a grade, with the reason. Nothing is deleted."""

    form_class = TakeBackForm
    submit_label = gettext_lazy("Take back")
    explanation = gettext_lazy(
        "It counts for nothing from now on. It stays in the record, struck, with your reason."
    )
    done_message = gettext_lazy("Taken back. It stays in the record with your reason.")

    def get_title(self) -> str:
        """What is taken back."""
        return _("Take back: %(kind)s") % {"kind": self.kind.label}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Take it back."""
        take_row_back(self.row, actor=self.actor, reason=data["reason"], shown=shown, now=timezone.now())


class AddScans(FactFormPage):
    """Add scans to a record that stands already."""

    form_class = AddScansForm
    title: str | Promise = gettext_lazy("Add scans")
    submit_label = gettext_lazy("Add")
    done_message = gettext_lazy("The scans are kept with the record.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which record."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        try:
            row = find_row(self.kind, kwargs["pk"], worker_id=self.object.pk)
        except DomainError as error:
            raise Http404(str(error.message)) from error
        self.row = row_in_force(row) or row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the scans prove."""
        return super().get_context_data(about=describe_row(self.row), **kwargs)

    @transaction.atomic
    def act(self, data: dict[str, Any]) -> None:
        """Keep them, all or none."""
        for scan in sent_scans(data["file"]):
            add_document(self.row, content=scan.content, name=scan.name, actor=self.actor, now=timezone.now())


class TakeScanBack(OfWorker, ServiceFormPage):
    """Take a later scan back, with the reason."""

    permission = KEEP_FACTS
    form_class = TakeBackForm
    template_name = "skills/facts/form.html"
    title = gettext_lazy("Take a scan back")
    submit_label = gettext_lazy("Take back")
    done_message = gettext_lazy("Taken back. It stays in the history with your reason.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which scan. Raises Http404 for one of another worker or taken back before."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        documents = Document.objects.current().filter(worker=self.object).select_related("file")
        document = documents.filter(pk=kwargs["pk"]).first()
        if document is None:
            raise Http404
        self.document = document

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which scan of which record."""
        about = f"{self.document.file.name} · {describe_row(proven_row(self.document))}"
        return super().get_context_data(about=about, **kwargs)

    def get_success_url(self) -> str:
        """The worker's documents."""
        return f"{self.facts_url()}?tab=documents"

    def get_crumbs(self) -> list[Crumb]:
        """The pages above."""
        return [*self.crumbs(), Crumb(_("Facts and documents"), self.facts_url())]

    def act(self, data: dict[str, Any]) -> None:
        """Take it back."""
        void_document(self.document, actor=self.actor, reason=data["reason"], now=timezone.now())


def _fact_form(form: Form) -> FactForm:
    if not isinstance(form, FactForm):
        raise TypeError("The page asks with its own form.")
    return form
