"""A roster of many people, written in the background: kept encrypted for its owner, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from base.errors import DomainError
from base.exports.records import finish_export, note_broken_off, refuse_too_many
from base.exports.rights import require_right
from base.exports.sources import source_for
from base.job_run import JobRun
from base.jobs import enqueue_job, job_handler
from base.list_address import kept_parameters, query_of
from base.models import ExportRecord
from base.models.export import ExportState
from skills.dates import day_of
from skills.roster.export import CHUNK, write_roster
from skills.roster.staging import KIND
from skills.rules import EXPORT_ROSTER
from workforce.models import User, Worker
from workforce.rules import require

EXPORT_JOB = "skills.export_roster"


def people_of_roster(user: AbstractBaseUser, parameters: QueryDict) -> QuerySet[Worker]:
    """Whom the people list shows the user under these parameters, by number; nobody if one is not valid."""
    page = source_for("skills.people").open(user, parameters)
    people: QuerySet[Worker] = page.matching if page.is_valid else Worker.objects.none()
    return people.order_by("employee_no")


def is_for_background(people: QuerySet[Worker]) -> bool:
    """Whether there are too many people for a request. Counts no further than that takes."""
    most = settings.EXPORT_ROWS_AT_ONCE
    return people.order_by().values("pk")[: most + 1].count() > most


def queue_roster(*, actor: User, parameters: QueryDict, now: datetime) -> ExportRecord:
    """Ask for a roster of many people; the record is written first, `record.job` makes the file.

    Raises NotPermitted, InvalidInput for parameters that cannot be kept, and Conflict while three of the
    actor's exports are under way.
    """
    require(actor, EXPORT_ROSTER)
    with transaction.atomic():
        refuse_too_many(actor)
        record = ExportRecord.objects.create(
            kind=KIND,
            parameters=kept_parameters(parameters),
            state=ExportState.UNDER_WAY,
            exported_by=actor,
            exported_at=now,
        )
        record.job = enqueue_job(EXPORT_JOB, params={"export": record.pk}, actor=actor, now=now)
        record.save(update_fields=["job"])
    return record


@job_handler(EXPORT_JOB)
def export_roster_job(run: JobRun) -> dict[str, Any]:
    """Write the roster a record asks for. Begun again from the start when a worker dies.

    The right is asked again before each chunk and once more before the file is kept; when it has ended, the
    job fails, the record says so and nothing is kept.
    """
    record = ExportRecord.objects.select_related("exported_by").get(pk=run.params["export"])
    if record.state != ExportState.UNDER_WAY:
        return {"rows": record.row_count}
    try:
        with tempfile.TemporaryFile() as file:
            target = cast("IO[bytes]", file)
            count = write_roster(target, _workers(record, run), today=day_of(record.exported_at))
            with transaction.atomic():
                require_right(record, now=timezone.now())
                finish_export(record, target, rows=count, now=timezone.now(), keep=True)
                run.complete({"rows": count})
    except DomainError as error:
        note_broken_off(record, str(error), now=timezone.now())
        raise
    return {"rows": count}


def _workers(record: ExportRecord, run: JobRun) -> Iterator[int]:
    """The ids of the people, chunk by chunk; who left the exporter's scope meanwhile is left out."""
    user = require_right(record, now=timezone.now())
    people = people_of_roster(user, query_of(record.parameters))
    done, total = 0, people.order_by().values("pk").count()
    run.advance(done, total)
    ids = people.values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(ids, CHUNK)):
        seen = Worker.objects.visible_to(require_right(record, now=timezone.now()))
        in_scope = set(seen.filter(pk__in=chunk).values_list("pk", flat=True))
        yield from (pk for pk in chunk if pk in in_scope)
        done += len(chunk)
        run.advance(done, total)
