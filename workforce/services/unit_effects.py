"""What a change of a unit does once its day has come. The callers hold the tree and the units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, NotPermitted
from base.events import record_event
from workforce.enums import EMPLOYED, UnitChangeKind, UnitChangeState
from workforce.models import Placement, Unit, UnitChange, UnitHead, User, Worker
from workforce.services.placement_lines import read_lines, write_lines
from workforce.services.placements import project_placements
from workforce.services.unit_rows import check_unit_open, write_unit

#: Names a refusal tells; the rest is a number.
_NAMES_TOLD = 5


def people_from(unit_id: int, day: date) -> QuerySet[Placement]:
    """Placements of people employed in the unit on the day or later."""
    return (
        Placement.objects.filter(unit=unit_id, status__in=EMPLOYED)
        .filter(Q(until__isnull=True) | Q(until__gt=day))
        .order_by("worker__employee_no", "since")
    )


def lock_people_moved(unit_id: int, *, also: Collection[int] = ()) -> None:
    """Lock the people at and below a unit, and others, in id order and without reading them.

    When the unit moves to another branch the database writes the branch of them all (`Worker.branch`).
    Whoever changes a worker locks the worker first and a unit after it, so a move must do the same.
    """
    people = Worker.objects.filter(Q(pk__in=also) | Q(unit__in=Unit.objects.below([unit_id])))
    list(people.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def check_empty(unit: Unit, day: date, *, ahead: bool = False) -> None:
    """Raise Conflict naming up to five people or units that are still there on or after the day.

    `ahead`: units below that are planned to go by then count as gone.
    """
    below = unit.children.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    if ahead:
        leaving = UnitChange.objects.filter(
            state=UnitChangeState.PLANNED,
            kind__in=(UnitChangeKind.CLOSE, UnitChangeKind.MERGE, UnitChangeKind.MOVE),
            effective_on__lte=day,
        )
        below = below.exclude(pk__in=leaving.values("unit"))
    children = list(below)
    if children:
        raise Conflict(
            gettext("These units below are still open: %(names)s. Close or move them first.")
            % {"names": _first_names([child.name for child in children])},
            code="unit_has_open_units",
        )
    staying = people_from(unit.pk, day).select_related("worker")
    names = list(dict.fromkeys(str(placement.worker) for placement in staying[:200]))
    if names:
        raise Conflict(
            gettext("These people are still placed here: %(names)s. Transfer them first.")
            % {"names": _first_names(names)},
            code="unit_has_people",
        )


def _first_names(names: Sequence[str]) -> str:
    shown = "、".join(names[:_NAMES_TOLD])
    return f"{shown} …（{len(names)}）" if len(names) > _NAMES_TOLD else shown


def check_not_below(unit: Unit, other: Unit) -> None:
    """Raise Conflict when `other` is the unit itself or stands below it."""
    if Unit.objects.below([unit.pk]).filter(pk=other.pk).exists():
        raise Conflict(
            _("A unit cannot stand below itself or below a unit of its own."),
            code="unit_cycle",
            field="parent",
        )


def apply_to_unit(change: UnitChange, unit: Unit, other: Unit | None, *, today: date) -> None:
    """Make the change true, and note on it what was before. Raises Conflict when it is not possible now."""
    match UnitChangeKind(change.kind):
        case UnitChangeKind.RENAME:
            check_unit_open(unit)
            change.old_text, unit.name = unit.name, change.new_text
        case UnitChangeKind.RECODE:
            change.old_text, unit.code = unit.code, change.new_text
        case UnitChangeKind.MOVE if other is not None:
            check_unit_open(unit)
            check_unit_open(other)
            change.old_parent, unit.parent = unit.parent, other
        case UnitChangeKind.MERGE if other is not None:
            check_unit_open(unit)
            check_unit_open(other)
            _merge(change, unit, other, today=today)
        case UnitChangeKind.CLOSE:
            check_unit_open(unit)
            check_empty(unit, change.effective_on)
            _close(unit, change.effective_on)
        case UnitChangeKind.REOPEN:
            if unit.parent is not None:
                check_unit_open(unit.parent)
            unit.closed_on = None
    write_unit(unit)


def _close(unit: Unit, day: date) -> None:
    """The unit ends, and whoever heads it."""
    unit.closed_on = day
    lasting = UnitHead.objects.filter(unit=unit).filter(Q(until__isnull=True) | Q(until__gt=day))
    list(lasting.order_by("pk").select_for_update(of=("self",)))  # a deputy named just now goes with it
    lasting.filter(since__gte=day).delete()
    lasting.update(until=day)


def _merge(change: UnitChange, unit: Unit, target: Unit, *, today: date) -> None:
    """People and open units below go over to the target, then the unit closes."""
    check_not_below(unit, target)
    children = list(unit.children.filter(closed_on__isnull=True).order_by("pk"))
    for child in children:
        child.parent = target
        write_unit(child)
    change.moved_unit_ids = [child.pk for child in children]
    change.moved_worker_ids = _place_people(change, unit, target, today=today)
    _close(unit, change.effective_on)


def _place_people(change: UnitChange, unit: Unit, target: Unit, *, today: date) -> list[int]:
    """Place everybody employed in the unit from the day on in the target, also those still to come.

    The right to merge was checked: those coming from elsewhere are placed too. One event names all.
    """
    day = change.effective_on
    placed = people_from(unit.pk, day).order_by("worker").values_list("worker_id", flat=True)
    lines = read_lines(dict.fromkeys(placed))
    for line in lines.values():
        now = line.on(day)
        begins = [day] if now is not None else []
        for since in [*begins, *(row.since for row in line.after(day))]:
            row = line.on(since)
            if row is not None and row.unit_id == unit.pk and row.status in EMPLOYED:
                line.begin(since, reason=change.reason, unit_id=target.pk)
    touched = write_lines(lines.values())
    if touched:
        record_event(
            "workforce.unit_people_placed",
            subject="workforce.worker",
            subject_id=touched[0],
            payload={
                "worker_ids": touched,
                "since": day.isoformat(),
                "unit_id": target.pk,
                "reason": change.reason,
            },
            actor=change.recorded_by,
        )
        project_placements(worker_ids=touched, today=today)
    return touched


def refuse_own_move(actor: User | None, unit: Unit, day: date) -> None:
    """Raise NotPermitted when the one who merges the unit would place himself."""
    if actor is not None and people_from(unit.pk, day).filter(worker=actor.worker_id).exists():
        raise NotPermitted(
            _("You are placed in this unit yourself. Another HR officer has to merge it."), code="own_record"
        )
