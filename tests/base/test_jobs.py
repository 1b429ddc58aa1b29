import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from base import broker, jobs
from base.enums import JobState
from base.errors import InvalidInput
from base.job_run import JobFenced, JobRun
from base.jobs import PUBLISH_AGAIN_AFTER, enqueue_job, job_handler, run_job, sweep_jobs
from base.models import Job, StoredFile
from base.outage import Outage
from tests.base import job_handlers
from workforce.models import User

NOTE = "tests.write_note"
Handle = Callable[[JobRun], dict[str, Any] | None]


@pytest.fixture(autouse=True)
def broker_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker answers: jobs stay queued, and the tests run them themselves."""
    monkeypatch.setitem(current_app.conf, "broker_write_url", "redis+socket:///nonexistent/broker.sock")


@pytest.fixture
def handle() -> Iterator[Callable[[Handle], str]]:
    """Declares a handler for the kind "tests.job" until the end of the test."""

    def declare(handler: Handle) -> str:
        job_handler("tests.job")(handler)
        return "tests.job"

    yield declare
    jobs._handlers.pop("tests.job", None)


def enqueued(kind: str, *, actor: User | None = None, **params: Any) -> Job:
    with transaction.atomic():
        return enqueue_job(kind, params=params, actor=actor)


def stored(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def expire_lease(job: Job) -> None:
    sweep_jobs(now=timezone.now() + timedelta(minutes=5))


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_the_job_waits_and_says_so(alice: User) -> None:
    job = stored(enqueued(NOTE, actor=alice))
    assert (job.state, job.published_at) == (JobState.QUEUED, None)
    with translation.override("en"):
        assert "cannot be reached" in job.note


@pytest.mark.django_db(transaction=True)
def test_the_sweep_hands_over_what_waited_for_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    job = enqueued(NOTE)
    monkeypatch.setitem(current_app.conf, "broker_write_url", "memory://")
    monkeypatch.setattr(broker, "_outage", Outage("broker"))
    assert sweep_jobs(now=timezone.now()) == 1
    assert stored(job).published_at is not None
    with current_app.connection_for_write() as through:
        message = through.SimpleQueue("heavy").get(block=False)
    assert message.headers["task"] == "base.run_job"
    assert message.payload[0] == [job.pk]
    assert sweep_jobs(now=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_the_broker_lost_is_published_again() -> None:
    job = enqueued(NOTE)
    Job.objects.filter(pk=job.pk).update(published_at=timezone.now() - PUBLISH_AGAIN_AFTER * 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(current_app.conf, "broker_write_url", "memory://")
        patch.setattr(broker, "_outage", Outage("broker"))
        assert sweep_jobs(now=timezone.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_request_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        enqueue_job(NOTE, params={}, actor=None)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_kind_nobody_handles_is_refused() -> None:
    with pytest.raises(LookupError, match=r"tests\.nobody"):
        enqueue_job("tests.nobody", params={}, actor=None)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once_and_keeps_its_result() -> None:
    job = enqueued(NOTE)
    run_job(job.pk)
    run_job(job.pk)
    done = stored(job)
    assert (done.state, done.attempt, done.result) == (JobState.SUCCEEDED, 1, {"attempt": 1})
    assert done.lease_until is None
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_job_runs_inside_an_open_transaction_too() -> None:
    job = enqueued(NOTE)
    run_job(job.pk)
    assert stored(job).state == JobState.SUCCEEDED


@pytest.mark.django_db(transaction=True)
def test_progress_shows_while_the_transaction_is_open(handle: Callable[[Handle], str]) -> None:
    seen: list[tuple[int, int | None, str]] = []

    def look(job_id: int) -> None:
        job = Job.objects.get(pk=job_id)
        seen.append((job.progress_done, job.progress_total, job.message))
        connection.close()

    def work(run: JobRun) -> None:
        with transaction.atomic():
            run.advance(30, 100, "rows")
            onlooker = threading.Thread(target=look, args=(run.job_id,))
            onlooker.start()
            onlooker.join()

    run_job(enqueued(handle(work)).pk)
    assert seen == [(30, 100, "rows")]


@pytest.mark.django_db(transaction=True)
def test_progress_renews_the_lease(handle: Callable[[Handle], str]) -> None:
    leases: list[bool] = []

    def work(run: JobRun) -> None:
        Job.objects.filter(pk=run.job_id).update(lease_until=timezone.now() - timedelta(seconds=1))
        run.check()
        lease = Job.objects.get(pk=run.job_id).lease_until
        leases.append(lease is not None and lease > timezone.now())

    run_job(enqueued(handle(work)).pk)
    assert leases == [True]


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_during_one_long_statement(
    handle: Callable[[Handle], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.job_run.HEARTBEAT", timedelta(milliseconds=20))

    def work(run: JobRun) -> dict[str, Any]:
        long_ago = timezone.now() - timedelta(days=1)
        Job.objects.filter(pk=run.job_id).update(heartbeat_at=long_ago)
        with connection.cursor() as cursor:  # one statement that ends when the heartbeat was renewed
            cursor.execute(
                """
                DO $$ BEGIN
                    FOR turn IN 1..1000 LOOP
                        EXIT WHEN (SELECT heartbeat_at > now() - interval '1 hour' FROM base_job);
                        PERFORM pg_sleep(0.01);
                    END LOOP;
                END $$
                """
            )
        return {"renewed": Job.objects.filter(pk=run.job_id, heartbeat_at__gt=long_ago).exists()}

    job = enqueued(handle(work))
    run_job(job.pk)
    assert stored(job).result == {"renewed": True}


@pytest.mark.django_db(transaction=True)
def test_a_refusal_ends_the_job_with_its_message(handle: Callable[[Handle], str]) -> None:
    def refuse(run: JobRun) -> None:
        raise InvalidInput("Sheet 2 is empty.")

    job = enqueued(handle(refuse))
    run_job(job.pk)
    assert (stored(job).state, stored(job).note) == (JobState.FAILED, "Sheet 2 is empty.")


@pytest.mark.django_db(transaction=True)
def test_a_fault_is_tried_again_until_the_attempts_are_used_up(handle: Callable[[Handle], str]) -> None:
    def break_down(run: JobRun) -> None:
        raise RuntimeError("secret detail")

    job = enqueued(handle(break_down))
    states = []
    for _attempt in range(4):
        run_job(job.pk)
        states.append(stored(job).state)
    assert states == ["queued", "queued", "failed", "failed"]
    assert stored(job).attempt == 3
    assert str(job.pk) in stored(job).error
    assert "secret" not in stored(job).error


@pytest.mark.django_db(transaction=True)
def test_messages_are_in_the_language_of_the_owner(handle: Callable[[Handle], str]) -> None:
    def tell(run: JobRun) -> dict[str, Any]:
        return {"language": translation.get_language()}

    with translation.override("en"):
        job = enqueued(handle(tell))
    with translation.override("zh-hans"):
        run_job(job.pk)
    assert stored(job).result == {"language": "en"}


@pytest.mark.django_db(transaction=True)
def test_a_live_lease_is_left_alone(handle: Callable[[Handle], str]) -> None:
    def work(run: JobRun) -> None:
        sweep_jobs(now=timezone.now())

    job = enqueued(handle(work))
    run_job(job.pk)
    assert (stored(job).state, stored(job).attempt) == (JobState.SUCCEEDED, 1)


@pytest.mark.django_db(transaction=True)
def test_an_overtaken_run_writes_nothing(handle: Callable[[Handle], str]) -> None:
    """The first run sleeps past its lease; the second finishes; then the first wakes up."""

    def work(run: JobRun) -> None:
        with transaction.atomic():
            job_handlers.keep_note(f"attempt {run.attempt}")
            if run.attempt == 1:
                second = threading.Thread(target=overtake, args=(run.job_id,))
                second.start()
                second.join()
            run.complete({"attempt": run.attempt})

    def overtake(job_id: int) -> None:
        expire_lease(job)
        run_job(job_id)
        connection.close()

    job = enqueued(handle(work))
    run_job(job.pk)
    assert stored(job).result == {"attempt": 2}
    assert [note.name for note in StoredFile.objects.all()] == ["attempt 2"]


@pytest.mark.django_db(transaction=True)
def test_an_overtaken_run_is_told_at_its_next_progress(handle: Callable[[Handle], str]) -> None:
    told: list[str] = []

    def work(run: JobRun) -> None:
        expire_lease(job)
        try:
            run.advance(1, 2)
        except JobFenced:
            told.append("fenced")
            raise

    job = enqueued(handle(work))
    run_job(job.pk)
    assert told == ["fenced"]
    assert stored(job).state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_no_sweep_takes_a_job_that_is_about_to_commit(handle: Callable[[Handle], str]) -> None:
    swept: list[int] = []

    def work(run: JobRun) -> None:
        with transaction.atomic():
            run.complete({"kept": True})
            sweeper = threading.Thread(target=sweep)
            sweeper.start()
            sweeper.join()

    def sweep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")  # a sweep that waits for the lock is a fault
        expire_lease(job)
        swept.append(job.pk)
        connection.close()

    job = enqueued(handle(work))
    run_job(job.pk)
    assert swept == [job.pk]
    assert (stored(job).state, stored(job).attempt) == (JobState.SUCCEEDED, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_run_is_replaced_and_its_writes_are_gone() -> None:
    job = enqueued(NOTE, wait=True)
    database = connection.settings_dict["NAME"]
    worker = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("worker_process.py")), str(database), str(job.pk)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    assert (stored(job).state, stored(job).message) == (JobState.RUNNING, "half way")
    worker.kill()
    worker.wait()
    worker.communicate()

    expire_lease(job)
    assert stored(job).state == JobState.QUEUED
    Job.objects.filter(pk=job.pk).update(params={})
    run_job(job.pk)
    assert stored(job).result == {"attempt": 2}
    assert [note.name for note in StoredFile.objects.all()] == ["attempt 2"]


@pytest.mark.django_db(transaction=True)
def test_a_late_worker_process_is_fenced() -> None:
    job = enqueued(NOTE, wait=True)
    late = subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).with_name("worker_process.py")),
            str(connection.settings_dict["NAME"]),
            str(job.pk),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert late.stdout is not None
    assert late.stdout.readline() == "begun\n"
    expire_lease(job)
    Job.objects.filter(pk=job.pk).update(params={})
    run_job(job.pk)
    _out, errors = late.communicate("go on\n")
    assert "job_overtaken" in errors
    assert stored(job).result == {"attempt": 2}
    assert [note.name for note in StoredFile.objects.all()] == ["attempt 2"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_every_worker_is_given_up_with_a_reason() -> None:
    job = enqueued(NOTE)
    lost = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(state="running", attempt=3, lease_until=lost, heartbeat_at=lost)
    sweep_jobs(now=timezone.now())
    assert stored(job).state == JobState.FAILED
    assert "3" in stored(job).error


@pytest.mark.django_db
def test_a_person_sees_own_jobs_only(alice: User, bob: User) -> None:
    own = enqueued(NOTE, actor=alice)
    enqueued(NOTE, actor=bob)
    enqueued(NOTE)
    assert list(Job.objects.visible_to(alice)) == [own]


@pytest.mark.django_db
def test_a_failure_without_a_reason_cannot_be_stored() -> None:
    job = enqueued(NOTE)
    with pytest.raises(IntegrityError, match="failure_has_reason"):
        Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())


def test_percent_is_unknown_without_a_total() -> None:
    assert Job(progress_done=5).percent is None
    assert Job(progress_done=50, progress_total=200).percent == 25
