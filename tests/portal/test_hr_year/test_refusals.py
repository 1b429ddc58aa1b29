"""Every address at which HR writes: not found by the other company's HR, refused to the auditor who reads it.

Asked without a browser, so that the whole table is quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from base.models import DomainEvent
from skills.enums import FactKind, TargetMeasure
from skills.models import MatchToJudge
from skills.services.documents import add_document
from skills.services.targets import TargetTerms, set_target
from skills.wages.columns import LABELS, TEMPLATE_KEYS
from skills.wages.imports import stage_wages
from tests.access import Cast
from tests.base.workbooks.books import workbook
from tests.factories.skills import GradeFactory, SpellFactory, TitleFactory
from tests.portal.test_hr_year.people_at_work import SCAN
from tests.skills.pages.clients import browser_of
from tests.workforce.rows_about_carol import rows_about_carol
from workforce.models import Placement, RoleGrant, UnitHead
from workforce.worker_acts import WorkerAct

ByName = Callable[[Cast], int]


def a_placement(cast: Cast) -> int:
    """Where carol works."""
    return Placement.objects.get(worker=cast.worker("carol")).pk


def a_title(cast: Cast) -> int:
    """A title of carol's that nobody judged, beside her work and grade."""
    spell = SpellFactory.create(worker=cast.worker("carol"))
    GradeFactory.create(worker=cast.worker("carol"), occupation=spell.occupation)
    return TitleFactory.create(worker=cast.worker("carol"), name="助理工程师").pk


def a_title_of_carol(cast: Cast) -> list[Any]:
    """carol's number, once she has a title."""
    a_title(cast)
    return ["C-carol"]


def a_match(cast: Cast) -> int:
    """What waits to be judged of it."""
    title = a_title(cast)
    return MatchToJudge.objects.get(kind=FactKind.TITLE, fact_id=title).pk


def a_scan(cast: Cast) -> int:
    """A scan beside a title."""
    title = TitleFactory.create(worker=cast.worker("carol"))
    return add_document(title, content=BytesIO(SCAN), name="scan.png", actor=None, now=timezone.now()).pk


def a_target(cast: Cast) -> int:
    """A target of company A, reported by hand."""
    terms = TargetTerms(
        "培训人次", TargetMeasure.REPORTED, Decimal(10), today(), today() + timedelta(days=30), "甲字2号"
    )
    return set_target(actor=None, unit=cast.company_a, terms=terms).pk


def a_wage_import(cast: Cast) -> int:
    """A wage workbook of alice's."""
    book = workbook([LABELS[key] for key in TEMPLATE_KEYS], ["C-carol", "高兰", "2026-10", 6500])
    alice = cast.user("alice")
    return stage_wages(file=BytesIO(book), name="工资.xlsx", actor=alice, now=timezone.now()).pk


def rows_by(name: str) -> ByName:
    """The row of the shared set about carol that pages of this name take."""
    return lambda cast: rows_about_carol(cast, name)["pk"]


@dataclass(frozen=True)
class Write:
    """An address that writes: its name, what stands in it, and how each of the cast is answered.

    `by` may write; `stranger` and `reader` are the statuses of bob and erin. `shows` is False where the
    address only takes a post.
    """

    name: str
    ids: Callable[[Cast], list[Any]]
    by: str = "alice"
    stranger: int = 404
    reader: int = 403
    shows: bool = True
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def about_carol(name: str, *more: str, row: ByName | None = None, **values: Any) -> Write:
    """A write below carol's number."""

    def ids(cast: Cast) -> list[Any]:
        return ["C-carol", *more, *([row(cast)] if row else [])]

    return Write(name, ids, **values)


def about(name: str, row: ByName, *more: str, **values: Any) -> Write:
    """A write about one row."""
    return Write(name, lambda cast: [row(cast), *more], **values)


def workshop(cast: Cast) -> int:
    """frank's unit."""
    return cast.workshop_a1.pk


UNIT_ACTS = ("new", "rename", "move", "merge", "close", "head")
FACTS = [kind.value for kind in FactKind if kind is not FactKind.PERSONAL]
WRITES = [
    *(about_carol(f"workforce:worker_{act.value}") for act in WorkerAct),
    about_carol("workforce:worker_details"),
    about_carol("workforce:worker_reset"),
    about_carol("workforce:placement_correct", row=a_placement),
    about_carol("workforce:worker_relation_new"),
    about_carol("workforce:worker_relation_end", row=rows_by("relation")),
    about_carol("skills:worker_merge"),
    *(about_carol("skills:fact_record", kind) for kind in FACTS),
    about_carol("skills:fact_correct", "title", row=a_title),
    about_carol("skills:fact_take_back", "title", row=a_title),
    about_carol("skills:fact_scans", "title", row=a_title),
    about_carol("skills:scan_take_back", row=a_scan),
    about_carol("skills:worker_id_number", shows=False),
    about_carol("skills:personal_data"),
    about_carol("skills:erase_worker", by="ruth"),
    about("skills:match_judge", a_match, shows=False, data={"judgement": "yes"}),
    *(about(f"workforce:unit_{act}", workshop) for act in UNIT_ACTS),
    about("workforce:plan_cancel", rows_by("plan")),
    Write(
        "workforce:unit_head_end",
        lambda cast: [cast.workshop_a1.pk, UnitHead.objects.get(unit=cast.workshop_a1).pk],
    ),
    about("workforce:delegation_end", rows_by("delegation")),
    about("workforce:role_end", lambda cast: RoleGrant.objects.get(user=cast.users["dave"]).pk, by="ruth"),
    about("skills:target_change", a_target),
    about("skills:target_withdraw", a_target),
    about("skills:target_report", a_target),
    *(about("skills:act_on_wage_import", a_wage_import, act) for act in ("confirm", "discard", "undo")),
]


