"""Another worker's id in every address of the API, in every body and in every filter."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from base.models import DomainEvent, StoredFile, WorkbookImport
from skills.models import Document, Fact, GradeRecord, PolicyChange
from skills.privacy.exports import ask_personal_export
from skills.wages.staging import KIND as WAGES
from tests.access import Cast
from tests.factories.skills import (
    ApprenticeshipFactory,
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
)
from tests.notices.rows import a_notice
from tests.notices.webhooks_data import webhook_message
from tests.portal.rows_of_company_a import (
    a_planned_retirement,
    a_system,
    a_target,
    a_token,
    a_version_draft,
    an_export,
)
from tests.skills.api.clients import signed_in
from tests.skills.api.routes import ApiRoute, api_routes
from tests.skills.api.test_correction_access import alices_import
from tests.workforce.rows_about_carol import rows_about_carol
from workforce.models import Erasure, Worker

#: Policy in force, which everybody signed in reads.
OPEN = frozenset({"skills-occupations-detail", "skills-rule-sets-detail", "working-calendar-year"})
#: Changes of policy: HR of a company reads a draft, HR of the group writes it.
DRAFTS = frozenset(
    {
        "skills-policy-impact",
        *(
            f"skills-policy-changes-{act}"
            for act in ("detail", "submit", "reopen", "withdraw", "measure", "confirm", "decline")
        ),
    }
)
#: For HR of the whole group alone, whatever row is named.
CLOSED = frozenset(
    {"skills-retention", *(f"systems-{act}" for act in ("detail", "hand-over", "close", "tokens"))}
)
ROUTES = api_routes()
WITH_ID = [route for route in ROUTES if route.parameters]
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
#: Bodies that are whole but for whose record they name.
BODIES: Mapping[str, Mapping[str, Any]] = {
    "spells": {"since": "2012-03-01"},
    "titles": {"rank": 2, "name": "工程师", "awarded_on": "2020-12-01"},
    "diplomas": {"kind": "本科"},
    "apprenticeships": {"completed_on": "2013-07-01"},
    "wages": {"month": "2026-10-01", "amount": "1.00"},
    "grades": {"level": 4, "issued_on": "2019-06-01", "basis": "assessment"},
}


def named(route: ApiRoute) -> str:
    return f"{route.method} {route.name}"


def ids_of_carol(cast: Cast) -> dict[str, dict[str, Any]]:
    """For the kind of record each address begins with: parameters that name carol's or her company's."""
    carol, account = cast.worker("carol"), cast.users["carol"]
    of_carol = {
        "skills-spells": SpellFactory.create(worker=carol),
        "skills-titles": TitleFactory.create(worker=carol),
        "skills-diplomas": DiplomaFactory.create(worker=carol),
        "skills-apprenticeships": ApprenticeshipFactory.create(worker=carol),
        "skills-wages": WageFactory.create(worker=carol),
        "skills-grades": GradeFactory.create(worker=carol),
        "skills-corrections": CorrectionRequestFactory.create(worker=carol, requested_by=account),
        "skills-imports": alices_import(cast),
        "skills-wage-imports": WorkbookImport.objects.create(
            kind=WAGES, file_name="工资.xlsx", uploaded_by=cast.users["alice"], uploaded_at=NOW
        ),
        "skills-documents": document_of(carol),
        "skills-personal-exports": ask_personal_export(
            actor=cast.user("alice"), worker=carol, reason="入档核对", with_id_number=False, now=NOW
        ),
        "skills-erasures": Erasure.objects.create(
            worker=carol, asked_by=cast.users["alice"], asked_at=NOW, reason="本人申请"
        ),
        "exports": an_export(cast),
        "notices-reminders": a_notice(account),
        "notices-told": a_notice(account),
    }
    ids: dict[str, dict[str, Any]] = {name: {"id": row.pk} for name, row in of_carol.items()}
    for name in (
        "unit-changes",
        "delegation",
        "relations-declared",
        "relation",
        "rolegrant",
        "idnumberreading",
    ):
        ids[name] = rows_about_carol(cast, name)
    number = {"employee_no": carol.employee_no}
    sent = webhook_message(cast)
    return {
        **ids,
        "notices-webhooks": {"id": sent.channel_id, "message_id": sent.message_id},
        "skills-people": number,
        "skills-ladder": number,
        "worker-placement": {**number, "id": a_planned_retirement(cast).pk},
        "worker": number,
        "unit": {"pk": cast.company_a.pk},
        "skills-targets": {"id": a_target(cast).pk},
        "apitoken": {"pk": a_token(cast).digest},
    }


def ids_of_the_group(cast: Cast) -> dict[str, dict[str, Any]]:
    """For what belongs to no company: a draft of policy that exists, a system, a rule of retention."""
    draft, system = a_version_draft(cast).pk, a_system(cast).pk
    return {
        "skills-policy-impact": {"change_id": draft},
        "skills-policy-changes": {"id": draft},
        "skills-retention": {"kind": "base.jobs"},
        "systems": {"id": system, "pk": system},
    }


def document_of(worker: Worker) -> Document:
    """A scan of a spell of the worker."""
    file = StoredFile.objects.create(
        key=uuid.uuid4(),
        kind="skills.evidence",
        name="证书.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        created_at=NOW,
    )
    return Document.objects.create(
        worker=worker, spell=SpellFactory.create(worker=worker), file=file, added_at=NOW
    )


def address(route: ApiRoute, ids: Mapping[str, Mapping[str, Any]]) -> str:
    """The address with carol's ids in it. A route nobody thought of here fails by name."""
    known = [prefix for prefix in ids if route.name == prefix or route.name.startswith(f"{prefix}-")]
    assert known, f"say in ids_of_carol what {route.name} is about"
    parameters = {name: ids[known[0]].get(name, 2) for name in route.parameters}
    return reverse(route.name, kwargs=parameters)


