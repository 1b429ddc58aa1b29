"""What HR does to units on pages, asked by each of the cast; the auditor reads and writes nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from base.dates import today
from tests.access import Cast, PageAccess, QueryCount
from tests.workforce.test_unit_pages import shown_of
from workforce.models import Delegation, Unit, UnitChange, UnitHead
from workforce.services.delegations import delegate
from workforce.services.unit_changes import rename_unit

WHY = "集团〔2026〕8号"


def browser_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def planned(cast: Cast) -> UnitChange:
    """A1 becomes 焙烧车间 in ten days."""
    day = today() + timedelta(days=10)
    return rename_unit(
        actor=cast.users["alice"],
        unit=cast.workshop_a1,
        name="焙烧车间",
        effective_on=day,
        today=today(),
        reason=WHY,
    )


class TestMergeUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_merge", args=[cast.team_a11.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"target": cast.workshop_a2.code, "effective_on": today().isoformat(), "reason": WHY}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert UnitChange.objects.get(unit=cast.team_a11).other == cast.workshop_a2
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on == today()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not UnitChange.objects.exists()
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on is None

    def test_auditor_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, "erin").status_code == 403
        self.assert_nothing_done(cast)

    def test_unit_of_another_company_is_not_offered(self, cast: Cast) -> None:
        data = {**self.data(cast), "target": cast.workshop_b1.code}
        assert browser_of(cast, "alice").post(self.url(cast), data).status_code == 200
        self.assert_nothing_done(cast)


class TestReopenUnit(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        Unit.objects.filter(pk=cast.team_a11.pk).update(closed_on=today())
        return reverse("workforce:unit_reopen", args=[cast.team_a11.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"effective_on": today().isoformat(), "reason": "误撤"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on is None

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not UnitChange.objects.exists()


class TestRecodeUnit(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"  # codes are the group's

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_recode", args=[cast.workshop_a1.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        mark = shown_of(cast.workshop_a1)
        return {"code": "A01", "effective_on": today().isoformat(), "reason": WHY, "shown": mark}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).code == "A01"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).code == "A1"


class TestCancelPlan(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:plan_cancel", args=[planned(cast).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "不改了"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert UnitChange.objects.get().state == "cancelled"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not UnitChange.objects.filter(state="cancelled").exists()


class TestPlansOnTheUnitsPage(PageAccess):
    wrong = None  # whoever has the unit in scope may look at it
    right = "erin"

    def url(self, cast: Cast) -> str:
        planned(cast)
        return reverse("workforce:unit", args=[cast.workshop_a1.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "焙烧车间" in page
        assert WHY in page
        assert reverse("workforce:unit_rename", args=[cast.workshop_a1.pk]) not in page
        assert reverse("workforce:plan_cancel", args=[UnitChange.objects.get().pk]) not in page

    def test_hr_finds_the_ways_to_change_it(self, cast: Cast) -> None:
        page = self.ask(cast, "alice").content.decode()
        for name in ("rename", "move", "merge", "close"):
            assert reverse(f"workforce:unit_{name}", args=[cast.workshop_a1.pk]) in page
        assert reverse("workforce:unit_recode", args=[cast.workshop_a1.pk]) not in page
        assert reverse("workforce:plan_cancel", args=[UnitChange.objects.get().pk]) in page

    def test_worker_of_the_unit_reads_no_plans(self, cast: Cast) -> None:
        page = self.ask(cast, "carol").content.decode()
        assert "一车间" in page
        assert "焙烧车间" not in page


class TestDelegate(PageAccess):
    method = "post"
    right = "frank"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit_delegate", args=[cast.workshop_a1.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        last = today() + timedelta(days=5)
        return {
            "deputy": "C-carol",
            "since": today().isoformat(),
            "last_day": last.isoformat(),
            "reason": "出差",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = Delegation.objects.get()
        assert (row.deputy, row.granted_by) == (cast.worker("carol"), cast.users["frank"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Delegation.objects.exists()

    def test_auditor_and_plain_worker_are_refused(self, cast: Cast) -> None:
        assert [self.ask(cast, name).status_code for name in ("erin", "carol")] == [403, 403]
        self.assert_nothing_done(cast)

    def test_form_is_shown(self, cast: Cast) -> None:
        page = browser_of(cast, "frank").get(self.url(cast)).content.decode()
        assert 'name="deputy"' in page
        assert "傅安" in page

    def test_deputy_stands_beside_the_head_on_every_page(self, cast: Cast) -> None:
        self.ask(cast, "frank")
        tree = browser_of(cast, "carol").get(reverse("workforce:units")).content.decode()
        unit = browser_of(cast, "alice").get(reverse("workforce:unit", args=[cast.workshop_a1.pk]))
        assert "unit-head" in tree
        assert "高兰" in tree.split('class="unit-head"', 1)[1].split("</span></span>", 1)[0]
        assert "高兰" in unit.content.decode()

    def test_oneself_as_deputy_is_refused_in_the_form(self, cast: Cast) -> None:
        UnitHead.objects.filter(unit=cast.workshop_a1).update(worker=cast.worker("carol"))
        response = browser_of(cast, "alice").post(self.url(cast), {**self.data(cast), "deputy": "C-alice"})
        assert response.status_code == 403
        assert "field-wrong" in response.content.decode()
        self.assert_nothing_done(cast)


class TestEndDelegation(PageAccess):
    method = "post"
    right = "carol"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        row = delegate(
            actor=None,
            headship=UnitHead.objects.get(unit=cast.workshop_a1),
            deputy=cast.worker("carol"),
            since=today(),
            last_day=today() + timedelta(days=5),
            reason="出差",
            today=today(),
        )
        return reverse("workforce:delegation_end", args=[row.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "提前返回"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Delegation.objects.get().until == today()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Delegation.objects.filter(until=today()).exists()


class TestEndHead(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        head = UnitHead.objects.get(unit=cast.workshop_a1)
        return reverse("workforce:unit_head_end", args=[cast.workshop_a1.pk, head.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": today().isoformat()}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert UnitHead.objects.get(unit=cast.workshop_a1).last_day == today()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert UnitHead.objects.get(unit=cast.workshop_a1).until is None

    def test_head_of_another_unit_is_not_found(self, cast: Cast) -> None:
        head = UnitHead.objects.get(unit=cast.workshop_a1)
        address = reverse("workforce:unit_head_end", args=[cast.workshop_a2.pk, head.pk])
        assert browser_of(cast, "alice").post(address, self.data(cast)).status_code == 404


@pytest.mark.django_db
def test_second_clerk_reads_the_firsts_change_and_saves_knowingly(cast: Cast) -> None:
    client = browser_of(cast, "alice")
    address = reverse("workforce:unit_rename", args=[cast.workshop_a1.pk])
    mark = client.get(address).context["shown_mark"]
    rename_unit(
        actor=None, unit=cast.workshop_a1, name="焙烧车间", effective_on=today(), today=today(), reason=WHY
    )
    data = {"name": "电解车间", "effective_on": today().isoformat(), "reason": WHY, "shown": mark}
    refused = client.post(address, data)
    assert refused.status_code == 409
    assert "焙烧车间" in refused.content.decode()
    assert 'value="电解车间"' in refused.content.decode()
    again = client.post(address, {**data, "shown": refused.context["shown_mark"]})
    assert again.status_code == 302
    assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "电解车间"


class TestUnitPageQueries(QueryCount):
    queries = 14

    def url(self, cast: Cast) -> str:
        return reverse("workforce:unit", args=[cast.workshop_a1.pk])

    def make_rows(self, cast: Cast, number: int) -> None:
        for index in range(number):
            rename_unit(
                actor=cast.users["ruth"],
                unit=Unit.objects.get(pk=cast.workshop_a1.pk),
                name=f"车间{index}",
                effective_on=today(),
                today=today(),
                reason=WHY,
            )
