"""What the skills app puts in the menu and on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.lists.chip_counts import count_each_up_to_limit
from base.menu import DeskCard, MenuEntry, register_card, register_entry
from base.models.workbook import ImportState
from base.scoping import AnyUser
from skills.privacy.rules import may_erase
from skills.queries.desk import imports_of, openings_by_month, soonest_openings, waiting_corrections
from skills.queries.matches import newest_to_judge
from skills.queries.policy_changes import change_title, changes_to_confirm
from skills.rules import is_signed_in, may_draft_policy, may_import_roster, may_view_figures, may_view_people
from workforce.access import Access
from workforce.enums import Role

#: Rows a desk card shows before it links to the whole list.
CARD_ROWS = 5


def _is_worker(user: AnyUser) -> bool:
    return Access.of(user).worker_id is not None


def _keeps_records(user: AnyUser) -> bool:
    return Access.of(user).holds(Role.HR_OFFICER)


def _reads_corrections(user: AnyUser) -> bool:
    return bool(Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR))


def _corrections(request: HttpRequest) -> Mapping[str, Any]:
    waiting = waiting_corrections(request.user)
    return {"rows": waiting[:CARD_ROWS], "count": count_each_up_to_limit([waiting])[0]}


def _matches(request: HttpRequest) -> Mapping[str, Any]:
    rows, count = newest_to_judge(request.user, today=today(), most=CARD_ROWS)
    return {"rows": rows, "count": count}


def _openings(request: HttpRequest) -> Mapping[str, Any]:
    months = openings_by_month(request.user, today=today())
    since, until = months[0].month, months[1].month
    return {
        "months": months,
        "rows": soonest_openings(request.user, since=since, until=until, most=CARD_ROWS),
        "last_day": months[-1].last_day,
    }


def _imports(request: HttpRequest) -> Mapping[str, Any]:
    rows = imports_of(request.user)[:CARD_ROWS]
    return {"rows": [(batch, ImportState(batch.state)) for batch in rows]}


def _policies(request: HttpRequest) -> Mapping[str, Any] | None:
    waiting = changes_to_confirm(request.user)
    rows = [(change, change_title(change)) for change in waiting[:CARD_ROWS]]
    return {"rows": rows, "count": waiting.count()} if rows else None


register_entry(MenuEntry(_("My growth"), "skills:my_growth", who=_is_worker, order=20, icon="stairs"))
register_entry(MenuEntry(_("People"), "skills:people", who=may_view_people.test, order=30, icon="people"))
register_entry(
    MenuEntry(_("Correction requests"), "skills:corrections", who=_reads_corrections, order=40, icon="flag")
)
register_entry(
    MenuEntry(_("To judge"), "skills:matches_to_judge", who=_reads_corrections, order=45, icon="check")
)
register_entry(MenuEntry(_("Rosters"), "skills:imports", who=may_import_roster.test, order=50, icon="upload"))
register_entry(MenuEntry(_("Figures"), "skills:figures", who=may_view_figures.test, order=60, icon="chart"))
register_entry(MenuEntry(_("Policies"), "skills:policies", who=is_signed_in.test, order=65, icon="document"))
register_entry(
    MenuEntry(_("Data protection"), "skills:erasures", who=may_erase.test, order=95, icon="document")
)
register_entry(MenuEntry(_("What if"), "skills:what_if", who=is_signed_in.test, order=70, icon="clock"))

register_card(
    DeskCard("corrections", "skills/cards/corrections.html", _corrections, who=_keeps_records, order=10)
)
register_card(
    DeskCard("policies", "skills/cards/policies.html", _policies, who=may_draft_policy.test, order=20)
)
register_card(DeskCard("matches", "skills/cards/matches.html", _matches, who=_keeps_records, order=20))
register_card(DeskCard("openings", "skills/cards/openings.html", _openings, who=_keeps_records, order=110))
register_card(DeskCard("imports", "skills/cards/imports.html", _imports, who=_keeps_records, order=210))
