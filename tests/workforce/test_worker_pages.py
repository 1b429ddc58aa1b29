"""The pages of a worker's record: the acts for one and for many, the own data, the placements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from base.dates import today
from tests.access import Cast, PageAccess
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from workforce.enums import Role
from workforce.models import Placement, Worker
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.services.worker_marks import mark_key, mark_of
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

SHOWN = re.compile(r'name="shown" value="([^"]*)"')


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def mark(worker: Worker) -> str:
    """What a form about the worker carries now."""
    fresh = Worker.objects.select_related("unit").get(pk=worker.pk)
    return mark_of(fresh).to_field(mark_key(fresh))


def shown_in(response: Any) -> str:
    """The mark of a page's form."""
    found = SHOWN.search(response.content.decode())
    assert found is not None
    return found.group(1)


class WorkerForm(PageAccess):
    """A form about carol, sent as it was shown."""

    __test__ = False
    method = "post"
    page = ""

    def url(self, cast: Cast) -> str:
        return reverse(f"workforce:{self.page}", args=["C-carol"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"shown": mark(cast.worker("carol")), "since": today().isoformat(), "reason": "试"}

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Placement.objects.filter(worker=cast.worker("carol")).count() == 1
        assert cast.worker("carol").name == "高兰"

    def test_auditor_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, "erin").status_code == 403
        self.assert_nothing_done(cast)

    def test_form_without_its_mark_writes_nothing(self, cast: Cast) -> None:
        data = {**self.data(cast), "shown": "x"}
        assert browser(cast, "alice").post(self.url(cast), data).status_code == 409
        self.assert_nothing_done(cast)


class TestTransferPage(WorkerForm):
    __test__ = True
    page = "worker_transfer"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "unit": cast.workshop_a2.code, "post": "焊工"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert (cast.worker("carol").unit, cast.worker("carol").post) == (cast.workshop_a2, "焊工")

    def test_oneself_is_refused(self, cast: Cast) -> None:
        url = reverse("workforce:worker_transfer", args=["C-alice"])
        assert browser(cast, "alice").post(url, self.data(cast)).status_code == 403
        assert cast.worker("alice").unit == cast.company_a

    def test_next_leads_back_within_the_site_only(self, cast: Cast) -> None:
        client = browser(cast, "alice")
        for unit, wanted, given in (
            (cast.workshop_a2, "/skills/people/", "/skills/people/"),
            (cast.team_a11, "https://evil.example/", reverse("workforce:unit", args=[cast.workshop_a2.pk])),
        ):
            data = {**self.data(cast), "unit": unit.code}
            response = client.post(f"{self.url(cast)}?next={wanted}", data)
            assert response.headers["Location"] == given

    def test_unit_of_another_company_is_not_offered(self, cast: Cast) -> None:
        client = browser(cast, "alice")
        assert "乙公司" not in client.get(self.url(cast)).content.decode()
        data = {**self.data(cast), "unit": cast.workshop_b1.code}
        assert client.post(self.url(cast), data).status_code == 200
        self.assert_nothing_done(cast)


class TestRetirePage(WorkerForm):
    __test__ = True
    page = "worker_retire"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert cast.worker("carol").status == "retired"

    def test_says_which_roles_end(self, cast: Cast) -> None:
        RoleGrantFactory.create(user=cast.users["carol"], role=Role.AUDITOR, unit=cast.workshop_a1)
        page = browser(cast, "alice").get(self.url(cast)).content.decode()
        assert "一车间</li>" in page

    def test_day_ahead_is_planned(self, cast: Cast) -> None:
        data = {**self.data(cast), "since": (today() + timedelta(days=40)).isoformat()}
        browser(cast, "alice").post(self.url(cast), data)
        assert cast.worker("carol").status == "active"
        assert Placement.objects.filter(worker=cast.worker("carol"), status="retired").exists()


