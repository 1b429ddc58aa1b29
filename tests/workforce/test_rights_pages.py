"""Who holds what, who sees which field, who read whose number: asked by each of the cast."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from tests.access import Cast, PageAccess, QueryCount
from workforce.enums import Role
from workforce.fields import FIELD_LABELS, SEEN_BY, Field
from workforce.models import IdNumberReading, RoleGrant
from workforce.queries.roles import review_of_rights
from workforce.services.roles import end_role, grant_role
from workforce.views.rights import READERS, field_lines


def browser_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def coming_role(cast: Cast) -> RoleGrant:
    return grant_role(
        actor=cast.users["ruth"],
        user=cast.users["carol"],
        role=Role.FINANCE,
        unit=cast.company_a,
        since=today() + timedelta(days=3),
        last_day=today() + timedelta(days=30),
        today=today(),
        reason="轮岗",
    )


class TestGrantWithLastDay(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"
    stranger = None  # for the group's HR alone: everybody else is refused

    def url(self, cast: Cast) -> str:
        return reverse("workforce:role_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "user": "C-carol",
            "role": "auditor",
            "unit": cast.company_a.code,
            "since": today().isoformat(),
            "last_day": (today() + timedelta(days=30)).isoformat(),
            "reason": "专项审计",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        grant = RoleGrant.objects.get(user=cast.users["carol"])
        assert (grant.last_day, grant.reason) == (today() + timedelta(days=30), "专项审计")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RoleGrant.objects.filter(user=cast.users["carol"]).exists()

    def test_oneself_is_refused_kindly_in_the_form(self, cast: Cast) -> None:
        response = browser_of(cast, "ruth").post(self.url(cast), {**self.data(cast), "user": "C-ruth"})
        assert response.status_code == 403
        page = response.content.decode()
        assert "field-wrong" in page
        assert 'value="专项审计"' in page
        assert RoleGrant.objects.filter(user=cast.users["ruth"]).count() == 1


class TestRoleStates(PageAccess):
    right = "erin"
    wrong = "carol"
    stranger = None  # a list is never 404

    def url(self, cast: Cast) -> str:
        if not RoleGrant.objects.filter(user=cast.users["carol"]).exists():
            coming_role(cast)
        return reverse("workforce:roles") + "?state=coming"

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "高兰" in page
        assert "海娣" not in page

    def test_ended_ones_tell_by_whom_and_why(self, cast: Cast) -> None:
        grant = RoleGrant.objects.get(user=cast.users["heidi"])
        end_role(actor=cast.users["ruth"], grant=grant, today=today(), reason="调离财务")
        address = reverse("workforce:roles")
        assert "调离财务" not in browser_of(cast, "erin").get(address).content.decode()
        page = browser_of(cast, "erin").get(address, {"state": "ended"}).content.decode()
        assert "调离财务" in page
        assert "陆如" in page

    def test_role_taken_back_before_it_began_has_ended(self, cast: Cast) -> None:
        end_role(actor=cast.users["ruth"], grant=coming_role(cast), today=today(), reason="取消")
        client = browser_of(cast, "erin")
        assert "高兰" not in client.get(self.url(cast)).content.decode()
        assert "高兰" in client.get(reverse("workforce:roles"), {"state": "ended"}).content.decode()


class TestPersonRights(PageAccess):
    right = "erin"
    wrong = None  # whoever sees anything of them may look
    stranger = "bob"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:person_roles", args=[cast.users["frank"].pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "傅安" in page
        assert "一车间" in page

    def test_people_without_the_right_find_nothing(self, cast: Cast) -> None:
        assert [self.ask(cast, name).status_code for name in ("carol", "dave", "heidi")] == [404] * 3

    def test_oneself_is_shown(self, cast: Cast) -> None:
        assert "一车间" in self.ask(cast, "frank").content.decode()
        page = browser_of(cast, "heidi").get(reverse("workforce:own_roles")).content.decode()
        assert "甲公司" in page

    def test_account_without_worker_is_shown(self, cast: Cast) -> None:
        address = reverse("workforce:person_roles", args=[cast.users["erin"].pk])
        assert "审计员" in browser_of(cast, "alice").get(address).content.decode()


class TestReview(PageAccess):
    right = "erin"
    wrong = "heidi"
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:roles_review")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        for name in ("艾丽", "戴维", "审计员", "顾蕊", "海娣", "傅安"):
            assert name in page
        assert "鲍勃" not in page
        assert "陆如" not in page


def test_review_goes_on_after_the_units_shown(cast: Cast) -> None:
    day, viewer = today(), cast.users["erin"]
    whole = review_of_rights(viewer, day=day)
    assert whole.next_after == ""
    assert len(whole.units) > 1
    walked, after = [], ""
    for _page in whole.units:
        with CaptureQueriesContext(connection) as statements:
            page = review_of_rights(viewer, day=day, after=after, size=1)
        assert len(statements) <= 4
        walked += page.units
        after = page.next_after
    assert after == ""
    assert walked == whole.units


class TestFieldTable(PageAccess):
    right = "carol"
    wrong = None
    stranger = None  # for everybody signed in

    def url(self, cast: Cast) -> str:
        return reverse("workforce:field_table")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        for label in [*FIELD_LABELS.values(), *READERS.values()]:
            assert str(label) in page


def test_field_table_says_what_is_enforced() -> None:
    told = {
        (field, reader)
        for field, line in zip(Field, field_lines(), strict=True)
        for reader, (_label, seen) in zip(READERS, line.seen, strict=True)
        if seen
    }
    assert told == {(field, reader) for field in Field for reader in SEEN_BY[field]}


def read_of_carol(cast: Cast) -> IdNumberReading:
    return IdNumberReading.objects.create(
        worker=cast.worker("carol"), reader=cast.users["alice"], reason="社保核对", read_at=timezone.now()
    )


class TestIdReadings(PageAccess):
    right = "erin"
    wrong = None
    stranger = None  # everybody has a list; what stands in it is asked below

    def url(self, cast: Cast) -> str:
        read_of_carol(cast)
        return reverse("workforce:id_readings")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "社保核对" in page
        assert "高兰" in page

    @pytest.mark.parametrize(
        ("name", "sees"),
        [
            ("ruth", True),
            ("alice", True),
            ("carol", True),
            ("bob", False),
            ("dave", False),
            ("frank", False),
            ("heidi", False),
            ("admin", False),
        ],
    )
    def test_only_hr_auditor_and_the_worker_read_it(self, cast: Cast, name: str, sees: bool) -> None:
        assert ("社保核对" in self.ask(cast, name).content.decode()) is sees

    def test_filters(self, cast: Cast) -> None:
        client, address = browser_of(cast, "erin"), self.url(cast)
        assert "社保核对" in client.get(address, {"worker": "c-carol"}).content.decode()
        assert "社保核对" not in client.get(address, {"worker": "C-frank"}).content.decode()
        assert "社保核对" not in client.get(address, {"reader": "C-ruth"}).content.decode()
        assert "社保核对" in client.get(address, {"q": "社保"}).content.decode()


class TestIdReadingQueries(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse("workforce:id_readings")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _index in range(number):
            read_of_carol(cast)
