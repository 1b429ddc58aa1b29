"""The record of one worker as one person may see it: what the worker page and 我的成长 show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.components import Definition
from base.models import StoredFile
from base.scoping import AnyUser
from base.staircase import Step
from skills.enums import Level
from skills.models import Eligibility, MonthlyWage, Standing
from skills.queries.facts import visible_facts
from skills.queries.timeline import TimelineEntry, timeline
from skills.queries.unit_path import UnitPath
from skills.staircases import staircase_steps
from workforce.enums import Sex, WorkerStatus
from workforce.fields import Field, visible_fields
from workforce.models import IdNumberReading, Unit, Worker

#: Months of wages the page shows.
WAGE_MONTHS = 12
#: Readings of the id number the page shows.
READINGS_SHOWN = 20


@dataclass(frozen=True)
class WorkerRecord:
    """Where a worker stands, who they are, what they did; only what the viewer may see is in it."""

    worker: Worker
    unit_path: str
    status: WorkerStatus
    standing: Standing | None
    held_level: Level
    today: date
    personal: list[Definition]
    entries: list[TimelineEntry]
    documents: list[TimelineEntry]
    wages: list[MonthlyWage] | None
    readings: list[IdNumberReading]

    @cached_property
    def steps(self) -> list[Step]:
        """The eight steps with their stored dates; one statement when first read."""
        opens = _open_dates(self.worker, self.standing, self.today)
        return staircase_steps(self.held_level, opens, today=self.today)

    @property
    def next_level(self) -> Level | None:
        """The level above the one held."""
        return Level(self.standing.next_level) if self.standing and self.standing.next_level else None


def worker_record(worker: Worker, viewer: AnyUser, *, today: date) -> WorkerRecord:
    """The record of a worker the viewer may see (from `Worker.objects.visible_to(viewer)`).

    Costs a constant number of statements.
    """
    standing = Standing.objects.filter(worker=worker).select_related("occupation", "next_route").first()
    held = Level(standing.held_level) if standing else Level.APPRENTICE
    entries = timeline(worker, viewer=viewer)
    return WorkerRecord(
        worker=worker,
        unit_path=_path(worker.unit_id),
        status=WorkerStatus(worker.status),
        standing=standing,
        held_level=held,
        today=today,
        personal=_personal(worker, viewer),
        entries=entries,
        documents=[entry for entry in entries if isinstance(entry.evidence, StoredFile)],
        wages=_wages(worker, viewer),
        readings=_readings(worker, viewer),
    )


def _open_dates(worker: Worker, standing: Standing | None, today: date) -> dict[int, date]:
    if standing is None or standing.occupation_id is None:
        return {}
    rows = Eligibility.objects.in_force(today).filter(worker=worker, occupation=standing.occupation_id)
    return dict(rows.values_list("target", "opens_on"))


def _path(unit_id: int) -> str:
    """The names from the top of the tree down to the unit."""
    path: str = Unit.objects.annotate(path=UnitPath("pk")).values_list("path", flat=True).get(pk=unit_id)
    return path


def _personal(worker: Worker, viewer: AnyUser) -> list[Definition]:
    rows: list[tuple[Field | None, str | Promise, object]] = [
        (None, _("Sex"), Sex(worker.sex).label),
        (Field.BIRTH_DATE, _("Birth date"), worker.birth_date and worker.birth_date.isoformat()),
        (Field.ID_NUMBER_MASK, _("Resident id number"), worker.id_number_mask),
        (Field.PHONE, _("Phone"), worker.phone),
        (Field.HIRE_DATE, _("Hire date"), worker.hire_date and worker.hire_date.isoformat()),
        (None, _("Post"), worker.post),
        (Field.REMARK, _("Remark"), worker.remark),
    ]
    seen = visible_fields(viewer, worker)
    return [Definition(term, value) for field, term, value in rows if field is None or field in seen]


def _wages(worker: Worker, viewer: AnyUser) -> list[MonthlyWage] | None:
    """The latest months, or None for those who may not see wages."""
    if Field.WAGE not in visible_fields(viewer, worker):
        return None
    rows = visible_facts(MonthlyWage, viewer).filter(worker=worker, voided_at__isnull=True)
    return list(rows.order_by("-month")[:WAGE_MONTHS])


def _readings(worker: Worker, viewer: AnyUser) -> list[IdNumberReading]:
    """Who read the whole id number, newest first; for the worker and for those who see the mask."""
    if Field.ID_NUMBER_MASK not in visible_fields(viewer, worker):
        return []
    rows = IdNumberReading.objects.filter(worker=worker).select_related("reader")
    return list(rows.order_by("-read_at", "-pk")[:READINGS_SHOWN])
