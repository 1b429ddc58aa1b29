"""Every page asked as nobody, as a stranger, with the wrong role and with the right one."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from base.dates import today
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.workforce import RoleGrantFactory
from workforce.enums import Role
from workforce.models import ApiToken, RoleGrant, User, Worker


class TestRoleList(PageAccess):
    wrong = "heidi"
    stranger = None  # the page exists for everybody; which rows stand in it is asked below

    def url(self, cast: Cast) -> str:
        return reverse("workforce:roles")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "海娣" in page
        assert "鲍勃" not in page
        assert reverse("workforce:role_new") not in page

    def test_auditor_reads_and_root_changes(self, cast: Cast) -> None:
        heidi = RoleGrant.objects.get(user=cast.users["heidi"])
        end = reverse("workforce:role_end", args=[heidi.pk])
        assert end not in self.ask(cast, "erin").content.decode()
        assert end in self.ask(cast, "ruth").content.decode()


class TestGrantRole(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"
    stranger = None  # roles are everybody's to see who keeps a unit; the page is refused, not hidden

    def url(self, cast: Cast) -> str:
        return reverse("workforce:role_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "user": "C-carol",
            "role": "auditor",
            "unit": cast.company_a.code,
            "since": today().isoformat(),
            "reason": "内审",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert RoleGrant.objects.get(user=cast.users["carol"]).granted_by == cast.users["ruth"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RoleGrant.objects.filter(user=cast.users["carol"]).exists()


class TestEndRole(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:role_end", args=[RoleGrant.objects.get(user=cast.users["heidi"]).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "调离财务"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        ended = RoleGrant.objects.get(user=cast.users["heidi"])
        assert (ended.until, ended.ended_by, ended.end_reason) == (today(), cast.users["ruth"], "调离财务")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert RoleGrant.objects.get(user=cast.users["heidi"]).until is None


class TestExternalAccount(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:account_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"login": "auditor-2", "display_name": "外部审计"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        made = User.objects.get(login="auditor-2")
        assert not made.has_usable_password()
        assert response.headers["Location"] == reverse("workforce:reset_account", args=[made.pk])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not User.objects.filter(login="auditor-2").exists()


class TestResetExternalAccount(PageAccess):
    method = "post"
    right = "ruth"
    wrong = "alice"
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:reset_account", args=[cast.users["erin"].pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "slip-code" in response.content.decode()
        assert response.headers["Cache-Control"] == "no-store, private"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not cast.users["erin"].activation_codes.exists()


class TestResetWorker(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:worker_reset", args=["C-carol"])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "slip-code" in response.content.decode()
        assert cast.users["carol"].activation_codes.count() == 1

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not cast.users["carol"].activation_codes.exists()


class TestActivationCodes(PageAccess):
    method = "post"
    stranger = None  # an HR officer elsewhere has the page, but not the unit; asked below

    def url(self, cast: Cast) -> str:
        return reverse("workforce:codes")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"unit": cast.workshop_a1.code}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "C-carol" in response.content.decode()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not cast.users["carol"].activation_codes.exists()

    def test_unit_of_another_company_is_not_offered(self, cast: Cast) -> None:
        assert "C-carol" not in self.ask(cast, "bob").content.decode()
        self.assert_nothing_done(cast)


class TestNewWorker(PageAccess):
    method = "post"
    stranger = None  # an HR officer elsewhere may take people up, but not here; asked below

    def url(self, cast: Cast) -> str:
        return reverse("workforce:worker_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "employee_no": "N1",
            "name": "新人",
            "sex": "M",
            "unit": cast.workshop_a1.code,
            "since": today().isoformat(),
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Worker.objects.get(employee_no="N1").account.login == "N1"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Worker.objects.filter(employee_no="N1").exists()

    def test_unit_of_another_company_is_not_offered(self, cast: Cast) -> None:
        assert self.ask(cast, "bob").status_code == 200
        self.assert_nothing_done(cast)


class TestNewToken(PageAccess):
    method = "post"
    wrong = None
    stranger = None  # everybody's own

    def url(self, cast: Cast) -> str:
        return reverse("workforce:token_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"label": "月报脚本", "days": "30", "scopes": ["records:read"]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        key = response.content.decode().split('readonly value="')[1].split('"')[0]
        answer = Client().get("/api/v1/me", headers={"authorization": f"Token {key}"})
        assert answer.json()["login"] == "C-alice"
        assert response.headers["Cache-Control"] == "no-store, private"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ApiToken.objects.exists()


class TestWithdrawToken(PageAccess):
    method = "post"
    right = "carol"
    wrong = None
    stranger = "alice"  # another's token is not hers, HR or not

    def url(self, cast: Cast) -> str:
        token = ApiToken.objects.filter(user=cast.users["carol"]).first()
        if token is None:
            token, _key = ApiToken.objects.create(cast.users["carol"], label="脚本")
        return reverse("workforce:token_withdraw", args=[token.digest])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert not ApiToken.objects.exists()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert ApiToken.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["units", "roles", "role_new", "account_new", "codes", "account", "token_new", "worker_new"],
)
def test_pages_show_their_forms(cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
    response = client.get(reverse(f"workforce:{name}"))
    assert response.status_code == 200
    assert "<h1>" in response.content.decode()


def test_account_page_shows_roles_and_sets_language(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.users["heidi"], backend="workforce.accounts.AccountBackend")
    assert "甲公司" in client.get(reverse("workforce:account")).content.decode()
    client.post(reverse("workforce:language"), {"language": "en"})
    assert cast.user("heidi").language == "en"
    assert "My account" in client.get(reverse("workforce:account")).content.decode()
    client.post(reverse("workforce:language"), {"language": "klingon"})
    assert cast.user("heidi").language == "en"


class TestRoleListQueries(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse("workforce:roles")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _index in range(number):
            RoleGrantFactory.create(unit=cast.workshop_a1, role=Role.AUDITOR, granted_by=cast.users["ruth"])
