"""The organisation tree: units are opened here, changed in `unit_changes`, and never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.errors import InvalidInput
from base.text import clean
from workforce.enums import UnitKind
from workforce.models import Unit, User
from workforce.rules import require
from workforce.services.unit_rows import (
    check_unit_name,
    check_unit_open,
    lock_tree,
    lock_unit,
    record_unit_event,
    write_unit,
)

#: The kind a unit created below another of this kind has, unless it is named.
_KIND_BELOW = {
    UnitKind.GROUP: UnitKind.COMPANY,
    UnitKind.COMPANY: UnitKind.WORKSHOP,
    UnitKind.WORKSHOP: UnitKind.TEAM,
    UnitKind.TEAM: UnitKind.TEAM,
}


def create_unit(
    *,
    actor: User | None,
    parent: Unit | None,
    name: str,
    kind: UnitKind,
    code: str = "",
    opened_on: date | None = None,
) -> Unit:
    """Open a unit below another (None: a root, by the system alone). Without a code it is given one.

    Raises NotPermitted, InvalidInput, Conflict for a name or code that is taken or a closed parent.
    """
    if parent is None and actor is not None:
        raise InvalidInput(
            _("Choose the unit above it."),
            code="parent_missing",
            field="parent",
        )
    require(actor, "workforce.keep_unit", parent)
    name, code = clean(name), clean(code)
    check_unit_name(name)
    with transaction.atomic():
        lock_tree()
        if parent is not None:
            parent = lock_unit(parent.pk)
            check_unit_open(parent)
        unit = Unit(
            parent=parent,
            name=name,
            kind=kind,
            code=code or _next_code(parent),
            opened_on=opened_on,
        )
        write_unit(unit, created=True)
        record_unit_event("workforce.unit_created", unit, actor, {"parent_id": unit.parent_id})
    return unit


def ensure_units(
    *, actor: User | None, paths: Iterable[Sequence[str]], root: Unit
) -> dict[tuple[str, ...], Unit]:
    """The units at the paths of names below `root`; missing ones are created (company, then workshop …).

    `("乙公司", "一车间")` is 一车间 under 乙公司 under `root`. Closed units are not found and their names are
    taken: raises Conflict. Raises NotPermitted where the actor does not keep the unit it would create in.
    One statement reads the tree, one more is spent per unit created.
    """
    cleaned = dict.fromkeys(tuple(clean(name) for name in path) for path in paths)
    wanted = sorted(cleaned, key=len)  # new codes follow the order of the paths
    with transaction.atomic():
        lock_tree()
        by_place = {(unit.parent_id, unit.name): unit for unit in Unit.objects.all()}
        found: dict[tuple[str, ...], Unit] = {}
        for path in wanted:
            unit = root
            for name in path:
                known = by_place.get((unit.pk, name))
                if known is None:
                    known = create_unit(
                        actor=actor, parent=unit, name=name, kind=_KIND_BELOW[UnitKind(unit.kind)]
                    )
                    by_place[(unit.pk, name)] = known
                unit = known
                check_unit_open(unit)
            found[path] = unit
    return found


def _next_code(parent: Unit | None) -> str:
    """A free code: the parent's with the next two-digit number. The parent row is locked."""
    stem = f"{parent.code}." if parent else "U"
    taken = set(Unit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 1
    while f"{stem}{number:02}" in taken:
        number += 1
    return f"{stem}{number:02}"


def hold_organisation() -> None:
    """Keep every unit as it is until the end of the transaction: for a write that names many, piece by piece.

    Taken before the first piece, so that the pieces and a unit's move cannot each hold what the other needs.
    Whoever also locks workers locks them first.
    """
    lock_tree()
    list(Unit.objects.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))
