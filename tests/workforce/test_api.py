"""The API's doors to the organisation."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from base.dates import today
from tests.access import ApiAccess, Cast, QueryCount
from tests.factories.workforce import RoleGrantFactory, UnitFactory, WorkerFactory
from workforce.enums import Role
from workforce.models import ApiToken, UnitHead


class TestUnit(ApiAccess):
    wrong = None  # whoever has the unit in scope may read it

    def url(self, cast: Cast) -> str:
        return f"/api/v1/units/{cast.workshop_a1.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {
            "id": cast.workshop_a1.pk,
            "code": "A1",
            "name": "一车间",
            "kind": "workshop",
            "parent": cast.company_a.pk,
            "opened_on": None,
            "closed_on": None,
            "head": {"employee_no": "C-frank", "name": "傅安"},
            "deputy": None,
        }


class TestUnits(ApiAccess):
    wrong = None
    stranger = None  # a list is never 404; what stands in it is asked below

    def url(self, cast: Cast) -> str:
        return "/api/v1/units"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [unit["code"] for unit in response.json()["results"]] == ["A", "A1", "A11", "A2"]

    def test_filters(self, cast: Cast) -> None:
        client = APIClient()
        client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
        UnitFactory.create(code="A9", parent=cast.company_a, closed_on=today())
        for query, codes in (
            ({"below": cast.workshop_a1.pk}, ["A1", "A11"]),
            ({"q": "乙"}, ["B", "B1"]),
            ({"kind": "team"}, ["A11"]),
            ({"is_open": "false"}, ["A9"]),
        ):
            answer = client.get("/api/v1/units", query).json()
            assert [unit["code"] for unit in answer["results"]] == codes


class TestRoles(ApiAccess):
    wrong = None
    stranger = None

    def url(self, cast: Cast) -> str:
        return "/api/v1/roles"

    def assert_done(self, cast: Cast, response: Any) -> None:
        logins = {role["login"] for role in response.json()["results"]}
        assert logins == {"C-alice", "C-dave", "C-grace", "C-heidi", "erin"}

    def test_others_see_their_own(self, cast: Cast) -> None:
        answer = self.ask(cast, "heidi").json()
        assert [(role["login"], role["role"]) for role in answer["results"]] == [("C-heidi", "finance")]


class TestMe(ApiAccess):
    wrong = None
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("me")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {
            "login": "C-alice",
            "name": "艾丽",
            "worker": cast.worker("alice").pk,
            "language": "",
            "roles": [{"role": "hr_officer", "unit": cast.company_a.pk}],
        }


@pytest.mark.django_db
def test_token_of_departed_worker_is_refused(cast: Cast) -> None:
    _token, key = ApiToken.objects.create(cast.users["carol"], label="脚本")
    header = {"authorization": f"Token {key}"}
    assert APIClient().get("/api/v1/me", headers=header).status_code == 200
    cast.user("carol")
    type(cast.users["carol"]).objects.filter(login="C-carol").update(is_active=False)
    assert APIClient().get("/api/v1/me", headers=header).status_code == 401


class TestUnitQueries(QueryCount):
    queries = 7
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return "/api/v1/units"

    def make_rows(self, cast: Cast, number: int) -> None:
        for unit in UnitFactory.create_batch(number, parent=cast.company_a):
            UnitHead.objects.create(unit=unit, worker=WorkerFactory.create(unit=unit), since=today())


class TestRoleQueries(QueryCount):
    queries = 5
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return "/api/v1/roles"

    def make_rows(self, cast: Cast, number: int) -> None:
        for _index in range(number):
            RoleGrantFactory.create(unit=cast.workshop_a1, role=Role.AUDITOR)
