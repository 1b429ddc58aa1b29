"""The API's doors to workers and their acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from rest_framework.test import APIClient

from base.dates import today
from tests.access import ApiAccess, Cast, QueryCount
from tests.factories.workforce import WorkerFactory
from workforce.models import Placement, Worker
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.worker_acts import WorkerAct


def client_of(cast: Cast, name: str) -> APIClient:
    client = APIClient()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


class TestWorker(ApiAccess):
    wrong = None  # whoever sees the worker reads; what each sees is asked below

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers/C-carol"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {
            "employee_no": "C-carol",
            "name": "高兰",
            "sex": "M",
            "birth_date": "1985-06-01",
            "id_number_mask": "",
            "phone": "13900000000",
            "hire_date": "2010-01-01",
            "remark": "",
            "unit": cast.workshop_a1.pk,
            "unit_code": "A1",
            "unit_name": "一车间",
            "post": "操作工",
            "status": "active",
        }

    @pytest.mark.parametrize(
        ("name", "hidden"),
        [
            ("heidi", {"birth_date", "id_number_mask", "phone", "remark"}),
            ("dave", {"birth_date", "id_number_mask", "remark"}),
            ("erin", {"phone"}),
        ],
    )
    def test_fields_follow_the_role(self, cast: Cast, name: str, hidden: set[str]) -> None:
        answer = self.ask(cast, name)
        assert {field for field, value in answer.json().items() if value is None} == hidden
        assert "ETag" not in answer.headers  # its digest could be tried against what is hidden


class TestWorkers(ApiAccess):
    wrong = None
    stranger = None  # a list is never 404; what stands in it is asked below

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers?q=C-&sort=number"

    def assert_done(self, cast: Cast, response: Any) -> None:
        numbers = [row["employee_no"] for row in response.json()["results"]]
        assert numbers == ["C-alice", "C-carol", "C-dave", "C-frank", "C-grace", "C-heidi"]

    def test_stranger_sees_the_own_people(self, cast: Cast) -> None:
        assert [row["employee_no"] for row in self.ask(cast, "bob").json()["results"]] == ["C-bob", "C-ivan"]


class TestWorkersQueries(QueryCount):
    queries = 5
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers"

    def make_rows(self, cast: Cast, number: int) -> None:
        WorkerFactory.create_batch(number, unit=cast.workshop_a1)


class TestTakeUp(ApiAccess):
    method = "post"
    stranger = None  # an HR officer elsewhere takes people up, but not here; asked below

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "employee_no": "N1",
            "name": "新人",
            "sex": "M",
            "unit": cast.workshop_a1.pk,
            "since": "2026-11-01",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert (response.status_code, response.json()["unit_name"]) == (201, "一车间")
        assert Worker.objects.get(employee_no="N1").account.login == "N1"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Worker.objects.filter(employee_no="N1").exists()

    def test_unit_of_another_company_is_unknown(self, cast: Cast) -> None:
        assert self.ask(cast, "bob").json()["code"] == "unknown_unit"
        self.assert_nothing_done(cast)


class TestChangeDetails(ApiAccess):
    method = "patch"

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers/C-carol"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"phone": "13911112222", "reason": "换号"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert cast.worker("carol").phone == "13911112222"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert cast.worker("carol").phone == "13900000000"

    def test_record_changed_since_it_was_read_is_refused(self, cast: Cast) -> None:
        client = client_of(cast, "alice")
        etag = client.get(self.url(cast)).headers["ETag"]
        first = client.patch(self.url(cast), {"remark": "甲"}, headers={"if-match": etag})
        assert first.status_code == 200
        second = client.patch(self.url(cast), {"remark": "乙"}, headers={"if-match": etag})
        assert (second.status_code, second.json()["code"]) == (409, "changed_meanwhile")
        assert cast.worker("carol").remark == "甲"
        again = client.patch(self.url(cast), {"remark": "乙"}, headers={"if-match": first.headers["ETag"]})
        assert again.status_code == 200

    @pytest.mark.parametrize("name", ["erin", "dave", "grace"])
    def test_auditor_and_union_write_nothing(self, cast: Cast, name: str) -> None:
        assert self.ask(cast, name).status_code in (403, 404)
        self.assert_nothing_done(cast)


class ActAccess(ApiAccess):
    """An act with carol."""

    __test__ = False
    method = "post"
    act = ""
    order: Mapping[str, Any] = {"reason": "试"}
    after = ""

    def url(self, cast: Cast) -> str:
        return f"/api/v1/workers/C-carol/{self.act}"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"since": today().isoformat(), **self.order}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["status"] == self.after == cast.worker("carol").status

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Placement.objects.filter(worker=cast.worker("carol")).count() == self.placements

    placements = 1

    def test_auditor_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, "erin").status_code == 403
        self.assert_nothing_done(cast)

    def ask(self, cast: Cast, name: str | None) -> Any:
        self.prepare(cast)
        return super().ask(cast, name)

    def prepare(self, cast: Cast) -> None:
        """Bring carol where the act makes sense."""

    def bring(self, cast: Cast, act: WorkerAct) -> None:
        day = today().replace(month=1, day=1)
        order = ActOrder(act=act, since=day, reason="试")
        act_on_worker(actor=None, worker=cast.worker("carol"), order=order, today=today())
        self.placements = 2


class TestTransfer(ActAccess):
    __test__ = True
    act, after = "transfer", "active"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "unit": cast.workshop_a2.pk, "post": "焊工"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        super().assert_done(cast, response)
        assert (response.json()["unit_code"], response.json()["post"]) == ("A2", "焊工")


class TestGoOnLeave(ActAccess):
    __test__ = True
    act, after = "go-on-leave", "on_leave"


class TestReturn(ActAccess):
    __test__ = True
    act, after = "return", "active"

    def prepare(self, cast: Cast) -> None:
        self.bring(cast, WorkerAct.GO_ON_LEAVE)


class TestLeave(ActAccess):
    __test__ = True
    act, after = "leave", "left"


class TestRetire(ActAccess):
    __test__ = True
    act, after = "retire", "retired"


class TestRehire(ActAccess):
    __test__ = True
    act, after = "rehire", "active"

    def prepare(self, cast: Cast) -> None:
        self.bring(cast, WorkerAct.LEAVE)


class TestPlannedRetirement(ActAccess):
    """Cancelled through the API."""

    __test__ = True
    order = {"reason": "继续工作"}
    placements = 2
    after = "active"

    def url(self, cast: Cast) -> str:
        planned = Placement.objects.filter(worker=cast.worker("carol")).order_by("since").last()
        assert planned is not None
        return f"/api/v1/workers/C-carol/placements/{planned.pk}/cancel"

    def prepare(self, cast: Cast) -> None:
        order = ActOrder(act=WorkerAct.RETIRE, since=today().replace(year=today().year + 1))
        act_on_worker(actor=None, worker=cast.worker("carol"), order=order, today=today())

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Placement.objects.get(worker=cast.worker("carol")).until is None


class TestCorrectedDay(ActAccess):
    """A first day put right."""

    __test__ = True

    def url(self, cast: Cast) -> str:
        placement = Placement.objects.get(worker=cast.worker("carol"))
        return f"/api/v1/workers/C-carol/placements/{placement.pk}/correct"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"since": "2011-03-01", "reason": "录错"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        answer = client_of(cast, "erin").get("/api/v1/workers/C-carol/placements").json()
        assert [row["since"] for row in answer] == ["2011-03-01"]


class TestBulk(ApiAccess):
    method = "post"
    stranger = None  # asked below: whom one does not see is refused by name

    def url(self, cast: Cast) -> str:
        return "/api/v1/workers/bulk"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "act": "transfer",
            "workers": ["C-carol", "C-frank"],
            "since": today().isoformat(),
            "unit": cast.workshop_a2.pk,
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {"done": 2}
        assert Worker.objects.filter(unit=cast.workshop_a2).count() == 2

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Worker.objects.filter(unit=cast.workshop_a2).exists()

    def test_all_or_nothing_with_an_error_a_row(self, cast: Cast) -> None:
        client = client_of(cast, "alice")
        order = {**self.data(cast), "workers": ["C-carol", "C-ivan", "X-9"]}
        answer = client.post(self.url(cast), order, format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "rows_refused")
        assert [row["field"] for row in answer.json()["errors"]] == ["C-ivan", "X-9"]
        order = {**self.data(cast), "workers": ["C-carol", "C-alice"]}
        answer = client.post(self.url(cast), order, format="json")
        assert [row["field"] for row in answer.json()["errors"]] == ["C-alice"]
        self.assert_nothing_done(cast)

    def test_stranger_finds_nobody(self, cast: Cast) -> None:
        client = client_of(cast, "bob")
        answer = client.post(self.url(cast), {**self.data(cast), "unit": cast.workshop_b1.pk}, format="json")
        assert [row["field"] for row in answer.json()["errors"]] == ["C-carol", "C-frank"]
        self.assert_nothing_done(cast)

    def test_auditor_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, "erin").status_code == 403

    def test_more_than_two_thousand_are_refused(self, cast: Cast) -> None:
        order = {**self.data(cast), "workers": [f"X{number}" for number in range(2_001)]}
        answer = client_of(cast, "alice").post(self.url(cast), order, format="json")
        assert answer.status_code == 400


@pytest.mark.django_db
def test_act_that_does_not_fit_is_a_conflict(cast: Cast) -> None:
    answer = client_of(cast, "alice").post("/api/v1/workers/C-carol/rehire", {"since": today().isoformat()})
    assert (answer.status_code, answer.json()["code"]) == (409, "act_does_not_fit")
