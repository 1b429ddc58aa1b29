"""Units renamed, recoded, moved, merged, closed and reopened, each from a day on, with a reason.

A day that has come is applied at once; a later one is planned, shown, and applied on its day by
`apply_due_unit_changes` (a missed night is caught up). What cannot be applied then stays planned and says
why.
"""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.dates import until_after
from base.edit_marks import Shown, refuse_if_changed
from base.errors import Conflict, DomainError, InvalidInput, NotPermitted
from base.text import clean
from workforce.access import Access
from workforce.enums import Role, UnitChangeKind, UnitChangeState
from workforce.models import Unit, UnitChange, User
from workforce.rules import require
from workforce.services.reasons import authored, required_reason
from workforce.services.unit_effects import (
    apply_to_unit,
    check_empty,
    check_not_below,
    lock_people_moved,
    people_from,
    refuse_own_move,
)
from workforce.services.unit_rows import (
    check_unit_name,
    check_unit_open,
    lock_tree,
    lock_units,
    record_unit_event,
)

#: Further ahead nothing is planned: a later day is a slip of the keyboard.
FARTHEST = timedelta(days=3 * 366)
#: Nothing of an enterprise of today is older.
_EARLIEST = date(1949, 10, 1)

#: Kinds that say whether the unit exists: their days follow one another.
_EXISTENCE = (UnitChangeKind.MERGE, UnitChangeKind.CLOSE, UnitChangeKind.REOPEN)
_EVENTS = {
    UnitChangeKind.RENAME: "workforce.unit_renamed",
    UnitChangeKind.RECODE: "workforce.unit_recoded",
    UnitChangeKind.MOVE: "workforce.unit_moved",
    UnitChangeKind.MERGE: "workforce.unit_merged",
    UnitChangeKind.CLOSE: "workforce.unit_closed",
    UnitChangeKind.REOPEN: "workforce.unit_reopened",
}


def rename_unit(
    *,
    actor: User | None,
    unit: Unit,
    name: str,
    effective_on: date,
    today: date,
    reason: str,
    shown: Shown | None = None,
) -> UnitChange:
    """Give a unit another name. Raises NotPermitted, InvalidInput, Conflict (ChangedMeanwhile)."""
    name = clean(name)
    check_unit_name(name)
    change = UnitChange(unit=unit, kind=UnitChangeKind.RENAME, effective_on=effective_on, new_text=name)
    return _change_unit(change, actor=actor, today=today, reason=reason, shown=shown)


def recode_unit(
    *,
    actor: User | None,
    unit: Unit,
    code: str,
    effective_on: date,
    today: date,
    reason: str,
    shown: Shown | None = None,
) -> UnitChange:
    """Give a unit another code; for HR officers of the whole group. Raises as `rename_unit`."""
    code = clean(code)
    if not code or len(code) > 40:
        raise InvalidInput(_("A code has 1 to 40 characters."), code="code_length", field="code")
    change = UnitChange(unit=unit, kind=UnitChangeKind.RECODE, effective_on=effective_on, new_text=code)
    return _change_unit(change, actor=actor, today=today, reason=reason, shown=shown)


def move_unit(
    *, actor: User | None, unit: Unit, parent: Unit, effective_on: date, today: date, reason: str
) -> UnitChange:
    """Hang a unit, with everything below it, under another. The actor keeps both the old and the new parent.

    Raises NotPermitted, InvalidInput, Conflict when it would stand below itself or a unit is closed.
    """
    change = UnitChange(unit=unit, kind=UnitChangeKind.MOVE, effective_on=effective_on, other=parent)
    return _change_unit(change, actor=actor, today=today, reason=reason)


def merge_unit(
    *, actor: User | None, unit: Unit, target: Unit, effective_on: date, today: date, reason: str
) -> UnitChange:
    """Put the people and the open units of one unit into another from a day on, and close it.

    The actor keeps both. Nobody merges the unit one is placed in. Raises as `move_unit`.
    """
    change = UnitChange(unit=unit, kind=UnitChangeKind.MERGE, effective_on=effective_on, other=target)
    return _change_unit(change, actor=actor, today=today, reason=reason)


def close_unit(*, actor: User | None, unit: Unit, last_day: date, today: date, reason: str) -> UnitChange:
    """Close a unit after `last_day`; its past stays. Nobody employed and no open unit may be left in it.

    Raises NotPermitted, InvalidInput, Conflict that names who or what is still there.
    """
    if not _EARLIEST <= last_day <= today + FARTHEST:
        raise _absurd("last_day")
    closed_on = until_after(last_day) or last_day
    change = UnitChange(unit=unit, kind=UnitChangeKind.CLOSE, effective_on=closed_on)
    return _change_unit(change, actor=actor, today=today, reason=reason, day_field="last_day")


def reopen_unit(
    *, actor: User | None, unit: Unit, effective_on: date, today: date, reason: str
) -> UnitChange:
    """Open a unit closed by mistake. Whom a merger placed elsewhere stays there; heads are set anew.

    Raises NotPermitted, InvalidInput, Conflict when it is open or the unit above is closed.
    """
    change = UnitChange(unit=unit, kind=UnitChangeKind.REOPEN, effective_on=effective_on)
    return _change_unit(change, actor=actor, today=today, reason=reason)


