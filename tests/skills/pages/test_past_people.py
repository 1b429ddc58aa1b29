"""The people list, the worker page, the ladder and their API as of a past day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from base.dates import today
from skills.enums import FactKind
from skills.queries import past_people
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from tests.factories.skills import (
    GradeFactory,
    SpellFactory,
    TitleFactory,
    occupation_with_rules,
)
from tests.factories.workforce import WorkerFactory
from tests.skills.api.clients import signed_in
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import WorkerStatus
from workforce.models import Placement, Unit, Worker

LIST = "skills:people"
API = "/api/v1/skills/workers"
DAY = date(2024, 6, 30)
AS_OF = {"as_of": DAY.isoformat()}


def place(worker: Worker, *stages: tuple[Unit, WorkerStatus, date]) -> None:
    """Give the worker these placements, one after the other, and the last as today's."""
    Placement.objects.filter(worker=worker).delete()
    ends = [since for _unit, _status, since in stages[1:]] + [None]
    for (unit, status, since), until in zip(stages, ends, strict=True):
        Placement.objects.create(worker=worker, unit=unit, status=status, since=since, until=until)
    unit, status, _since = stages[-1]
    Worker.objects.filter(pk=worker.pk).update(unit=unit, status=status)


def shown(cast: Cast, name: str, **query: str) -> dict[str, Any]:
    """The rows of the list one of the cast sees, by employee number without its prefix."""
    response = browser_of(cast.users[name]).get(reverse(LIST), query)
    assert response.status_code == 200
    return {line.row.employee_no.removeprefix("C-"): line.row for line in response.context["rows"]}


ACTIVE, LEFT = WorkerStatus.ACTIVE, WorkerStatus.LEFT


class TestPastList(PageAccess):
    wrong = "carol"  # a worker sees the own page, not a list
    stranger = None  # HR of every company has a list of its own

    def url(self, cast: Cast) -> str:
        return f"{reverse(LIST)}?as_of={DAY}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "截至 2024-06-30" in page
        assert "C-carol" in page
        assert "C-ivan" not in page


class TestPastListQueries(QueryCount):
    queries = 7  # as today, and the dates of the rows shown

    def url(self, cast: Cast) -> str:
        return f"{reverse(LIST)}?as_of={DAY}"

    def make_rows(self, cast: Cast, number: int) -> None:
        occupation = occupation_with_rules()
        for _unused in range(number):
            SpellFactory.create(
                worker=WorkerFactory.create(unit=cast.workshop_a1),
                occupation=occupation,
                since=date(2020, 1, 1),
            )


class TestPastListByDateQueries(TestPastListQueries):
    queries = 10  # and once more those of everybody listed, to order by them

    def url(self, cast: Cast) -> str:
        return f"{reverse(LIST)}?as_of={DAY}&sort=opens&opens_within=12"


def test_moved_left_and_rehired_people_stand_where_they_stood(cast: Cast) -> None:
    old, new = date(2015, 1, 1), date(2025, 1, 1)
    place(cast.worker("carol"), (cast.workshop_a2, ACTIVE, old), (cast.workshop_a1, ACTIVE, new))
    place(cast.worker("frank"), (cast.workshop_a1, ACTIVE, old), (cast.workshop_a1, LEFT, new))
    place(
        cast.worker("grace"),
        (cast.company_a, ACTIVE, old),
        (cast.company_a, LEFT, date(2024, 1, 1)),
        (cast.company_a, ACTIVE, new),
    )
    place(cast.worker("heidi"), (cast.company_a, ACTIVE, new))
    then = shown(cast, "alice", **AS_OF)
    assert {"alice", "carol", "dave", "frank"} == set(then)
    assert then["carol"].unit_path == "集团 / 甲公司 / 二车间"
    assert then["frank"].shown_status == ACTIVE
    assert set(shown(cast, "alice", **AS_OF, status="left")) == {"grace"}
    assert set(shown(cast, "alice", **AS_OF, unit=str(cast.workshop_a2.pk))) == {"carol"}
    now = shown(cast, "alice")
    assert "frank" not in now
    assert {"grace", "heidi"} <= set(now)


