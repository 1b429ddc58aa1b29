"""Likely duplicates, two records side by side, and merging one into the other."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.cells import CellKind
from base.components import Crumb
from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, DomainError
from base.lists import Column, ListPage
from base.pages import form_errors_from, raise_for_page
from skills.models.duplicate import Likeness
from skills.queries.duplicates import DUPLICATE_SORT_KEYS, likely_duplicates
from skills.queries.record_comparison import compare_records
from skills.rules import KEEP_FACTS
from skills.services.merging import merge_workers
from workforce.access import Access, actor_of
from workforce.enums import Role
from workforce.form_fields import WorkerNumberField
from workforce.models import Unit, Worker
from workforce.queries.people_search import search_people
from workforce.services.merging import DUPLICATE, KEPT
from workforce.services.worker_marks import mark_key, mark_of
from workforce.services.workers import DETAILS
from workforce.unit_input import UnitChoiceFilter
from workforce.views.merged import LeadsToKeptRecord


class DuplicateFilter(django_filters.FilterSet):
    """Filters of the likely duplicates, for page and API alike."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Name, pinyin or number"), method="search", max_length=80
    )
    likeness = django_filters.ChoiceFilter(label=gettext_lazy("Likeness"), choices=Likeness.choices)
    unit = UnitChoiceFilter(label=gettext_lazy("Unit and below"), method="in_unit")

    class Meta:
        model = Worker
        fields: list[str] = []

    def search(self, queryset: QuerySet[Worker], name: str, value: str) -> QuerySet[Worker]:
        """By a part of name, pinyin or number."""
        return search_people(queryset, value)

    def in_unit(self, queryset: QuerySet[Worker], name: str, value: Unit) -> QuerySet[Worker]:
        """In the unit or below it."""
        return queryset.filter(unit__in=Unit.objects.within([value.path]))


def _merge_url(row: Any) -> str:
    """The two records side by side, the earlier one kept."""
    return f"{reverse('skills:worker_merge', args=[row.twin_no])}?other={row.employee_no}"


class DuplicateList(ListPage):
    """Records that are probably another's duplicate; each leads to the two side by side."""

    title = gettext_lazy("Likely duplicates")
    filterset_class = DuplicateFilter
    sort_keys = DUPLICATE_SORT_KEYS
    empty_title = gettext_lazy("No duplicates")
    empty_text = gettext_lazy("Nobody stands on record twice, as far as names, birth dates and phones tell.")
    columns = (
        Column("name", gettext_lazy("Name"), "name", sort="name"),
        Column("number", gettext_lazy("Employee number"), "employee_no", CellKind.CODE, sort="number"),
        Column("unit", gettext_lazy("Unit"), "unit_path"),
        Column("birth_date", gettext_lazy("Birth date"), "birth_date", CellKind.DATE),
        Column("likeness", gettext_lazy("Likeness"), lambda row: Likeness(row.likeness).label),
        Column("twin", gettext_lazy("Earlier record"), "twin_no", CellKind.CODE, link=_merge_url),
    )

    def get_queryset(self) -> QuerySet[Worker]:
        """Among the people one keeps or audits."""
        return likely_duplicates(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who keep or audit records."""
        if not Access.of(request.user).reach(Role.HR_OFFICER, Role.AUDITOR):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)


class OtherRecordForm(forms.Form):
    """Which record is the duplicate."""

    other = WorkerNumberField(label=gettext_lazy("Employee number of the duplicate"))


class MergeForm(forms.Form):
    """Why the two records are one person's."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class MergePage(LeadsToKeptRecord, TemplateView):
    """Two records of one person side by side; what differs is chosen, and the other merged into this one."""

    permission = KEEP_FACTS
    template_name = "skills/merge.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope, with their unit."""
        return Worker.objects.visible_to(self.request.user).select_related("unit")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The comparison; without the other's number, the question for it."""
        form = OtherRecordForm(request.GET if "other" in request.GET else None)
        other = self._other(form)
        if other is None:
            return self.render_to_response(self.get_context_data(choose=form))
        return self._compare(other, MergeForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge; a refusal stands in the form, and what was chosen is kept."""
        choose = OtherRecordForm(request.POST)
        other = self._other(choose)
        if other is None:
            return self.render_to_response(self.get_context_data(choose=choose), status=400)
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self._compare(other, form, marks=self._sent_marks(), status=400)
        try:
            self._merge(other, form.cleaned_data["reason"])
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            fresh = isinstance(error, ChangedMeanwhile) or error.code == "mark_unreadable"
            self.object = self.get_object()
            other = self._other(choose) or other
            status = 409 if isinstance(error, Conflict) else 400
            return self._compare(other, form, marks=None if fresh else self._sent_marks(), status=status)
        messages.success(
            request,
            _("%(duplicate)s is merged into %(kept)s. The old number leads here from now on.")
            % {"duplicate": other.employee_no, "kept": self.object.employee_no},
        )
        return redirect("skills:worker", employee_no=self.object.employee_no)

    def _other(self, form: OtherRecordForm) -> Worker | None:
        """The other record, if one is named that the person may keep. Raises PermissionDenied."""
        field: Any = form.fields["other"]
        field.asker = self.request.user
        if not form.is_bound or not form.is_valid():
            return None
        other: Worker = form.cleaned_data["other"]
        if not self.request.user.has_perm(KEEP_FACTS, other):
            raise PermissionDenied
        if other.pk == self.object.pk:
            form.add_error("other", _("This is one and the same record. Choose the other one."))
            return None
        return other

    def _merge(self, other: Worker, reason: str) -> None:
        marks = self._sent_marks()
        shown = [
            Shown.from_field(mark, mark_key(worker))
            for mark, worker in zip(marks, (self.object, other), strict=True)
        ]
        if None in shown:
            raise Conflict(
                _("This form can no longer be read. Look at what stands on record now and save again."),
                code="mark_unreadable",
            )
        sent = {name: self.request.POST.get(f"keep_{name}", "") for name in DETAILS}
        merge_workers(
            actor=actor_of(self.request),
            kept=self.object,
            duplicate=other,
            choices={name: side for name, side in sent.items() if side},
            reason=reason,
            shown_kept=shown[0],
            shown_duplicate=shown[1],
            now=timezone.now(),
        )

    def _sent_marks(self) -> tuple[str, str]:
        return self.request.POST.get("shown_kept", ""), self.request.POST.get("shown_duplicate", "")

    def _compare(
        self,
        other: Worker,
        form: MergeForm,
        *,
        marks: tuple[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        fresh = [mark_of(worker).to_field(mark_key(worker)) for worker in (self.object, other)]
        sent = self.request.POST
        comparison = compare_records(self.object, other)
        details = [
            (row, sent.get(f"keep_{row.name}", DUPLICATE if row.takes_duplicate else KEPT) == DUPLICATE)
            for row in comparison.details
        ]
        context = self.get_context_data(
            other=other, form=form, comparison=comparison, details=details, marks=marks or fresh
        )
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages above."""
        page = reverse("skills:worker", args=[self.object.employee_no])
        return super().get_context_data(
            title=_("Merge records"),
            crumbs=[
                Crumb(_("Likely duplicates"), reverse("skills:duplicates")),
                Crumb(self.object.name, page),
            ],
            back_url=page,
            **kwargs,
        )