def _change_unit(
    change: UnitChange,
    *,
    actor: User | None,
    today: date,
    reason: str,
    shown: Shown | None = None,
    day_field: str = "effective_on",
) -> UnitChange:
    change.reason = required_reason(reason)
    change.recorded_by, change.state = actor, UnitChangeState.PLANNED
    is_due = change.effective_on <= today
    with transaction.atomic(), authored(actor, change.reason):
        _lock(change, people_too=is_due)
        _require_right(actor, change, today)
        refuse_if_changed(shown, unit_mark(change.unit), UNIT_LABELS)
        _check_day(change, today, day_field)
        _check_kind(change, actor, today)
        try:
            with transaction.atomic():
                change.save()
        except IntegrityError as error:
            raise Conflict(
                _("Such a change of this unit is planned already. Take that one back first."),
                code="planned_already",
            ) from error
        if is_due:
            _apply(change, today)
        else:
            record_unit_event(
                "workforce.unit_change_planned",
                change.unit,
                actor,
                {"change_id": change.pk, "kind": change.kind, "on": change.effective_on.isoformat()},
            )
    return change


#: What an edit of a unit's name or code is compared by, and how the reader calls it.
UNIT_LABELS = {"name": _("Unit name"), "code": _("Unit code"), "closed_on": _("Closed on")}


def unit_mark(unit: Unit) -> dict[str, object]:
    """What stands on the unit's forms before one begins to edit."""
    return {"name": unit.name, "code": unit.code, "closed_on": unit.closed_on}


def cancel_unit_change(*, actor: User | None, change: UnitChange, reason: str, today: date) -> UnitChange:
    """Take back a planned change. Raises NotPermitted, InvalidInput, Conflict when it is in effect."""
    reason = required_reason(reason)
    with transaction.atomic(), authored(actor, reason):
        change = _lock_change(change.pk)
        require(actor, "workforce.keep_unit", change.unit)
        if change.state != UnitChangeState.PLANNED:
            raise Conflict(_("This change is no longer planned."), code="not_planned")
        change.state, change.cancelled_by, change.cancel_reason = UnitChangeState.CANCELLED, actor, reason
        change.blocked_why = ""
        change.save(update_fields=["state", "cancelled_by", "cancel_reason", "blocked_why"])
        UnitChange.objects.filter(pk=change.pk).update(cancelled_at=Now())
        record_unit_event("workforce.unit_change_cancelled", change.unit, actor, {"change_id": change.pk})
    change.refresh_from_db()
    return change


def apply_due_unit_changes(*, today: date) -> int:
    """Apply planned changes whose day has come, oldest day first; how many took effect.

    Run every night and safe at any time. Each has its own transaction: one that cannot be applied says why
    on its row and is tried again the next night, the others take effect.
    """
    due = UnitChange.objects.filter(state=UnitChangeState.PLANNED, effective_on__lte=today)
    applied = 0
    for change_id in list(due.order_by("effective_on", "pk").values_list("pk", flat=True)):
        try:
            applied += _apply_planned(change_id, today)
        except DomainError as refusal:
            UnitChange.objects.filter(pk=change_id, state=UnitChangeState.PLANNED).exclude(
                blocked_why=str(refusal.message)
            ).update(blocked_why=str(refusal.message))
    return applied


def _apply_planned(change_id: int, today: date) -> bool:
    with transaction.atomic():
        _lock(UnitChange.objects.select_related("unit", "other").get(pk=change_id), people_too=True)
        change = _lock_change(change_id)
        if change.state != UnitChangeState.PLANNED:
            return False  # taken back, or applied by another run
        with authored(change.recorded_by, change.reason):
            _recheck_right(change, today)
            _apply(change, today)
    return True


def _apply(change: UnitChange, today: date) -> None:
    """Make it true. The rows are locked."""
    locked = {
        unit.pk: unit for unit in Unit.objects.filter(pk__in=_unit_ids(change)).select_related("parent")
    }
    unit, other = locked[change.unit_id], locked.get(change.other_id or 0)
    with pghistory.context(unit_change=change.pk):
        apply_to_unit(change, unit, other, today=today)
    change.unit, change.state, change.blocked_why = unit, UnitChangeState.APPLIED, ""
    change.applied_at = Now()
    change.save()
    change.refresh_from_db(fields=["applied_at"])
    record_unit_event(
        _EVENTS[UnitChangeKind(change.kind)],
        unit,
        change.recorded_by,
        {
            "change_id": change.pk,
            "parent_id": unit.parent_id,
            "into_id": change.other_id,
            "on": change.effective_on.isoformat(),
        },
    )


def _unit_ids(change: UnitChange) -> list[int]:
    return [unit_id for unit_id in (change.unit_id, change.other_id) if unit_id is not None]


def _lock_change(change_id: int) -> UnitChange:
    return (
        UnitChange.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "other", "recorded_by")
        .get(pk=change_id)
    )


