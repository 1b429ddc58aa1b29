"""An erased record stays for the figures: no service writes to it, and no page offers to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from base.errors import Conflict, DomainError, NotPermitted
from skills.enums import GradeBasis, Level
from skills.models import GradeRecord, MonthlyWage, Title
from skills.services.fact_values import WageValues
from skills.services.facts import record_fact, void_fact
from skills.services.grades import GradeValues, annul_grade, record_grade
from skills.services.judgements import judge_title
from skills.services.merging import merge_workers
from skills.services.personal_data import correct_personal_data
from tests.access import Cast
from tests.factories.skills import GradeFactory, OccupationFactory, TitleFactory, WageFactory
from tests.factories.workforce import WorkerFactory, account_of
from tests.skills.pages.clients import browser_of, text_of
from tests.skills.roster.sheets import judge, row
from workforce.enums import RelationKind, Role, WorkerStatus
from workforce.models import Placement, Relation, User, Worker
from workforce.services.id_numbers import reveal_id_number
from workforce.services.placement_corrections import correct_placement_date
from workforce.services.placements import place_worker
from workforce.services.relations import end_relation, state_relation
from workforce.services.roles import grant_role
from workforce.services.unit_heads import set_head
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
WHY = "按文件"
LONG_AGO = date(1990, 7, 1)


@pytest.fixture
def gone(cast: Cast) -> Worker:
    """Retired and erased; a title, a grade, a wage, a placement and a tie to carol stand on record."""
    worker = WorkerFactory.create(
        employee_no="ERASED-1", name="ERASED-1", unit=cast.workshop_a1, status=WorkerStatus.RETIRED
    )
    user = account_of(worker)
    User.objects.filter(pk=user.pk).update(is_active=False)
    Worker.objects.filter(pk=worker.pk).update(erased_at=NOW)
    Placement.objects.filter(worker=worker).delete()
    Placement.objects.create(
        worker=worker, unit=worker.unit, status=WorkerStatus.RETIRED, since=date(2020, 1, 1)
    )
    TitleFactory.create(worker=worker)
    GradeFactory.create(worker=worker, occupation=OccupationFactory.create())
    WageFactory.create(worker=worker)
    return Worker.objects.get(pk=worker.pk)


Act = Callable[[Cast, User | None, Worker], object]


def _judge(cast: Cast, actor: User | None, gone: Worker) -> object:
    title = Title.objects.get(worker=gone)
    return judge_title(title, OccupationFactory.create(), actor=actor, matches=True, now=NOW)


def _merge(cast: Cast, actor: User | None, gone: Worker) -> object:
    kept = cast.worker("carol")
    return merge_workers(actor=actor, kept=kept, duplicate=gone, reason=WHY, now=NOW)


def _merge_into(cast: Cast, actor: User | None, gone: Worker) -> object:
    duplicate = cast.worker("carol")
    return merge_workers(actor=actor, kept=gone, duplicate=duplicate, reason=WHY, now=NOW)


def _grade(cast: Cast, actor: User | None, gone: Worker) -> object:
    occupation = OccupationFactory.create()
    values = GradeValues(
        occupation=occupation, level=Level.SENIOR, issued_on=date(2010, 6, 1), basis=GradeBasis.ASSESSMENT
    )
    return record_grade(values, actor=actor, worker_id=gone.pk, now=NOW)


ACTS: dict[str, Act] = {
    "details": lambda cast, actor, gone: update_worker_details(
        actor=actor, worker=gone, changes={"phone": "13800000000"}
    ),
    "correction": lambda cast, actor, gone: correct_personal_data(
        gone, {"name": "某某"}, actor=actor, reason=WHY, now=NOW
    ),
    "rehiring": lambda cast, actor, gone: act_on_worker(
        actor=actor, worker=gone, order=ActOrder(act=WorkerAct.REHIRE, since=TODAY), today=TODAY
    ),
    "placing": lambda cast, actor, gone: place_worker(
        actor=actor, worker=gone, since=TODAY, today=TODAY, status=WorkerStatus.ACTIVE, reason=WHY
    ),
    "first day": lambda cast, actor, gone: correct_placement_date(
        actor=actor,
        placement=Placement.objects.get(worker=gone),
        since=date(2020, 2, 1),
        reason=WHY,
        today=TODAY,
    ),
    "fact": lambda cast, actor, gone: record_fact(
        WageValues(month=date(2019, 3, 1), amount=Decimal(5000)), actor=actor, worker_id=gone.pk, now=NOW
    ),
    "voiding": lambda cast, actor, gone: void_fact(
        MonthlyWage.objects.get(worker=gone), actor=actor, reason=WHY, now=NOW
    ),
    "grade": _grade,
    "annulment": lambda cast, actor, gone: annul_grade(
        GradeRecord.objects.get(worker=gone), actor=actor, reason=WHY, now=NOW
    ),
    "judgement": _judge,
    "merging": _merge,
    "merging into it": _merge_into,
    "relation": lambda cast, actor, gone: state_relation(
        actor=actor,
        kind=RelationKind.MENTOR,
        from_worker=gone,
        to_worker=cast.worker("carol"),
        since=LONG_AGO,
        today=TODAY,
    ),
    "head": lambda cast, actor, gone: set_head(
        actor=actor, unit=cast.workshop_a2, worker=gone, since=TODAY, today=TODAY
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["alice", None], ids=["officer", "system"])
def test_no_act_is_done(cast: Cast, gone: Worker, act: str, name: str | None) -> None:
    with pytest.raises(Conflict) as refused:
        ACTS[act](cast, cast.user(name) if name else None, gone)
    assert refused.value.code == "erased"


@pytest.mark.parametrize("act", ACTS)
def test_who_never_kept_it_is_told_nothing_of_the_erasure(cast: Cast, gone: Worker, act: str) -> None:
    with pytest.raises(NotPermitted):
        ACTS[act](cast, cast.user("erin"), gone)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"merging", "merging into it", "head"}))
def test_each_act_would_be_done_or_refused_for_another_reason_before(
    cast: Cast, gone: Worker, act: str
) -> None:
    Worker.objects.filter(pk=gone.pk).update(erased_at=None)
    gone.refresh_from_db()
    code = ""
    try:
        ACTS[act](cast, cast.user("alice"), gone)
    except DomainError as error:
        code = error.code
    assert code != "erased"


def test_id_number_is_not_revealed(cast: Cast, gone: Worker) -> None:
    with pytest.raises(Conflict):
        reveal_id_number(actor=cast.user("alice"), worker=gone, reason=WHY, now=NOW)


def test_no_role_is_granted(cast: Cast, gone: Worker) -> None:
    with pytest.raises(Conflict):
        grant_role(
            actor=cast.user("ruth"),
            user=User.objects.get(worker=gone),
            role=Role.UNION_OFFICER,
            unit=cast.company_a,
            since=TODAY,
            today=TODAY,
        )


def test_a_tie_of_somebody_else_to_it_can_still_be_ended(cast: Cast, gone: Worker) -> None:
    tie = Relation.objects.create(
        kind=RelationKind.MENTOR, from_worker=gone, to_worker=cast.worker("carol"), since=LONG_AGO
    )
    ended = end_relation(
        actor=cast.user("alice"), relation=tie, last_day=TODAY - timedelta(days=1), today=TODAY
    )
    assert ended.until == TODAY


def test_roster_that_would_change_it_is_rejected(cast: Cast, gone: Worker) -> None:
    assert judge(row("ERASED-1", name="某某")).verdict["ERASED-1"] == "record_erased"


def test_page_offers_no_act_and_says_why(cast: Cast, gone: Worker) -> None:
    office = browser_of(cast.users["alice"])
    page = text_of(office.get(reverse("skills:worker", args=["ERASED-1"])))
    assert "erased on 2026-11-21" in page
    for name in ("workforce:worker_rehire", "workforce:worker_details", "workforce:worker_reset"):
        assert reverse(name, args=["ERASED-1"]) not in page
    facts = text_of(office.get(reverse("skills:facts", args=["ERASED-1"])))
    assert reverse("skills:fact_record", args=["ERASED-1", "title"]) not in facts
    Worker.objects.filter(pk=gone.pk).update(erased_at=None)
    before = text_of(office.get(reverse("skills:worker", args=["ERASED-1"])))
    assert reverse("workforce:worker_rehire", args=["ERASED-1"]) in before
    facts = text_of(office.get(reverse("skills:facts", args=["ERASED-1"])))
    assert reverse("skills:fact_record", args=["ERASED-1", "title"]) in facts


def test_api_answers_with_a_conflict(cast: Cast, gone: Worker) -> None:
    client = APIClient()
    client.force_authenticate(cast.user("alice"))
    answer = client.patch(
        reverse("worker-detail", args=["ERASED-1"]), {"phone": "13800000000"}, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "erased")
