"""HR judges whether a worker's titles and diplomas match an occupation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.errors import DomainError
from base.pages import raise_for_page
from skills.enums import FactKind
from skills.models import Diploma, Occupation, Standing, Title
from skills.queries.matches import matchings_of
from skills.rules import KEEP_FACTS
from skills.services.judgements import judge_diploma, judge_title
from workforce.access import actor_of
from workforce.models import Worker
from workforce.views.merged import LeadsToKeptRecord


class JudgementForm(forms.Form):
    """One judgement as its row sends it. `seen_at` is when the judgement shown was made, empty for none.

    No field is called "matches": it would hide the browser's own `form.matches()`, which htmx calls.
    """

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (FactKind.TITLE, FactKind.DIPLOMA)]
    )
    fact_id = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    judgement = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(required=False, max_length=200)
    seen_at = forms.CharField(required=False, max_length=40)

    def clean_seen_at(self) -> datetime | None:
        """The instant, None for none."""
        try:
            return (
                datetime.fromisoformat(self.cleaned_data["seen_at"]) if self.cleaned_data["seen_at"] else None
            )
        except ValueError as error:
            raise forms.ValidationError(_("This entry cannot be read.")) from error


class Matches(LeadsToKeptRecord, TemplateView):
    """The titles and diplomas of a worker against one occupation, each with its judgement and the answers."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    permission = KEEP_FACTS
    template_name = "skills/matches.html"
    title = gettext_lazy("Do they match the occupation?")

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope."""
        return Worker.objects.visible_to(self.request.user).defer("id_number", "id_number_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows for the occupation of the address, the main one when none is named."""
        occupation = self._occupation()
        page = reverse("skills:worker", args=[self.object.employee_no])
        return super().get_context_data(
            title=self.title,
            occupation=occupation,
            occupations=Occupation.objects.order_by("name"),
            rows=matchings_of(self.object, occupation, today=today()) if occupation else [],
            crumbs=[Crumb(_("People"), reverse("skills:people")), Crumb(self.object.name, page)],
            **kwargs,
        )

    def post(self, request: HttpRequest, employee_no: str) -> HttpResponse:
        """Judge one row; a judgement somebody else made meanwhile is shown instead of overwritten."""
        occupation = self._occupation()
        form = JudgementForm(request.POST)
        if occupation is None or not form.is_valid():
            messages.error(request, _("This entry cannot be read."))
        else:
            self._judge(request, occupation, form.cleaned_data)
        return redirect(request.get_full_path())

    def _judge(self, request: HttpRequest, occupation: Occupation, given: dict[str, Any]) -> None:
        said = {"matches": given["judgement"], "reason": given["reason"], "seen_at": given["seen_at"]}
        actor, now = actor_of(request), timezone.now()
        try:
            if given["kind"] == FactKind.TITLE:
                title = get_object_or_404(Title, worker=self.object, pk=given["fact_id"])
                judge_title(title, occupation, actor=actor, now=now, **said)
            else:
                diploma = get_object_or_404(Diploma, worker=self.object, pk=given["fact_id"])
                judge_diploma(diploma, occupation, actor=actor, now=now, **said)
        except DomainError as error:
            raise_for_page(error)
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Judged. The dates follow at once."))

    def _occupation(self) -> Occupation | None:
        asked = self.request.GET.get("occupation", "")
        if asked:
            occupation = Occupation.objects.filter(code=asked).first()
            if occupation is None:
                raise Http404
            return occupation
        standing = Standing.objects.filter(worker=self.object).select_related("occupation").first()
        return standing.occupation if standing else None