def body(route: ApiRoute) -> dict[str, Any]:
    """A whole body, so that nothing but the record named can be the reason for a refusal."""
    kind = route.name.removeprefix("skills-").split("-")[0]
    return {
        **BODIES.get(kind, {}),
        "worker": "C-carol",
        "occupation": OccupationFactory.create().pk,
        "reason": "测试",
        "matches": True,
        "cells": {"name": "李四"},
    }


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_nobody_signed_in_is_answered_401(cast: Cast, route: ApiRoute) -> None:
    """A token is named by the 128 digits of its digest; every other id may be a 1."""
    parameters = dict.fromkeys(route.parameters, "1" * (128 if route.name.startswith("apitoken") else 1))
    answer = getattr(APIClient(), route.method)(reverse(route.name, kwargs=parameters))
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["bob", "ivan", "admin"])
@pytest.mark.parametrize(
    "route", [route for route in WITH_ID if route.name not in OPEN | DRAFTS | CLOSED], ids=named
)
def test_record_of_another_is_not_found(cast: Cast, route: ApiRoute, name: str) -> None:
    ids = ids_of_carol(cast)
    before = state_of_carol()
    answer = getattr(signed_in(cast, name), route.method)(address(route, ids), body(route))
    only_importers = route.name.startswith(("skills-imports", "skills-wage-imports")) and name != "bob"
    assert answer.status_code == (403 if only_importers else 404), answer.content
    assert "高兰" not in answer.content.decode()
    assert state_of_carol() == before


@pytest.mark.parametrize(
    "route", [route for route in WITH_ID if route.name not in OPEN | DRAFTS | CLOSED], ids=named
)
def test_somebody_finds_it(cast: Cast, route: ApiRoute) -> None:
    """Else the rows of this route are wrong, and nobody is kept out above."""
    found, sent = address(route, ids_of_carol(cast)), body(route)
    answers = [
        getattr(signed_in(cast, name), route.method)(found, sent) for name in ("alice", "ruth", "carol")
    ]
    assert {answer.status_code for answer in answers} - {403, 404}, [answer.content for answer in answers]


def test_what_is_decided_upon_exists() -> None:
    """A name left here after its route is gone would let the next of that name through."""
    assert {route.name for route in WITH_ID} >= OPEN | DRAFTS | CLOSED


@pytest.mark.parametrize("name", ["bob", "ivan", "admin", "erin"])
@pytest.mark.parametrize("route", [route for route in WITH_ID if route.name in DRAFTS], ids=named)
def test_draft_of_policy_is_read_by_hr_and_audit_and_written_by_neither(
    cast: Cast, route: ApiRoute, name: str
) -> None:
    ids = ids_of_the_group(cast)
    before = list(PolicyChange.objects.values_list("pk", "state", "digest"))
    answer = getattr(signed_in(cast, name), route.method)(address(route, ids), body(route))
    reads = name in ("bob", "erin")
    assert answer.status_code == ((200 if route.method == "get" else 403) if reads else 404), answer.content
    assert list(PolicyChange.objects.values_list("pk", "state", "digest")) == before


@pytest.mark.parametrize("name", ["alice", "bob", "ivan", "admin", "erin"])
@pytest.mark.parametrize("route", [route for route in WITH_ID if route.name in CLOSED], ids=named)
def test_what_the_group_keeps_is_refused_whatever_row_is_named(
    cast: Cast, route: ApiRoute, name: str
) -> None:
    ids = ids_of_the_group(cast)
    events = DomainEvent.objects.count()
    client, sent = signed_in(cast, name), body(route)
    there = getattr(client, route.method)(address(route, ids), sent)
    nowhere = getattr(client, route.method)(
        address(route, {**ids, "systems": {"id": 2**31 - 1, "pk": 2**31 - 1}}), sent
    )
    assert (there.status_code, nowhere.status_code) == (403, 403), there.content
    assert DomainEvent.objects.count() == events


@pytest.mark.parametrize("route", [route for route in WITH_ID if route.name in DRAFTS | CLOSED], ids=named)
def test_hr_of_the_group_finds_them(cast: Cast, route: ApiRoute) -> None:
    """Else the rows above are wrong, and nobody is kept out."""
    answer = getattr(signed_in(cast, "ruth"), route.method)(
        address(route, ids_of_the_group(cast)), body(route)
    )
    assert answer.status_code not in (403, 404), answer.content


def state_of_carol() -> list[object]:
    """What stands on carol's record, to see that it did not change."""
    kinds = [kind for kind in Fact.__subclasses__() if not kind._meta.abstract]
    facts = [
        row for kind in kinds for row in kind._default_manager.order_by("pk").values_list("pk", "voided_at")
    ]
    return [facts, list(GradeRecord.objects.order_by("pk").values_list("pk", "is_void"))]


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_worker_of_another_in_the_body_is_not_found(cast: Cast, kind: str) -> None:
    route = ApiRoute(f"skills-{kind}-list", (), "post")
    before = state_of_carol()
    answer = signed_in(cast, "bob").post(reverse(route.name), body(route))
    assert answer.status_code == 404, answer.content
    assert state_of_carol() == before


@pytest.mark.parametrize("kind", [*sorted(BODIES), "eligibility"])
def test_number_of_another_in_a_filter_finds_nothing(cast: Cast, kind: str) -> None:
    ids_of_carol(cast)
    answer = signed_in(cast, "bob").get(reverse(f"skills-{kind}-list"), {"employee_no": "C-carol"})
    assert (answer.status_code, answer.json()["results"], answer.json()["count"]) == (200, [], 0)
