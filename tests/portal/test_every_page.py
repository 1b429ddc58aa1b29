"""Another company's ids in every address of every page: not found or not allowed, and nothing told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

import base.urls
import notices.urls
import portal.urls
import skills.urls
import workforce.urls
from base.models import DomainEvent, SavedView, WorkbookImport
from skills.models import CorrectionRequest, PolicyChange
from tests.access import Cast
from tests.portal.rows_of_company_a import PARAMETERS
from tests.skills.pages.clients import browser_of
from workforce.models import ApiToken, RoleGrant

MODULES = {
    "base": base.urls,
    "notices": notices.urls,
    "portal": portal.urls,
    "skills": skills.urls,
    "workforce": workforce.urls,
}
PATTERNS: list[tuple[str, URLPattern]] = [
    (app, pattern) for app, module in MODULES.items() for pattern in module.urlpatterns
]
#: Pages open to people without an account; the calendar to whoever has its secret.
ENTRANCES = frozenset({"workforce:activate", "workforce:demo", "notices:calendar"})
#: Policy in force and the working calendar, which everybody signed in reads, one's own views, and the
#: calendar of a person, which its secret opens: no company's records.
OPEN = frozenset(
    {
        *("skills:policy_version", "skills:policy_occupation", "base:views", "workforce:calendar_year"),
        "notices:calendar",
    }
)
#: Changes of policy before they are confirmed, and rules of reminders: HR officers and auditors read them,
#: HR of the group writes.
DRAFTS_READ = frozenset(
    {
        *("skills:policy_change", "skills:policy_impact", "skills:policy_progress"),
        *("notices:rule", "notices:rule_tomorrow"),
    }
)
DRAFTS_WRITTEN = frozenset(
    {
        "skills:edit_policy_change",
        "skills:new_policy_route",
        "skills:policy_route",
        "skills:remove_policy_route",
        "skills:decline_policy",
        "skills:act_on_policy",
        "notices:rule_set",
    }
)
#: What an address of no row holds in place of an id of a row.
NOBODYS: Mapping[str, Any] = {
    "pk": 2**31 - 1,
    "head": 2**31 - 1,
    "relation": 2**31 - 1,
    "employee_no": "C-nobody",
    "digest": "0" * 128,
    "key": uuid.UUID(int=0),
    "token": "nobodys",
}


def name_of(item: tuple[str, URLPattern]) -> str:
    return f"{item[0]}:{item[1].name}"


def parameters_of(item: tuple[str, URLPattern]) -> list[str]:
    return list(item[1].pattern.converters)


WITH_ID = [item for item in PATTERNS if parameters_of(item)]
WITHOUT_ID = [item for item in PATTERNS if not parameters_of(item) and name_of(item) not in ENTRANCES]


def ids_of_company_a(cast: Cast, item: tuple[str, URLPattern]) -> dict[str, Any]:
    """Parameters that name carol, her company's rows, or what alice made."""
    if not parameters_of(item):
        return {}
    assert name_of(item) in PARAMETERS, f"say in rows_of_company_a what {name_of(item)} is about"
    return PARAMETERS[name_of(item)](cast)


def address_of(item: tuple[str, URLPattern], ids: Mapping[str, Any]) -> str:
    return reverse(name_of(item), kwargs={name: ids[name] for name in parameters_of(item)})


def state() -> list[object]:
    """What stands in the records, to see that it did not change."""
    return [
        DomainEvent.objects.count(),
        set(RoleGrant.objects.values_list("pk", "until")),
        set(PolicyChange.objects.values_list("pk", "state", "digest")),
        set(CorrectionRequest.objects.values_list("pk", "state")),
        set(WorkbookImport.objects.values_list("pk", "state")),
        set(SavedView.objects.values_list("pk", "name", "is_shared")),
        set(ApiToken.objects.values_list("digest", flat=True)),
    ]


def asked(cast: Cast, name: str, method: str, address: str) -> Any:
    """The answer to one of the cast."""
    sent = {"reason": "试", "name": "改", "judgement": "yes"} if method == "post" else {}
    return getattr(browser_of(cast.users[name]), method)(address, sent)


