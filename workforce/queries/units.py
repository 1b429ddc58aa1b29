"""The organisation as a tree to look at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from base.scoping import AnyUser
from workforce.enums import EMPLOYED
from workforce.models import Delegation, Unit, UnitHead, Worker


@dataclass
class UnitBranch:
    """A unit with its head and who stands in today, the people employed in it and in all of it, and what is
    below.
    """

    unit: Unit
    head: Worker | None
    people: int
    deputy: Worker | None = None
    people_below: int = 0
    branches: list[UnitBranch] = field(default_factory=list)

    @property
    def people_in_all(self) -> int:
        """Employed in the unit or anywhere below it."""
        return self.people + self.people_below


def read_unit_tree(*, user: AnyUser, today: date, with_closed: bool = False) -> list[UnitBranch]:
    """The visible part of the organisation as trees, with what of its people the user sees counted.

    Four statements whatever its size.
    """
    units = Unit.objects.visible_to(user).order_by("code")
    if not with_closed:
        units = units.open_on(today)
    heads = read_heads(today)
    deputies = read_deputies(today)
    counts = dict(
        Worker.objects.visible_to(user)
        .filter(status__in=EMPLOYED)
        .order_by()
        .values_list("unit")
        .annotate(number=Count("pk"))
    )
    branches = {
        unit.pk: UnitBranch(unit, heads.get(unit.pk), counts.get(unit.pk, 0), deputies.get(unit.pk))
        for unit in units
    }
    children: dict[int | None, list[UnitBranch]] = defaultdict(list)
    for branch in branches.values():
        parent_id = branch.unit.parent_id
        children[parent_id if parent_id in branches else None].append(branch)
    for branch in branches.values():
        branch.branches = children[branch.unit.pk]
    for root in children[None]:
        _sum_up(root)
    return children[None]


def read_heads(today: date) -> dict[int, Worker]:
    """By unit id, who heads it today. One statement."""
    in_force = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gt=today))
    return {head.unit_id: head.worker for head in UnitHead.objects.filter(in_force).select_related("worker")}


def read_deputies(today: date) -> dict[int, Worker]:
    """By unit id, who stands in for its head today. One statement."""
    rows = Delegation.objects.in_force_on(today).select_related("deputy", "headship")
    return {row.headship.unit_id: row.deputy for row in rows}


def _sum_up(branch: UnitBranch) -> int:
    branch.people_below = sum(_sum_up(below) for below in branch.branches)
    return branch.people_in_all


def unit_path(unit: Unit) -> list[Unit]:
    """The unit with those above it, topmost first. One statement."""
    rows = Unit.objects.raw(
        """
        WITH RECURSIVE up AS (
            SELECT u.*, 0 AS distance FROM workforce_unit u WHERE u.id = %(unit_id)s
            UNION ALL
            SELECT p.*, up.distance + 1 FROM workforce_unit p JOIN up ON p.id = up.parent_id
        )
        SELECT * FROM up ORDER BY distance DESC
        """,
        {"unit_id": unit.pk},
    )
    return list(rows)
