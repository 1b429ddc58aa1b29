"""Another company's ids in every address of every page: not found or not allowed, and nothing told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

import portal.urls
import skills.urls
import workforce.urls
from base.models import WorkbookImport
from skills.models import CorrectionRequest
from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory
from tests.skills.api.test_correction_access import alices_import
from tests.skills.pages.clients import browser_of
from tests.workforce.rows_about_carol import rows_about_carol
from workforce.models import ApiToken, Placement, RoleGrant, UnitHead

MODULES = {"portal": portal.urls, "skills": skills.urls, "workforce": workforce.urls}
PATTERNS: list[tuple[str, URLPattern]] = [
    (app, pattern) for app, module in MODULES.items() for pattern in module.urlpatterns
]
#: Pages open to people without an account.
ENTRANCES = frozenset({"workforce:activate", "workforce:demo"})
#: Asks the same question whatever stands in the address, and looks only when it is answered.
ASKS_FIRST = ("workforce:token_withdraw", "get")


def name_of(item: tuple[str, URLPattern]) -> str:
    return f"{item[0]}:{item[1].name}"


def parameters_of(item: tuple[str, URLPattern]) -> list[str]:
    return list(item[1].pattern.converters)


WITH_ID = [item for item in PATTERNS if parameters_of(item)]
WITHOUT_ID = [item for item in PATTERNS if not parameters_of(item) and name_of(item) not in ENTRANCES]


def ids_of_company_a(cast: Cast, name: str) -> dict[str, Any]:
    """For the page `name`: parameters that name carol, her company's rows, or alice's import."""
    if "correction" in name:
        request = CorrectionRequestFactory.create(
            worker=cast.worker("carol"), requested_by=cast.users["carol"], text="高兰的事"
        )
        return {"pk": request.pk, "answer": "accept"}
    if "import" in name or name == "skills:repair_row":
        return {"pk": alices_import(cast).pk, "act": "confirm", "sheet_row": 2}
    if "placement" in name:
        placement = Placement.objects.get(worker=cast.worker("carol"))
        return {"employee_no": "C-carol", "pk": placement.pk}
    if "plan" in name or "delegation" in name or "declaration" in name or "relation" in name:
        return {"employee_no": "C-carol", **rows_about_carol(cast, name)}
    if "unit" in name:
        head = UnitHead.objects.get(unit=cast.workshop_a1)
        return {"pk": cast.workshop_a1.pk if "head" in name else cast.company_a.pk, "head": head.pk}
    if "person" in name:
        return {"pk": cast.users["frank"].pk}
    if "role" in name:
        return {"pk": RoleGrant.objects.get(user=cast.users["alice"]).pk}
    if "account" in name:
        return {"pk": cast.users["carol"].pk}
    if "token" in name:
        token = ApiToken.objects.create(user=cast.users["carol"])[0]
        return {"digest": token.digest}
    return {"employee_no": "C-carol"}


def address_of(item: tuple[str, URLPattern], ids: Mapping[str, Any]) -> str:
    return reverse(name_of(item), kwargs={name: ids[name] for name in parameters_of(item)})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("item", WITH_ID, ids=name_of)
@pytest.mark.django_db
def test_id_of_another_company_opens_nothing(cast: Cast, item: tuple[str, URLPattern], method: str) -> None:
    address = address_of(item, ids_of_company_a(cast, name_of(item)))
    grants = set(RoleGrant.objects.values_list("pk", "until"))
    response = getattr(browser_of(cast.users["bob"]), method)(address, {"reason": "试", "name": "改"})
    assert response.status_code in (403, 404, 405) or (name_of(item), method) == ASKS_FIRST
    page = response.content.decode()
    assert "高兰" not in page
    assert "甲公司" not in page
    assert set(RoleGrant.objects.values_list("pk", "until")) == grants
    assert not CorrectionRequest.objects.exclude(state="waiting").exists()
    assert not WorkbookImport.objects.exclude(state="staged").exists()


@pytest.mark.parametrize("item", PATTERNS, ids=name_of)
@pytest.mark.django_db
def test_nobody_is_led_to_the_login_page(cast: Cast, item: tuple[str, URLPattern]) -> None:
    if name_of(item) in ENTRANCES or name_of(item) == "workforce:language":
        pytest.skip("open to people without an account")
    address = address_of(item, ids_of_company_a(cast, name_of(item)))
    response = Client().get(address)
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["dave", "erin"])
@pytest.mark.parametrize("item", WITH_ID, ids=name_of)
@pytest.mark.django_db
def test_readers_write_nothing(cast: Cast, item: tuple[str, URLPattern], name: str) -> None:
    """Union and auditor of the company: every post is refused."""
    address = address_of(item, ids_of_company_a(cast, name_of(item)))
    response = browser_of(cast.users[name]).post(address, {"reason": "试", "name": "改"})
    assert response.status_code in (403, 404, 405)
    assert not CorrectionRequest.objects.exclude(state="waiting").exists()


@pytest.mark.parametrize("item", WITHOUT_ID, ids=name_of)
@pytest.mark.parametrize("name", ["carol", "dave", "erin", "heidi", "alice"])
@pytest.mark.django_db
def test_page_answers_every_role_in_chinese(cast: Cast, item: tuple[str, URLPattern], name: str) -> None:
    response = browser_of(cast.users[name], "zh-hans").get(reverse(name_of(item)))
    assert response.status_code in (200, 302, 403, 404, 405)
    assert "乙公司" not in (b"" if response.streaming else response.content).decode()
