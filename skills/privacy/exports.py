"""Asking for everything about one worker, making it in the background, and who may fetch it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.enums import JobState
from base.errors import Conflict, InvalidInput, Missing
from base.file_types import ZIP
from base.files import MEGABYTE, file_guard, store_file
from base.job_run import JobRun
from base.jobs import enqueue_job, job_handler
from base.log_redaction import hide_typed_id_numbers
from base.models import ExportRecord, StoredFile
from base.models.export import ExportState
from base.retention import kept_days
from base.scoping import AnyUser
from base.text import clean
from skills.privacy.archive import pack
from skills.privacy.contents import Sight, collect
from skills.privacy.rules import EXPORT_PERSON
from skills.retention_kinds import PERSONAL_EXPORT_DAYS, PERSONAL_EXPORTS
from workforce.fields import visible_fields
from workforce.models import PersonalExport, User, Worker
from workforce.rules import is_oneself, require
from workforce.services.id_numbers import reveal_id_number

EXPORT_JOB = "skills.privacy.export"
EXPORT_FILE = "skills.personal_export"
EXPORT_KIND = "skills.personal_data"


def ask_personal_export(
    *, actor: User, worker: Worker, reason: str = "", with_id_number: bool = False, now: datetime
) -> PersonalExport:
    """Have everything about the worker put together for the actor, and for the actor alone.

    A worker asks for the own record without a reason and is given the own id number; an HR officer of the
    unit gives a reason, and asking for the whole id number is a reading like any other, written down with it.
    Raises NotPermitted, InvalidInput (`reason`), Conflict while one is made, Missing without an id number.
    """
    require(actor, EXPORT_PERSON, worker)
    own = is_oneself.test(actor, worker)
    why = "" if own else hide_typed_id_numbers(clean(reason))[:200]
    if not own and not why:
        raise InvalidInput(_("Say what the data is needed for."), code="reason_missing", field="reason")
    if worker.erased_at is not None:
        raise Conflict(_("What identified this person was erased."), code="erased")
    with transaction.atomic():
        Worker.objects.lock_in_order([worker.pk])
        under_way = PersonalExport.objects.filter(
            worker=worker, asked_by=actor, made_at=None, job__state__in=(JobState.QUEUED, JobState.RUNNING)
        )
        if under_way.exists():
            raise Conflict(_("It is being put together already."), code="under_way")
        if with_id_number and not own:
            reveal_id_number(actor=actor, worker=worker, reason=why, now=now)
        export = PersonalExport.objects.create(
            worker=worker,
            asked_by=actor,
            asked_at=now,
            reason=why,
            with_id_number=own or with_id_number,
        )
        export.job = enqueue_job(EXPORT_JOB, params={"export": export.pk}, actor=actor, now=now)
        export.save(update_fields=["job"])
    return export


@job_handler(EXPORT_JOB)
def make_personal_export(run: JobRun) -> dict[str, Any]:
    """Put it together and keep it encrypted; the right is asked again, since it may have ended meanwhile."""
    export = PersonalExport.objects.select_related("worker", "asked_by").get(pk=run.params["export"])
    if export.made_at is not None:
        return {"export": export.pk}
    asker = User.objects.select_related("worker").get(pk=export.asked_by_id)
    worker = Worker.objects.visible_to(asker).filter(pk=export.worker_id, erased_at=None).first()
    if worker is None:
        raise Missing(_("There is no such worker."))
    require(asker, EXPORT_PERSON, worker)
    now = timezone.now()
    run.advance(0, 2, _("Gathering the record"))
    sight = Sight(visible_fields(asker, worker), export.with_id_number)
    contents = collect(worker, sight=sight, asked_by=str(asker), reason=export.reason, now=now)
    run.advance(1, 2, _("Packing the files"))
    packed = pack(contents)
    with transaction.atomic():
        keep_personal_export(export, packed, rows=_count(contents.document), now=now)
        run.complete({"export": export.pk, "files": len(contents.files)})
    return {"export": export.pk}


def keep_personal_export(export: PersonalExport, packed: bytes, *, rows: int, now: datetime) -> None:
    """Keep the file for the days the rules say, and write the record every export leaves."""
    days = kept_days(PERSONAL_EXPORTS, otherwise=PERSONAL_EXPORT_DAYS)
    export.file = store_file(
        EXPORT_FILE,
        content=BytesIO(packed),
        name=f"{export.worker.employee_no}-{now:%Y%m%d}.zip",
        actor=export.asked_by,
        now=now,
        expires_at=now + timedelta(days=days),
    )
    export.made_at = now
    export.save(update_fields=["file", "made_at"])
    ExportRecord.objects.create(
        kind=EXPORT_KIND,
        arguments={"worker": export.worker_id, "personal_export": export.pk},
        state=ExportState.DONE,
        row_count=rows,
        sha256=hashlib.sha256(packed).hexdigest(),
        exported_by=export.asked_by,
        exported_at=export.asked_at,
        finished_at=now,
    )


def _count(document: dict[str, Any]) -> int:
    return sum(len(table["rows"]) for table in document["tables"].values())


@file_guard(EXPORT_FILE, allow=(ZIP,), max_bytes=1024 * MEGABYTE)
def may_fetch_personal_export(user: AnyUser, stored: StoredFile) -> bool:
    """Whether the user asked for this file and may still ask for it."""
    export = PersonalExport.objects.filter(file=stored, asked_by=user.pk).select_related("worker").first()
    return (
        isinstance(user, User)
        and export is not None
        and Worker.objects.visible_to(user).filter(pk=export.worker_id).exists()
        and user.has_perm(EXPORT_PERSON, export.worker)
    )
