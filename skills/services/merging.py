"""Two records of one person become one: the duplicate's career and ties go over, and its number leads on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from base.edit_marks import Shown
from base.errors import InvalidInput, Missing
from base.events import record_event
from skills.dates import day_of
from skills.event_kinds import WORKERS_MERGED
from skills.rules import require_keeping
from skills.services.merging_facts import Merge, move_career
from skills.services.personal_data import refuse_birth_after_facts
from skills.services.reasons import required_reason
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.models import User, Worker
from workforce.services.merged_records import refuse_merged
from workforce.services.merging import close_duplicate, merge_details, merge_ties
from workforce.services.worker_marks import refuse_if_worker_changed


def merge_workers(
    *,
    actor: User | None,
    kept: Worker,
    duplicate: Worker,
    choices: Mapping[str, str] | None = None,
    reason: str,
    shown_kept: Shown | None = None,
    shown_duplicate: Shown | None = None,
    now: datetime,
) -> Worker:
    """Merge `duplicate` into `kept`; returns the kept record. Both locks are taken in id order.

    `choices` says, for each personal detail that differs, whose value stays ("kept" or "duplicate"; see
    `workforce.services.merging.differing_details` for what is proposed). Facts, judgements, scans, requests,
    ties and headships go over, equal facts are voided once, grades are annulled and granted again with the
    same certificate. The duplicate's account is closed and its roles end. One event lists what moved.

    Raises NotPermitted unless the actor is HR over both and neither is the actor's own, InvalidInput for one
    and the same record or without a reason, Conflict for a record merged already, ChangedMeanwhile, Missing.
    """
    if kept.pk == duplicate.pk:
        message = _("This is one and the same record. Choose the other one.")
        raise InvalidInput(message, code="same_record", field="duplicate")
    why = required_reason(reason)
    about: dict[str, object] = {"reason": why}
    if actor is not None:
        about["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**about):
        people = Worker.objects.lock_in_order([kept.pk, duplicate.pk])
        locked = {worker.pk: worker for worker in people}
        if len(locked) != 2:
            raise Missing(_("There is no such worker."))
        kept, duplicate = locked[kept.pk], locked[duplicate.pk]
        for worker in (kept, duplicate):
            require_keeping(actor, worker)
            refuse_merged(worker)
        refuse_if_worker_changed(kept, shown_kept)
        refuse_if_worker_changed(duplicate, shown_duplicate)
        moved = move_career(Merge(kept, duplicate, actor, why, now))
        ties = merge_ties(actor=actor, kept=kept, duplicate=duplicate, today=day_of(now))
        details = merge_details(actor=actor, kept=kept, duplicate=duplicate, choices=choices or {})
        if kept.birth_date is not None:
            refuse_birth_after_facts(kept, kept.birth_date)
        close_duplicate(actor=actor, kept=kept, duplicate=duplicate, reason=why, today=day_of(now))
        record_event(
            WORKERS_MERGED,
            subject="workforce.worker",
            subject_id=kept.pk,
            payload={
                "duplicate_id": duplicate.pk,
                "duplicate_no": duplicate.employee_no,
                "details": details,
                "moved": {**moved.facts, **ties},
                "on_both": moved.equal,
                "stands_for": [[kind, old, new] for (kind, old), new in moved.stands_for.items()],
                "reason": why,
            },
            actor=actor,
            now=now,
        )
        refresh_eligibility([kept.pk, duplicate.pk], today=day_of(now))
        kept.refresh_from_db()
    return kept
