"""What was changed in my record: by whom, when, why, old → new; for the worker."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from base.components import Crumb
from base.pages import LoginRequired
from skills.queries.history import HistoryKind, history_page
from workforce.access import actor_of

#: What others change of a worker's record; requests and readings have places of their own.
KINDS = (
    HistoryKind.DETAILS,
    HistoryKind.PLACEMENT,
    HistoryKind.FACT,
    HistoryKind.GRADE,
    HistoryKind.JUDGEMENT,
    HistoryKind.RELATION,
    HistoryKind.ROLE,
    HistoryKind.MERGE,
)
PAGE_SIZE = 20


class OwnChanges(LoginRequired, TemplateView):
    """Changes of my details, placements, facts and grades, as far as I may see them; newest first."""

    template_name = "skills/own_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of changes, of one kind if asked. Raises PermissionDenied without a record."""
        user = actor_of(self.request)
        if user.worker is None:
            raise PermissionDenied
        asked = self.request.GET.get("kind", "")
        chosen = HistoryKind(asked) if asked in KINDS else None
        page = history_page(
            user.worker,
            viewer=user,
            kinds=KINDS if chosen is None else [chosen],
            after=self.request.GET.get("after", ""),
            size=PAGE_SIZE,
        )
        chips = [(_("All"), "?", chosen is None)]
        chips += [(str(kind.label), f"?kind={kind.value}", kind is chosen) for kind in KINDS]
        kept = {"kind": chosen.value} if chosen else {}
        return super().get_context_data(
            entries=page.entries,
            chips=chips,
            older_url=f"?{urlencode({**kept, 'after': page.next})}" if page.next else "",
            crumbs=[Crumb(_("My growth"), reverse("skills:my_growth"))],
            **kwargs,
        )