def _lock(change: UnitChange, *, people_too: bool) -> None:
    """Workers first (a merger places them, a move lists them elsewhere), then the tree, then its units.

    Raises Conflict when somebody came into the unit between the two.
    """
    merges = people_too and change.kind == UnitChangeKind.MERGE
    held: set[int] = set()
    if merges:
        held = set(people_from(change.unit_id, change.effective_on).values_list("worker_id", flat=True))
    if people_too and change.kind in (UnitChangeKind.MERGE, UnitChangeKind.MOVE):
        lock_people_moved(change.unit_id, also=held)
    lock_tree()
    locked = {unit.pk: unit for unit in lock_units(_unit_ids(change))}
    change.unit = locked[change.unit_id]
    if change.other_id is not None:
        change.other = locked[change.other_id]
    if merges:
        there = set(people_from(change.unit_id, change.effective_on).values_list("worker_id", flat=True))
        if not there <= held:
            raise Conflict(
                _("Somebody was placed in this unit at the same moment. Try again."), code="placed_meanwhile"
            )


def _require_right(actor: User | None, change: UnitChange, today: date) -> None:
    """HR over both ends of the change (and where it hangs now, for a move); for a code, over the group."""
    if actor is None:
        return
    access = Access(actor, today)
    if change.kind == UnitChangeKind.RECODE:
        may = access.holds_at_root(Role.HR_OFFICER)
    else:
        ends = set(_unit_ids(change))
        if change.kind == UnitChangeKind.MOVE and change.unit.parent_id is not None:
            ends.add(change.unit.parent_id)
        may = all(access.holds(Role.HR_OFFICER, unit_id) for unit_id in ends)
    if not may:
        raise NotPermitted(
            _("This is not among your rights. Ask an HR officer of the unit, or of the whole group.")
        )


def _recheck_right(change: UnitChange, today: date) -> None:
    """Whoever planned it must still keep both ends when it takes effect: the tree may have changed."""
    try:
        _require_right(change.recorded_by, change, today)
    except NotPermitted as error:
        raise NotPermitted(
            _("Whoever planned this no longer keeps all units it touches. Take it back or plan it anew."),
            code="planner_without_right",
        ) from error


def _check_day(change: UnitChange, today: date, field: str) -> None:
    if not _EARLIEST <= change.effective_on <= today + FARTHEST + timedelta(days=1):
        raise _absurd(field)
    unit, day = change.unit, change.effective_on
    begins = max(
        filter(None, (unit.opened_on, change.other.opened_on if change.other else None)), default=None
    )
    ends_unit = change.kind in (UnitChangeKind.CLOSE, UnitChangeKind.MERGE)
    if begins is not None and (day < begins or (ends_unit and day == unit.opened_on)):
        raise InvalidInput(
            _("The unit was not open yet on that day. Choose a later one."),
            code="before_opening",
            field=field,
        )
    kinds = _EXISTENCE if change.kind in _EXISTENCE else (change.kind,)
    later = UnitChange.objects.filter(
        unit=unit, kind__in=kinds, state=UnitChangeState.APPLIED, effective_on__gt=day
    )
    if later.exists():
        raise InvalidInput(
            _("The unit was changed in the same way on a later day. Choose a day after it."),
            code="changed_later",
            field=field,
        )


def _check_kind(change: UnitChange, actor: User | None, today: date) -> None:
    """What can be said now, also of a change planned for later."""
    unit, other = change.unit, change.other
    if change.kind == UnitChangeKind.REOPEN:
        _check_reopening(unit)
        return
    check_unit_open(unit)
    if (
        change.kind in (UnitChangeKind.MOVE, UnitChangeKind.MERGE, UnitChangeKind.CLOSE)
        and unit.parent_id is None
    ):
        raise Conflict(_("The unit at the top is neither closed nor moved."), code="root_unit")
    if other is not None:
        check_unit_open(other)
        check_not_below(unit, other)
    if change.kind == UnitChangeKind.MERGE:
        refuse_own_move(actor, unit, change.effective_on)
    elif change.kind == UnitChangeKind.CLOSE:
        check_empty(unit, change.effective_on, ahead=change.effective_on > today)
    elif change.kind == UnitChangeKind.MOVE and other is not None and unit.parent_id == other.pk:
        raise Conflict(_("The unit stands there already."), code="nothing_changes", field="parent")
    elif change.kind == UnitChangeKind.RENAME:
        _refuse_same(unit.name, change.new_text, "name")
    elif change.kind == UnitChangeKind.RECODE:
        _refuse_same(unit.code, change.new_text, "code")


def _check_reopening(unit: Unit) -> None:
    if unit.closed_on is None:
        raise Conflict(_("The unit is open."), code="unit_open")
    if unit.parent is not None:
        check_unit_open(unit.parent)


def _refuse_same(old: str, new: str, field: str) -> None:
    if old == new:
        raise Conflict(_("This is what it is already."), code="nothing_changes", field=field)


def _absurd(field: str) -> InvalidInput:
    return InvalidInput(
        gettext("Please check the day: at most %(years)d years ahead.") % {"years": 3},
        code="date_too_far",
        field=field,
    )
