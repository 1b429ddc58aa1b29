"""What a draft would do to whom: the same as recomputing everything before and after, and nobody notices."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from base.enums import JobState
from base.errors import Conflict
from base.job_run import LEASE
from base.jobs import run_job, sweep_jobs
from base.models import Job
from skills.models import (
    Eligibility,
    Occupation,
    OccupationMajor,
    PolicyChange,
    PolicyImpact,
    RelatedOccupation,
    RuleSet,
    RuleSetVersion,
    Standing,
)
from skills.services.policy.deciding import confirm_change
from skills.services.policy.drafting import remove_route
from skills.services.policy.ground import has_fresh_impact
from skills.services.policy.impact import request_impact
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast
from tests.factories.skills import SpellFactory
from tests.factories.workforce import WorkerFactory
from tests.skills.eligibility.careers import make_career
from tests.skills.eligibility.stored_careers import NAMES, RELATED, make_occupations, store_careers
from tests.skills.policy.drafts import measured, occupation_draft, submitted, today, version_draft
from workforce.enums import EMPLOYED
from workforce.models import Worker

Dates = dict[tuple[int, int, int], date]


@pytest.fixture
def careers(policy_cast: Cast) -> dict[str, Occupation]:
    """The occupations of 250 workers with generated careers; every tenth of them has left."""
    random = Random(20261121)
    occupations = make_occupations()
    made = [make_career(random, occupations=NAMES, related=RELATED) for _number in range(250)]
    workers = sorted(store_careers(made, occupations, random))
    Worker.objects.filter(pk__in=workers[::10]).update(status="left")
    return occupations


def dates_on(day: date) -> Dates:
    """Every date of those employed as a full recompute of that day gives it."""
    refresh_eligibility(None, today=day)
    rows = Eligibility.objects.in_force(day).filter(worker__status__in=EMPLOYED)
    return {
        (worker, occupation, target): opens_on
        for worker, occupation, target, opens_on in rows.values_list(
            "worker", "occupation", "target", "opens_on"
        )
    }


def impact_of(change: PolicyChange) -> dict[tuple[int, int, int], tuple[date | None, date | None, str]]:
    rows = PolicyImpact.objects.filter(change=change).values_list(
        "worker", "occupation", "target", "before_on", "after_on", "effect"
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in rows}  # type: ignore[misc]


def draft_of(cast: Cast, kind: str, careers: Mapping[str, Occupation]) -> PolicyChange:
    """A change of the kind that touches the generated careers."""
    if kind == "version":
        change = version_draft(cast, RuleSet.objects.get(code="R2023"))
        return remove_route(change, actor=cast.user("ruth"), code="R23-3-1", now=timezone.now())
    proposals: dict[str, dict[str, Any]] = {
        "standard": {"title": "甲", "edition": "2027", "rule_set": "R2018"},
        "major_add": {"major": "乙专业"},
        "major_end": {"major": "甲专业"},
        "related_add": {"related": careers["丙"].code},
        "related_end": {"related": careers["乙"].code},
    }
    return occupation_draft(cast, kind, proposals[kind], occupation="甲")


@pytest.mark.parametrize(
    "kind", ["version", "standard", "major_add", "major_end", "related_add", "related_end"]
)
def test_impact_is_the_difference_of_two_full_recomputes(
    policy_cast: Cast, careers: Mapping[str, Occupation], kind: str
) -> None:
    change = submitted(policy_cast, draft_of(policy_cast, kind, careers))
    before = dates_on(change.effective_on)
    confirm_change(change, actor=policy_cast.user("rita"), now=timezone.now())
    after = dates_on(change.effective_on)
    expected = {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
    found = impact_of(change)
    assert {key: row[:2] for key, row in found.items()} == expected
    assert expected
    for old, new, effect in found.values():
        assert effect == (
            "gained" if old is None else "lost" if new is None else "earlier" if new < old else "later"
        )


def test_nothing_else_is_written_by_an_impact(policy_cast: Cast, careers: Mapping[str, Occupation]) -> None:
    refresh_eligibility(None, today=today())
    tables = (Eligibility, Standing, RuleSetVersion, OccupationMajor, RelatedOccupation)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    change = measured(policy_cast, draft_of(policy_cast, "version", careers))
    assert PolicyImpact.objects.filter(change=change).exists()
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before
    assert RuleSet.objects.get(code="R2023").versions.get().valid_to is None


def test_progress_and_numbers_stand_with_the_job(
    policy_cast: Cast, careers: Mapping[str, Occupation]
) -> None:
    change = measured(policy_cast, draft_of(policy_cast, "version", careers))
    job = Job.objects.get(pk=change.impact_job_id or 0)
    assert (job.state, job.progress_done, job.progress_total) == (
        "succeeded",
        change.impact_looked_at,
        change.impact_looked_at,
    )
    assert job.result == {"looked_at": change.impact_looked_at, "found": len(impact_of(change))}
    assert has_fresh_impact(change)


def test_changed_draft_needs_a_new_impact(policy_cast: Cast, careers: Mapping[str, Occupation]) -> None:
    change = measured(policy_cast, draft_of(policy_cast, "version", careers))
    remove_route(change, actor=policy_cast.user("ruth"), code="R23-4-2", now=timezone.now())
    assert not has_fresh_impact(change)
    again = measured(policy_cast, change)
    assert has_fresh_impact(again)


def test_impact_asked_for_again_supersedes_the_first(policy_cast: Cast, r2023: RuleSet) -> None:
    change = version_draft(policy_cast, r2023)
    first = request_impact(change, actor=policy_cast.user("ruth"), now=timezone.now())
    second = request_impact(change, actor=policy_cast.user("ruth"), now=timezone.now())
    run_job(first.pk)
    change.refresh_from_db()
    assert not has_fresh_impact(change)
    run_job(second.pk)
    change.refresh_from_db()
    assert has_fresh_impact(change)


def test_impact_of_a_decided_change_is_kept_as_it_was(policy_cast: Cast, r2023: RuleSet) -> None:
    change = submitted(policy_cast, version_draft(policy_cast, r2023))
    decided = confirm_change(change, actor=policy_cast.user("rita"), now=timezone.now())
    with pytest.raises(Conflict):
        request_impact(decided, actor=policy_cast.user("ruth"), now=timezone.now())


def test_impact_whose_worker_died_is_reckoned_by_the_next_attempt(policy_cast: Cast, r2023: RuleSet) -> None:
    worker = WorkerFactory.create(birth_date=date(1990, 1, 1))
    SpellFactory.create(worker=worker, occupation=Occupation.objects.get(name="电工"), since=date(2023, 1, 1))
    change = version_draft(policy_cast, r2023)
    job, now = request_impact(change, actor=policy_cast.user("ruth"), now=timezone.now()), timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt=1, lease_until=now - LEASE, heartbeat_at=now - 2 * LEASE
    )
    sweep_jobs(now=now)
    run_job(job.pk)
    job.refresh_from_db()
    change.refresh_from_db()
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert has_fresh_impact(change)
    row = PolicyImpact.objects.get(change=change, worker=worker)
    assert (row.effect, row.before_on, row.after_on) == ("earlier", date(2028, 1, 1), date(2025, 1, 1))
