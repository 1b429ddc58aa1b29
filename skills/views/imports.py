"""The import clinic: hand a roster in, see what each row would do, mend, confirm, undo."""

from __future__ import annotations

import tempfile
from typing import Any, cast

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from base.cells import CellKind
from base.components import Crumb, Progress
from base.dates import today
from base.enums import JobState
from base.errors import DomainError
from base.lists import Column, ListPage
from base.models import Job, StagedRow, WorkbookImport
from base.models.workbook import ImportState, RowVerdict
from base.pages import LoginRequired, raise_for_page
from base.pagination import SortKey
from base.text import clean
from skills.forms import RepairRowForm, UploadRosterForm
from skills.queries.desk import imports_of
from skills.queries.roster_rows import describe_row, repairable_cells
from skills.roster.export import export_roster
from skills.roster.imports import (
    absent_workers,
    confirm_roster,
    discard_roster,
    find_import,
    stage_roster,
)
from skills.roster.large_export import is_for_background, people_of_roster, queue_roster
from skills.roster.repairs import accept_repairs, repair_row, write_rejected
from skills.roster.undo import undo_roster
from skills.rules import EXPORT_ROSTER, IMPORT_ROSTER
from skills.views.list_cells import draw_words
from workforce.access import actor_of
from workforce.models import Worker
from workforce.views.form_page import ServiceFormPage

#: People a file does not name who are listed by name; the rest are counted.
ABSENT_SHOWN = 50
#: Earlier imports listed below the form.
IMPORTS_SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _found(request: HttpRequest, pk: int) -> WorkbookImport:
    """The person's own import. Raises PermissionDenied without the right, Http404 for anybody else's."""
    if not request.user.has_perm(IMPORT_ROSTER):
        raise PermissionDenied
    try:
        return find_import(pk, actor=actor_of(request), now=timezone.now())
    except DomainError as error:
        raise_for_page(error)
        raise


def _progress(batch: WorkbookImport) -> Progress | None:
    """The job at work on a roster."""
    poll = reverse("skills:import_progress", args=[batch.pk])
    return progress_of(batch, poll_url=poll, page_url=reverse("skills:import", args=[batch.pk]))


def progress_of(batch: WorkbookImport, *, poll_url: str, page_url: str) -> Progress | None:
    """The job at work on an import of any kind, or None when nothing is under way."""
    job = batch.job
    if job is None or batch.state not in (ImportState.UPLOADED, ImportState.COMMITTING):
        return None
    return Progress(
        done=job.progress_done,
        total=job.progress_total or 0,
        message=_job_message(job),
        poll_url=poll_url,
        page_url=page_url,
        is_over=JobState(job.state).is_over,
        has_failed=job.state == JobState.FAILED,
    )


def _job_message(job: Job) -> str:
    """What the job is at; one that no worker could be told of says that it waits, and what for."""
    if job.state == JobState.QUEUED and job.published_at is None:
        return _("Waiting: the background service cannot be reached. It starts by itself once it can.")
    return job.message or str(JobState(job.state).label)


