"""State changes are few, named and guarded: one declared table per process, one function that moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rules.permissions import has_perm
from rules.predicates import Predicate

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers

Guard = Callable[[Any, datetime], None]
"""Called with the locked row and the instant; raises a DomainError when the move is not possible now."""

Row = TypeVar("Row", bound=models.Model)

_has_perm: Callable[[str, AbstractBaseUser, models.Model], bool] = has_perm


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One move that may happen.

    `who` is a rules predicate on (user, row) or the name of a permission; None means the system alone.
    `also_system` lets the system (actor None) do what persons may. `needs_reason` asks for a reason.
    """

    source: tuple[str, ...]
    target: str
    who: Predicate | str | None
    label: str | Promise = ""
    guard: Guard | None = None
    needs_reason: bool = False
    also_system: bool = False

    def permits(self, actor: AbstractBaseUser | None, row: models.Model) -> bool:
        """Whether `actor` may make this move with `row`."""
        if actor is None:
            return self.who is None or self.also_system
        if self.who is None:
            return False
        if isinstance(self.who, str):
            return bool(_has_perm(self.who, actor, row))
        return bool(self.who.test(actor, row))


@dataclass(frozen=True, kw_only=True)
class TransitionTable:
    """Every state and move of one process; the model names it as its class attribute `transitions`.

    `name` begins the kind of the events recorded ("skills.correction" gives "skills.correction.accepted").
    """

    name: str
    states: type[models.TextChoices]
    initial: str
    moves: tuple[Transition, ...]
    field: str = "state"

    def __post_init__(self) -> None:
        pairs = [(source, move.target) for move in self.moves for source in move.source]
        named = {self.initial, *(state for pair in pairs for state in pair)}
        if unknown := named - set(self.states.values):
            raise ValueError(f"{self.name}: no such state: {', '.join(sorted(unknown))}")
        if len(pairs) != len(set(pairs)):
            raise ValueError(f"{self.name}: the same move is declared twice")

    def find(self, source: str, target: str) -> Transition | None:
        """The declared move from one state to another, if there is one."""
        return next((move for move in self.moves if source in move.source and move.target == target), None)

    def check_constraint(self, name: str) -> models.CheckConstraint:
        """A constraint for `Meta.constraints` that keeps the column to the named states."""
        return models.CheckConstraint(
            condition=models.Q(**{f"{self.field}__in": self.states.values}), name=name
        )

    def as_mermaid(self) -> str:
        """The state diagram of the table, for the documentation."""
        ends = [state for state in self.states.values if not any(state in move.source for move in self.moves)]
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {move.target}" for move in self.moves for source in move.source]
        lines += [f"    {state} --> [*]" for state in ends]
        return "\n".join(lines) + "\n"


def table_of(row: models.Model) -> TransitionTable:
    """The table the row's model declares. Raises TypeError when it declares none."""
    table = getattr(type(row), "transitions", None)
    if not isinstance(table, TransitionTable):
        raise TypeError(f"{type(row).__name__} declares no transitions.")
    return table


def available_transitions(row: models.Model, *, actor: AbstractBaseUser | None) -> list[Transition]:
    """The moves `actor` may make from the row's present state, guards not asked; for a page's buttons."""
    table = table_of(row)
    state = getattr(row, table.field)
    return [move for move in table.moves if state in move.source and move.permits(actor, row)]


def apply_transition(
    row: Row,
    to: str,
    *,
    actor: AbstractBaseUser | None,
    reason: str = "",
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> Row:
    """Move `row` to state `to`: lock, check, write, record the event. Returns the row as now stored.

    `changes` are other fields written with the state (who decided, when); `reason` goes to the event and
    the history. The given instance is brought up to date too. Raises Missing, Conflict (not from this
    state, or somebody was faster), NotPermitted, InvalidInput (reason missing) or what the guard raises.
    """
    table = table_of(row)
    with transaction.atomic():
        locked = _lock(row)
        source = getattr(locked, table.field)
        move = _checked_move(table, locked, source, to, actor)
        if move.needs_reason and not reason.strip():
            raise InvalidInput(_("Please give a reason."), code="reason_missing", field="reason")
        if move.guard is not None:
            move.guard(locked, now)
        values = {table.field: to, **(changes or {})}
        for name, value in values.items():
            setattr(locked, name, value)
        reason = hide_typed_id_numbers(reason)
        with pghistory.context(reason=reason, transition=f"{table.name}: {source} → {to}"):
            locked.save(update_fields=list(values))
            record_event(
                f"{table.name}.{to}",
                subject=locked._meta.label_lower,
                subject_id=locked.pk,
                payload={"from": source, "to": to, "reason": reason},
                actor=actor,
                now=now,
            )
    for name in values:
        setattr(row, name, getattr(locked, name))
    return locked


def _lock(row: Row) -> Row:
    found = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Missing(_("This record no longer exists."))
    return found


def _checked_move(
    table: TransitionTable, locked: models.Model, source: str, to: str, actor: AbstractBaseUser | None
) -> Transition:
    move = table.find(source, to)
    if move is None:
        raise Conflict(
            _("This is now “%(state)s”, so the step is no longer possible. Please reload the page.")
            % {"state": table.states(source).label},
            code="state_changed",
        )
    if not move.permits(actor, locked):
        raise NotPermitted(_("You do not have the right to take this step."), code="transition_not_permitted")
    return move
