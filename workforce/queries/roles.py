"""Who holds which right: roles, headships and delegations, together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import Role, Term
from workforce.models import Delegation, RoleGrant, Unit, UnitHead, User

Row = TypeVar("Row")
#: Units on a page of the review.
REVIEW_UNITS = 100


class Dated(Protocol):
    """Something that holds in `[since, until)`."""

    @property
    def since(self) -> date:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The first day on which it no longer holds."""


def term_on(row: Dated, day: date) -> Term:
    """Where a dated right stands on a day."""
    if row.until is not None and row.until <= max(day, row.since):
        return Term.ENDED
    return Term.COMING if row.since > day else Term.IN_FORCE


@dataclass(frozen=True)
class RightsOfPerson:
    """Everything one account and its person hold or held."""

    grants: list[RoleGrant]
    headships: list[UnitHead]
    delegations: list[Delegation]

    @property
    def is_empty(self) -> bool:
        """Nothing held that the reader may see."""
        return not (self.grants or self.headships or self.delegations)


def visible_headships(viewer: AnyUser) -> QuerySet[UnitHead]:
    """One's own headships, and those of the units one keeps or audits."""
    access = Access.of(viewer)
    reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
    rows = UnitHead.objects.filter(Q(worker=access.worker_id) | reached.rows("unit"))
    return rows.select_related("unit", "worker__account").defer(
        "worker__id_number", "worker__id_number_index"
    )


def visible_delegations(viewer: AnyUser) -> QuerySet[Delegation]:
    """Delegations in sight, with everybody they name."""
    rows = Delegation.objects.visible_to(viewer).select_related(
        "headship__unit", "headship__worker", "deputy__account", "granted_by__worker"
    )
    return rows.defer(
        "headship__worker__id_number",
        "headship__worker__id_number_index",
        "deputy__id_number",
        "deputy__id_number_index",
        "granted_by__worker__id_number",
        "granted_by__worker__id_number_index",
    )


def visible_grants(viewer: AnyUser) -> QuerySet[RoleGrant]:
    """Roles in sight, with who, where and by whom."""
    return RoleGrant.objects.visible_to(viewer).select_related("user", "unit", "granted_by", "ended_by")


def rights_of(user: User, *, viewer: AnyUser) -> RightsOfPerson:
    """What the person holds and held, as far as the viewer may see it. Three statements."""
    if user.worker_id is None:
        return RightsOfPerson(list(visible_grants(viewer).filter(user=user).order_by("-since")), [], [])
    own = Q(deputy=user.worker_id) | Q(headship__worker=user.worker_id)
    return RightsOfPerson(
        list(visible_grants(viewer).filter(user=user).order_by("-since")),
        list(visible_headships(viewer).filter(worker=user.worker_id).order_by("-since")),
        list(visible_delegations(viewer).filter(own)),
    )


@dataclass(frozen=True)
class UnitRights:
    """Everybody who holds something over one unit on a day."""

    unit: Unit
    grants: list[RoleGrant]
    headships: list[UnitHead]
    delegations: list[Delegation]


@dataclass(frozen=True)
class ReviewPage:
    """Units of the review in the order of their codes; it goes on after `next_after` (empty: it ends)."""

    units: list[UnitRights]
    next_after: str


def review_of_rights(viewer: AnyUser, *, day: date, after: str = "", size: int = REVIEW_UNITS) -> ReviewPage:
    """All rights in force on a day over the units the viewer keeps or audits, unit by unit.

    At most `size` units over which anything is held, those behind the code `after`. Four statements.
    """
    reached = Access.of(viewer).reach(Role.HR_OFFICER, Role.AUDITOR)
    in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    grants = visible_grants(viewer).filter(in_force, reached.rows("unit"))
    heads = visible_headships(viewer).filter(in_force, reached.rows("unit"))
    delegated = visible_delegations(viewer).in_force_on(day)  # type: ignore[attr-defined]
    stand_ins = delegated.filter(reached.rows("headship__unit"))
    of_unit = OuterRef("pk")
    held = (
        Q(Exists(grants.filter(unit=of_unit)))
        | Q(Exists(heads.filter(unit=of_unit)))
        | Q(Exists(stand_ins.filter(headship__unit=of_unit)))
    )
    units = list(Unit.objects.filter(held, code__gt=after).order_by("code")[: size + 1])
    shown = units[:size]
    ordered = grants.filter(unit__in=shown).order_by("role", "user__display_name")
    granted = _by_unit((row.unit_id, row) for row in ordered)
    headed = _by_unit((row.unit_id, row) for row in heads.filter(unit__in=shown))
    stood_in = _by_unit((row.headship.unit_id, row) for row in stand_ins.filter(headship__unit__in=shown))
    return ReviewPage(
        [UnitRights(unit, granted[unit.pk], headed[unit.pk], stood_in[unit.pk]) for unit in shown],
        shown[-1].code if len(units) > size else "",
    )


def _by_unit(rows: Iterable[tuple[int, Row]]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for unit_id, row in rows:
        found[unit_id].append(row)
    return found
