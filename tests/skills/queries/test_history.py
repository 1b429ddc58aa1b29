"""The history of a worker's whole record, and of any tracked row: kinds, period, pages, who may know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from base.dates import today
from skills.queries.history import HistoryKind, Period, history_page
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from tests.factories.skills import SpellFactory, TitleFactory, WageFactory
from tests.factories.workforce import RoleGrantFactory
from tests.skills.api.clients import signed_in
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import RelationKind, Role
from workforce.models import IdNumberReading, Placement, Relation, RoleGrant, Unit, Worker
from workforce.queries.record_history import Act, HistoryEntry, history_of
from workforce.services.placements import place_worker
from workforce.services.relations import state_relation

API = "/api/v1/skills/workers"


def entries(cast: Cast, kind: HistoryKind, viewer: str = "alice") -> list[HistoryEntry]:
    return history_page(cast.worker("carol"), viewer=cast.user(viewer), kinds=[kind]).entries


def told(entry: HistoryEntry) -> dict[str, tuple[str, str]]:
    return {change.field: (change.old, change.new) for change in entry.changes}


def by_act(found: list[HistoryEntry]) -> list[HistoryEntry]:
    """One transaction has one time: changes before the making of the row."""
    return sorted(found, key=lambda entry: entry.act)


def test_writes_past_the_services_are_seen(cast: Cast) -> None:
    Worker.objects.filter(unit=cast.workshop_a1).update(phone="13811112222")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workforce_worker SET name = '高岚' WHERE employee_no = 'C-carol'")
    sql, bulk = entries(cast, HistoryKind.DETAILS)[:2]
    assert (sql.actor, told(sql)) == ("", {"name": ("高兰", "高岚")})
    assert told(bulk) == {"phone": ("13900000000", "13811112222")}


def test_transfer_tells_who_why_and_from_when(cast: Cast) -> None:
    place_worker(
        actor=cast.user("alice"),
        worker=cast.worker("carol"),
        unit=cast.workshop_a2,
        since=date(2026, 11, 1),
        today=today(),
        reason="工作需要",
    )
    newest = entries(cast, HistoryKind.PLACEMENT)[0]
    assert newest.actor == "艾丽"
    assert told(newest)["unit"] == ("一车间", "二车间")
    cancelled = Placement.objects.get(worker=cast.worker("carol"), since=date(2026, 11, 1))
    cancelled.delete()
    gone = entries(cast, HistoryKind.PLACEMENT)[0]
    assert (gone.act, told(gone)["unit"]) == (Act.DELETED, ("二车间", ""))


def test_roles_are_told_to_those_who_keep_or_audit_their_unit(cast: Cast) -> None:
    grant = RoleGrantFactory.create(
        user=cast.users["carol"], role=Role.FINANCE, unit=cast.company_a, reason="代班"
    )
    RoleGrant.objects.filter(pk=grant.pk).update(until=date(2026, 12, 1), end_reason="结束代班")
    ended, granted = by_act(entries(cast, HistoryKind.ROLE))
    assert (granted.act, granted.reason) == (Act.RECORDED, "代班")
    assert (ended.reason, told(ended)) == ("结束代班", {"until": ("", "2026-11-30")})
    assert len(entries(cast, HistoryKind.ROLE, "erin")) == 2
    assert len(entries(cast, HistoryKind.ROLE, "carol")) == 2
    assert entries(cast, HistoryKind.ROLE, "frank") == []
    assert [entry.act for entry in by_act(history_of(grant, viewer=cast.user("erin")))] == [
        Act.CHANGED,
        Act.RECORDED,
    ]


def test_relations_are_told_to_keepers_and_to_the_worker(cast: Cast) -> None:
    state_relation(
        actor=cast.user("alice"),
        kind=RelationKind.MENTOR,
        from_worker=cast.worker("frank"),
        to_worker=cast.worker("carol"),
        since=date(2026, 1, 1),
        today=today(),
    )
    Relation.objects.update(until=date(2026, 7, 1))
    ended, stated = by_act(entries(cast, HistoryKind.RELATION))
    assert (stated.actor, stated.holds_from) == ("艾丽", date(2026, 1, 1))
    assert told(stated)["from_worker"] == ("", "傅安 C-frank")
    assert told(ended) == {"until": ("", "2026-06-30")}
    assert len(entries(cast, HistoryKind.RELATION, "carol")) == 2
    assert entries(cast, HistoryKind.RELATION, "dave") == []


def test_readings_of_the_id_number_are_told_with_their_reason(cast: Cast) -> None:
    IdNumberReading.objects.create(
        worker=cast.worker("carol"), reader=cast.users["alice"], reason="办理社保", read_at=timezone.now()
    )
    (entry,) = entries(cast, HistoryKind.READING, "carol")
    assert (entry.act, entry.actor, entry.reason) == (Act.READ, "艾丽", "办理社保")
    assert entries(cast, HistoryKind.READING, "dave") == []


def test_merged_duplicates_stand_in_the_kept_record(cast: Cast) -> None:
    kept, duplicate = cast.worker("carol"), cast.worker("grace")
    Worker.objects.filter(pk=duplicate.pk).update(merged_into=kept)
    (entry,) = entries(cast, HistoryKind.MERGE)
    assert (entry.act, told(entry)["employee_no"]) == (Act.MERGED, ("C-grace", ""))


def test_wages_are_told_to_those_who_see_wages(cast: Cast) -> None:
    WageFactory.create(worker=cast.worker("carol"))
    seen = {name: len(entries(cast, HistoryKind.FACT, name)) for name in ("alice", "erin", "heidi", "dave")}
    assert seen == {"alice": 1, "erin": 1, "heidi": 1, "dave": 0}


def test_history_of_a_unit_and_a_fact(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(name="第一车间")
    cast.workshop_a1.refresh_from_db()
    (renamed,) = history_of(cast.workshop_a1, viewer=cast.user("alice"))
    assert told(renamed) == {"name": ("一车间", "第一车间")}
    title = TitleFactory.create(worker=cast.worker("carol"), awarded_on=date(2018, 12, 1))
    (made,) = history_of(title, viewer=cast.user("alice"))
    assert (made.act, made.holds_from) == (Act.RECORDED, date(2018, 12, 1))


def test_pages_follow_each_other_without_loss(cast: Cast) -> None:
    for number in range(1, 13):
        Worker.objects.filter(employee_no="C-carol").update(phone=f"1390000{number:04}")
    carol, viewer = cast.worker("carol"), cast.user("alice")
    whole = [entry.key for entry in history_page(carol, viewer=viewer, size=200).entries]
    found: list[str] = []
    after = ""
    while True:
        page = history_page(carol, viewer=viewer, size=5, after=after)
        found += [entry.key for entry in page.entries]
        after = page.next
        if not after:
            break
    assert found == whole
    assert len(set(found)) == len(found) >= 12


def test_period_is_of_recorded_time(cast: Cast) -> None:
    SpellFactory.create(worker=cast.worker("carol"), since=date(2011, 1, 1))
    carol, viewer = cast.worker("carol"), cast.user("alice")
    day = timezone.localdate(datetime.now(UTC))
    recorded = history_page(carol, viewer=viewer, kinds=[HistoryKind.FACT], period=Period(day, day))
    assert len(recorded.entries) == 1
    for period in (Period(last=day - timedelta(days=1)), Period(first=day + timedelta(days=1))):
        assert history_page(carol, viewer=viewer, kinds=[HistoryKind.FACT], period=period).entries == []


class TestHistoryTab(PageAccess):
    wrong = None  # each sees the changes of the fields they see

    def url(self, cast: Cast) -> str:
        Worker.objects.filter(employee_no="C-carol").update(phone="13812345678")
        return f"{reverse('skills:worker', args=['C-carol'])}?tab=history&what=details"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "13812345678" in text_of(response)


class TestHistoryQueries(QueryCount):
    queries = 15  # the page, and three of the history: rows, old values, names

    def url(self, cast: Cast) -> str:
        return f"{reverse('skills:worker', args=['C-carol'])}?tab=history"

    def make_rows(self, cast: Cast, number: int) -> None:
        for count in range(number):
            Worker.objects.filter(employee_no="C-carol").update(phone=f"1380000{count:04}")
            SpellFactory.create(worker=cast.worker("carol"))


class TestHistoryApiQueries(TestHistoryQueries):
    queries = 7  # session, user, reach and worker, and the three
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return f"{API}/C-carol/history"


class TestOwnChangesQueries(TestHistoryQueries):
    queries = 6  # session, user with the own record, reach, and the three
    viewer = "carol"

    def url(self, cast: Cast) -> str:
        return reverse("skills:own_changes")


class TestHistoryApi(ApiAccess):
    wrong = None

    def url(self, cast: Cast) -> str:
        for number in ("13812345678", "13812345679"):
            Worker.objects.filter(employee_no="C-carol").update(phone=number)
        return f"{API}/C-carol/history?kind=details&page_size=1"

    def assert_done(self, cast: Cast, response: Any) -> None:
        (entry,) = response.json()
        assert [(one["old"], one["new"]) for one in entry["changes"]] == [("13812345678", "13812345679")]
        older = response.headers["Link"].partition(">")[0].removeprefix("<")
        (before,) = signed_in(cast, "alice").get(older).json()
        assert [one["old"] for one in before["changes"]] == ["13900000000"]


@pytest.mark.parametrize("query", ["kind=x", "page_size=0", "recorded_from=soon", "page_size=201"])
def test_odd_questions_are_answered_400(cast: Cast, query: str) -> None:
    assert signed_in(cast, "alice").get(f"{API}/C-carol/history?{query}").status_code == 400


def test_auditor_reads_the_history(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(remark="已核")
    page = browser_of(cast.users["erin"]).get(
        reverse("skills:worker", args=["C-carol"]), {"tab": "history", "what": "details"}
    )
    assert "已核" in text_of(page)
