"""The pages of the organisation tree, asked by each of the cast."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from base.dates import today
from base.edit_marks import Shown
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.workforce import UnitFactory, WorkerFactory
from workforce.models import Unit, UnitHead, Worker
from workforce.services.unit_changes import unit_mark


class TestUnitPage(PageAccess):
    wrong = None  # whoever has the unit in scope may look at it

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit", args=[cast.workshop_a1.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "一车间" in page
        assert "傅安" in page
        assert reverse("workforce:unit_close", args=[cast.workshop_a1.pk]) in page

    def test_worker_sees_no_buttons(self, cast: Cast) -> None:
        page = self.ask(cast, "carol").content.decode()
        assert "一车间" in page
        assert reverse("workforce:unit_close", args=[cast.workshop_a1.pk]) not in page


class TestUnitTree(PageAccess):
    wrong = None
    stranger = None  # everybody has a tree; what stands in it is asked below

    def url(self, cast: Cast) -> str:
        return reverse("workforce:units")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "二车间" in page
        assert "乙公司" not in page

    def test_closed_units_are_shown_when_asked(self, cast: Cast) -> None:
        UnitFactory.create(name="老车间", parent=cast.company_a, closed_on=today())
        assert "老车间" not in self.ask(cast, "alice").content.decode()
        client = Client()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        assert "老车间" in client.get(self.url(cast), {"closed": "1"}).content.decode()


class TestNewUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_new", args=[cast.company_a.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"name": "三车间", "kind": "workshop"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(name="三车间").parent == cast.company_a

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Unit.objects.filter(name="三车间").exists()

    def test_refusal_keeps_what_was_typed(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        response = client.post(self.url(cast), {"name": "一车间", "kind": "workshop", "code": "K9"})
        assert response.status_code == 409
        page = response.content.decode()
        assert 'value="K9"' in page
        assert "field-wrong" in page


def shown_of(unit: Unit) -> str:
    """The mark the form carries of a unit."""
    stored = Unit.objects.get(pk=unit.pk)
    return Shown.of(unit_mark(stored)).to_field(f"workforce.unit.{unit.pk}")


class TestRenameUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_rename", args=[cast.workshop_a1.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "name": "焙烧车间",
            "effective_on": today().isoformat(),
            "reason": "更名",
            "shown": shown_of(cast.workshop_a1),
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "焙烧车间"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "一车间"


class TestMoveUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_move", args=[cast.workshop_a2.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"parent": cast.workshop_a1.code, "effective_on": today().isoformat(), "reason": "调整"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.workshop_a2.pk).parent == cast.workshop_a1

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Unit.objects.get(pk=cast.workshop_a2.pk).parent == cast.company_a

    def test_unit_of_another_company_is_not_offered(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        response = client.post(
            self.url(cast),
            {"parent": cast.company_b.code, "effective_on": today().isoformat(), "reason": "调整"},
        )
        assert response.status_code == 200
        self.assert_nothing_done(cast)


class TestCloseUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_close", args=[cast.team_a11.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": "2026-01-31", "reason": "撤销"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert str(Unit.objects.get(pk=cast.team_a11.pk).closed_on) == "2026-02-01"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on is None


class TestSetHead(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_head", args=[cast.workshop_a1.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "since": today().isoformat()}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert UnitHead.objects.get(unit=cast.workshop_a1, until=None).worker == cast.worker("carol")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert UnitHead.objects.get(unit=cast.workshop_a1).worker == cast.worker("frank")

    def test_person_out_of_sight_is_not_found(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        response = client.post(self.url(cast), {"worker": "C-ivan", "since": today().isoformat()})
        assert response.status_code == 200
        self.assert_nothing_done(cast)


def tree_of(cast: Cast, name: str, **asked: str) -> str:
    return pages_of(cast, name).get(reverse("workforce:units"), asked).content.decode()


def pages_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def test_tree_shows_two_levels_and_loads_what_is_below(cast: Cast) -> None:
    tree = tree_of(cast, "ruth")
    assert "甲公司" in tree
    assert "一车间" not in tree
    address = reverse("workforce:unit_branches", args=[cast.company_a.pk])
    assert f'hx-get="{address}"' in tree
    below = pages_of(cast, "ruth").get(address).content.decode()
    assert "一车间" in below
    assert "二车间" in below
    assert "甲班" not in below


def test_tree_counts_the_people_of_the_whole_branch(cast: Cast) -> None:
    WorkerFactory.create(unit=cast.team_a11)
    WorkerFactory.create(unit=cast.team_a11, status="left")
    employed = Worker.objects.filter(unit__in=Unit.objects.below([cast.company_a.pk]), status="active")
    numbers = re.findall(r'unit-people number">(\d+)', tree_of(cast, "alice"))
    assert numbers[0] == str(employed.count())


def test_worker_sees_the_own_unit_and_oneself_in_it(cast: Cast) -> None:
    tree = tree_of(cast, "carol")
    assert "一车间" in tree
    assert re.findall(r'unit-people number">(\d+)', tree) == ["1"]
    assert "甲公司" not in tree
    assert "/below/" not in tree


class TestUnitTreeQueries(QueryCount):
    queries = 7  # session, account, access, units, heads, deputies, people

    def url(self, cast: Cast) -> str:
        return reverse("workforce:units")

    def make_rows(self, cast: Cast, number: int) -> None:
        for unit in UnitFactory.create_batch(number, parent=cast.company_a):
            UnitHead.objects.create(unit=unit, worker=WorkerFactory.create(unit=unit), since=today())
