"""The organisation as a tree to look at, branch by branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import EMPLOYED
from workforce.models import Delegation, Unit, UnitHead, Worker
from workforce.queries.unit_totals import totals_of
from workforce.totals import EMPLOYED_PEOPLE


@dataclass
class UnitBranch:
    """A unit with its head and who stands in today, and how many of the people employed in all of it the
    user sees.

    `has_more`: there are units below that were not read.
    """

    unit: Unit
    head: Worker | None
    deputy: Worker | None
    people: int
    has_more: bool
    branches: list[UnitBranch] = field(default_factory=list)


def read_top_branches(*, user: AnyUser, today: date, with_closed: bool = False) -> list[UnitBranch]:
    """The topmost visible units with those right below them. Five statements beside the access at most,
    whatever the organisation.
    """
    access = Access.of(user)
    tops = {path[-1] for path in access.sight.paths}
    own = access.own_path
    if own and not access.sight.covers(own):
        tops.add(own[-1])
    branches = _read(user, Q(pk__in=tops) | Q(parent__in=tops), today, with_closed)
    children: dict[int | None, list[UnitBranch]] = defaultdict(list)
    for branch in branches:
        if branch.unit.pk not in tops:
            children[branch.unit.parent_id].append(branch)
    roots = [branch for branch in branches if branch.unit.pk in tops]
    for root in roots:
        root.branches, root.has_more = children[root.unit.pk], False
    return roots


def read_branches_below(
    *, user: AnyUser, unit: Unit, today: date, with_closed: bool = False
) -> list[UnitBranch]:
    """The visible units right below a unit. Five statements beside the access at most."""
    return _read(user, Q(parent=unit), today, with_closed)


def _read(user: AnyUser, which: Q, today: date, with_closed: bool) -> list[UnitBranch]:
    access = Access.of(user)
    rows, below = Unit.objects.visible_to(user).filter(which), Unit.objects.filter(parent=OuterRef("pk"))
    if not with_closed:
        rows, below = rows.open_on(today), below.open_on(today)
    units: list[Any] = list(rows.annotate(has_below=Exists(below)).order_by("code"))
    ids = [unit.pk for unit in units]
    heads, deputies = read_heads(today, ids), read_deputies(today, ids)
    people = _people_in(user, units)
    return [
        UnitBranch(
            unit,
            heads.get(unit.pk),
            deputies.get(unit.pk),
            people.get(unit.pk, 0),
            has_more=unit.has_below and access.sight.covers(unit.path),
        )
        for unit in units
    ]


def _people_in(user: AnyUser, units: Sequence[Unit]) -> dict[int, int]:
    """By unit id, the people employed in the unit and below it that the user sees. Two statements at most."""
    sight = Access.of(user).sight
    whole = [unit.pk for unit in units if sight.covers(unit.path)]
    totals = totals_of(whole, [EMPLOYED_PEOPLE]) if whole else {}
    people = {pk: numbers.get(EMPLOYED_PEOPLE, 0) for pk, numbers in totals.items()}
    if len(whole) < len(units):
        own = Worker.objects.visible_to(user).filter(status__in=EMPLOYED, account=user.pk)
        people |= dict.fromkeys(own.values_list("unit_id", flat=True), 1)
    return people


def read_heads(today: date, unit_ids: Collection[int]) -> dict[int, Worker]:
    """By unit id, who heads it today. One statement."""
    in_force = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gt=today))
    heads = UnitHead.objects.filter(in_force, unit__in=unit_ids).select_related("worker")
    return {head.unit_id: head.worker for head in heads}


def read_deputies(today: date, unit_ids: Collection[int]) -> dict[int, Worker]:
    """By unit id, who stands in for its head today. One statement."""
    rows = Delegation.objects.in_force_on(today).filter(headship__unit__in=unit_ids)
    return {row.headship.unit_id: row.deputy for row in rows.select_related("deputy", "headship")}


def unit_path(unit: Unit) -> list[Unit]:
    """The unit with those above it, topmost first. One statement."""
    return list(Unit.objects.filter(pk__in=unit.path).order_by("path"))
