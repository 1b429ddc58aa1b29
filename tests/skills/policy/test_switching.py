"""From confirmation to the day of effect: ready beside the old, switched at once, never half."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.enums import JobState
from base.errors import Conflict
from base.job_run import LEASE
from base.jobs import run_job, sweep_jobs
from base.models import Job
from skills.eligibility.stale import stale_worker_ids
from skills.eligibility.statement import Question, Source, fetch
from skills.enums import DiplomaKind
from skills.models import Eligibility, Major, Occupation, PolicyChange, RuleSet, Standing
from skills.queries.ladders import explain_ladder, stored_ladders
from skills.services.policy import deciding
from skills.services.policy.deciding import confirm_change
from skills.services.policy.switching import switch_changes
from skills.services.refresh_eligibility import refresh_eligibility
from skills.tasks import switch_policies
from tests.access import Cast
from tests.factories.skills import DiplomaFactory, GradeFactory, SpellFactory
from tests.factories.workforce import WorkerFactory
from tests.skills.policy.drafts import occupation_draft, submitted, today, version_draft
from workforce.models import Worker

#: Of the electrician: five years of work, and two.
BY_FIVE, BY_TWO = date(2029, 1, 1), date(2026, 1, 1)


@pytest.fixture
def electrician(policy_cast: Cast) -> Worker:
    """An electrician since 2024 with a junior grade and a diploma of a major nobody listed."""
    worker = WorkerFactory.create(employee_no="E1", birth_date=date(1990, 1, 1))
    occupation = Occupation.objects.get(name="电工")
    SpellFactory.create(worker=worker, occupation=occupation, since=date(2024, 1, 1))
    GradeFactory.create(worker=worker, occupation=occupation, level=2, issued_on=date(2026, 11, 1))
    major = Major.objects.get(name="冶金技术")
    DiplomaFactory.create(
        worker=worker, kind=DiplomaKind.JUNIOR_COLLEGE, major=major, graduated_on=date(2012, 7, 1)
    )
    refresh_eligibility([worker.pk], today=today())
    return worker


def confirmed(cast: Cast, change: PolicyChange) -> PolicyChange:
    return confirm_change(submitted(cast, change), actor=cast.user("rita"), now=timezone.now())


def next_on(worker: Worker) -> date | None:
    return Standing.objects.get(worker=worker).next_on


def ladder(worker: Worker, day: date) -> dict[int, tuple[date, str]]:
    return dict(stored_ladders(Worker.objects.filter(pk=worker.pk), today=day))["E1"]


def is_current(day: date) -> bool:
    """Whether everything stored is what facts and rules give on that day."""
    return fetch(Source.STORED, Question.COMPARE, today=day, worker_ids=None, sample=5) == []


def test_dates_of_a_coming_version_lie_ready_and_switch_on_the_day(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet
) -> None:
    refresh_eligibility(None, today=today())
    change = confirmed(policy_cast, version_draft(policy_cast, r2023))
    assert change.prepare_job_id is not None
    run_job(change.prepare_job_id)
    change.refresh_from_db()
    day = change.effective_on
    assert change.prepared_at is not None
    assert ladder(electrician, today())[3] == (BY_FIVE, "R23-4-1")
    assert ladder(electrician, day)[3] == (BY_TWO, "R23-4-1")
    assert next_on(electrician) == BY_FIVE
    assert is_current(today())
    assert switch_changes(today=today(), now=timezone.now()) == 0
    assert switch_changes(today=day, now=timezone.now()) == 1
    assert next_on(electrician) == BY_TWO
    assert is_current(day)
    assert stale_worker_ids(today=day) == []
    assert switch_changes(today=day, now=timezone.now()) == 0


def test_past_day_keeps_the_answer_of_its_version(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet
) -> None:
    change = confirmed(policy_cast, version_draft(policy_cast, r2023))
    switch_changes(today=change.effective_on, now=timezone.now())
    route = explain_ladder(electrician.pk, None, today=today()).target(3)
    assert route is not None
    assert (route.opens_on, route.route) == (BY_FIVE, "R23-4-1")
    new = explain_ladder(electrician.pk, None, today=change.effective_on).target(3)
    assert new is not None
    assert new.opens_on == BY_TWO


def test_night_that_missed_the_switch_catches_up(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet
) -> None:
    change = confirmed(policy_cast, version_draft(policy_cast, r2023))
    days_later = change.effective_on + timedelta(days=4)
    assert switch_changes(today=days_later, now=timezone.now()) == 1
    assert ladder(electrician, days_later)[3] == (BY_TWO, "R23-4-1")
    assert next_on(electrician) == BY_TWO


def test_change_of_today_is_whole_when_it_is_confirmed(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet
) -> None:
    change = confirmed(policy_cast, version_draft(policy_cast, r2023, effective_on=today()))
    assert change.switched_at is not None
    assert (ladder(electrician, today())[3][0], next_on(electrician)) == (BY_TWO, BY_TWO)
    assert switch_policies() == 0


def test_change_of_today_that_touches_too_many_is_refused(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "BATCH", 0)
    change = submitted(policy_cast, version_draft(policy_cast, r2023, effective_on=today()))
    with pytest.raises(Conflict) as refusal:
        confirm_change(change, actor=policy_cast.user("rita"), now=timezone.now())
    assert refusal.value.code == "too_many_for_today"
    assert r2023.versions.count() == 1
    assert next_on(electrician) == BY_FIVE


def test_major_counts_from_its_day(policy_cast: Cast, electrician: Worker) -> None:
    change = confirmed(policy_cast, occupation_draft(policy_cast, "major_add", {"major": "冶金技术"}))
    refresh_eligibility([electrician.pk], today=today())
    assert next_on(electrician) == BY_FIVE
    assert switch_changes(today=change.effective_on, now=timezone.now()) == 1
    assert next_on(electrician) == date(2011, 9, 1)
    answer = explain_ladder(electrician.pk, None, today=today()).target(3)
    assert answer is not None
    assert answer.opens_on == BY_FIVE


def test_standard_that_names_another_rule_set_switches(policy_cast: Cast, electrician: Worker) -> None:
    proposal = {"title": "电工", "edition": "2027年版", "rule_set": "R2018"}
    change = confirmed(policy_cast, occupation_draft(policy_cast, "standard", proposal))
    run_job(change.prepare_job_id or 0)
    assert ladder(electrician, change.effective_on)[3] == (date(2030, 1, 1), "R18-4-2")
    assert ladder(electrician, today())[3][1] == "R23-4-1"
    switch_changes(today=change.effective_on, now=timezone.now())
    assert (
        set(Eligibility.objects.filter(worker=electrician).values_list("route__code", flat=True))
        & {"R23-4-1"}
        == set()
    )


def test_preparation_whose_worker_died_begins_again(
    policy_cast: Cast, electrician: Worker, r2023: RuleSet
) -> None:
    change = confirmed(policy_cast, version_draft(policy_cast, r2023))
    now = timezone.now()
    Job.objects.filter(pk=change.prepare_job_id or 0).update(
        state=JobState.RUNNING, attempt=1, lease_until=now - LEASE, heartbeat_at=now - 2 * LEASE
    )
    sweep_jobs(now=now)
    run_job(change.prepare_job_id or 0)
    change.refresh_from_db()
    assert change.prepared_at is not None
    assert ladder(electrician, change.effective_on)[3][0] == BY_TWO