def asked(cast: Cast, name: str, write: Write, address: str, method: str) -> Any:
    """The answer to one of the cast; a post is filled so that nothing but the right is missing."""
    data = {"reason": "试", "name": "改名", "since": today().isoformat(), **write.data}
    client = browser_of(cast.user(name))
    return client.post(address, data) if method == "post" else client.get(address)


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES, ids=str)
def test_write_is_not_found_by_the_other_company_and_refused_to_the_auditor(cast: Cast, write: Write) -> None:
    address = reverse(write.name, args=write.ids(cast))
    events = DomainEvent.objects.count()
    for method in ("get", "post") if write.shows else ("post",):
        assert asked(cast, "bob", write, address, method).status_code == write.stranger
        assert asked(cast, "erin", write, address, method).status_code == write.reader
    assert DomainEvent.objects.count() == events
    if write.shows:
        assert asked(cast, write.by, write, address, "get").status_code in (200, 302)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("workforce:role_new", "alice"),
        ("workforce:account_new", "alice"),
        ("workforce:worker_new", "erin"),
        ("skills:target_new", "erin"),
        ("skills:wage_imports", "erin"),
        ("skills:imports", "erin"),
        ("skills:matches_judge", "erin"),
        ("skills:retention", "alice"),
        ("skills:erasures", "alice"),
        *((f"workforce:workers_{act.value}", "erin") for act in WorkerAct),
    ],
)
def test_page_of_writes_alone_is_refused_to_those_who_only_read(cast: Cast, name: str, reader: str) -> None:
    client = browser_of(cast.user(reader))
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name), {"reason": "试"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["version", "standard", "alias_add", "major_add", "related_add"])
@pytest.mark.parametrize("name", ["alice", "bob", "erin"])
def test_policy_is_not_drafted_by_a_company(cast: Cast, name: str, kind: str) -> None:
    address = reverse("skills:start_policy_change", args=[kind])
    assert browser_of(cast.user(name)).get(address).status_code == 403
    assert browser_of(cast.user(name)).post(address, {"reason": "试"}).status_code == 403


@pytest.mark.django_db
def test_bulk_act_of_the_other_company_touches_nobody_of_this_one(cast: Cast) -> None:
    bob, carol = browser_of(cast.user("bob")), cast.worker("carol")
    for act in WorkerAct:
        address = reverse(f"workforce:workers_{act.value}")
        assert "高兰" not in bob.get(address, {"row": carol.pk}).content.decode()
        sent = {"row": carol.pk, "since": today().isoformat(), "unit": cast.workshop_b1.pk, "reason": "试"}
        assert bob.post(address, sent).status_code in (400, 403, 409)
    carol.refresh_from_db()
    assert (carol.unit_id, carol.status) == (cast.workshop_a1.pk, "active")


@dataclass(frozen=True)
class Read:
    """A page the auditor reads, what it says, and how the addresses end to which it leads those who write."""

    name: str
    ids: Callable[[Cast], list[Any]]
    says: str
    buttons: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


READS = [
    Read("skills:worker", lambda cast: ["C-carol"], "高兰", ("transfer/", "details/", "merge/", "data/")),
    Read("skills:facts", a_title_of_carol, "助理工程师", ("title/record/", "correct/", "take-back/")),
    Read("workforce:worker_placements", lambda cast: ["C-carol"], "一车间", ("correct/",)),
    Read("workforce:worker_relations", lambda cast: ["C-carol"], "高兰", ("relations/new/",)),
    Read("workforce:unit", lambda cast: [workshop(cast)], "傅安", ("rename/", "close/", "head/")),
    Read("skills:target", lambda cast: [a_target(cast)], "培训人次", ("change/", "withdraw/", "report/")),
]


@pytest.mark.django_db
@pytest.mark.parametrize("read", READS, ids=str)
def test_auditor_reads_without_a_button_to_write_and_the_other_company_finds_nothing(
    cast: Cast, read: Read
) -> None:
    address = reverse(read.name, args=read.ids(cast))
    answer = browser_of(cast.user("erin")).get(address)
    assert (answer.status_code, read.says in answer.content.decode()) == (200, True)
    writer = browser_of(cast.user("alice")).get(address)
    for button in read.buttons:
        link = re.compile(rf'href="[^"]*{button}["?]')
        assert link.search(writer.content.decode()), button
        assert not link.search(answer.content.decode()), button
    assert browser_of(cast.user("bob")).get(address).status_code == 404
