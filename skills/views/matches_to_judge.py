"""The work list of titles and diplomas that neither the table of majors nor anybody has judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from base.cells import CellKind
from base.dates import today
from base.edit_marks import SHOWN_FIELD
from base.errors import DomainError, InvalidInput, RowRefusal, RowsRefused
from base.lists import BulkAction, Column, ListExport, ListPage
from base.pages import LoginRequired, act_or_explain, form_errors_from, raise_for_page
from base.scoping import AnyUser
from base.selection import ROW_FIELD, read_selection
from base.text import clean
from skills.enums import DiplomaKind, FactKind
from skills.match_filters import MATCH_SORT_KEYS, MOST_JUDGED, MatchFilter
from skills.models import MatchToJudge
from skills.queries.matches import matches_to_judge
from skills.rules import KEEP_FACTS, may_export_lists
from skills.services.judgements import called, judge_all
from skills.services.reasons import MAX_REASON
from workforce.access import Access, actor_of
from workforce.enums import Role
from workforce.models import Worker
from workforce.views.form_page import page_before

_SALT = "skills.views.matches_to_judge"


def _may_judge(user: AnyUser) -> bool:
    return Access.of(user).holds(Role.HR_OFFICER)


def _judges_row(user: AnyUser) -> Callable[[Any], bool]:
    access = Access.of(user)
    return lambda row: access.holds(Role.HR_OFFICER, row.worker.unit_id)


def _what(row: Any) -> str | Promise:
    """The title, or the schooling."""
    return DiplomaKind(row.name).label if row.kind == FactKind.DIPLOMA else str(row.name)


class MatchesToJudge(ListPage):
    """What waits for judgement: one click a row, or many at once."""

    title = gettext_lazy("Titles and diplomas to judge")
    export = ListExport("skills.matches", who=may_export_lists.test)
    template_name = "skills/facts/matches.html"
    filterset_class = MatchFilter
    chip_filter = "kind"
    sort_keys = MATCH_SORT_KEYS
    empty_title = gettext_lazy("All caught up")
    empty_text = gettext_lazy(
        "A title or diploma whose major the table does not list for the occupation stands here until judged."
    )
    bulk_actions = (BulkAction("judge", gettext_lazy("Judge"), "skills:matches_judge", who=_may_judge),)
    columns = (
        Column(
            "worker",
            gettext_lazy("Name"),
            "worker.name",
            sort="worker",
            link=lambda row: reverse("skills:worker", args=[row.worker.employee_no]),
        ),
        Column("number", gettext_lazy("Employee number"), "worker.employee_no", CellKind.CODE),
        Column("unit", gettext_lazy("Unit"), "unit_path", optional=True),
        Column("what", gettext_lazy("Title or diploma"), _what),
        Column("major", gettext_lazy("Major or speciality"), "major_name", sort="major"),
        Column("on", gettext_lazy("Day"), "happened_on", CellKind.DATE, sort="on"),
        Column("occupation", gettext_lazy("Occupation"), "occupation.name", sort="occupation"),
        Column(
            "judge",
            gettext_lazy("Does it match?"),
            "pk",
            template="skills/facts/cell_judge.html",
            who=_may_judge,
            sight=_judges_row,
            is_exported=False,
        ),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """Those who keep records, and audit."""
        return bool(Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR))

    def get_queryset(self) -> QuerySet[MatchToJudge]:
        """What waits in the units kept or audited."""
        return matches_to_judge(self.request.user, today=today())

    def get_context_data(self) -> dict[str, Any]:
        """Where a major is judged once for all."""
        return {"majors_url": policy_majors_url()}


def policy_majors_url() -> str:
    """The page of the table of majors, where there is one."""
    try:
        return reverse("skills:policy_majors")
    except NoReverseMatch:
        return ""


class JudgeForm(forms.Form):
    """One judgement for all chosen rows."""

    judgement = forms.TypedChoiceField(
        label=gettext_lazy("Do they match the occupation?"),
        choices=[("yes", gettext_lazy("They match")), ("no", gettext_lazy("They do not match"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=MAX_REASON)

    def said(self) -> dict[str, Any]:
        """As the service takes it. (A field "matches" would hide the browser's own `form.matches()`.)"""
        return {"matches": self.cleaned_data["judgement"], "reason": self.cleaned_data["reason"]}


class JudgeMatch(LoginRequired, View):
    """One row, one click; the list comes back where one was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Judge it. Raises Http404 for a row out of scope, PermissionDenied without the right."""
        row = _waiting(request.user).filter(pk=pk).first()
        if row is None:
            self._explain_absent(request)
            return redirect(self._back())
        if not request.user.has_perm(KEEP_FACTS, row.worker):
            raise PermissionDenied
        answer = request.POST.get("judgement")
        if answer not in ("yes", "no"):
            raise Http404

        def act() -> None:
            judge_all(
                [row],
                actor=actor_of(request),
                matches=answer == "yes",
                reason=request.POST.get("reason", ""),
                now=timezone.now(),
            )

        act_or_explain(request, act, _("Judged. The dates follow at once."))
        return redirect(self._back())

    def _explain_absent(self, request: HttpRequest) -> None:
        """Judged meanwhile is told to those who keep the record named beside the row.

        Everybody else finds nothing, be it that the row is another company's or that there is none.
        """
        number = clean(request.POST.get("worker", ""))
        worker = Worker.objects.visible_to(request.user).filter(employee_no=number).first()
        if worker is None or not request.user.has_perm(KEEP_FACTS, worker):
            raise Http404
        messages.error(request, _("It waits no more: somebody judged, corrected or took it back meanwhile."))

    def _back(self) -> str:
        return page_before(self.request) or reverse("skills:matches_to_judge")


class JudgeMatches(LoginRequired, TemplateView):
    """Many rows, one judgement: what it touches stands on the page, and it is done for all or for none."""

    template_name = "skills/facts/judge.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For HR officers."""
        if request.user.is_authenticated and not _may_judge(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The chosen rows by major and occupation."""
        try:
            chosen = read_selection(request.GET, self._rows(), most=MOST_JUDGED, asker=self.request.user)
        except InvalidInput as error:
            return self._answer([], refusal=error.message)
        return self._answer(chosen.rows, missing=chosen.missing)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Judge them; rows that changed meanwhile are named and nothing is written."""
        form = JudgeForm(request.POST)
        shown = _read_names(request.POST.get(SHOWN_FIELD, ""))
        try:
            rows = read_selection(request.POST, self._rows(), most=MOST_JUDGED, asker=self.request.user).rows
        except InvalidInput as error:
            return self._answer([], refusal=error.message, status=400)
        gone = self._gone(rows, shown)
        if gone:
            return self._refused(form, rows, gone)
        if not form.is_valid():
            return self._answer(rows, form=form, status=400)
        try:
            number = judge_all(rows, actor=actor_of(request), now=timezone.now(), **form.said())
        except RowsRefused as error:
            names = {refusal.name for refusal in error.rows}
            return self._refused(form, [row for row in rows if called(row) not in names], error.rows)
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self._answer(rows, form=form, status=400)
        told = ngettext("%(number)d judged. The dates follow at once.", "%(number)d judged.", number)
        messages.success(request, told % {"number": number})
        return HttpResponseRedirect(reverse("skills:matches_to_judge"))

    def _rows(self) -> QuerySet[MatchToJudge]:
        return _waiting(self.request.user).order_by("major_name", "occupation__name", "worker__name_pinyin")

    def _gone(self, rows: Sequence[MatchToJudge], shown: dict[str, str]) -> tuple[RowRefusal, ...]:
        """The rows sent that wait no more, or that the page never showed."""
        found = {str(row.pk) for row in rows}
        sent = dict.fromkeys(self.request.POST.getlist(ROW_FIELD))
        why = _("Judged, corrected or taken back meanwhile.")
        return tuple(
            RowRefusal(shown.get(key, key), "changed_meanwhile", why)
            for key in sent
            if key not in found or key not in shown
        )

    def _refused(
        self, form: JudgeForm, rest: Sequence[MatchToJudge], refused: Sequence[RowRefusal]
    ) -> HttpResponse:
        refusal = _("Nothing was judged: it cannot be done for every row chosen.")
        return self._answer(rest, form=form, refused=refused, refusal=refusal, status=409)

    def _answer(
        self,
        rows: Sequence[MatchToJudge],
        *,
        form: JudgeForm | None = None,
        missing: int = 0,
        refused: Sequence[RowRefusal] = (),
        refusal: str | Promise = "",
        status: int = 200,
    ) -> HttpResponse:
        groups = Counter((row.major_name, row.occupation.name) for row in rows)
        context = self.get_context_data(
            title=gettext_lazy("Judge titles and diplomas"),
            form=form or JudgeForm(),
            rows=[(row, _what(row)) for row in rows],
            groups=[(major, occupation, number) for (major, occupation), number in groups.most_common()],
            missing=missing,
            refused=refused,
            refusal=refusal,
            shown_mark=signing.dumps({str(row.pk): called(row) for row in rows}, salt=_SALT, compress=True),
            majors_url=policy_majors_url(),
            back_url=reverse("skills:matches_to_judge"),
        )
        return self.render_to_response(context, status=status)


def _waiting(user: AnyUser) -> QuerySet[MatchToJudge]:
    return matches_to_judge(user, today=today())


def _read_names(text: str) -> dict[str, str]:
    """What the page called each row; nothing when it cannot be read."""
    try:
        return dict(signing.loads(text, salt=_SALT))
    except signing.BadSignature:
        return {}
