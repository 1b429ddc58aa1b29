"""The history tab of the worker page: what was changed, by kind and period, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from skills.queries.history import HistoryKind, HistoryPage, Period, history_page
from workforce.models import Worker


class HistoryForm(forms.Form):
    """Which changes to show."""

    what = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *HistoryKind.choices], required=False)
    first = forms.DateField(label=_("Recorded from"), widget=DayInput, required=False)
    last = forms.DateField(label=_("Recorded up to"), widget=DayInput, required=False)


@dataclass(frozen=True)
class HistoryShown:
    """The tab: its form, the changes, and the address of older ones."""

    form: HistoryForm
    page: HistoryPage
    older_url: str


def history_shown(worker: Worker, request: HttpRequest) -> HistoryShown:
    """The changes of a worker the reader may see, as the address asks for them; a wrong filter shows none."""
    form = HistoryForm(request.GET)
    if not form.is_valid():
        return HistoryShown(form, HistoryPage([], ""), "")
    chosen: dict[str, Any] = form.cleaned_data
    page = history_page(
        worker,
        viewer=request.user,
        kinds=[HistoryKind(chosen["what"])] if chosen["what"] else [],
        period=Period(chosen["first"], chosen["last"]),
        after=request.GET.get("after", ""),
    )
    kept = {name: request.GET[name] for name in ("what", "first", "last") if request.GET.get(name)}
    older = f"?{urlencode({'tab': 'history', **kept, 'after': page.next})}" if page.next else ""
    return HistoryShown(form, page, older)
