"""Careers: the next level opens, a correction waits."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent, StagedRow
from base.reminders import ReminderRule, ReminderShown, Words, remind
from skills.enums import Level
from skills.event_kinds import CORRECTION_REQUESTED, FACTS_CHANGED, WORKERS_MERGED
from skills.models import CorrectionRequest
from workforce.enums import Role
from workforce.models import RoleGrant
from workforce.officers import nearest_officers
from workforce.reminders.touched import touched_workers
from workforce.worker_acts import ACT_RULES

GRADE_OPENS = "skills.grade_opens"
CORRECTION_WAITS = "skills.correction_waits"

#: How many days after its day an open grade is still told; later it is no news.
GRADE_TOLD_FOR = 30


def changed_careers(event: DomainEvent) -> Sequence[int]:
    """The workers whose facts changed: one of a page, or those of an imported workbook."""
    if event.subject != "base.workbookimport":
        return touched_workers(event)
    rows = StagedRow.objects.filter(batch=event.subject_id, subject_id__isnull=False)
    return [worker_id for worker_id in rows.values_list("subject_id", flat=True) if worker_id is not None]


def _merged_workers(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id, int(event.payload["duplicate_id"])]


def _everybody(_event: DomainEvent) -> None:
    return None


def _next_level(values: Words) -> Words:
    return {"level": Level(values["level"]).label}


def _own_growth(_shown: ReminderShown) -> str:
    return reverse("skills:my_growth")


remind(
    ReminderRule(
        name=GRADE_OPENS,
        label=_("The next level opens"),
        about=_("Workers are told when they may apply for the next level: before the day, and on it."),
        kind=ReminderKind.NOTICE,
        candidates=f"""
            SELECT account.id AS recipient_id, standing.worker_id AS subject_id, standing.next_on AS due_on,
                   worker.unit_id, standing.worker_id,
                   jsonb_build_object('level', standing.next_level) AS values
              FROM skills_standing standing
              JOIN workforce_worker worker ON worker.id = standing.worker_id
              JOIN workforce_user account ON account.worker_id = standing.worker_id
             WHERE {{only}} AND standing.is_employed AND standing.next_on >= %(today)s - {GRADE_TOLD_FOR}
        """,  # noqa: S608 - constant SQL
        only="standing.worker_id",
        touched_by=TouchedBy.WORKER,
        title=_("You may apply for %(level)s"),
        text=_("From %(due)s on you may apply for %(level)s. What counted for it is on your page."),
        overdue=_("Since %(due)s you may apply for %(level)s. What counted for it is on your page."),
        words=_next_level,
        link=_own_growth,
        leads=(30, 7, 0),
        events={
            FACTS_CHANGED: changed_careers,
            WORKERS_MERGED: _merged_workers,
            "skills.policy.confirmed": _everybody,
            "workforce.workers_created": touched_workers,
            "workforce.worker_details_changed": touched_workers,
            "workforce.workers_placed": touched_workers,
            "workforce.unit_people_placed": touched_workers,
            **dict.fromkeys((act.event for act in ACT_RULES.values()), touched_workers),
        },
    )
)


_OFFICERS = nearest_officers(Role.HR_OFFICER, path="unit.path", besides="worker.id")


def _touched_request(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _requests_of_workers(event: DomainEvent) -> Sequence[int] | None:
    """What waits of people who work elsewhere now, and is others' to decide; all where an officer is among
    them, whose roles may have ended with the work.
    """
    workers = _merged_workers(event) if event.kind == WORKERS_MERGED else touched_workers(event)
    if RoleGrant.objects.filter(role=Role.HR_OFFICER, user__worker__in=workers).exists():
        return None
    waiting = CorrectionRequest.objects.filter(worker__in=workers, state="waiting")
    return list(waiting.values_list("pk", flat=True))


def _request(shown: ReminderShown) -> str:
    if shown.is_escalation:
        return reverse("skills:worker", args=[shown.worker_no])
    return reverse("skills:correction", args=[shown.subject_id])


remind(
    ReminderRule(
        name=CORRECTION_WAITS,
        label=_("A correction request waits"),
        about=_("The HR officers nearest to the worker are told at once and again while nobody decides."),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT officer.user_id AS recipient_id, request.id AS subject_id,
                   (request.requested_at AT TIME ZONE 'Asia/Shanghai')::date AS due_on,
                   worker.unit_id, worker.id AS worker_id, jsonb_build_object() AS values
              FROM skills_correctionrequest request
              JOIN workforce_worker worker ON worker.id = request.worker_id
              JOIN workforce_unit unit ON unit.id = worker.unit_id
             CROSS JOIN LATERAL {_OFFICERS} officer
             WHERE {{only}} AND request.state = 'waiting'
        """,  # noqa: S608 - constant SQL
        only="request.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Correction requested by %(name)s"),
        text=_("%(name)s (%(employee_no)s) asked on %(due)s for a correction of the record. Please decide."),
        link=_request,
        leads=(0, -3, -7),
        counts_working_days=True,
        escalates_after=10,
        at_once=True,
        events={
            CORRECTION_REQUESTED: _touched_request,
            "skills.correction.accepted": _touched_request,
            "skills.correction.declined": _touched_request,
            "skills.correction.withdrawn": _touched_request,
            "workforce.role_granted": _everybody,
            "workforce.role_ended": _everybody,
            WORKERS_MERGED: _requests_of_workers,
            "workforce.workers_placed": _requests_of_workers,
            "workforce.unit_people_placed": _requests_of_workers,
            "workforce.unit_moved": _everybody,
            **dict.fromkeys((act.event for act in ACT_RULES.values()), _requests_of_workers),
        },
    )
)
