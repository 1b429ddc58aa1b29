"""The pages of exports: asking for one, what became of it, and everything that was taken out."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from base.cells import CellKind, format_cell
from base.components import Crumb, Definition, Progress
from base.enums import JobState
from base.errors import DomainError
from base.exports.at_once import answer_at_once
from base.exports.records import start_export
from base.exports.rights import may_fetch
from base.exports.sources import ListExport
from base.exports.words import describe_duration, describe_list, describe_parameters
from base.lists.columns import Column
from base.lists.exporting import read_arguments
from base.lists.page import ListPage
from base.models.export import VIEW_ALL_EXPORTS, ExportFormat, ExportRecord, ExportState
from base.pages import LoginRequired, VisibleObjectMixin, raise_for_page
from base.pagination import SortKey
from base.scoping import AnyUser

EXPORT_SORT_KEYS = (SortKey("asked", gettext_lazy("Exported at"), ("exported_at",), descending=True),)


def sees_all_exports(user: AnyUser) -> bool:
    """HR officers and auditors of the whole group."""
    return isinstance(user, AbstractBaseUser) and user.has_perm(VIEW_ALL_EXPORTS)  # type: ignore[attr-defined]


class ExportFilter(django_filters.FilterSet):
    """The record of exports by how far they came, by day and by person."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Name or number of the exporter"), method="search", max_length=80
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=ExportState.choices)
    format = django_filters.ChoiceFilter(label=gettext_lazy("Format"), choices=ExportFormat.choices)
    asked = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Exported between"), field_name="exported_at"
    )

    class Meta:
        model = ExportRecord
        fields: list[str] = []

    def search(self, queryset: QuerySet[ExportRecord], name: str, value: str) -> QuerySet[ExportRecord]:
        """By the exporter's name or login."""
        by_name = queryset.filter(exported_by__display_name__icontains=value)
        return by_name | queryset.filter(exported_by__login__icontains=value)


class ExportList(ListPage):
    """What one has taken out, and what those have whose exports one sees; at the root everybody's."""

    title = gettext_lazy("Exports")
    export = ListExport("base.exports", who=sees_all_exports)
    filterset_class = ExportFilter
    sort_keys = EXPORT_SORT_KEYS
    empty_title = gettext_lazy("No exports yet")
    empty_text = gettext_lazy("Every export of a list is written down here, with what was asked.")
    columns = (
        Column(
            "exported_at",
            gettext_lazy("Exported at"),
            kind=CellKind.DATE,
            sort="asked",
            link=lambda record: reverse("base:export", args=[record.pk]),
        ),
        Column("list", gettext_lazy("List"), describe_list),
        Column("exported_by", gettext_lazy("Exported by")),
        Column("rows", gettext_lazy("Rows"), "row_count", CellKind.NUMBER),
        Column("format", gettext_lazy("Format"), "get_format_display"),
        Column("state", gettext_lazy("State"), "shown_state", CellKind.BADGE),
        Column("until", gettext_lazy("File kept until"), "file.expires_at", CellKind.DATE),
        Column("duration", gettext_lazy("Took"), describe_duration, optional=True),
        Column("sha256", gettext_lazy("SHA-256"), kind=CellKind.CODE, optional=True),
    )

    def get_queryset(self) -> QuerySet[ExportRecord]:
        """Those in scope, with who and the file."""
        return ExportRecord.objects.visible_to(self.request.user).select_related("exported_by", "file", "job")


class MakeExport(LoginRequired, View):
    """Export the list as it was on screen: the file at once, or the page of a job that makes it."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or the way to the page of its job. A refusal is told as a page."""
        sent = request.POST
        if not isinstance(request.user, AbstractBaseUser):
            raise PermissionDenied
        try:
            record = start_export(
                actor=request.user,
                kind=sent.get("kind", ""),
                parameters=QueryDict(sent.get("query", "")),
                arguments=_arguments(sent.get("arguments", "")),
                file_format=sent.get("format", ""),
                now=timezone.now(),
            )
            if record.job is None:
                return answer_at_once(record)
        except DomainError as error:
            raise_for_page(error)
            return render(request, "base/export_refused.html", {"refusal": error.message}, status=400)
        return HttpResponseRedirect(reverse("base:export", args=[record.pk]))


def _arguments(text: str) -> dict[str, Any]:
    try:
        return read_arguments(text)
    except BadSignature as error:
        raise PermissionDenied from error


class ExportPage(VisibleObjectMixin[ExportRecord], TemplateView):
    """One export: what was asked, by whom, what came of it, and the file for its owner."""

    model = ExportRecord
    template_name = "base/export.html"

    def get_queryset(self) -> QuerySet[ExportRecord]:
        """Those in scope, with who, the job and the file."""
        return super().get_queryset().select_related("exported_by", "file", "job")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record in words; the progress while a job is at it."""
        record, user = self.object, self.request.user
        is_kept = record.file is not None and record.file.removed_at is None
        mine = isinstance(user, AbstractBaseUser) and is_kept and may_fetch(record, user)
        return super().get_context_data(
            record=record,
            title=describe_list(record),
            details=_details(record),
            parameters=[Definition(label, text) for label, text in describe_parameters(record, user)],
            progress=progress_of(record),
            file_url=record.file.get_absolute_url() if record.file is not None and mine else "",
            is_removed=record.file is not None and not is_kept,
            crumbs=[Crumb(_("Exports"), reverse("base:exports"))],
            **kwargs,
        )


class ExportProgress(VisibleObjectMixin[ExportRecord], View):
    """How far the job is, for the page that asks every two seconds; the whole page once it is over."""

    model = ExportRecord

    def get_queryset(self) -> QuerySet[ExportRecord]:
        """Those in scope, with the job."""
        return super().get_queryset().select_related("job")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The progress component, or an order to load the page anew."""
        progress = progress_of(self.object)
        if progress is None or progress.is_over:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return TemplateResponse(request, "base/components/progress.html", {"job": progress}).render()


def progress_of(record: ExportRecord) -> Progress | None:
    """The job at work on an export, None when it is over."""
    job = record.job
    if job is None or record.shown_state is not ExportState.UNDER_WAY:
        return None
    return Progress(
        done=job.progress_done,
        total=job.progress_total or 0,
        message=job.note or str(JobState(job.state).label),
        poll_url=reverse("base:export_progress", args=[record.pk]),
        page_url=reverse("base:export", args=[record.pk]),
        is_over=JobState(job.state).is_over,
        has_failed=job.state == JobState.FAILED,
    )


def _details(record: ExportRecord) -> list[Definition]:
    """Who, when, how many, how long, and the checksum."""
    kept_until = record.file.expires_at if record.file is not None else None
    return [
        Definition(_("Exported by"), record.exported_by),
        Definition(_("Exported at"), format_cell(record.exported_at)),
        Definition(_("Format"), record.get_format_display()),
        Definition(_("Rows"), f"{record.row_count:,}"),
        Definition(_("Took"), describe_duration(record)),
        Definition(_("File kept until"), format_cell(kept_until) if kept_until else _("not kept")),
        Definition(_("SHA-256"), record.sha256),
    ]
