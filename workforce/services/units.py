"""The organisation tree: units are opened, renamed, moved and closed, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.text import clean
from workforce.access import Access
from workforce.enums import EMPLOYED, UnitKind
from workforce.models import Placement, Unit, User
from workforce.rules import require

_CYCLE = "unit_has_no_cycle"
_TWIN = "unit_name_unique_under_parent"
_CODE = "workforce_unit_code"

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
    _check_name(name)
    with transaction.atomic():
        _lock_tree()
        if parent is not None:
            parent = _lock_unit(parent.pk)
            _check_open(parent)
        unit = Unit(
            parent=parent,
            name=name,
            kind=kind,
            code=code or _next_code(parent),
            opened_on=opened_on,
        )
        _write(unit, created=True)
        _record("workforce.unit_created", unit, actor, {"parent_id": unit.parent_id})
    return unit


def rename_unit(*, actor: User | None, unit: Unit, name: str) -> Unit:
    """Give a unit another name. Raises NotPermitted, InvalidInput, Conflict."""
    require(actor, "workforce.keep_unit", unit)
    name = clean(name)
    _check_name(name)
    with transaction.atomic():
        unit = _lock_unit(unit.pk)
        unit.name = name
        _write(unit)
        _record("workforce.unit_renamed", unit, actor, {})
    return unit


def move_unit(*, actor: User | None, unit: Unit, parent: Unit) -> Unit:
    """Hang a unit, with everything below it, under another. The actor keeps both the old and the new parent.

    Raises NotPermitted, Conflict when it would stand below itself or the new parent is closed.
    """
    require(actor, "workforce.keep_unit", unit)
    require(actor, "workforce.keep_unit", parent)
    if unit.parent is not None:
        require(actor, "workforce.keep_unit", unit.parent)
    with transaction.atomic():
        _lock_tree()
        locked = {row.pk: row for row in _lock_units([unit.pk, parent.pk])}
        unit, parent = locked[unit.pk], locked[parent.pk]
        _check_open(parent)
        unit.parent = parent
        _write(unit)
        _record("workforce.unit_moved", unit, actor, {"parent_id": parent.pk})
    return unit


def close_unit(*, actor: User | None, unit: Unit, last_day: date, today: date) -> Unit:
    """Close a unit after `last_day`; its past stays. Nobody employed and no open unit may be left in it.

    Raises NotPermitted, InvalidInput, Conflict that names who or what is still there.
    """
    require(actor, "workforce.keep_unit", unit)
    if unit.parent_id is None:
        raise Conflict(_("The unit at the top is not closed."), code="root_unit")
    with transaction.atomic():
        unit = _lock_unit(unit.pk)
        if unit.closed_on is not None:
            raise Conflict(_("The unit is closed already."), code="unit_closed")
        if unit.opened_on is not None and last_day < unit.opened_on:
            raise InvalidInput(
                _("A unit closes after it was opened."), code="closes_before", field="last_day"
            )
        if last_day >= today:
            raise InvalidInput(
                _("A unit is closed once its last day is over, not ahead of time."),
                code="date_in_future",
                field="last_day",
            )
        closed_on = date.fromordinal(last_day.toordinal() + 1)
        _check_empty(unit, closed_on)
        unit.closed_on = closed_on
        unit.save(update_fields=["closed_on"])
        _record("workforce.unit_closed", unit, actor, {"closed_on": closed_on.isoformat()})
    return unit


def _check_empty(unit: Unit, closed_on: date) -> None:
    """Raise Conflict naming up to five people or units that are still there on or after the day."""
    children = list(unit.children.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=closed_on)))
    if children:
        raise Conflict(
            gettext("These units below are still open: %(names)s. Close or move them first.")
            % {"names": _first_names([child.name for child in children])},
            code="unit_has_open_units",
        )
    staying = (
        Placement.objects.filter(unit=unit, status__in=EMPLOYED)
        .filter(Q(until__isnull=True) | Q(until__gt=closed_on))
        .select_related("worker")
        .order_by("worker__employee_no")
    )
    names = list(dict.fromkeys(str(placement.worker) for placement in staying[:200]))
    if names:
        raise Conflict(
            gettext("These people are still placed here: %(names)s. Transfer them first.")
            % {"names": _first_names(names)},
            code="unit_has_people",
        )


def _first_names(names: Sequence[str]) -> str:
    shown = "、".join(names[:5])
    return f"{shown} …（{len(names)}）" if len(names) > 5 else shown


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
        _lock_tree()
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
                _check_open(unit)
            found[path] = unit
    return found


def _check_name(name: str) -> None:
    if not name:
        raise InvalidInput(_("A unit needs a name."), code="name_missing", field="name")
    if len(name) > 100:
        raise InvalidInput(_("A unit's name has at most 100 characters."), code="text_too_long", field="name")


def _check_open(unit: Unit) -> None:
    if unit.closed_on is not None:
        raise Conflict(
            gettext("The unit “%(name)s” is closed.") % {"name": unit.name}, code="unit_closed", field="unit"
        )


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
    _lock_tree()
    list(Unit.objects.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def _lock_tree() -> None:
    """Changes of the tree take turns: two that are each legal could together make a cycle or a twin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workforce_unit.tree'))")


def _lock_unit(unit_id: int) -> Unit:
    return _lock_units([unit_id])[0]


def _lock_units(unit_ids: list[int]) -> list[Unit]:
    units = list(
        Unit.objects.filter(pk__in=unit_ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    if len(units) != len(set(unit_ids)):
        raise Missing(_("There is no such unit."))
    return units


def _write(unit: Unit, *, created: bool = False) -> None:
    """Save, and say a constraint's refusal in words."""
    try:
        with transaction.atomic():
            unit.save(force_insert=created)
    except IntegrityError as error:
        refused = str(error)
        if _CYCLE in refused or "cannot stand below itself" in refused:
            raise Conflict(
                _("A unit cannot stand below itself or below a unit of its own."),
                code="unit_cycle",
                field="parent",
            ) from error
        if _TWIN in refused:
            raise Conflict(
                _("The unit above has another unit of this name, open or closed."),
                code="unit_name_taken",
                field="name",
            ) from error
        if _CODE in refused:
            raise Conflict(_("Another unit has this code."), code="unit_code_taken", field="code") from error
        raise


def _record(kind: str, unit: Unit, actor: User | None, payload: dict[str, object]) -> None:
    record_event(kind, subject="workforce.unit", subject_id=unit.pk, payload=payload, actor=actor)
    if actor is not None:
        Access.forget(actor)  # the tree its reach was read from has changed
