"""Rosters in the background: progress, two at once, a worker killed in the middle, memory."""

import subprocess
import sys
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from base.enums import JobState
from base.job_run import LEASE
from base.jobs import run_job, sweep_jobs
from base.models import DomainEvent, Job, WorkbookImport
from base.models.workbook import ImportState, StagedRow
from base.workbooks import staging
from base.workbooks.writing import SheetColumn, write_workbook
from skills.models import EmploymentSpell, GradeRecord, Standing
from skills.roster.columns import COLUMNS
from skills.roster.imports import confirm_roster, stage_roster
from tests.access import Cast
from tests.skills.roster.sheets import BORN, judge, row, upload, write
from tests.workforce.id_number_samples import make_id_number
from tests.workforce.races import run_at_once
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def finish(batch: WorkbookImport) -> WorkbookImport:
    """Run the import's job here and now."""
    assert batch.job is not None
    run_job(batch.job.pk)
    batch.refresh_from_db()
    return batch


def job_of(batch: WorkbookImport) -> Job:
    """The job of the import as stored now."""
    return Job.objects.get(pk=batch.job_id or 0)


def read(cast: Cast, *rows: dict[str, object], user: str = "alice") -> WorkbookImport:
    """Hand a roster in and have it read."""
    actor, now = cast.user(user), timezone.now()
    return finish(stage_roster(file=upload(*rows), name="名册.xlsx", actor=actor, now=now))


def confirmed(cast: Cast, batch: WorkbookImport, user: str = "alice") -> WorkbookImport:
    return confirm_roster(batch.pk, actor=cast.user(user), now=timezone.now())


def test_roster_is_read_then_written_in_the_background(enterprise: Cast) -> None:
    batch = read(enterprise, row(), row("A2", name=""))
    assert (batch.state, batch.counts["new"], batch.counts["by_reason"]) == ("staged", 1, {"name_missing": 1})
    assert not Worker.objects.filter(employee_no="A1").exists()
    batch = finish(confirmed(enterprise, batch))
    assert (batch.state, batch.committed_by) == ("committed", enterprise.user("alice"))
    job = job_of(batch)
    assert (job.state, job.progress_done, job.progress_total) == ("succeeded", 2, 2)
    worker = Worker.objects.get(employee_no="A1")
    assert Standing.objects.get(worker=worker).held_level == 3
    assert DomainEvent.objects.filter(kind="skills.facts_changed", subject_id=batch.pk).count() == 1


def test_file_without_a_header_fails_with_the_reason(enterprise: Cast) -> None:
    from tests.base.workbooks.books import workbook

    now = timezone.now()
    file = upload()
    file.truncate(0)
    file.seek(0)
    file.write(workbook(("甲", "乙"), (1, 2)))
    batch = finish(stage_roster(file=file, name="名册.xlsx", actor=enterprise.user("alice"), now=now))
    assert batch.state == ImportState.FAILED
    assert "工号" in batch.error
    assert job_of(batch).state == JobState.FAILED


def test_data_changed_since_the_check_is_shown_before_it_is_written(enterprise: Cast) -> None:
    batch = read(enterprise, row())
    write(row(phone="13800000000"))
    batch = finish(confirmed(enterprise, batch))
    assert (batch.state, batch.counts["unchanged"]) == ("staged", 1)
    assert batch.error
    assert job_of(batch).state == JobState.FAILED
    assert finish(confirmed(enterprise, batch)).state == "committed"


def test_worker_changed_while_the_roster_is_being_written_is_not_written_over(enterprise: Cast) -> None:
    write(row())
    batch = confirmed(enterprise, read(enterprise, row(phone="13900000000")))
    with transaction.atomic():
        worker = Worker.objects.select_for_update().get(employee_no="A1")
        process = process_of("job", job_of(batch).pk)
        wait_until_blocked(process)
        Worker.objects.filter(pk=worker.pk).update(phone="13800000000")
    process.communicate()
    batch.refresh_from_db()
    assert (batch.state, batch.counts["changed"]) == ("staged", 1)
    assert Worker.objects.get(employee_no="A1").phone == "13800000000"


def test_one_file_imported_twice_at_once_is_written_once(enterprise: Cast) -> None:
    first, second = read(enterprise, row(), row("A2")), read(enterprise, row(), row("A2"))
    jobs = [job_of(confirmed(enterprise, batch)).pk for batch in (first, second)]
    outcomes = run_at_once([partial(run_job, job_id) for job_id in jobs])
    assert outcomes == [None, None]
    states = sorted(WorkbookImport.objects.values_list("state", flat=True))
    assert states == ["committed", "staged"]
    loser = WorkbookImport.objects.get(state="staged")
    assert loser.counts["unchanged"] == 2
    assert (EmploymentSpell.objects.count(), GradeRecord.objects.count()) == (2, 2)


