"""A large export is told to whoever asked for it, when it is ready and when it broke off."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import timezone

from base.exports.records import start_export
from base.jobs import run_job
from base.models import DomainEvent, ExportRecord, Job
from base.models.export import ExportState
from notices.models import Reminder
from tests.access import Cast
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from workforce.models import RoleGrant
from workforce.reminders import EXPORT_READY

pytestmark = pytest.mark.django_db


def asked(cast: Cast, *, in_background: bool = True) -> ExportRecord:
    """alice's export of the people she sees."""
    return start_export(
        actor=cast.user("alice"),
        kind="skills.people",
        parameters=QueryDict(""),
        file_format="csv",
        now=timezone.now(),
        in_background=in_background,
    )


def test_it_is_told_when_the_file_is_there(cast: Cast) -> None:
    record = asked(cast)
    deliver()
    assert told(cast, EXPORT_READY) == set()
    run_job(record.job_id or 0)
    deliver()
    assert told(cast, EXPORT_READY) == {"alice"}
    assert one(EXPORT_READY).subject_id == record.pk
    assert_serves(one(EXPORT_READY), "is ready")
    night(EXPORT_READY)
    assert Reminder.objects.filter(rule=EXPORT_READY).count() == 1


def test_it_is_told_when_it_broke_off(cast: Cast) -> None:
    record = asked(cast)
    RoleGrant.objects.filter(user=cast.users["alice"]).update(until=timezone.localdate())
    run_job(record.job_id or 0)
    assert ExportRecord.objects.get().state == ExportState.BROKEN_OFF
    deliver()
    assert_serves(one(EXPORT_READY), "broke off")


def test_the_night_tells_of_a_job_that_was_given_up(cast: Cast) -> None:
    record = asked(cast)
    Job.objects.filter(pk=record.job_id or 0).update(
        state="failed", error="worker_lost", finished_at=timezone.now()
    )
    night(EXPORT_READY)
    assert_serves(one(EXPORT_READY), "broke off")


def test_a_list_taken_out_at_once_tells_nobody(cast: Cast) -> None:
    record = asked(cast, in_background=False)
    ExportRecord.objects.filter(pk=record.pk).update(
        state=ExportState.DONE, sha256="0" * 64, finished_at=timezone.now()
    )
    deliver()
    night(EXPORT_READY)
    assert not Reminder.objects.filter(rule=EXPORT_READY).exists()
    assert not DomainEvent.objects.filter(kind="base.export_ended").exists()