class TestDetailsPage(WorkerForm):
    __test__ = True
    page = "worker_details"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "name": "高岚", "sex": "F", "phone": "13911112222"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert cast.worker("carol").name == "高岚"

    def test_second_clerk_is_shown_what_the_first_changed(self, cast: Cast) -> None:
        first, second = browser(cast, "ruth"), browser(cast, "alice")
        mine = {**self.data(cast), "shown": shown_in(second.get(self.url(cast)))}
        first.post(self.url(cast), {**self.data(cast), "name": "高蓝"})
        refused = second.post(self.url(cast), mine)
        page = refused.content.decode()
        assert refused.status_code == 409
        assert "高兰 → 高蓝" in page
        assert 'value="高岚"' in page  # what was typed is kept
        assert "陆如" in page  # who changed it
        assert cast.worker("carol").name == "高蓝"
        second.post(self.url(cast), {**mine, "shown": shown_in(refused)})
        assert cast.worker("carol").name == "高岚"

    def test_mistake_in_the_form_keeps_the_old_mark(self, cast: Cast) -> None:
        client = browser(cast, "alice")
        sent = shown_in(client.get(self.url(cast)))
        update_worker_details(actor=None, worker=cast.worker("carol"), changes={"phone": "13800009999"})
        mistaken = client.post(self.url(cast), {**self.data(cast), "shown": sent, "name": ""})
        assert shown_in(mistaken) == sent


def test_act_that_makes_no_sense_leads_back(cast: Cast) -> None:
    url = reverse("workforce:worker_rehire", args=["C-carol"])
    response = browser(cast, "alice").get(url + "?next=/skills/people/")
    assert (response.status_code, response.headers["Location"]) == (302, "/skills/people/")


pytestmark = pytest.mark.django_db


def plan_retirement(cast: Cast) -> Placement:
    order = ActOrder(act=WorkerAct.RETIRE, since=today() + timedelta(days=60))
    act_on_worker(actor=None, worker=cast.worker("carol"), order=order, today=today())
    return Placement.objects.get(worker=cast.worker("carol"), status="retired")


def test_planned_change_is_shown_and_cancelled(cast: Cast) -> None:
    planned, client = plan_retirement(cast), browser(cast, "alice")
    placements = reverse("workforce:worker_placements", args=["C-carol"])
    cancel = reverse("workforce:placement_cancel", args=["C-carol", planned.pk])
    assert cancel in client.get(placements).content.decode()
    form = client.get(cancel)
    client.post(cancel, {"shown": shown_in(form), "reason": "继续工作"})
    assert Placement.objects.get(worker=cast.worker("carol")).until is None


def test_day_is_corrected_unless_somebody_was_faster(cast: Cast) -> None:
    planned, client = plan_retirement(cast), browser(cast, "alice")
    correct = reverse("workforce:placement_correct", args=["C-carol", planned.pk])
    shown = shown_in(client.get(correct))
    day = today() + timedelta(days=30)
    assert client.post(correct, {"shown": shown, "since": day.isoformat(), "reason": "错"}).status_code == 302
    assert Placement.objects.get(pk=planned.pk).since == day
    again = client.post(correct, {"shown": shown, "since": today().isoformat(), "reason": "错"})
    assert (again.status_code, str(day) in again.content.decode()) == (409, True)
    assert Placement.objects.get(pk=planned.pk).since == day


@pytest.mark.parametrize("name", ["erin", "dave"])
def test_readers_see_placements_and_no_button(cast: Cast, name: str) -> None:
    page = browser(cast, name).get(reverse("workforce:worker_placements", args=["C-carol"]))
    assert page.status_code == 200
    assert "/correct/" not in page.content.decode()


TRANSFER = "workforce:workers_transfer"


def crew(cast: Cast, number: int) -> list[Worker]:
    workers = [WorkerFactory.create(unit=cast.workshop_a1) for _index in range(number)]
    for worker in workers:
        account_of(worker)
    return workers


def order_for(cast: Cast, workers: list[Worker], page: Any) -> dict[str, Any]:
    return {
        "shown": shown_in(page),
        "row": [worker.pk for worker in workers],
        "since": today().isoformat(),
        "unit": cast.workshop_a2.code,
        "reason": "车间调整",
    }


def test_forty_are_transferred_at_once(cast: Cast) -> None:
    workers, client = crew(cast, 40), browser(cast, "alice")
    page = client.get(reverse(TRANSFER), {"row": [worker.pk for worker in workers]})
    assert all(worker.employee_no in page.content.decode() for worker in workers)
    response = client.post(reverse(TRANSFER), order_for(cast, workers, page))
    assert response.status_code == 302
    assert Worker.objects.filter(unit=cast.workshop_a2).count() == 40