def test_command_run_twice_at_once_writes_once(enterprise: Cast) -> None:
    outcomes = run_at_once([lambda: write(row(), row("A2")).counts["new"] for _turn in range(2)])
    assert sorted(outcomes) == [0, 2]  # type: ignore[type-var]
    assert Worker.objects.filter(employee_no__startswith="A").count() == 2


def expire(job_id: int) -> None:
    """As if the lease of the job had run out: the sweep takes it from its worker."""
    past = timezone.now() - 2 * LEASE
    Job.objects.filter(pk=job_id).update(lease_until=past)
    sweep_jobs(now=timezone.now())


def wait_until_blocked(process: subprocess.Popen[str]) -> None:
    """Return as soon as another session of this database waits for a lock of ours."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees one picture only
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the worker was never in the middle of its work")


def _hold_spells() -> None:
    """Let nobody write a spell until the transaction ends: the workers are inserted then, not committed."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE skills_employmentspell IN SHARE MODE")


def process_of(act: str, what: object) -> "subprocess.Popen[str]":
    script = Path(__file__).with_name("worker_process.py")
    database = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, str(script), database, str(settings.MEDIA_ROOT), act, str(what)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_worker_killed_while_writing_leaves_nothing_and_the_next_one_writes_all(enterprise: Cast) -> None:
    batch = confirmed(enterprise, read(enterprise, row(), row("A2")))
    with transaction.atomic():
        _hold_spells()
        worker = process_of("job", batch.job_id)
        wait_until_blocked(worker)
        worker.kill()
        worker.wait()
    assert not Worker.objects.filter(employee_no__startswith="A").exists()
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTING
    expire(batch.job_id or 0)
    assert finish(batch).state == ImportState.COMMITTED
    assert Worker.objects.filter(employee_no__startswith="A").count() == 2
    assert EmploymentSpell.objects.count() == 2


def test_worker_killed_while_reading_is_begun_anew_from_the_file(
    enterprise: Cast,
) -> None:
    now = timezone.now()
    rows = [row(f"A{number}", id_number="", certificate_no="") for number in range(1, staging.CHUNK + 2)]
    batch = stage_roster(file=upload(*rows), name="名册.xlsx", actor=enterprise.user("alice"), now=now)
    with transaction.atomic():
        # a row staged by nobody stands where the second chunk will begin: the reader waits for its fate
        StagedRow.objects.create(batch=batch, sheet_row=staging.CHUNK + 2)
        worker = process_of("job", batch.job_id)
        wait_until_blocked(worker)
        worker.kill()
        worker.wait()
        transaction.set_rollback(True)
    assert StagedRow.objects.filter(batch=batch).count() == staging.CHUNK
    expire(batch.job_id or 0)
    batch = finish(batch)
    assert (batch.state, batch.counts["rows"]) == ("staged", staging.CHUNK + 1)
    assert StagedRow.objects.filter(batch=batch).count() == staging.CHUNK + 1


def test_command_killed_in_the_middle_leaves_nothing(enterprise: Cast, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(upload(row(), row("A2")).getvalue())
    with transaction.atomic():
        _hold_spells()
        process = process_of("import", path)
        wait_until_blocked(process)
        process.kill()
        process.wait()
    assert not Worker.objects.filter(employee_no__startswith="A").exists()
    assert not WorkbookImport.objects.exists()
    assert judge(row(), row("A2")).counts["new"] == 2


def test_large_roster_is_written_in_bounded_memory(enterprise: Cast, tmp_path: Path) -> None:
    """8,000 rows: the peak grows by far less than the rows would take if they were all held."""
    path = tmp_path / "large.xlsx"
    columns = [SheetColumn(column.label) for column in COLUMNS]
    keys = [column.key for column in COLUMNS]
    with path.open("w+b") as target:
        people = ({**row(f"L{number}"), **_numbers(number)} for number in range(8_000))
        write_workbook(
            target, sheet="名册", columns=columns, rows=([p.get(key) for key in keys] for p in people)
        )
    process = process_of("import", path)
    out, _errors = process.communicate(timeout=300)
    created, grown = (int(word) for word in out.split())
    assert created == 8_000
    assert grown < 150


def _numbers(number: int) -> dict[str, str]:
    born = BORN + timedelta(days=number % 3_000)
    return {
        "id_number": make_id_number(date(born.year, born.month, born.day), number // 3_000 * 2 + 1),
        "certificate_no": f"Y000015000001124{number:06}",
    }
