"""The record of one worker as one person may see it: what the worker page and 我的成长 show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.components import Definition
from base.errors import Missing
from base.models import StoredFile
from base.scoping import AnyUser
from base.staircase import Step
from skills.enums import Level
from skills.models import Eligibility, MonthlyWage, Occupation, Standing
from skills.queries.facts import visible_facts
from skills.queries.past_days import standings_on
from skills.queries.timeline import TimelineEntry, timeline
from skills.queries.unit_path import UnitPath
from skills.staircases import staircase_steps
from workforce.enums import Sex, WorkerStatus
from workforce.fields import Field, visible_fields
from workforce.models import IdNumberReading, Placement, Unit, Worker

#: Months of wages the page shows.
WAGE_MONTHS = 12
#: Why there is no record of a past day.
NOT_EMPLOYED_THEN = "not_employed_then"
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
    readings: list[IdNumberReading] | None
    as_of: date | None = None

    @cached_property
    def steps(self) -> list[Step]:
        """The eight steps with their stored dates (of a past day without dates); one statement when first
        read.
        """
        opens = _open_dates(self.worker, self.standing, self.today) if self.as_of is None else {}
        return staircase_steps(self.held_level, opens, today=self.as_of or self.today)

    @property
    def next_level(self) -> Level | None:
        """The level above the one held."""
        return Level(self.standing.next_level) if self.standing and self.standing.next_level else None


def worker_record(worker: Worker, viewer: AnyUser, *, today: date, as_of: date | None = None) -> WorkerRecord:
    """The record of a worker the viewer may see (from `Worker.objects.visible_to(viewer)`).

    With `as_of` what held on that past day: place, standing, facts dated by then; personal data and readings
    of the id number are told as they are. Raises Missing when the worker had no place that day. Costs a
    constant number of statements.
    """
    place = place_on(worker, as_of)
    standing = standing_on(worker, as_of)
    held = Level(standing.held_level) if standing else Level.APPRENTICE
    entries = timeline(worker, viewer=viewer, as_of=as_of)
    return WorkerRecord(
        worker=worker,
        unit_path=_path(place.unit_id),
        status=WorkerStatus(place.status),
        standing=standing,
        held_level=held,
        today=today,
        personal=_personal(worker, place.post, viewer),
        entries=entries,
        documents=[entry for entry in entries if isinstance(entry.evidence, StoredFile)],
        wages=_wages(worker, viewer, as_of),
        readings=_readings(worker, viewer),
        as_of=as_of,
    )


def place_on(worker: Worker, as_of: date | None) -> Worker | Placement:
    """Unit, post and status: the worker's of today, or the placement of a past day. Raises Missing."""
    if as_of is None:
        return worker
    held_then = Q(until__isnull=True) | Q(until__gt=as_of)
    rows = Placement.objects.filter(held_then, worker=worker, since__lte=as_of)
    found = rows.select_related("unit").first()
    if found is None:
        raise Missing(_("This person was not employed on that day."), code=NOT_EMPLOYED_THEN)
    return found


def standing_on(worker: Worker, as_of: date | None) -> Standing | None:
    """As kept for today, or reckoned for a past day (two statements)."""
    if as_of is None:
        rows = Standing.objects.filter(worker=worker)
        return rows.select_related("occupation", "next_route").first()
    found = standings_on(as_of, [worker.pk]).get(worker.pk)
    if found is None:
        return None
    return Standing(
        worker=worker,
        occupation=Occupation.objects.get(pk=found.occupation_id),
        held_level=found.held_level,
        held_since=found.held_since,
        next_level=found.next_level,
        next_on=found.next_on,
        next_route_id=found.next_route_id,
    )


def _open_dates(worker: Worker, standing: Standing | None, today: date) -> dict[int, date]:
    if standing is None or standing.occupation_id is None:
        return {}
    rows = Eligibility.objects.in_force(today).filter(worker=worker, occupation=standing.occupation_id)
    return dict(rows.values_list("target", "opens_on"))


def _path(unit_id: int) -> str:
    """The names from the top of the tree down to the unit."""
    names: str = Unit.objects.annotate(names=UnitPath("pk")).values_list("names", flat=True).get(pk=unit_id)
    return names


def _personal(worker: Worker, post: str, viewer: AnyUser) -> list[Definition]:
    rows: list[tuple[Field | None, str | Promise, object]] = [
        (None, _("Sex"), Sex(worker.sex).label),
        (Field.BIRTH_DATE, _("Birth date"), worker.birth_date and worker.birth_date.isoformat()),
        (Field.ID_NUMBER_MASK, _("Resident id number"), worker.id_number_mask),
        (Field.PHONE, _("Phone"), worker.phone),
        (Field.HIRE_DATE, _("Hire date"), worker.hire_date and worker.hire_date.isoformat()),
        (None, _("Post"), post),
        (Field.REMARK, _("Remark"), worker.remark),
    ]
    seen = visible_fields(viewer, worker)
    return [Definition(term, value) for field, term, value in rows if field is None or field in seen]


def _wages(worker: Worker, viewer: AnyUser, as_of: date | None) -> list[MonthlyWage] | None:
    """The latest months (up to a past day), or None for those who may not see wages."""
    if Field.WAGE not in visible_fields(viewer, worker):
        return None
    rows = visible_facts(MonthlyWage, viewer).filter(worker=worker, voided_at__isnull=True)
    rows = rows if as_of is None else rows.filter(month__lte=as_of)
    return list(rows.order_by("-month")[:WAGE_MONTHS])


def _readings(worker: Worker, viewer: AnyUser) -> list[IdNumberReading] | None:
    """Who read the whole id number, newest first; None for those who see neither the mask nor themselves."""
    if Field.ID_NUMBER_MASK not in visible_fields(viewer, worker):
        return None
    rows = IdNumberReading.objects.about(worker).select_related("reader")
    return list(rows.order_by("-read_at", "-pk")[:READINGS_SHOWN])