def test_every_address_decided_upon_exists() -> None:
    """A row for an address that is gone would hide the one that came instead."""
    assert set(PARAMETERS) == {name_of(item) for item in WITH_ID}
    assert {*PARAMETERS} >= OPEN | DRAFTS_READ | DRAFTS_WRITTEN


@pytest.mark.parametrize("item", WITH_ID, ids=name_of)
@pytest.mark.django_db
def test_somebody_is_let_in(cast: Cast, item: tuple[str, URLPattern]) -> None:
    """Else the rows of this address are wrong, and nobody is kept out below."""
    address = address_of(item, ids_of_company_a(cast, item))
    answers = {name: asked(cast, name, "get", address).status_code for name in ("alice", "ruth", "carol")}
    if 405 in answers.values():
        answers = {name: asked(cast, name, "post", address).status_code for name in answers}
    assert set(answers.values()) & {200, 204, 302, 400, 409}, answers


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["bob", "ivan"])
@pytest.mark.parametrize(
    "item", [item for item in WITH_ID if name_of(item) not in OPEN | DRAFTS_READ], ids=name_of
)
@pytest.mark.django_db
def test_id_of_another_company_opens_nothing(
    cast: Cast, item: tuple[str, URLPattern], name: str, method: str
) -> None:
    """HR and a worker of company B are answered as by an address of no row: whether it exists is not told."""
    ids = ids_of_company_a(cast, item)
    before = state()
    response = asked(cast, name, method, address_of(item, ids))
    assert response.status_code in (403, 404, 405)
    page = response.content.decode()
    assert "高兰" not in page
    assert "甲公司" not in page
    assert state() == before
    if name_of(item) not in DRAFTS_WRITTEN or name != "bob":
        nowhere = asked(cast, name, method, address_of(item, {**ids, **NOBODYS}))
        assert response.status_code == nowhere.status_code


@pytest.mark.parametrize("name", ["bob", "ivan"])
@pytest.mark.parametrize(
    "item", [item for item in WITH_ID if name_of(item) in OPEN | DRAFTS_READ], ids=name_of
)
@pytest.mark.django_db
def test_policy_is_read_and_no_more(cast: Cast, item: tuple[str, URLPattern], name: str) -> None:
    """A draft is read by HR of a company, not by its workers; views are one's own."""
    address = address_of(item, ids_of_company_a(cast, item))
    before = state()
    response = asked(cast, name, "get", address)
    is_hidden = name_of(item) in DRAFTS_READ and name == "ivan"
    assert response.status_code in ((404,) if is_hidden else (200, 204))
    assert "高兰" not in response.content.decode()
    assert asked(cast, name, "post", address).status_code in (403, 404, 405)
    assert state() == before


@pytest.mark.parametrize("item", PATTERNS, ids=name_of)
@pytest.mark.django_db
def test_nobody_is_led_to_the_login_page(cast: Cast, item: tuple[str, URLPattern]) -> None:
    if name_of(item) in ENTRANCES or name_of(item) == "workforce:language":
        pytest.skip("open to people without an account")
    address = address_of(item, ids_of_company_a(cast, item))
    response = Client().get(address)
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response.headers["Location"].startswith(reverse("account_login"))
    else:
        written = Client().post(address)
        assert written.status_code == 302
        assert written.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["dave", "erin"])
@pytest.mark.parametrize("item", WITH_ID, ids=name_of)
@pytest.mark.django_db
def test_readers_write_nothing(cast: Cast, item: tuple[str, URLPattern], name: str) -> None:
    """Union and auditor of the company: every post is refused."""
    address = address_of(item, ids_of_company_a(cast, item))
    before = state()
    assert asked(cast, name, "post", address).status_code in (403, 404, 405)
    assert state() == before


@pytest.mark.parametrize("item", WITHOUT_ID, ids=name_of)
@pytest.mark.parametrize("name", ["carol", "dave", "erin", "heidi", "alice"])
@pytest.mark.django_db
def test_page_answers_every_role_in_chinese(cast: Cast, item: tuple[str, URLPattern], name: str) -> None:
    response = browser_of(cast.users[name], "zh-hans").get(reverse(name_of(item)))
    assert response.status_code in (200, 302, 403, 404, 405)
    assert "乙公司" not in (b"" if response.streaming else response.content).decode()
