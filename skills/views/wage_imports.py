"""The import clinic of wage workbooks: hand in, look at every row, confirm, undo."""

from __future__ import annotations

import tempfile
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from base.cells import CellKind
from base.components import Crumb, Progress
from base.errors import DomainError
from base.lists import Column, ListPage
from base.models import StagedRow, WorkbookImport
from base.models.workbook import ImportState, RowVerdict
from base.pages import LoginRequired, raise_for_page
from base.pagination import SortKey
from skills.forms.wages import UploadWagesForm
from skills.queries.desk import imports_of
from skills.queries.wage_rows import describe_wage_row
from skills.rules import IMPORT_ROSTER
from skills.views.imports import IMPORTS_SHOWN, QUESTIONS, StagedRowFilter, download, progress_of
from skills.wages.imports import (
    confirm_wages,
    discard_wages,
    find_wages,
    stage_wages,
    undo_wages,
    write_rejected,
    write_template,
)
from skills.wages.staging import KIND
from workforce.access import actor_of
from workforce.views.form_page import ServiceFormPage


def _found(request: HttpRequest, pk: int) -> WorkbookImport:
    """The person's own import. Raises PermissionDenied without the right, Http404 for anybody else's."""
    if not request.user.has_perm(IMPORT_ROSTER):
        raise PermissionDenied
    try:
        return find_wages(pk, actor=actor_of(request), now=timezone.now())
    except DomainError as error:
        raise_for_page(error)
        raise


def _progress(batch: WorkbookImport) -> Progress | None:
    poll = reverse("skills:wage_import_progress", args=[batch.pk])
    return progress_of(batch, poll_url=poll, page_url=reverse("skills:wage_import", args=[batch.pk]))


