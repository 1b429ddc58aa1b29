"""What HR changed in my record, as the worker reads it."""

from typing import Any

from django.urls import reverse

from base.dates import today
from tests.access import Cast, PageAccess
from tests.skills.pages.clients import browser_of
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct


def changed_by_hr(cast: Cast) -> None:
    """A phone, a remark (which the worker does not see) and a transfer."""
    alice = cast.users["alice"]
    changes = {"phone": "13811112222", "remark": "内部备注甲"}
    update_worker_details(actor=alice, worker=cast.worker("carol"), changes=changes)
    order = ActOrder(act=WorkerAct.TRANSFER, since=today(), unit=cast.workshop_a2, reason="轮岗")
    act_on_worker(actor=alice, worker=cast.worker("carol"), order=order, today=today())


class TestOwnChanges(PageAccess):
    right = "carol"
    wrong = "erin"  # no worker
    stranger = None  # everybody has only the own

    def url(self, cast: Cast) -> str:
        changed_by_hr(cast)
        return reverse("skills:own_changes")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "13900000000" in page
        assert "13811112222" in page
        assert "二车间" in page
        assert "内部备注甲" not in page

    def test_one_kind_alone(self, cast: Cast) -> None:
        client = browser_of(cast.users["carol"])
        page = client.get(f"{self.url(cast)}?kind=details").content.decode()
        assert "13811112222" in page
        assert "二车间" not in page

    def test_others_changes_are_not_mine(self, cast: Cast) -> None:
        page = browser_of(cast.users["frank"]).get(self.url(cast)).content.decode()
        assert "13811112222" not in page
