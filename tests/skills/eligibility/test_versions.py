"""Results depend on the version of the rules; a coming version lies ready beside the one in force."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from skills.eligibility.stale import stale_worker_ids
from skills.models import Clause, Eligibility, Occupation, Route, RuleSet, RuleSetVersion, Standard, Standing
from skills.queries.ladders import explain_ladder, stored_ladders
from skills.services.refresh_eligibility import refresh_eligibility
from skills.tasks import refresh_stale_eligibility
from tests.factories.skills import GradeFactory, SpellFactory
from tests.factories.workforce import WorkerFactory
from workforce.models import Worker

TODAY = date(2026, 11, 21)
SWITCH = date(2027, 1, 1)


@pytest.fixture
def electrician(rules: None) -> Worker:
    """An electrician since 2015 without a grade."""
    worker = WorkerFactory.create(employee_no="E1", birth_date=date(1990, 1, 1))
    SpellFactory.create(worker=worker, occupation=Occupation.objects.get(name="电工"), since=date(2015, 7, 1))
    refresh_eligibility([worker.pk], today=TODAY)
    return worker


def announce_version(*, confirmed: bool) -> RuleSetVersion:
    """Version 2 of R2023 from `SWITCH` on, with one route alone: two years of work for level 3."""
    rule_set = RuleSet.objects.get(code="R2023")
    rule_set.versions.update(valid_to=SWITCH)
    version = RuleSetVersion.objects.create(
        rule_set=rule_set,
        number=2,
        valid_from=SWITCH,
        document="new",
        mark="design",
    )
    route = Route.objects.create(version=version, code="R27-4-1", target=3, document="new", mark="design")
    Clause.objects.create(route=route, position=1, kind="work", years=2)
    if confirmed:
        version.confirmed_at = timezone.now()
        version.save(update_fields=["confirmed_at"])
    return version


def ladder_of(worker: Worker, day: date) -> dict[int, tuple[date, str]]:
    return dict(stored_ladders(Worker.objects.filter(pk=worker.pk), today=day))[worker.employee_no]


def test_coming_version_lies_ready_beside_the_one_in_force(electrician: Worker) -> None:
    announce_version(confirmed=True)
    refresh_eligibility(None, today=TODAY)
    assert ladder_of(electrician, TODAY)[3] == (date(2020, 7, 1), "R23-4-1")
    assert ladder_of(electrician, SWITCH) == {3: (date(2017, 7, 1), "R27-4-1")}
    assert {target.level for target in explain_ladder(electrician.pk, None, today=TODAY).targets} >= {2, 3, 4}


def test_version_not_confirmed_has_no_results(electrician: Worker) -> None:
    version = announce_version(confirmed=False)
    refresh_eligibility(None, today=TODAY)
    assert not Eligibility.objects.filter(version=version).exists()


def test_results_of_a_version_that_ended_are_removed(electrician: Worker) -> None:
    announce_version(confirmed=True)
    refresh_eligibility(None, today=SWITCH)
    codes = Eligibility.objects.filter(worker=electrician).values_list("route__code", flat=True)
    assert list(codes) == ["R27-4-1"]


def test_occupation_follows_its_standard_to_another_rule_set(electrician: Worker) -> None:
    standards = Standard.objects.filter(occupation__name="电工")
    standards.update(valid_to=SWITCH)
    standard = standards.get()
    standard.pk, standard.rule_set = None, RuleSet.objects.get(code="R2018")
    standard.valid_from, standard.valid_to = SWITCH, None
    standard.save()
    refresh_eligibility(None, today=TODAY)
    assert ladder_of(electrician, TODAY)[3] == (date(2020, 7, 1), "R23-4-1")
    assert ladder_of(electrician, SWITCH)[3] == (date(2021, 7, 1), "R18-4-2")


def test_only_workers_touched_by_a_new_version_are_stale(electrician: Worker) -> None:
    WorkerFactory.create(employee_no="E2")
    refresh_eligibility(None, today=TODAY)
    assert stale_worker_ids(today=TODAY) == []
    announce_version(confirmed=True)
    assert stale_worker_ids(today=TODAY) == [electrician.pk]
    call_command("recompute_eligibility", stdout=StringIO())
    assert stale_worker_ids(today=TODAY) == []
    assert stale_worker_ids(today=SWITCH) == [electrician.pk]


def test_planned_end_of_a_spell_makes_a_worker_stale_on_its_day(electrician: Worker) -> None:
    welding = Occupation.objects.get(name="焊工")
    SpellFactory.create(worker=electrician, occupation=welding, since=date(2026, 6, 1), until=SWITCH)
    refresh_eligibility(None, today=TODAY)
    assert Standing.objects.get(worker=electrician).occupation == welding
    assert stale_worker_ids(today=date(2026, 12, 31)) == []
    assert stale_worker_ids(today=SWITCH) == [electrician.pk]
    refresh_eligibility(stale_worker_ids(today=SWITCH), today=SWITCH)
    assert Standing.objects.get(worker=electrician).occupation is not None
    assert Standing.objects.get(worker=electrician).occupation != welding
    assert not Eligibility.objects.filter(occupation=welding).exists()


def test_worker_at_the_top_is_not_stale(rules: None) -> None:
    worker = WorkerFactory.create()
    occupation = Occupation.objects.get(name="电工")
    SpellFactory.create(worker=worker, occupation=occupation)
    GradeFactory.create(worker=worker, occupation=occupation, level=8)
    refresh_eligibility([worker.pk], today=TODAY)
    standing = Standing.objects.get(worker=worker)
    assert (standing.held_level, standing.next_level, standing.next_on) == (8, None, None)
    assert stale_worker_ids(today=TODAY) == []


def test_nightly_task_refreshes_whom_the_calendar_touched(electrician: Worker) -> None:
    Standing.objects.filter(worker=electrician).delete()
    assert refresh_stale_eligibility() == 1
    assert Standing.objects.filter(worker=electrician).exists()
