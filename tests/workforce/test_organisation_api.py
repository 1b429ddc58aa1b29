"""The API's doors to the organisation, asked by each of the cast."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from base.dates import today
from tests.access import ApiAccess, Cast, QueryCount
from tests.factories.workforce import LONG_AGO
from tests.workforce.rows_about_carol import rows_about_carol
from workforce.models import (
    Delegation,
    IdNumberReading,
    Relation,
    RelativeDeclaration,
    RoleGrant,
    Unit,
    UnitChange,
    UnitHead,
)

WHY = "集团〔2026〕8号"


def client_of(cast: Cast, name: str) -> APIClient:
    client = APIClient()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


class UnitAct(ApiAccess):
    """An act on workshop a1; the auditor is in scope and refused."""

    method = "post"
    wrong = "erin"
    act = ""

    def url(self, cast: Cast) -> str:
        return f"/api/v1/units/{cast.workshop_a1.pk}/{self.act}"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"effective_on": today().isoformat(), "reason": WHY}

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not UnitChange.objects.exists()


class TestRename(UnitAct):
    act = "rename"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "name": "焙烧车间"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        told = response.json()
        assert (told["kind"], told["state"], told["old_text"], told["new_text"], told["recorded_by"]) == (
            "rename",
            "applied",
            "一车间",
            "焙烧车间",
            "C-alice",
        )

    def test_stale_etag_is_refused_with_what_stands_now(self, cast: Cast) -> None:
        client = client_of(cast, "alice")
        etag = client.get(f"/api/v1/units/{cast.workshop_a1.pk}").headers["ETag"]
        first = client.post(self.url(cast), self.data(cast), headers={"If-Match": etag})
        data = {**self.data(cast), "name": "电解车间"}
        second = client.post(self.url(cast), data, headers={"If-Match": etag})
        assert (first.status_code, second.status_code) == (201, 409)
        assert second.json()["code"] == "changed_meanwhile"
        assert "焙烧车间" in second.json()["detail"]


class TestRecode(UnitAct):
    act = "recode"
    right = "ruth"
    wrong = "alice"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "code": "A01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).code == "A01"


class TestMove(UnitAct):
    act = "move"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "parent": cast.workshop_a2.pk}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.workshop_a1.pk).parent == cast.workshop_a2

    def test_unit_of_another_company_is_not_found(self, cast: Cast) -> None:
        data = {**self.data(cast), "parent": cast.company_b.pk}
        assert client_of(cast, "alice").post(self.url(cast), data).status_code == 404
        self.assert_nothing_done(cast)

    @pytest.mark.parametrize("parent", [0, -1, 2**63, "x", None])
    def test_absurd_number_is_refused(self, cast: Cast, parent: Any) -> None:
        data = {**self.data(cast), "parent": parent}
        assert client_of(cast, "alice").post(self.url(cast), data, format="json").status_code == 400


class TestMerge(UnitAct):
    act = "merge"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**super().data(cast), "target": cast.workshop_a2.pk}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert cast.worker("carol").unit == cast.workshop_a2


class TestClose(UnitAct):
    act = "close"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/units/{cast.team_a11.pk}/close"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": (today() + timedelta(days=5)).isoformat(), "reason": WHY}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["state"] == "planned"
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on is None

    def test_people_left_in_it_are_named(self, cast: Cast) -> None:
        Unit.objects.filter(pk=cast.team_a11.pk).update(closed_on=today() - timedelta(days=100))
        answer = client_of(cast, "alice").post(f"/api/v1/units/{cast.workshop_a1.pk}/close", self.data(cast))
        assert (answer.status_code, answer.json()["code"]) == (409, "unit_has_people")


class TestReopen(UnitAct):
    act = "reopen"

    def url(self, cast: Cast) -> str:
        Unit.objects.filter(pk=cast.team_a11.pk).update(closed_on=today())
        return f"/api/v1/units/{cast.team_a11.pk}/reopen"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(pk=cast.team_a11.pk).closed_on is None


class TestOpenUnit(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return "/api/v1/units"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"parent": cast.company_a.pk, "name": "三车间", "kind": "workshop"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Unit.objects.get(name="三车间").parent == cast.company_a

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Unit.objects.filter(name="三车间").exists()


class TestSetHead(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/units/{cast.workshop_a1.pk}/set-head"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "since": today().isoformat()}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["worker"]["employee_no"] == "C-carol"
        heads = client_of(cast, "erin").get(f"/api/v1/units/{cast.workshop_a1.pk}/heads").json()
        assert [head["worker"]["employee_no"] for head in heads] == ["C-carol", "C-frank"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert UnitHead.objects.get(unit=cast.workshop_a1).worker == cast.worker("frank")


class TestChanges(ApiAccess):
    right = "erin"
    wrong = None
    stranger = None  # a list is never 404

    def url(self, cast: Cast) -> str:
        rows_about_carol(cast, "changes")
        return "/api/v1/units/changes?state=planned"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [row["new_text"] for row in response.json()["results"]] == ["焙烧车间"]

    def test_others_see_none(self, cast: Cast) -> None:
        for name in ("bob", "carol", "admin"):
            assert client_of(cast, name).get("/api/v1/units/changes").json()["results"] == []


class TestCancelChange(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/units/changes/{rows_about_carol(cast, 'changes')['pk']}/cancel"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "不改了"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["state"] == "cancelled"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not UnitChange.objects.filter(state="cancelled").exists()


class TestGrantRole(ApiAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"
    stranger = None

    def url(self, cast: Cast) -> str:
        return "/api/v1/roles"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "user": "C-carol",
            "role": "auditor",
            "unit": cast.company_a.pk,
            "since": today().isoformat(),
            "reason": "专项审计",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert RoleGrant.objects.get(user=cast.users["carol"]).granted_by == cast.users["ruth"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RoleGrant.objects.filter(user=cast.users["carol"]).exists()

    def test_oneself_is_refused(self, cast: Cast) -> None:
        answer = client_of(cast, "ruth").post(self.url(cast), {**self.data(cast), "user": "C-ruth"})
        assert (answer.status_code, answer.json()["code"]) == (403, "own_account")


class TestEndRole(ApiAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/roles/{RoleGrant.objects.get(user=cast.users['heidi']).pk}/end"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": (today() + timedelta(days=9)).isoformat(), "reason": "调离"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        ended = RoleGrant.objects.get(user=cast.users["heidi"])
        assert (ended.last_day, ended.ended_by) == (today() + timedelta(days=9), cast.users["ruth"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert RoleGrant.objects.get(user=cast.users["heidi"]).until is None


class TestDelegate(ApiAccess):
    method = "post"
    right = "frank"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return "/api/v1/delegations"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "headship": UnitHead.objects.get(unit=cast.workshop_a1).pk,
            "deputy": "C-carol",
            "since": today().isoformat(),
            "last_day": today().isoformat(),
            "reason": "出差",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["deputy"]["employee_no"] == "C-carol"
        unit = client_of(cast, "alice").get(f"/api/v1/units/{cast.workshop_a1.pk}").json()
        assert unit["deputy"] == {"employee_no": "C-carol", "name": "高兰"}

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Delegation.objects.exists()


class TestEndDelegation(ApiAccess):
    method = "post"
    right = "frank"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/delegations/{rows_about_carol(cast, 'delegation')['pk']}/end"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Delegation.objects.get().until == today()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Delegation.objects.filter(until=today()).exists()


class TestReadings(ApiAccess):
    right = "erin"
    wrong = None
    stranger = None

    def url(self, cast: Cast) -> str:
        IdNumberReading.objects.create(
            worker=cast.worker("carol"), reader=cast.users["alice"], reason="社保核对", read_at=timezone.now()
        )
        return "/api/v1/id-number-readings"

    def assert_done(self, cast: Cast, response: Any) -> None:
        (row,) = response.json()["results"]
        assert (row["worker"]["employee_no"], row["reader"], row["reason"]) == (
            "C-carol",
            "C-alice",
            "社保核对",
        )

    def test_others_see_none(self, cast: Cast) -> None:
        self.url(cast)
        for name in ("bob", "dave", "frank", "admin"):
            assert client_of(cast, name).get("/api/v1/id-number-readings").json()["count"] == 0
        assert client_of(cast, "carol").get("/api/v1/id-number-readings").json()["count"] == 1


class TestStateRelation(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return "/api/v1/relations"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "kind": "mentor",
            "from_worker": "C-frank",
            "to_worker": "C-carol",
            "since": LONG_AGO.isoformat(),
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Relation.objects.get().from_worker == cast.worker("frank")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Relation.objects.exists()


class TestEndRelation(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/relations/{rows_about_carol(cast, 'relation')['pk']}/end"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": today().isoformat()}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Relation.objects.get().until == today() + timedelta(days=1)

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Relation.objects.exclude(until=None).exists()


class TestDeclineDeclared(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/relations/declared/{rows_about_carol(cast, 'declared')['pk']}/decline"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "查无此人"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert RelativeDeclaration.objects.get().state == "declined"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RelativeDeclaration.objects.exclude(state="waiting").exists()

    def test_worker_declares_and_withdraws(self, cast: Cast) -> None:
        client = client_of(cast, "carol")
        made = client.post(
            "/api/v1/relations/declared", {"employee_no": "C-ivan", "name": "易凡", "since": "2010-05-01"}
        )
        assert made.status_code == 201
        gone = client.post(f"/api/v1/relations/declared/{made.json()['id']}/withdraw")
        assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")


class TestDelegationQueries(QueryCount):
    queries = 5
    viewer = "erin"
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return "/api/v1/delegations"

    def make_rows(self, cast: Cast, number: int) -> None:
        head = UnitHead.objects.get(unit=cast.workshop_a1)
        for index in range(number):
            day = LONG_AGO + timedelta(days=index)
            Delegation.objects.create(
                headship=head,
                deputy=cast.worker("carol"),
                since=day,
                until=day + timedelta(days=1),
                reason="出差",
            )
