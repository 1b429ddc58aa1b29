"""Ties between people, as one of them or HR reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.dates import last_day
from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import RelationKind, Role, Term
from workforce.models import Relation, Worker
from workforce.queries.roles import term_on


@dataclass(frozen=True)
class RelationShown:
    """A relation seen from one of the two."""

    relation: Relation
    label: str | Promise
    other: Worker
    last_day: date | None
    term: Term


def visible_relations(viewer: AnyUser) -> QuerySet[Relation]:
    """Relations of one's own, and those that name somebody one keeps or audits."""
    access = Access.of(viewer)
    reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
    rows = Relation.objects.filter(
        Q(from_worker=access.worker_id)
        | Q(to_worker=access.worker_id)
        | reached.rows("from_worker__unit")
        | reached.rows("to_worker__unit")
    )
    hidden = [
        f"{side}_worker__{name}" for side in ("from", "to") for name in ("id_number", "id_number_index")
    ]
    return rows.select_related("from_worker", "to_worker").defer(*hidden)


def relations_of(worker: Worker, *, viewer: AnyUser, day: date) -> list[RelationShown]:
    """All relations of a worker in sight, those in force first. One statement."""
    rows = visible_relations(viewer).filter(Q(from_worker=worker) | Q(to_worker=worker))
    shown = [_seen_from(row, worker, day) for row in rows.order_by("-since", "-pk")]
    return sorted(shown, key=lambda one: list(Term).index(one.term))


def _seen_from(relation: Relation, worker: Worker, day: date) -> RelationShown:
    is_first = relation.from_worker_id == worker.pk
    kind = RelationKind(relation.kind)
    label = kind.label if is_first or kind is not RelationKind.MENTOR else _("Apprentice of")
    return RelationShown(
        relation=relation,
        label=label,
        other=relation.to_worker if is_first else relation.from_worker,
        last_day=last_day(relation.until),
        term=term_on(relation, day),
    )
