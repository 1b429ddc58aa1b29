"""Who sees what runs by itself and who starts it, on the page and through the API; what is late is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from base.models import DomainEvent, ScheduleRun, ScheduleState
from base.schedules import note_schedule, run_scheduled
from config.schedules import SCHEDULE
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from tests.base.scheduled_tasks import an_hour_ago, failing, night_of, schedule_of_tests
from tests.factories.workforce import RoleGrantFactory
from workforce.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schedule(settings: Settings) -> None:
    settings.SCHEDULE = schedule_of_tests(night_of(an_hour_ago()))


def known(since: timedelta = timedelta(days=2)) -> None:
    note_schedule(now=timezone.now() - since)


def night() -> ScheduleState:
    return ScheduleState.objects.get(name="night")


def browser_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


class TestSchedulesPage(PageAccess):
    right, wrong, stranger = "ruth", "alice", None  # the page is no object: others are refused

    def url(self, cast: Cast) -> str:
        known()
        run_scheduled("night", now=timezone.now())
        return reverse("base:schedules")

    def assert_done(self, cast: Cast, response: Any) -> None:
        rows = {row.name: row for row, _took in response.context["rows"]}
        assert rows["night"].last_at == night().started_at
        assert (rows["night"].is_late, rows["tick"].is_late) == (False, True)
        assert reverse("base:run_schedule", args=[night().pk]) in response.content.decode()


class TestSchedulesPageOfTheAdministrator(TestSchedulesPage):
    right, wrong = "admin", "erin"


class TestRunningNow(PageAccess):
    right, wrong, stranger = "ruth", "erin", "alice"
    method = "post"

    def url(self, cast: Cast) -> str:
        RoleGrantFactory.create(user=cast.users["erin"], role=Role.AUDITOR, unit=cast.group)
        known()
        return reverse("base:run_schedule", args=[night().pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert night().asked_by == cast.users["ruth"]
        assert DomainEvent.objects.get(kind="base.schedule_run_asked").actor_id == cast.users["ruth"].pk

    def assert_nothing_done(self, cast: Cast) -> None:
        assert night().asked_at is None


class TestAskingBeforeRunning(TestRunningNow):
    method = "get"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "Night" in response.content.decode()
        self.assert_nothing_done(cast)


class TestRuns(PageAccess):
    right, wrong, stranger = "ruth", "alice", None  # as above

    def url(self, cast: Cast) -> str:
        known()
        run_scheduled("night", now=timezone.now())
        return reverse("base:schedule_runs")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "Night" in response.content.decode()
        assert list(ScheduleRun.objects.visible_to(cast.user("alice"))) == []


class TestCostOfThePage(QueryCount):
    queries, viewer = 4, "ruth"

    def url(self, cast: Cast) -> str:
        return reverse("base:schedules")

    def make_rows(self, cast: Cast, number: int) -> None:
        known()


class TestCostOfRuns(QueryCount):
    queries, viewer = 5, "ruth"

    def url(self, cast: Cast) -> str:
        return reverse("base:schedule_runs")

    def make_rows(self, cast: Cast, number: int) -> None:
        known()
        now = timezone.now()
        for run in range(number):
            ScheduleRun.objects.create(
                state=night(), run=run, moment=now, attempt=1, started_at=now, asked_by=cast.users["ruth"]
            )


class TestSchedulesOfTheApi(ApiAccess):
    right, wrong, stranger = "admin", "alice", None  # a list is no object

    def url(self, cast: Cast) -> str:
        known()
        with failing("x"):
            run_scheduled("night", now=timezone.now())
        return "/api/v1/schedules"

    def assert_done(self, cast: Cast, response: Any) -> None:
        rows = {row["name"]: row for row in response.json()["results"]}
        assert list(rows) == ["tick", "overdue", "night"]
        assert (rows["night"]["outcome"], rows["night"]["error"]) == ("failed", "RuntimeError")
        assert (rows["tick"]["is_late"], rows["night"]["took_seconds"] is not None) == (True, True)


def test_pressing_twice_is_told_and_asks_once(cast: Cast) -> None:
    known()
    address, browser = reverse("base:run_schedule", args=[night().pk]), browser_of(cast, "ruth")
    assert [browser.post(address).status_code for _press in range(2)] == [302, 409]
    assert DomainEvent.objects.filter(kind="base.schedule_run_asked").count() == 1


def test_an_entry_that_is_gone_is_shown_no_more_and_its_runs_stay(cast: Cast, settings: Settings) -> None:
    known()
    run_scheduled("night", now=timezone.now())
    settings.SCHEDULE = {"tick": settings.SCHEDULE["tick"]}
    browser = browser_of(cast, "ruth")
    assert len(browser.get(reverse("base:schedules")).context["rows"]) == 1
    assert "night" in browser.get(reverse("base:schedule_runs")).content.decode()
    assert browser.post(reverse("base:run_schedule", args=[night().pk])).status_code == 404


class TestTellingThatItIsLate:
    def ready(self) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = Client().get("/readyz").json()
        return answer

    def test_the_desk_of_the_group_tells_it_without_beat(self, cast: Cast) -> None:
        known()
        desk = browser_of(cast, "ruth").get(reverse("portal:desk")).content.decode()
        assert "card-late-schedules" in desk
        assert (
            "card-late-schedules"
            not in browser_of(cast, "alice").get(reverse("portal:desk")).content.decode()
        )

    def test_a_desk_says_nothing_while_all_is_in_time(self, cast: Cast) -> None:
        known(since=timedelta())
        desk = browser_of(cast, "ruth").get(reverse("portal:desk")).content.decode()
        assert "card-late-schedules" not in desk

    def test_readyz_tells_it_and_serves(self) -> None:
        known()
        assert (self.ready()["schedules"], self.ready()["status"]) == ("late", "degraded")
        assert Client().get("/readyz").status_code == 200

    def test_readyz_of_a_system_that_has_just_begun_is_not_late(self) -> None:
        assert self.ready()["schedules"] == "ok"
        known(since=timedelta())
        assert self.ready()["schedules"] == "ok"


def test_the_release_s_own_schedule_is_shown_whole(cast: Cast, settings: Settings) -> None:
    settings.SCHEDULE = SCHEDULE
    note_schedule(now=timezone.now())
    answer = browser_of(cast, "ruth").get(reverse("base:schedules"))
    next_runs: list[datetime] = [row.next_at for row, _took in answer.context["rows"]]
    assert len(next_runs) == len(SCHEDULE)
    assert min(next_runs) > timezone.now() - timedelta(minutes=1)
