"""One act with many workers: whom it touches stands on the page, and it is done for all or for nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from base.dates import today
from base.edit_marks import SHOWN_FIELD, Shown
from base.errors import DomainError, InvalidInput, RowsRefused
from base.pages import LoginRequired, form_errors_from, raise_for_page
from base.selection import ROW_FIELD, Selection, read_selection
from workforce.access import actor_of
from workforce.forms.workers import ActForm
from workforce.models import Worker
from workforce.services.worker_acts import ActOrder, act_on_workers
from workforce.services.worker_marks import mark_of
from workforce.views.form_page import page_before
from workforce.worker_acts import ACT_RULES, WorkerAct


@dataclass(frozen=True)
class LeftOut:
    """Somebody chosen whom the act cannot touch, and why."""

    name: str
    why: str


class ShownRows:
    """What the page showed of every row, signed: the mark of the record and what the person is called."""

    _SALT = "workforce.views.bulk_acts"

    def __init__(self, rows: Mapping[int, tuple[str, str]]) -> None:
        self._rows = rows

    @classmethod
    def of(cls, workers: Sequence[Worker]) -> ShownRows:
        """The rows as they are now."""
        return cls({worker.pk: (mark_of(worker).digest, str(worker)) for worker in workers})

    @classmethod
    def read(cls, text: str) -> ShownRows:
        """What the form sent back; nothing when it cannot be read."""
        try:
            return cls({int(pk): tuple(row) for pk, row in signing.loads(text, salt=cls._SALT).items()})
        except signing.BadSignature:
            return cls({})

    def to_field(self) -> str:
        """The value of the hidden input."""
        return signing.dumps({str(pk): row for pk, row in self._rows.items()}, salt=self._SALT, compress=True)

    def marks(self) -> dict[int, Shown]:
        """By worker id, what was shown of the record."""
        return {pk: Shown(digest) for pk, (digest, _name) in self._rows.items()}

    def name_of(self, worker_id: int) -> str:
        """What the person was called on the page."""
        return self._rows[worker_id][1] if worker_id in self._rows else str(worker_id)


class BulkActPage(LoginRequired, TemplateView):
    """Shows whom an act will touch, asks from when, where to and why, and does it for all of them."""

    template_name = "workforce/bulk_act.html"
    act_name: WorkerAct = WorkerAct.TRANSFER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For HR officers."""
        if request.user.is_authenticated and not request.user.has_perm("workforce.keep_worker"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The chosen people, those it does not fit named apart."""
        try:
            selection = read_selection(request.GET, self._people(), asker=self.request.user)
        except InvalidInput as error:
            return self._answer([], refusal=error.message)
        fitting, left_out = self._sort_out(selection)
        return self._answer(fitting, form=self._form(), left_out=left_out)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it for everybody still chosen; a row that changed is named, and the rest offered again."""
        form = self._form()
        shown = ShownRows.read(request.POST.get(SHOWN_FIELD, ""))
        try:
            selection = read_selection(request.POST, self._people(), asker=self.request.user)
        except InvalidInput as error:
            return self._answer([], refusal=error.message, status=400)
        workers = selection.rows
        gone = self._gone(workers, shown)
        if gone:
            return self._refused(form, workers, gone)
        if not form.is_valid():
            return self._answer(workers, form=form, marks=shown, status=400)
        try:
            self._act(form.cleaned_data, workers, shown)
        except RowsRefused as error:
            names = {worker.employee_no: str(worker) for worker in workers}
            refused = [LeftOut(names.get(row.name, row.name), row.message) for row in error.rows]
            codes = {row.name for row in error.rows}
            return self._refused(form, [w for w in workers if w.employee_no not in codes], refused)
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self._answer(workers, form=form, marks=shown, status=400)
        done = ngettext("%(act)s: %(count)d person.", "%(act)s: %(count)d people.", len(workers))
        messages.success(request, done % {"act": self.act_name.label, "count": len(workers)})
        return HttpResponseRedirect(self._back_url())

    def _people(self) -> QuerySet[Worker]:
        people = Worker.objects.visible_to(self.request.user).select_related("unit")
        return people.defer("id_number", "id_number_index").order_by("unit__code", "employee_no")

    def _form(self) -> ActForm:
        data = self.request.POST if self.request.method == "POST" else None
        return ActForm(
            data, act=self.act_name, asker=self.request.user, many=True, initial={"since": today()}
        )

    def _sort_out(self, selection: Selection[Worker]) -> tuple[list[Worker], list[LeftOut]]:
        """Those whom the act fits today, and the others with the reason."""
        rule = ACT_RULES[self.act_name]
        fitting, left_out = [], []
        for worker in selection.rows:
            if worker.erased_at is not None:
                left_out.append(LeftOut(str(worker), _("What identified this person was erased.")))
            elif not self.request.user.has_perm("workforce.keep_worker", worker):
                left_out.append(LeftOut(str(worker), _("This record is not yours to keep.")))
            elif worker.status not in rule.sources:
                status = worker.get_status_display()
                left_out.append(LeftOut(str(worker), _("Is “%(status)s”.") % {"status": status}))
            else:
                fitting.append(worker)
        if selection.missing:
            text = ngettext("%(count)d person", "%(count)d people", selection.missing)
            gone = LeftOut(
                text % {"count": selection.missing}, _("Gone meanwhile, or not among your people.")
            )
            left_out.append(gone)
        return fitting, left_out

    def _gone(self, workers: Sequence[Worker], shown: ShownRows) -> list[LeftOut]:
        """The rows sent that are no longer among the actor's people, or that the page never showed."""
        found = {str(worker.pk): worker for worker in workers}
        marks = shown.marks()
        gone = []
        for text in dict.fromkeys(self.request.POST.getlist(ROW_FIELD)):
            if text in found and found[text].pk in marks:
                continue
            name = shown.name_of(int(text)) if text.isascii() and text.isdigit() else text
            gone.append(LeftOut(name, _("Gone meanwhile, or not among your people.")))
        return gone

    def _act(self, data: Mapping[str, Any], workers: Sequence[Worker], shown: ShownRows) -> None:
        order = ActOrder(
            act=self.act_name,
            since=data["since"],
            unit=data.get("unit"),
            post=data.get("post") or None,
            reason=data["reason"],
        )
        act_on_workers(
            actor=actor_of(self.request),
            worker_ids=[worker.pk for worker in workers],
            order=order,
            today=today(),
            shown=shown.marks(),
        )

    def _refused(self, form: ActForm, rest: Sequence[Worker], refused: Sequence[LeftOut]) -> HttpResponse:
        """Nothing was written: who refused it and why, and the others once more with new marks."""
        return self._answer(
            rest,
            form=form,
            left_out=refused,
            refusal=_("Nothing was written: it cannot be done for everybody chosen."),
            status=409,
        )

    def _answer(
        self,
        workers: Sequence[Worker],
        *,
        form: ActForm | None = None,
        marks: ShownRows | None = None,
        left_out: Sequence[LeftOut] = (),
        refusal: str | Promise = "",
        status: int = 200,
    ) -> HttpResponse:
        context = self.get_context_data(
            title=self.act_name.label,
            explanation=ACT_RULES[self.act_name].explanation,
            form=form,
            workers=workers,
            left_out=left_out,
            refusal=refusal,
            shown_mark=(marks or ShownRows.of(workers)).to_field(),
            is_dangerous=ACT_RULES[self.act_name].departs,
            back_url=self._back_url(),
        )
        return self.render_to_response(context, status=status)

    def _back_url(self) -> str:
        return page_before(self.request) or reverse("workforce:units")