def test_the_past_belongs_to_those_who_see_the_worker_today(cast: Cast) -> None:
    carol = cast.worker("carol")
    place(carol, (cast.workshop_a1, ACTIVE, date(2015, 1, 1)), (cast.workshop_b1, ACTIVE, date(2025, 1, 1)))
    assert "carol" not in shown(cast, "alice", **AS_OF)
    assert shown(cast, "bob", **AS_OF)["carol"].unit_path == "集团 / 甲公司 / 一车间"
    address = f"{reverse('skills:worker', args=['C-carol'])}?as_of={DAY}"
    assert browser_of(cast.users["alice"]).get(address).status_code == 404
    assert "一车间" in text_of(browser_of(cast.users["bob"]).get(address))


def test_level_and_dates_are_those_of_the_day(cast: Cast) -> None:
    carol, occupation = cast.worker("carol"), occupation_with_rules()
    SpellFactory.create(worker=carol, occupation=occupation, since=date(2020, 1, 1), until=date(2024, 8, 1))
    GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2021, 5, 1))
    GradeFactory.create(worker=carol, occupation=occupation, level=3, issued_on=date(2024, 7, 1))
    refresh_eligibility([carol.pk], today=today())
    then = shown(cast, "alice", **AS_OF)["carol"]
    assert (then.held_level, then.held_since) == (2, date(2021, 5, 1))
    assert (then.next_level, then.next_on, then.next_route) == (3, date(2025, 1, 1), "T-3-1")
    now = shown(cast, "alice")["carol"]
    assert (now.held_level, now.next_on) == (3, None)
    assert set(shown(cast, "alice", **AS_OF, level_min="2")) == {"carol"}
    assert set(shown(cast, "alice", **AS_OF, level_min="3")) == set()
    assert set(shown(cast, "alice", **AS_OF, opens_within="12")) == {"carol"}
    assert set(shown(cast, "alice", **AS_OF, opens_within="6")) == set()
    by_date = {"opens_after": "2025-01-01", "opens_before": "2025-01-01"}
    assert set(shown(cast, "alice", **AS_OF, **by_date)) == {"carol"}
    assert next(iter(shown(cast, "alice", **AS_OF, sort="opens"))) == "carol"
    assert next(iter(shown(cast, "alice", **AS_OF, sort="level"))) == "carol"


def test_filters_hr_uses_mean_the_day(cast: Cast) -> None:
    carol = cast.worker("carol")
    TitleFactory.create(worker=carol, rank=2, awarded_on=date(2025, 3, 1))
    assert set(shown(cast, "alice", title_rank="2")) == {"carol"}
    assert set(shown(cast, "alice", **AS_OF, title_rank="2")) == set()
    Worker.objects.filter(pk=carol.pk).update(hire_date=date(2012, 3, 4))
    hired = {"hired_after": "2012-01-01", "hired_before": "2012-12-31"}
    assert set(shown(cast, "alice", **hired)) == {"carol"}


@pytest.mark.parametrize(("name", "told"), [("alice", True), ("erin", True), ("dave", False)])
def test_a_past_day_gives_no_birth_date_away(cast: Cast, name: str, told: bool) -> None:
    carol = cast.worker("carol")  # born 1985-06-01: level 2 opens on her sixteenth birthday
    place(carol, (cast.workshop_a1, ACTIVE, date(2000, 1, 1)))
    SpellFactory.create(worker=carol, occupation=occupation_with_rules(), since=date(2000, 1, 1))
    client = signed_in(cast, name)
    for day in ("2001-05-31", "2001-06-01", "2010-01-01"):
        (row,) = client.get(f"{API}?as_of={day}&q=C-carol").json()["results"]
        assert (row["next_on"], row["opens_on_hidden"]) == (("2001-06-01", False) if told else (None, True))
        ladder = client.get(f"{API}/C-carol/ladder?as_of={day}").json()
        level_2 = ladder["targets"][0]
        assert (len(level_2["routes"]), level_2["opens_on"]) == ((1, "2001-06-01") if told else (0, None))
        if not told:
            assert level_2["status"] == "missing"  # on every day the same
            found = client.get(f"{API}?as_of={day}&q=C-carol&opens_after=2001-06-01&opens_before=2001-06-01")
            assert found.json()["results"] == []
    page = text_of(browser_of(cast.users[name]).get(reverse(LIST), {"as_of": "2001-06-02", "q": "C-carol"}))
    assert ("not told" in page) is not told


