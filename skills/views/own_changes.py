"""What was changed in my record: by whom, when, why, old → new; for the worker."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.pages import LoginRequired
from skills.models import CorrectionRequest, GradeRecord
from skills.queries.history import HistoryEntry, history
from workforce.access import actor_of
from workforce.models import Placement, Worker

#: Changes read at most; older ones HR prints on request.
MOST = 2_000
PAGE_SIZE = 20
#: Fields of a worker that repeat the placement.
_PLACING = frozenset({"unit", "post", "status"})


class ChangeKind(TextChoices):
    """What a change is about."""

    DETAILS = "details", gettext_lazy("Personal data")
    PLACEMENTS = "placements", gettext_lazy("Unit, post and status")
    GRADES = "grades", gettext_lazy("Grades")
    FACTS = "facts", gettext_lazy("Career facts")


def kind_of(entry: HistoryEntry) -> ChangeKind:
    """What an entry of the history is about."""
    if entry.what == str(GradeRecord._meta.verbose_name):
        return ChangeKind.GRADES
    if entry.what == str(Placement._meta.verbose_name):
        return ChangeKind.PLACEMENTS
    if entry.what == str(Worker._meta.verbose_name):
        is_placing = {change.field for change in entry.changes} <= _PLACING
        return ChangeKind.PLACEMENTS if is_placing else ChangeKind.DETAILS
    return ChangeKind.FACTS


class OwnChanges(LoginRequired, TemplateView):
    """Changes of my details, placements, facts and grades, as far as I may see them; newest first."""

    template_name = "skills/own_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of changes, of one kind if asked. Raises PermissionDenied without a record."""
        user = actor_of(self.request)
        if user.worker is None:
            raise PermissionDenied
        requests = str(CorrectionRequest._meta.verbose_name)
        entries = [
            (kind_of(entry), entry)
            for entry in history(user.worker, viewer=user, limit=MOST)
            if entry.what != requests
        ]
        counts = Counter(kind for kind, _entry in entries)
        asked = self.request.GET.get("kind", "")
        chosen = ChangeKind(asked) if asked in ChangeKind.values else None
        shown = [entry for kind, entry in entries if chosen in (None, kind)]
        page = Paginator(shown, PAGE_SIZE).get_page(self.request.GET.get("page", "1"))
        chips = [(_("All"), "?", len(entries), chosen is None)]
        chips += [
            (str(kind.label), f"?kind={kind.value}", counts[kind], kind is chosen)
            for kind in ChangeKind
            if counts[kind] or kind is chosen
        ]
        return super().get_context_data(
            page=page,
            changes=page.object_list,
            chips=chips,
            kept=f"{urlencode({'kind': chosen.value})}&" if chosen else "",
            crumbs=[Crumb(_("My growth"), reverse("skills:my_growth"))],
            **kwargs,
        )
