"""Ties between two persons, dated; recusal is computed from them alone."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from workforce.enums import RelationKind
from workforce.models import Relation, User, Worker
from workforce.rules import is_kept_by, refuse_erased
from workforce.services.merged_records import refuse_merged
from workforce.services.reasons import authored, kept_reason

#: What begins or ends later is a slip of the keyboard, and so is what began before the enterprise.
FARTHEST = timedelta(days=366)
LONGEST = timedelta(days=10 * 366)
_EARLIEST = date(1930, 1, 1)

#: Kinds that read the same in both directions; stored once, the lower worker id first.
MUTUAL = frozenset({RelationKind.SAME_TEAM, RelationKind.RELATIVE})


def state_relation(
    *,
    actor: User | None,
    kind: RelationKind,
    from_worker: Worker,
    to_worker: Worker,
    since: date,
    today: date,
    last_day: date | None = None,
) -> Relation:
    """Write down that two people are tied from a day on (a mentor first, then the apprentice).

    An HR officer over one of them does it, who is neither of them. Raises NotPermitted, InvalidInput for one
    and the same person, an absurd day or an end before the beginning, Conflict when it is stated already or
    one of the two records was merged into another or erased.
    """
    _require_keeper(actor, from_worker, to_worker)
    if from_worker.pk == to_worker.pk:
        raise InvalidInput(_("A relation joins two people."), code="same_person", field="to_worker")
    if not _EARLIEST <= since <= today + FARTHEST:
        raise InvalidInput(_("A relation begins at most a year ahead."), code="date_too_far", field="since")
    if last_day is not None and last_day > today + LONGEST:
        raise InvalidInput(_("Please check the day."), code="date_too_far", field="last_day")
    if last_day is not None and last_day < since:
        raise InvalidInput(_("The end lies before the beginning."), code="ends_before", field="last_day")
    if kind in MUTUAL and from_worker.pk > to_worker.pk:
        from_worker, to_worker = to_worker, from_worker
    with transaction.atomic():
        for worker in Worker.objects.lock_in_order([from_worker.pk, to_worker.pk]):
            refuse_merged(worker)
            refuse_erased(worker)
        try:
            with transaction.atomic():
                relation = Relation.objects.create(
                    kind=kind,
                    from_worker=from_worker,
                    to_worker=to_worker,
                    since=since,
                    until=None if last_day is None else last_day + timedelta(days=1),
                )
        except IntegrityError as error:
            raise Conflict(
                _("This relation is stated for these days already."), code="relation_stated"
            ) from error
        _record("workforce.relation_stated", relation, actor)
    return relation


def end_relation(
    *, actor: User | None, relation: Relation, last_day: date, today: date, reason: str = ""
) -> Relation:
    """End a relation after its last day. Raises NotPermitted, InvalidInput, Missing, Conflict when it ended
    before. `reason` is kept in the history.
    """
    _require_keeper(actor, relation.from_worker, relation.to_worker)
    with transaction.atomic(), authored(actor, kept_reason(reason)):
        Worker.objects.lock_in_order([relation.from_worker_id, relation.to_worker_id])
        try:
            relation.refresh_from_db()
        except Relation.DoesNotExist as error:  # two records were merged: what both stated became one
            raise Missing(_("There is no such relation any more.")) from error
        if last_day > today + FARTHEST:
            raise InvalidInput(
                _("The end lies more than a year ahead."), code="date_too_far", field="last_day"
            )
        if last_day < relation.since:
            raise InvalidInput(_("The end lies before the beginning."), code="ends_before", field="last_day")
        until = last_day + timedelta(days=1)
        if relation.until is not None and relation.until <= until:
            raise Conflict(_("The relation has ended already."), code="relation_ended")
        relation.until = until
        relation.save(update_fields=["until"])
        _record("workforce.relation_ended", relation, actor)
    return relation


def _require_keeper(actor: User | None, *workers: Worker) -> None:
    if actor is None:
        return
    if actor.worker_id in {worker.pk for worker in workers}:
        raise NotPermitted(_("Nobody states relations of their own."), code="own_record")
    if any(actor.has_perm("workforce.keep_worker", worker) for worker in workers):
        return
    for worker in workers:
        if is_kept_by(actor, worker):
            refuse_erased(worker)
    raise NotPermitted(_("Only an HR officer of the unit of one of the two may do this."))


def _record(kind: str, relation: Relation, actor: User | None) -> None:
    record_event(
        kind,
        subject="workforce.relation",
        subject_id=relation.pk,
        payload={"worker_ids": [relation.from_worker_id, relation.to_worker_id]},
        actor=actor,
    )