class WageImports(ServiceFormPage):
    """Hand a wage workbook in; below, one's earlier ones."""

    form_class = UploadWagesForm
    template_name = "skills/facts/wage_imports.html"
    title = gettext_lazy("Wages by workbook")
    submit_label = gettext_lazy("Check the workbook")
    done_message = gettext_lazy(
        "The file is kept. It is being checked; nothing is written before you confirm."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who import."""
        if request.user.is_authenticated and not request.user.has_perm(IMPORT_ROSTER):
            raise PermissionDenied
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def act(self, data: dict[str, Any]) -> None:
        """Keep the file and have it read."""
        upload = data["file"]
        self.batch = stage_wages(file=upload.file, name=upload.name, actor=self.actor, now=timezone.now())

    def get_success_url(self) -> str:
        """The import's own page."""
        batch = getattr(self, "batch", None)
        return reverse("skills:wage_import", args=[batch.pk]) if batch else reverse("skills:wage_imports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The earlier imports, with their states."""
        latest = imports_of(self.request.user, KIND)[:IMPORTS_SHOWN]
        imports = [(batch, ImportState(batch.state)) for batch in latest]
        return super().get_context_data(imports=imports, **kwargs)

    def get_crumbs(self) -> list[Crumb]:
        """The page it is reached from."""
        return [Crumb(_("Rosters"), reverse("skills:imports"))]


class WageImportPage(ListPage):
    """One wage workbook: where it stands, its rows with their verdicts, and what may be done next."""

    template_name = "skills/facts/wage_import.html"
    filterset_class = StagedRowFilter
    chip_filter = "verdict"
    sort_keys = (SortKey("row", gettext_lazy("Sheet row"), ("sheet_row",)),)
    columns = (
        Column("row", gettext_lazy("Sheet row"), "sheet_row", CellKind.NUMBER),
        Column("key", gettext_lazy("Employee number"), "key", CellKind.CODE),
        Column("name", gettext_lazy("Name"), lambda row: row.cells.get("name", "")),
        Column("month", gettext_lazy("Month"), lambda row: row.cells.get("month", "")),
        Column("amount", gettext_lazy("Wage (yuan)"), lambda row: row.cells.get("amount", "")),
        Column("verdict", gettext_lazy("Verdict"), lambda row: RowVerdict(row.verdict), CellKind.BADGE),
        Column(
            "what",
            gettext_lazy("What would change, and what is wrong"),
            describe_wage_row,
            template="skills/parts/row_details.html",
        ),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the import first."""
        if request.user.is_authenticated:
            self.batch = _found(request, kwargs["pk"])
            self.title = self.batch.file_name
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_queryset(self) -> QuerySet[StagedRow]:
        """The staged rows."""
        return StagedRow.objects.filter(batch=self.batch).defer("secret", "secret_index", "applied")

    def get_context_data(self) -> dict[str, Any]:
        """State, counts and the job at work."""
        batch = self.batch
        state = ImportState(batch.state)
        return {
            "batch": batch,
            "state": state,
            "counts": batch.counts,
            "progress": _progress(batch),
            "waits": state == ImportState.STAGED,
            "is_committed": state == ImportState.COMMITTED,
            "may_discard": state in (ImportState.UPLOADED, ImportState.STAGED, ImportState.FAILED),
            "has_rejected": bool(batch.counts.get(RowVerdict.REJECTED)),
            "has_writable": bool(batch.counts.get(RowVerdict.NEW) or batch.counts.get(RowVerdict.CHANGED)),
            "same_file": batch.parameters.get("same_file"),
            "crumbs": [
                Crumb(_("Rosters"), reverse("skills:imports")),
                Crumb(_("Wages by workbook"), reverse("skills:wage_imports")),
            ],
        }


class WageImportProgress(LoginRequired, View):
    """How far the job is, for the page that asks; the whole page once it is over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The progress component, or an order to load the page anew."""
        progress = _progress(_found(request, pk))
        if progress is None or progress.is_over:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "base/components/progress.html", {"job": progress})


class ActOnWageImport(LoginRequired, View):
    """Confirm, discard or undo a wage workbook."""

    ACTS = ("confirm", "discard", "undo")

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """The question as a page."""
        batch = _found(request, pk)
        if act not in self.ACTS:
            raise Http404
        label, question = QUESTIONS[act]
        asked = {"action_label": label, "question": question, "dangerous": act == "undo"}
        back_url = reverse("skills:wage_import", args=[batch.pk])
        return render(request, "base/confirm.html", {**asked, "back_url": back_url})

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it and return to the import; a refusal is told there, and nothing was changed."""
        batch = _found(request, pk)
        try:
            said = self._act(request, batch.pk, act)
        except DomainError as error:
            raise_for_page(error)
            messages.error(request, str(error.message))
        else:
            messages.success(request, said)
        return redirect("skills:wage_import", pk=pk)

    def _act(self, request: HttpRequest, pk: int, act: str) -> str:
        actor, now = actor_of(request), timezone.now()
        if act == "confirm":
            confirm_wages(pk, actor=actor, now=now)
            return _("Confirmed. The rows are being written in one go.")
        if act == "discard":
            discard_wages(pk, actor=actor, now=now)
            return _("Discarded; nothing was written.")
        if act == "undo":
            undo_wages(pk, actor=actor, reason=request.POST.get("reason", ""), now=now)
            return _("Undone. The facts are voided, the history stays.")
        raise Http404


class RejectedWages(LoginRequired, View):
    """The rejected rows as a workbook to mend and send again; made while it streams, never kept."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file."""
        batch = _found(request, pk)
        target = tempfile.SpooledTemporaryFile(max_size=64 * 1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
        write_rejected(batch.pk, target=cast(Any, target), actor=actor_of(request), now=timezone.now())
        target.seek(0)
        return download(target, f"{batch.file_name.rsplit('.', 1)[0]}-退回.xlsx")


class WageTemplate(LoginRequired, View):
    """The empty workbook to fill in."""

    def get(self, request: HttpRequest) -> FileResponse:
        """The file. Raises PermissionDenied for those who import none."""
        if not request.user.has_perm(IMPORT_ROSTER):
            raise PermissionDenied
        target = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
        write_template(cast(Any, target))
        target.seek(0)
        return download(target, "工资导入模板.xlsx")