def test_days_that_cannot_be_asked_are_answered_kindly(cast: Cast) -> None:
    client = browser_of(cast.users["alice"])
    ahead = (today() + timedelta(days=1)).isoformat()
    assert "That day lies ahead" in text_of(client.get(reverse(LIST), {"as_of": ahead}))
    assert "That day lies ahead" in text_of(
        client.get(reverse("skills:worker", args=["C-carol"]), {"as_of": ahead})
    )
    early = text_of(client.get(reverse(LIST), {"as_of": "1950-01-01"}))
    assert "begin on 2010-01-01" in early
    page = text_of(client.get(reverse("skills:worker", args=["C-carol"]), {"as_of": "1950-01-01"}))
    assert "No place is recorded on 1950-01-01" in page
    assert "begins on 2010-01-01" in page
    api = signed_in(cast, "alice")
    for wrong in (ahead, "soon", "2024-02-30"):
        for address in (API, f"{API}/C-carol", f"{API}/C-carol/ladder", f"{API}/C-carol/timeline"):
            answer = api.get(f"{address}?as_of={wrong}")
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "as_of")
    assert api.get(f"{API}/C-carol?as_of=1950-01-01").json()["code"] == "not_employed_then"


def test_today_is_asked_without_reckoning(cast: Cast) -> None:
    page = text_of(browser_of(cast.users["alice"]).get(reverse(LIST), {"as_of": today().isoformat()}))
    assert "back to today" not in page


def test_too_many_people_to_order_by_date_are_told_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_people, "MOST_DATED", 2)
    page = text_of(browser_of(cast.users["alice"]).get(reverse(LIST), {**AS_OF, "sort": "opens"}))
    assert "Choose a unit first" in page
    answer = signed_in(cast, "alice").get(f"{API}?as_of={DAY}&sort=opens")
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_for_dates")


class TestPastWorkerPage(PageAccess):
    wrong = None  # whoever sees the worker sees the day

    def url(self, cast: Cast) -> str:
        carol, occupation = cast.worker("carol"), occupation_with_rules(name="焊工")
        SpellFactory.create(
            worker=carol, occupation=occupation, since=date(2020, 1, 1), until=date(2025, 1, 1)
        )
        GradeFactory.create(worker=carol, occupation=occupation, level=3, issued_on=date(2025, 7, 1))
        return f"{reverse('skills:worker', args=['C-carol'])}?as_of={DAY}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        record = response.context["record"]
        assert (record.held_level, [entry.kind.value for entry in record.entries]) == (
            1,
            ["work", "placement"],
        )
        assert record.entries[0].is_open
        assert reverse("workforce:worker_details", args=["C-carol"]) not in response.content.decode()


class TestPastLadderPage(PageAccess):
    wrong = None  # whoever sees the worker sees the ladder

    def url(self, cast: Cast) -> str:
        SpellFactory.create(
            worker=cast.worker("carol"), occupation=occupation_with_rules(), since=date(2020, 1, 1)
        )
        SpellFactory.create(
            worker=cast.worker("carol"), occupation=occupation_with_rules(), since=date(2024, 8, 1)
        )
        return f"{reverse('skills:worker_ladder', args=['C-carol'])}?as_of={DAY}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        days = [fact.days for fact in response.context["facts"] if fact.kind == FactKind.SPELL]
        assert [day.partition(" ")[0] for day in days] == ["2020-01-01"]
        assert response.context["ladder"].today == DAY


class TestPastDetail(ApiAccess):
    wrong = None  # each sees the fields they see

    def url(self, cast: Cast) -> str:
        carol = cast.worker("carol")
        place(
            carol, (cast.workshop_a2, ACTIVE, date(2015, 1, 1)), (cast.workshop_a1, ACTIVE, date(2025, 1, 1))
        )
        return f"{API}/C-carol?as_of={DAY}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        answer = response.json()
        assert (answer["unit"], answer["status"]) == (cast.workshop_a2.pk, "active")
        assert "ETag" not in response.headers


def test_detail_of_today_carries_the_mark_of_the_record_for_its_keeper(cast: Cast) -> None:
    api = signed_in(cast, "alice")
    mark = api.get(f"{API}/C-carol").headers["ETag"]
    assert mark == api.get("/api/v1/workers/C-carol").headers["ETag"]
    assert "ETag" not in signed_in(cast, "erin").get(f"{API}/C-carol").headers
