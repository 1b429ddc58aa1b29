"""A worker declares a relative in the enterprise; HR makes a relation of it, or declines with a reason.

What is typed is compared with the people of the enterprise when HR accepts, so that declaring tells nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.enums import DeclarationState, RelationKind
from workforce.models import RelativeDeclaration, User, Worker
from workforce.rules import require
from workforce.services.reasons import authored, kept_reason, required_reason
from workforce.services.relations import state_relation

#: Declarations that may wait at one time.
MOST_WAITING = 20


def declare_relative(
    *, actor: User, employee_no: str, name: str, since: date, note: str, today: date
) -> RelativeDeclaration:
    """Declare a relative of one's own, by number and name, and since when.

    Raises NotPermitted without a worker record, InvalidInput, Conflict when it waits already.
    """
    if actor.worker_id is None:
        raise NotPermitted(_("Only workers declare relatives."))
    number, name = clean(employee_no), hide_typed_id_numbers(clean(name))
    if not number or len(number) > 32:
        raise InvalidInput(
            _("The employee number is missing."), code="employee_no_missing", field="employee_no"
        )
    if not name or len(name) > 80:
        raise InvalidInput(_("The name is missing."), code="name_missing", field="name")
    if not date(1930, 1, 1) <= since <= today:
        raise InvalidInput(_("Choose a day up to today."), code="date_in_future", field="since")
    with transaction.atomic():
        worker = Worker.objects.lock_in_order([actor.worker_id])[0]
        if number.casefold() == worker.employee_no.casefold():
            raise InvalidInput(_("A relation joins two people."), code="same_person", field="employee_no")
        waiting = RelativeDeclaration.objects.filter(worker=worker, state=DeclarationState.WAITING)
        if waiting.count() >= MOST_WAITING:
            raise Conflict(_("Wait until HR has answered what you declared before."), code="too_many_waiting")
        try:
            with transaction.atomic():
                declaration = RelativeDeclaration.objects.create(
                    worker=worker,
                    employee_no=hide_typed_id_numbers(number)[:32],
                    name=name,
                    since=since,
                    note=kept_reason(note),
                    declared_by=actor,
                )
        except IntegrityError as error:
            raise Conflict(
                _("You declared this person already; HR has it before them."), code="declared_already"
            ) from error
        _record("workforce.relative_declared", declaration, actor)
    return declaration


def accept_declaration(
    *, actor: User, declaration: RelativeDeclaration, today: date, now: datetime
) -> RelativeDeclaration:
    """Make a relation of what was declared. The number and the name must be one person's.

    A merged number leads to the record that was kept. Raises NotPermitted, Conflict when nobody has both, or
    it was answered meanwhile.
    """
    with transaction.atomic(), authored(actor, declaration.note):
        ids = [declaration.worker_id]
        named = Worker.objects.filter(employee_no__iexact=declaration.employee_no).first()
        if named is not None:
            named = named.merged_into or named
            ids.append(named.pk)
        Worker.objects.lock_in_order(ids)
        declaration = _lock_waiting(actor, declaration)
        if named is None or named.name != declaration.name or named.pk == declaration.worker_id:
            raise Conflict(
                _("Nobody has both this number and this name. Ask the worker, or decline with a reason."),
                code="nobody_matches",
            )
        declaration.relation = state_relation(
            actor=actor,
            kind=RelationKind.RELATIVE,
            from_worker=declaration.worker,
            to_worker=named,
            since=declaration.since,
            today=today,
        )
        return _decide(declaration, DeclarationState.ACCEPTED, actor, "", now)


def decline_declaration(
    *, actor: User, declaration: RelativeDeclaration, reason: str, now: datetime
) -> RelativeDeclaration:
    """Decline with a reason the worker reads. Raises NotPermitted, InvalidInput, Conflict."""
    reason = required_reason(reason)
    with transaction.atomic(), authored(actor, reason):
        declaration = _lock_waiting(actor, declaration)
        return _decide(declaration, DeclarationState.DECLINED, actor, reason, now)


def withdraw_declaration(
    *, actor: User, declaration: RelativeDeclaration, now: datetime
) -> RelativeDeclaration:
    """Take back what one declared oneself, while it waits. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        locked = _lock(declaration)
        if actor.worker_id != locked.worker_id:
            raise NotPermitted(_("Only who declared it takes it back."))
        _check_waiting(locked)
        return _decide(locked, DeclarationState.WITHDRAWN, actor, "", now)


def _lock(declaration: RelativeDeclaration) -> RelativeDeclaration:
    rows = RelativeDeclaration.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("worker").get(pk=declaration.pk)


def _lock_waiting(actor: User, declaration: RelativeDeclaration) -> RelativeDeclaration:
    locked = _lock(declaration)
    require(actor, "workforce.keep_worker", locked.worker)
    _check_waiting(locked)
    return locked


def _check_waiting(declaration: RelativeDeclaration) -> None:
    if declaration.state != DeclarationState.WAITING:
        raise Conflict(_("This was answered already."), code="answered_already")


def _decide(
    declaration: RelativeDeclaration, state: DeclarationState, actor: User, reason: str, now: datetime
) -> RelativeDeclaration:
    declaration.state, declaration.decided_by = state, actor
    declaration.decided_at, declaration.decision_reason = now, reason
    declaration.save(update_fields=["state", "decided_by", "decided_at", "decision_reason", "relation"])
    _record(f"workforce.relative_{state.value}", declaration, actor)
    return declaration


def _record(kind: str, declaration: RelativeDeclaration, actor: User) -> None:
    record_event(
        kind,
        subject="workforce.worker",
        subject_id=declaration.worker_id,
        payload={"declaration_id": declaration.pk},
        actor=actor,
    )