class ImportList(ServiceFormPage):
    """Hand a roster in; below, one's earlier imports."""

    form_class = UploadRosterForm
    template_name = "skills/imports.html"
    title = gettext_lazy("Rosters")
    submit_label = gettext_lazy("Check the roster")
    done_message = gettext_lazy(
        "The file is kept. It is being checked; nothing is written before you confirm."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who import rosters."""
        if request.user.is_authenticated and not request.user.has_perm(IMPORT_ROSTER):
            raise PermissionDenied
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def act(self, data: dict[str, Any]) -> None:
        """Keep the file and have it read."""
        upload = data["file"]
        self.batch = stage_roster(
            file=upload.file,
            name=upload.name,
            actor=self.actor,
            create_units=data["create_units"],
            now=timezone.now(),
        )

    def get_success_url(self) -> str:
        """The import's own page."""
        batch = getattr(self, "batch", None)
        return reverse("skills:import", args=[batch.pk]) if batch else reverse("skills:imports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The earlier imports, with their states."""
        latest = imports_of(self.request.user)[:IMPORTS_SHOWN]
        imports = [(batch, ImportState(batch.state)) for batch in latest]
        return super().get_context_data(imports=imports, **kwargs)


class StagedRowFilter(django_filters.FilterSet):
    """The rows of an import, by verdict and by number or name."""

    verdict = django_filters.ChoiceFilter(label=gettext_lazy("Verdict"), choices=RowVerdict.choices)
    q = django_filters.CharFilter(
        label=gettext_lazy("Employee number or name"), method="search", max_length=80
    )

    class Meta:
        model = StagedRow
        fields: list[str] = []

    def search(self, queryset: QuerySet[StagedRow], name: str, value: str) -> QuerySet[StagedRow]:
        """By employee number or name."""
        text = clean(value)
        return queryset.filter(Q(key__icontains=text) | Q(cells__name__icontains=text))


class ImportPage(ListPage):
    """One import: where it stands, its rows with their verdicts, and what may be done next."""

    template_name = "skills/import.html"
    filterset_class = StagedRowFilter
    chip_filter = "verdict"
    sort_keys = (SortKey("row", gettext_lazy("Sheet row"), ("sheet_row",)),)
    columns = (
        Column("row", gettext_lazy("Sheet row"), "sheet_row", CellKind.NUMBER),
        Column("key", gettext_lazy("Employee number"), "key", CellKind.CODE),
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: row.cells.get("name", ""),
            drawn=draw_words,
        ),
        Column("verdict", gettext_lazy("Verdict"), lambda row: RowVerdict(row.verdict), CellKind.BADGE),
        Column(
            "what",
            gettext_lazy("What would change, and what is wrong"),
            describe_row,
            template="skills/parts/row_details.html",
        ),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the import first."""
        if request.user.is_authenticated:
            self.batch = _found(request, kwargs["pk"])
            self.batch.uploaded_by = actor_of(request)  # the same person, whose reach is known already
            self.title = self.batch.file_name
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_queryset(self) -> QuerySet[StagedRow]:
        """The staged rows."""
        return StagedRow.objects.filter(batch=self.batch).defer("secret", "secret_index", "applied")

    def get_context_data(self) -> dict[str, Any]:
        """State, counts, the job at work, and whom the file does not name."""
        batch = self.batch
        state = ImportState(batch.state)
        is_checked = state in (ImportState.STAGED, ImportState.COMMITTED)
        absent = absent_workers(batch) if is_checked else Worker.objects.none()
        return {
            "batch": batch,
            "state": state,
            "counts": batch.counts,
            "progress": _progress(batch),
            "is_staged": state == ImportState.STAGED,
            "is_committed": state == ImportState.COMMITTED,
            "may_discard": state in (ImportState.UPLOADED, ImportState.STAGED, ImportState.FAILED),
            "has_rejected": bool(batch.counts.get(RowVerdict.REJECTED)),
            "has_writable": bool(batch.counts.get(RowVerdict.NEW) or batch.counts.get(RowVerdict.CHANGED)),
            "absent": absent.defer("id_number", "id_number_index")[:ABSENT_SHOWN],
            "absent_count": absent.count() if is_checked else 0,
            "same_file": batch.parameters.get("same_file"),
            "crumbs": [Crumb(_("Rosters"), reverse("skills:imports"))],
        }


class ImportProgress(LoginRequired, View):
    """How far the job is, for the page that asks every two seconds; the whole page once it is over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The progress component, or an order to load the page anew."""
        progress = _progress(_found(request, pk))
        if progress is None or progress.is_over:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "base/components/progress.html", {"job": progress})


#: What each act is called and what it asks, for the page that asks without JavaScript.
QUESTIONS = {
    "confirm": (gettext_lazy("Confirm"), gettext_lazy("Write the new and changed rows?")),
    "discard": (gettext_lazy("Discard"), gettext_lazy("Drop this import? Nothing has been written.")),
    "undo": (
        gettext_lazy("Undo the import"),
        gettext_lazy(
            "Take the whole import back? Its facts are voided, their history stays. "
            "Rows changed since then forbid it."
        ),
    ),
    "accept-repairs": (
        gettext_lazy("Take all suggestions"),
        gettext_lazy("Take the suggested value in every rejected row?"),
    ),
}


class ActOnImport(LoginRequired, View):
    """Confirm, discard, undo an import, or take the suggested repairs."""

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """The question as a page."""
        batch = _found(request, pk)
        if act not in QUESTIONS:
            raise Http404
        label, question = QUESTIONS[act]
        asked = {"action_label": label, "question": question, "dangerous": act == "undo"}
        return render(
            request, "base/confirm.html", {**asked, "back_url": reverse("skills:import", args=[batch.pk])}
        )

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
        return redirect("skills:import", pk=pk)

    def _act(self, request: HttpRequest, pk: int, act: str) -> str:
        actor, now = actor_of(request), timezone.now()
        if act == "confirm":
            confirm_roster(pk, actor=actor, now=now)
            return _("Confirmed. The rows are being written in one go.")
        if act == "discard":
            discard_roster(pk, actor=actor, now=now)
            return _("Discarded; nothing was written.")
        if act == "undo":
            undo_roster(pk, actor=actor, reason=request.POST.get("reason", ""), now=now)
            return _("Undone. The facts are voided, the history stays.")
        if act == "accept-repairs":
            mended = accept_repairs(pk, actor=actor, now=now)
            return _("Suggestions taken in %(number)d rows.") % {"number": mended}
        raise Http404


class RepairRow(ServiceFormPage):
    """Type other values into a rejected row; it is judged again at once."""

    form_class = RepairRowForm
    template_name = "skills/repair_row.html"
    submit_label = gettext_lazy("Check this row again")
    done_message = gettext_lazy("Checked again.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The row of one's own import. Raises Http404."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.batch = _found(request, kwargs["pk"])
        row = StagedRow.objects.filter(batch=self.batch, sheet_row=kwargs["sheet_row"]).first()
        if row is None:
            raise Http404
        self.row = row

    def get_title(self) -> str:
        """Which row."""
        return _("Row %(row)d: %(name)s") % {
            "row": self.row.sheet_row,
            "name": self.row.cells.get("name", ""),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The cells with a fault first, with the suggested values."""
        return {**super().get_form_kwargs(), "cells": repairable_cells(self.row)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is wrong with the row."""
        return super().get_context_data(details=describe_row(self.row), **kwargs)

    def get_crumbs(self) -> list[Crumb]:
        """The pages above."""
        return [
            Crumb(_("Rosters"), reverse("skills:imports")),
            Crumb(self.batch.file_name, self.get_success_url()),
        ]

    def act(self, data: dict[str, Any]) -> None:
        """Judge the row with the typed values. An id number left empty stays as it was handed in."""
        typed = {name: value for name, value in data.items() if name != "id_number" or value}
        repair_row(self.batch.pk, self.row.sheet_row, cells=typed, actor=self.actor, now=timezone.now())

    def get_success_url(self) -> str:
        """The rejected rows of the import."""
        return reverse("skills:import", args=[self.batch.pk]) + "?verdict=rejected"


class RejectedWorkbook(LoginRequired, View):
    """The rejected rows as a workbook to mend and send again; made while it streams, never kept."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file."""
        batch = _found(request, pk)
        target = tempfile.SpooledTemporaryFile(max_size=64 * 1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
        write_rejected(batch.pk, target=cast(Any, target), actor=actor_of(request), now=timezone.now())
        target.seek(0)
        return download(target, f"{batch.file_name.rsplit('.', 1)[0]}-退回.xlsx")


class RosterExport(LoginRequired, View):
    """The people on the list as a roster workbook: the filters in force decide who is in it."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or of many people the way to the page of its job. Raises PermissionDenied.

        A refusal is told as a page.
        """
        actor, now = actor_of(request), timezone.now()
        if not actor.has_perm(EXPORT_ROSTER):
            raise PermissionDenied
        chosen = people_of_roster(actor, request.GET)
        if is_for_background(chosen):
            try:
                record = queue_roster(actor=actor, parameters=request.GET, now=now)
            except DomainError as error:
                raise_for_page(error)
                return render(request, "base/export_refused.html", {"refusal": error.message}, status=400)
            return redirect("base:export", pk=record.pk)
        target = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
        export_roster(
            target=target,
            worker_ids=chosen.values_list("pk", flat=True),
            parameters={name: request.GET.getlist(name) for name in request.GET},
            actor=actor,
            today=today(),
            now=now,
        )
        return download(target, f"花名册-{today().isoformat()}.xlsx")


def download(content: Any, name: str) -> FileResponse:
    """A workbook to save, kept by no browser."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    return response
