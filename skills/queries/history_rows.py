"""What the history of a worker's record is told from: all its tables, read in two statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from base.models import DomainEvent
from base.rows_at_once import rows_at_once
from base.scoping import AnyUser
from skills.event_kinds import FACTS_CHANGED
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    Fact,
    GradeRecord,
    MonthlyWage,
    Title,
    TitleMatch,
)
from skills.queries.facts import visible_facts
from workforce.access import Access
from workforce.enums import Role
from workforce.models import IdNumberReading, Placement, Relation, RoleGrant, User, Worker
from workforce.queries.record_history import Change, changes_between, old_values


class HistoryKind(models.TextChoices):
    """What an entry of the history is about; the filter of the page and the API."""

    DETAILS = "details", _("Personal data")
    PLACEMENT = "placement", _("Placements")
    FACT = "fact", _("Facts")
    GRADE = "grade", _("Grades")
    JUDGEMENT = "judgement", _("Judgements")
    CORRECTION = "correction", _("Correction requests")
    RELATION = "relation", _("Relations")
    ROLE = "role", _("Roles")
    READING = "reading", _("Readings of the id number")
    MERGE = "merge", _("Merged records")


#: Tables of facts a history tells of.
FACTS: tuple[type[Fact], ...] = (EmploymentSpell, Title, Diploma, ApprenticeshipCompletion, MonthlyWage)
_TABLES: Mapping[HistoryKind, tuple[type[Model], ...]] = {
    HistoryKind.DETAILS: (Worker,),
    HistoryKind.PLACEMENT: (Worker, Placement),
    HistoryKind.FACT: FACTS,
    HistoryKind.GRADE: (GradeRecord,),
    HistoryKind.JUDGEMENT: (TitleMatch, DiplomaMatch),
    HistoryKind.CORRECTION: (CorrectionRequest,),
    HistoryKind.RELATION: (Relation,),
    HistoryKind.ROLE: (RoleGrant,),
    HistoryKind.READING: (IdNumberReading,),
    HistoryKind.MERGE: (Worker,),
}
#: Rows that tell their own history.
_WITHOUT_OLD_VALUES = frozenset({GradeRecord, CorrectionRequest, IdNumberReading})
#: Who sees relations and who was given which role: those who keep or audit the record, and the worker.
_KEEPERS = (Role.HR_OFFICER, Role.AUDITOR)


@dataclass(frozen=True)
class RecordRows:
    """Rows of a worker's record that a viewer may know of, their old values, and the events about them."""

    worker: Worker
    rows: Mapping[type[Model], list[Any]]
    #: By table the old values, by table and worker the events.
    told: Mapping[Any, list[Any]]

    @classmethod
    def read(cls, worker: Worker, viewer: AnyUser, kinds: Collection[HistoryKind]) -> Self:
        """What the kinds are told from. Two SQL queries, whatever the number of kinds and rows."""
        tables = dict.fromkeys(model for kind in HistoryKind if kind in kinds for model in _TABLES[kind])
        rows = rows_at_once({model: _rows(model, worker, viewer) for model in tables})
        asked: dict[Any, QuerySet[Any]] = {
            model: _old_values(model, worker, viewer, found)
            for model, found in rows.items()
            if model not in _WITHOUT_OLD_VALUES
        }
        if Relation in tables:
            asked[DomainEvent, Relation] = _events_of_relations(rows[Relation])
        if FACTS[0] in tables:
            asked[DomainEvent, Fact] = DomainEvent.objects.filter(
                kind=FACTS_CHANGED, subject="workforce.worker", subject_id=worker.pk
            )
        for person in rows.get(Worker, ()):
            asked[DomainEvent, person.pk] = _events_naming(person)
        return cls(worker, rows, rows_at_once(asked))

    @property
    def merged_ids(self) -> list[int]:
        """The records merged into this one."""
        return [row.pk for row in self.rows[Worker] if row.pk != self.worker.pk]

    def changed_in_place(self, model: type[Model]) -> list[Change]:
        """Changes of the table's rows in place."""
        return list(changes_between(model, self.rows[model], self.told[model]))

    def events(self, about: type[Model]) -> list[DomainEvent]:
        """Events about the worker's facts (`Fact`) or relations, oldest first."""
        return sorted(self.told[DomainEvent, about], key=lambda event: event.pk)

    def events_naming(self, worker_id: int) -> list[Any]:
        """Events of the workforce that name a worker, with `since` and `reason`, oldest first."""
        return sorted(self.told[DomainEvent, worker_id], key=lambda event: event.pk)


def _rows(model: type[Model], worker: Worker, viewer: AnyUser) -> QuerySet[Any]:
    """The rows of a table that belong to the worker's record and that the viewer may know of."""
    if model is Worker:
        return Worker.objects.filter(Q(pk=worker.pk) | Q(merged_into=worker))
    if model is Placement:
        people = Worker.objects.filter(Q(pk=worker.pk) | Q(merged_into=worker))
        return Placement.objects.filter(worker__in=people)
    if issubclass(model, Fact):
        return visible_facts(model, viewer).filter(worker=worker)
    if model is TitleMatch:
        return TitleMatch.objects.filter(title__worker=worker)
    if model is DiplomaMatch:
        return DiplomaMatch.objects.filter(diploma__in=visible_facts(Diploma, viewer).filter(worker=worker))
    if model is Relation:
        relations = Relation.objects.filter(Q(from_worker=worker) | Q(to_worker=worker))
        return relations if _keeps_or_is(worker, viewer) else relations.none()
    if model is RoleGrant:
        accounts = User.objects.filter(worker=worker)
        return RoleGrant.objects.visible_to(viewer).filter(user__in=accounts)
    if model is IdNumberReading:
        return IdNumberReading.objects.visible_to(viewer).about(worker)
    if model is CorrectionRequest:
        return CorrectionRequest.objects.visible_to(viewer).filter(worker=worker)
    return GradeRecord.objects.filter(worker=worker)


def _old_values(model: type[Model], worker: Worker, viewer: AnyUser, rows: list[Any]) -> QuerySet[Any]:
    """The old values of the rows; where rows may be gone, those that belonged to the worker."""
    kept = old_values(model)
    if model is Placement:
        return kept.filter(worker__in=Worker.objects.filter(Q(pk=worker.pk) | Q(merged_into=worker)))
    if model is Relation:
        concerned = kept.filter(Q(from_worker_id=worker.pk) | Q(to_worker_id=worker.pk))
        return concerned if _keeps_or_is(worker, viewer) else kept.none()
    return kept.filter(pgh_obj_id__in=[row.pk for row in rows])


def _events_of_relations(relations: list[Relation]) -> QuerySet[Any]:
    return DomainEvent.objects.filter(
        subject="workforce.relation", subject_id__in=[row.pk for row in relations]
    )


def _events_naming(worker: Worker) -> QuerySet[Any]:
    """Of events that may name thousands only what they tell of each."""
    events = DomainEvent.objects.filter(
        payload__worker_ids__contains=[worker.pk],
        kind__startswith="workforce.",
        subject="workforce.worker",
    )
    return events.defer("payload").annotate(since=F("payload__since"), reason=F("payload__reason"))


def _keeps_or_is(worker: Worker, viewer: AnyUser) -> bool:
    access = Access.of(viewer)
    return worker.pk == access.worker_id or access.reaches(worker.unit_id, *_KEEPERS)