def test_stale_row_is_named_and_the_rest_offered_again(cast: Cast) -> None:
    workers, client = crew(cast, 3), browser(cast, "alice")
    page = client.get(reverse(TRANSFER), {"row": [worker.pk for worker in workers]})
    stale = workers[1]
    act_on_worker(
        actor=None,
        worker=stale,
        order=ActOrder(act=WorkerAct.LEAVE, since=today(), reason="辞职"),
        today=today(),
    )
    refused = client.post(reverse(TRANSFER), order_for(cast, workers, page))
    assert refused.status_code == 409
    assert [row.name for row in refused.context["left_out"]] == [str(stale)]
    assert refused.context["workers"] == [workers[0], workers[2]]
    assert not Worker.objects.filter(unit=cast.workshop_a2).exists()
    client.post(reverse(TRANSFER), order_for(cast, [workers[0], workers[2]], refused))
    assert Worker.objects.filter(unit=cast.workshop_a2).count() == 2


def test_row_gone_out_of_scope_is_named_as_it_was_shown(cast: Cast) -> None:
    workers, client = crew(cast, 2), browser(cast, "alice")
    page = client.get(reverse(TRANSFER), {"row": [worker.pk for worker in workers]})
    order = ActOrder(act=WorkerAct.TRANSFER, since=today(), unit=cast.workshop_b1)
    act_on_worker(actor=cast.user("ruth"), worker=workers[0], order=order, today=today())
    refused = client.post(reverse(TRANSFER), order_for(cast, workers, page))
    assert refused.status_code == 409
    assert [row.name for row in refused.context["left_out"]] == [str(workers[0])]
    assert not Worker.objects.filter(unit=cast.workshop_a2).exists()


def test_row_the_page_never_showed_is_refused(cast: Cast) -> None:
    workers, client = crew(cast, 2), browser(cast, "alice")
    page = client.get(reverse(TRANSFER), {"row": [workers[0].pk]})
    refused = client.post(reverse(TRANSFER), order_for(cast, workers, page))
    assert refused.status_code == 409
    assert not Worker.objects.filter(unit=cast.workshop_a2).exists()


def test_people_the_act_does_not_fit_are_named_before(cast: Cast) -> None:
    alice, carol = cast.worker("alice"), cast.worker("carol")
    page = browser(cast, "alice").get(
        reverse("workforce:workers_return"), {"row": [alice.pk, carol.pk, cast.worker("ivan").pk]}
    )
    names = [row.name for row in page.context["left_out"]]
    assert names[:2] == [str(alice), str(carol)]
    assert "易凡" not in page.content.decode()
    assert page.context["workers"] == []


@pytest.mark.parametrize("name", ["erin", "dave", "heidi", "carol"])
def test_bulk_page_is_for_hr_alone(cast: Cast, name: str) -> None:
    assert browser(cast, name).get(reverse(TRANSFER), {"row": [1]}).status_code == 403
    assert browser(cast, name).post(reverse(TRANSFER), {"row": [1]}).status_code == 403


def test_bulk_page_of_another_company_finds_nobody(cast: Cast) -> None:
    workers = crew(cast, 2)
    page = browser(cast, "bob").get(reverse(TRANSFER), {"row": [worker.pk for worker in workers]})
    assert page.context["workers"] == []
    assert "王建国" not in page.content.decode()


def test_buttons_follow_the_status(cast: Cast) -> None:
    client = browser(cast, "alice")
    page = client.get(reverse("skills:worker", args=["C-carol"])).content.decode()
    assert "/workers/C-carol/retire/" in page
    assert "/workers/C-carol/rehire/" not in page
    order = ActOrder(act=WorkerAct.LEAVE, since=today(), reason="试")
    act_on_worker(actor=None, worker=cast.worker("carol"), order=order, today=today())
    page = client.get(reverse("skills:worker", args=["C-carol"])).content.decode()
    assert "/workers/C-carol/retire/" not in page
    assert "/workers/C-carol/rehire/" in page
