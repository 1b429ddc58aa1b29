"""Asking for an erasure, confirming it as a second person, and doing it in the background."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, NotPermitted
from base.job_run import JobRun
from base.jobs import enqueue_job, job_handler
from base.log_redaction import hide_typed_id_numbers
from base.retention import kept_days
from base.text import clean
from skills.dates import day_of
from skills.privacy.erasing import erase_identifiers
from skills.privacy.rules import ERASE_WORKER
from workforce.enums import EMPLOYED
from workforce.models import Erasure, Placement, User, Worker
from workforce.retention_kinds import DEPARTED, DEPARTED_DAYS
from workforce.rules import require
from workforce.services.second_person import require_independent

ERASE_JOB = "skills.privacy.erase"


def erasable_from(worker: Worker) -> date | None:
    """The first day the identifiers may be erased: so many days after leaving. None while employed."""
    if worker.status in EMPLOYED:
        return None
    last = Placement.objects.filter(worker=worker).order_by("-since").first()
    if last is None or last.status in EMPLOYED:
        return None
    left = last.since
    for earlier in Placement.objects.filter(worker=worker, since__lt=left).order_by("-since"):
        if earlier.status in EMPLOYED:
            break
        left = earlier.since
    return left + timedelta(days=kept_days(DEPARTED, otherwise=DEPARTED_DAYS))


def ask_erasure(*, actor: User, worker: Worker, reason: str, now: datetime, today: date) -> Erasure:
    """Ask that what identifies a departed worker be erased; another officer confirms it.

    Raises NotPermitted, InvalidInput (`reason`), Conflict for people employed, merged records, too early, or
    asked already.
    """
    require(actor, ERASE_WORKER, worker)
    why = hide_typed_id_numbers(clean(reason))[:200]
    if not why:
        raise InvalidInput(_("Say why it is erased."), code="reason_missing", field="reason")
    with transaction.atomic(), pghistory.context(user=actor.pk, reason=why):
        locked = Worker.objects.lock_in_order([worker.pk])[0]
        _require_departed(locked, today)
        try:
            with transaction.atomic():
                return Erasure.objects.create(worker=locked, asked_by=actor, asked_at=now, reason=why)
        except IntegrityError as error:
            raise Conflict(_("The erasure was asked for already."), code="erasure_asked") from error


def _require_departed(worker: Worker, today: date) -> None:
    if worker.erased_at is not None:
        raise Conflict(_("What identified this person was erased."), code="erased")
    if worker.merged_into_id is not None:
        raise Conflict(_("This record was merged: erase the one it was merged into."), code="merged")
    day = erasable_from(worker)
    if day is None:
        raise Conflict(_("Only people who left or retired can be erased."), code="still_employed")
    if day > today:
        raise Conflict(
            _("The identifiers are kept until %(day)s, as the retention rules say.")
            % {"day": day.isoformat()},
            code="kept_longer",
        )


def withdraw_erasure(*, actor: User, erasure: Erasure, now: datetime) -> Erasure:
    """Take an erasure back that nobody confirmed yet. Raises NotPermitted, Conflict."""
    require(actor, ERASE_WORKER, erasure.worker)
    with transaction.atomic(), pghistory.context(user=actor.pk):
        locked = _waiting(erasure)
        locked.withdrawn_by, locked.withdrawn_at = actor, now
        locked.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return locked


def confirm_erasure(*, actor: User, erasure: Erasure, now: datetime, today: date) -> Erasure:
    """Confirm, as another person than the one who asked; the erasing begins and cannot be taken back.

    Raises NotPermitted, Conflict when it was withdrawn or confirmed, or the person came back meanwhile.
    """
    require(actor, ERASE_WORKER, erasure.worker)
    if erasure.asked_by_id == actor.pk:
        raise NotPermitted(
            _("Another officer confirms: whoever asks does not decide."), code="second_person_needed"
        )
    if erasure.asked_by_id is not None:
        require_independent(actor, [erasure.asked_by_id], now=now)
    with transaction.atomic(), pghistory.context(user=actor.pk):
        worker = Worker.objects.lock_in_order([erasure.worker_id])[0]
        locked = _waiting(erasure)
        _require_departed(worker, today)
        locked.confirmed_by, locked.confirmed_at = actor, now
        locked.job = enqueue_job(ERASE_JOB, params={"erasure": locked.pk}, actor=actor, now=now)
        locked.save(update_fields=["confirmed_by", "confirmed_at", "job"])
    return locked


def _waiting(erasure: Erasure) -> Erasure:
    locked = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    if locked.withdrawn_at is not None:
        raise Conflict(_("The erasure was withdrawn."), code="withdrawn")
    if locked.confirmed_at is not None:
        raise Conflict(_("The erasure was confirmed already."), code="confirmed")
    return locked


@job_handler(ERASE_JOB)
def erase_worker(run: JobRun) -> dict[str, Any]:
    """Erase, all or nothing; begun again from the start when a worker process dies."""
    now = timezone.now()
    with transaction.atomic():
        whose = Erasure.objects.values_list("worker_id", flat=True).get(pk=run.params["erasure"])
        worker = Worker.objects.lock_in_order([whose])[0]  # before the erasure, as whoever confirms does
        erasure = Erasure.objects.select_for_update(of=("self",)).get(pk=run.params["erasure"])
        if erasure.erased_at is not None or erasure.confirmed_by_id is None:
            return {"erasure": erasure.pk}
        _require_departed(worker, day_of(now))
        erased = erase_identifiers(worker, actor=User.objects.get(pk=erasure.confirmed_by_id), now=now)
        erasure.refresh_from_db()
        erasure.erased_at = now
        erasure.save(update_fields=["erased_at"])
        result = {"rows": erased.rows, "files": erased.files, "mentions": erased.mentions}
        run.complete(result)
    return result
