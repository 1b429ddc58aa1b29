"""What every page and process must have, wherever it is declared."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from base.schedule_plan import RUN_TASK
from config.celery import app
from config.runner.layout import ROOT
from config.schedules import SCHEDULE

QUEUES = {"heavy", "light"}


def queue_of(task: str) -> str:
    return str(app.amqp.router.route({}, task)["queue"].name)


def test_every_scheduled_task_exists() -> None:
    assert SCHEDULE
    assert {entry.task for entry in SCHEDULE.values()} - set(app.tasks) == set()


def test_beat_sends_nothing_that_does_not_claim_its_moment() -> None:
    sent = {name: (entry["task"], entry["args"]) for name, entry in app.conf.beat_schedule.items()}
    assert sent == {name: (RUN_TASK, (name,)) for name in SCHEDULE}


def test_scheduled_work_runs_beside_what_takes_long() -> None:
    assert {queue_of(entry.task) for entry in SCHEDULE.values()} == {queue_of(RUN_TASK)} == {"light"}


def test_every_entry_of_the_schedule_says_what_it_does() -> None:
    assert [name for name, entry in SCHEDULE.items() if not (entry.label and entry.about)] == []
    assert len({str(entry.label) for entry in SCHEDULE.values()}) == len(SCHEDULE)


def test_operators_read_of_every_scheduled_task() -> None:
    told = (ROOT / "docs" / "operations.md").read_text()
    assert [entry.task for entry in SCHEDULE.values() if f"| `{entry.task}` |" not in told] == []


def test_what_is_overdue_is_looked_for_every_minute() -> None:
    plans = [entry.plan for entry in SCHEDULE.values() if entry.task == "base.start_overdue_schedules"]
    assert plans == [timedelta(minutes=1)]


def test_every_task_goes_to_a_queue_that_has_a_worker() -> None:
    assert {queue_of(name) for name in app.tasks} == QUEUES


def test_jobs_run_where_time_limits_hold() -> None:
    assert queue_of("base.run_job") == "heavy"
    assert queue_of("base.dispatch_events") == "light"


def test_policy_allows_nothing_inline_and_nothing_foreign(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert "unsafe" not in policy
    assert "http" not in policy
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"].startswith("'self'")


def test_api_asks_for_an_account_unless_a_view_says_otherwise(client: Client) -> None:
    response = client.get("/api/v1/schema/")
    assert response.status_code in {401, 403}
    assert response.headers["Content-Type"].startswith("application/problem+json")


def test_cookies_are_for_the_server_alone() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY is True
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_error_pages_are_the_house_s_own() -> None:
    resolver = get_resolver()
    for status in (400, 403, 404, 500):
        handler = resolver.resolve_error_handler(status)
        assert handler.__module__ == "base.error_pages"
