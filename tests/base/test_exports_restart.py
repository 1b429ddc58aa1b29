"""An export whose worker is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from base.exports.records import start_export
from base.files import open_file
from base.jobs import run_job, sweep_jobs
from base.models import ExportRecord, Job, StoredFile
from base.models.export import ExportState
from tests.base import waiting_list
from workforce.models import User


@pytest.mark.django_db(transaction=True)
def test_job_killed_in_mid_export_is_begun_again_and_keeps_one_file(alice: User) -> None:
    waiting_list.declare()
    record = start_export(
        actor=alice,
        kind="tests.waiting_list",
        parameters=QueryDict(),
        file_format="csv",
        now=timezone.now(),
        in_background=True,
    )
    assert record.job is not None
    job_id = record.job.pk
    worker = subprocess.Popen(
        [sys.executable, waiting_list.__file__, str(connection.settings_dict["NAME"]), str(job_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    worker.kill()
    worker.communicate()
    assert ExportRecord.objects.get().state == ExportState.UNDER_WAY
    sweep_jobs(now=timezone.now() + timedelta(minutes=5))
    run_job(job_id)
    kept = ExportRecord.objects.get()
    assert (kept.state, kept.row_count, Job.objects.get().attempt) == (ExportState.DONE, 1, 2)
    file = StoredFile.objects.get()
    assert b"".join(open_file(file)).decode("utf-8-sig").split() == ["Login", "alice"]
