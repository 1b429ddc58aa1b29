"""The workforce's part of merging a duplicate into the record that is kept.

Ties, headships and delegations go over to the kept record; the duplicate leaves, its account is closed and
its roles end. The caller (`skills.services.merging`, which knows the facts too) holds the locks and has
checked the right over both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from base.errors import InvalidInput, NotPermitted
from workforce.enums import DEPARTED, DeclarationState, WorkerStatus
from workforce.models import Delegation, Relation, RelativeDeclaration, UnitHead, User, Worker
from workforce.services.accounts import leading_beyond
from workforce.services.bulk_rows import update_rows
from workforce.services.placement_lines import read_lines, write_lines
from workforce.services.placements import (
    project_placements,
    role_beyond_reach,
    with_roles_beyond_reach,
)
from workforce.services.relations import MUTUAL
from workforce.services.workers import DETAILS, set_detail, write_worker_details

#: Whose value of a detail is kept.
KEPT, DUPLICATE = "kept", "duplicate"


def differing_details(kept: Worker, duplicate: Worker) -> dict[str, str]:
    """By detail that differs, whose value is proposed: the kept record's, unless it has none."""
    proposed = {}
    for name in DETAILS:
        mine, other = _stated(kept, name), _stated(duplicate, name)
        if mine != other:
            proposed[name] = DUPLICATE if mine in (None, "") else KEPT
    return proposed


def _stated(worker: Worker, name: str) -> Any:
    """A detail as it stands; the id number as its mask, which tells two apart where their people differ."""
    if name == "id_number":
        index = worker.id_number_index
        return None if index is None else bytes(index)
    return getattr(worker, name)


def merge_details(
    *, actor: User | None, kept: Worker, duplicate: Worker, choices: Mapping[str, str]
) -> list[str]:
    """Bring the chosen details over; the id number leaves the duplicate. Returns what was taken over.

    `choices` names the details that differ and whose value is kept; what is not named goes as proposed.
    Raises InvalidInput for a choice that is none, or details that contradict one another.
    """
    proposed = differing_details(kept, duplicate)
    for name, side in choices.items():
        if name not in DETAILS or side not in (KEPT, DUPLICATE):
            raise InvalidInput(_("Choose whose value is kept."), code="unknown_choice", field=name)
    taken = [name for name, side in proposed.items() if choices.get(name, side) == DUPLICATE]
    values = {name: getattr(duplicate, name) for name in taken}
    if duplicate.id_number_index is not None:
        duplicate.id_number, duplicate.id_number_index, duplicate.id_number_mask = None, None, ""
        update_rows([duplicate], ["id_number", "id_number_index", "id_number_mask"])
    for name, value in values.items():
        set_detail(kept, name, value)
    if taken:
        write_worker_details(actor=actor, workers=[kept], part_of="merge")
    return taken


def merge_ties(*, actor: User | None, kept: Worker, duplicate: Worker, today: date) -> dict[str, int]:
    """Bring relations, declared relatives, headships and delegations over. Returns how many of each.

    Raises NotPermitted for a headship, or its delegation, that is not the actor's to give to somebody else.
    """
    _refuse_headship_beyond_reach(actor, duplicate, today)
    return {
        "relations": _move_relations(kept, duplicate, today),
        "declared_relatives": _move_declarations(kept, duplicate),
        "headships": UnitHead.objects.filter(worker=duplicate).update(worker=kept),
        "delegations": _move_delegations(kept, duplicate),
    }


def _refuse_headship_beyond_reach(actor: User | None, duplicate: Worker, today: date) -> None:
    """A head sees the unit's people: whoever names one keeps the unit, by a merger too."""
    if actor is not None and leading_beyond(actor=actor, today=today).filter(pk=duplicate.pk).exists():
        raise NotPermitted(
            _("The duplicate heads a unit beyond yours, or stands in there. Ask the group's HR officer."),
            code="headship_beyond_reach",
        )


def close_duplicate(*, actor: User | None, kept: Worker, duplicate: Worker, reason: str, today: date) -> None:
    """Let the duplicate leave, close its account with all that hangs on it, and name the kept record.

    Raises NotPermitted when the duplicate holds a role that is not the actor's to end.
    """
    if with_roles_beyond_reach(actor, [duplicate.pk], today):
        raise role_beyond_reach()
    line = read_lines([duplicate.pk])[duplicate.pk]
    for planned in reversed(line.after(today)):
        if planned is not line.rows[0]:
            line.drop(planned)
    held = line.on(today)
    first_day = today if held is not None else line.rows[0].since
    if held is None or held.status not in DEPARTED:
        line.begin(first_day, status=WorkerStatus.LEFT.value, reason=reason)
    write_lines([line])
    project_placements(worker_ids=[duplicate.pk], today=today)
    Worker.objects.filter(merged_into=duplicate).update(merged_into=kept)
    Worker.objects.filter(pk=duplicate.pk).update(merged_into=kept)


def _move_relations(kept: Worker, duplicate: Worker, today: date) -> int:
    """Relations of the duplicate become the kept record's; days stated twice become one relation."""
    mine = Q(from_worker=duplicate) | Q(to_worker=duplicate)
    moved = 0
    for relation in Relation.objects.filter(mine).order_by("since"):
        ends = {relation.from_worker_id, relation.to_worker_id}
        if ends == {kept.pk, duplicate.pk}:
            _end_tie_to_oneself(relation, today)
            continue
        _move_relation(relation, kept, duplicate)
        moved += 1
    return moved


def _end_tie_to_oneself(relation: Relation, today: date) -> None:
    """A relation between the two records joins nobody: it ends, or goes if nothing rests on it."""
    if not relation.declarations.exists():
        relation.delete()
    elif relation.until is None or relation.until > today:
        relation.until = max(today, relation.since + timedelta(days=1))
        relation.save(update_fields=["until"])


def _move_relation(relation: Relation, kept: Worker, duplicate: Worker) -> None:
    ends = [
        kept.pk if end == duplicate.pk else end for end in (relation.from_worker_id, relation.to_worker_id)
    ]
    if relation.kind in MUTUAL:
        ends.sort()
    touching = Relation.objects.filter(
        Q(until__isnull=True) | Q(until__gt=relation.since),
        kind=relation.kind,
        from_worker=ends[0],
        to_worker=ends[1],
    ).exclude(pk=relation.pk)
    if relation.until is not None:
        touching = touching.filter(since__lt=relation.until)
    since, until = relation.since, relation.until
    for other in touching:
        since = min(since, other.since)
        until = None if until is None or other.until is None else max(until, other.until)
        other.declarations.update(relation=relation)
        other.delete()
    relation.from_worker_id, relation.to_worker_id = ends
    relation.since, relation.until = since, until
    relation.save()


def _move_declarations(kept: Worker, duplicate: Worker) -> int:
    """Declared relatives; what is declared and waiting on both waits once."""
    waiting = RelativeDeclaration.objects.filter(state=DeclarationState.WAITING)
    known = waiting.filter(worker=kept).values("employee_no")
    waiting.filter(worker=duplicate, employee_no__in=known).delete()
    return RelativeDeclaration.objects.filter(worker=duplicate).update(worker=kept)


def _move_delegations(kept: Worker, duplicate: Worker) -> int:
    """Delegations held; nobody is the deputy of oneself."""
    both = [kept.pk, duplicate.pk]
    Delegation.objects.filter(headship__worker__in=both, deputy__in=both).delete()
    return Delegation.objects.filter(deputy=duplicate).update(deputy=kept)
