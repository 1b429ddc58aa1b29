"""Stored dates and standings: right, written only when they change, never stale."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from base.dates import today as local_today
from skills.eligibility.statement import (
    FEW,
    Question,
    Source,
    fetch,
    parameters,
    planned_for_many,
    statement,
)
from skills.invariants import eligibility_is_current
from skills.models import Eligibility, EmploymentSpell, Occupation, Standing
from skills.services.refresh_eligibility import Refreshed, refresh_eligibility
from tests.skills.eligibility.careers import make_career
from tests.skills.eligibility.stored_careers import NAMES, RELATED, RULE_SETS, make_occupations, store_careers
from tests.skills.reference import Career, asked, held_level, ladder

TODAY = date(2026, 11, 21)
Dates = dict[tuple[int, str, int], tuple[date, str]]


@pytest.fixture
def occupations(rules: None) -> dict[str, Occupation]:
    """Four occupations, related in one direction."""
    return make_occupations()


def random_careers(seed: int, number: int) -> list[Career]:
    random = Random(seed)
    return [make_career(random, occupations=NAMES, related=RELATED) for _number in range(number)]


def expected_dates(careers: dict[int, Career]) -> Dates:
    """Every date of every occupation asked about, levels 7 and 8 included, by the reference."""
    return {
        (worker, name, target): opening
        for worker, career in careers.items()
        for name in asked(career, TODAY)
        for rule_set in (RULE_SETS[name], "APPT")
        for target, opening in ladder(career, rule_set, name).items()
    }


def stored_dates() -> Dates:
    rows = Eligibility.objects.values_list("worker", "occupation__name", "target", "opens_on", "route__code")
    return {(worker, name, target): (opens_on, code) for worker, name, target, opens_on, code in rows}


def main_occupation(career: Career, order: dict[str, int]) -> str | None:
    """The open spell begun last, else the highest grade; then the higher grade, then the lower id."""
    begun = {
        s.occupation: max(t.since for t in career.spells if t.occupation == s.occupation and open_(t.until))
        for s in career.spells
        if open_(s.until)
    }
    names = asked(career, TODAY)
    return min(
        names,
        key=lambda name: (-begun.get(name, date.min).toordinal(), -held_level(career, name), order[name]),
        default=None,
    )


def open_(until: date | None) -> bool:
    return until is None or until > TODAY


def test_stored_dates_agree_with_the_reference(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(1, 250), occupations, Random(1))
    refresh_eligibility(None, today=TODAY)
    assert stored_dates() == expected_dates(careers)


def test_standings_agree_with_the_reference(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(2, 200), occupations, Random(2))
    refresh_eligibility(None, today=TODAY)
    order = {name: occupation.pk for name, occupation in occupations.items()}
    expected = {}
    dates = expected_dates(careers)
    for worker, career in careers.items():
        name = main_occupation(career, order)
        held = held_level(career, name) if name else 1
        since = [c.issued for c in career.certificates if c.occupation == name and c.level == held]
        next_on = dates.get((worker, name or "", held + 1), (None, None))
        next_level = held + 1 if name and held < 8 else None
        expected[worker] = (name, held, min(since, default=None), next_level, *next_on)
    fields = ("occupation__name", "held_level", "held_since", "next_level", "next_on", "next_route__code")
    assert {row[0]: row[1:] for row in Standing.objects.values_list("worker", *fields)} == expected


def test_second_refresh_writes_nothing(occupations: dict[str, Occupation]) -> None:
    store_careers(random_careers(3, 40), occupations, Random(3))
    first = refresh_eligibility(None, today=TODAY)
    assert first.added == Eligibility.objects.count() > 0
    assert first.standings == Standing.objects.exclude(occupation=None).count() > 0
    before = row_versions()
    assert refresh_eligibility(None, today=TODAY) == Refreshed()
    assert row_versions() == before


def row_versions() -> list[tuple[int, ...]]:
    """The physical version of every stored row: any write shows, even one that changes no value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text::bigint, xmax::text::bigint FROM skills_eligibility ORDER BY 1")
        rows = cursor.fetchall()
        cursor.execute("SELECT worker_id, xmin::text::bigint, 0 FROM skills_standing ORDER BY 1")
        return [*rows, *cursor.fetchall()]


def test_refresh_changes_and_removes_what_no_longer_holds(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(4, 60), occupations, Random(4))
    refresh_eligibility(None, today=TODAY)
    gone = list(careers)[:30]
    EmploymentSpell.objects.filter(worker__in=gone).update(voided_at="2026-11-20T00:00:00Z")
    assert refresh_eligibility(gone, today=TODAY).removed > 0
    for worker in gone:
        career = careers[worker]
        careers[worker] = Career(**{**vars(career), "spells": ()})
    assert stored_dates() == expected_dates(careers)


def test_refresh_of_some_leaves_the_others_alone(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(5, 10), occupations, Random(5))
    first = next(worker for worker, career in careers.items() if asked(career, TODAY))
    others = [worker for worker in careers if worker != first]
    refresh_eligibility([first], today=TODAY)
    standings = Standing.objects.exclude(occupation=None)
    assert set(standings.values_list("worker", flat=True)) == {first}
    assert not Eligibility.objects.filter(worker__in=others).exists()


@pytest.mark.parametrize(("number", "statements"), [(1, 2), (30, 2), (120, 4)])
def test_refresh_takes_a_constant_number_of_statements(
    occupations: dict[str, Occupation], number: int, statements: int
) -> None:
    workers = list(store_careers(random_careers(6, number), occupations, Random(6)))
    with CaptureQueriesContext(connection) as queries:
        refresh_eligibility(workers, today=TODAY)
    assert sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries) == statements


def test_refresh_of_many_leaves_the_planner_as_it_was(occupations: dict[str, Occupation]) -> None:
    workers = list(store_careers(random_careers(9, FEW + 1), occupations, Random(9)))
    before = planner_settings()
    with transaction.atomic():
        refresh_eligibility(workers, today=TODAY)
        assert planner_settings() == before


def planner_settings() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_nestloop'), current_setting('jit')")
        return tuple(cursor.fetchone())


def test_many_are_joined_whole_though_statistics_promise_none(occupations: dict[str, Occupation]) -> None:
    """Statistics of empty tables once turned every join into a nested loop over all rows."""
    workers = list(store_careers(random_careers(10, FEW + 1), occupations, Random(10)))
    with planned_for_many(), connection.cursor() as cursor:
        text = statement(Source.STORED, Question.STORE)
        cursor.execute("EXPLAIN " + text, parameters(today=TODAY, worker_ids=workers))
        plan = [row[0] for row in cursor.fetchall()]
    loops = [line for line in plan if "Nested Loop" in line]
    # those that join each row with each by intention: occupations asked for, and rule sets that apply to all
    assert len(loops) == 2


def test_facts_are_read_by_the_ids_themselves(occupations: dict[str, Occupation]) -> None:
    """No table of facts is read whole for a batch: the ids stand in each of its conditions."""
    text = statement(Source.STORED, Question.STORE)
    tables = ("employmentspell", "graderecord", "title", "diploma", "apprenticeshipcompletion", "eligibility")
    for table in tables:
        condition = text.partition(f"FROM skills_{table} ")[2][:120]
        assert "worker_id = ANY (%(worker_ids)s::bigint[])" in condition, table


def test_refresh_of_nobody_does_nothing(rules: None) -> None:
    assert refresh_eligibility([], today=TODAY) == Refreshed()


def test_invariant_names_a_date_that_is_not_the_recomputed_one(occupations: dict[str, Occupation]) -> None:
    store_careers(random_careers(7, 20), occupations, Random(7))
    refresh_eligibility(None, today=local_today())
    assert eligibility_is_current() == []
    row = Eligibility.objects.select_related("worker").earliest("pk")
    Eligibility.objects.filter(pk=row.pk).update(opens_on=row.opens_on + timedelta(days=1))
    Standing.objects.filter(next_on=row.opens_on).update(next_on=None)
    violations = eligibility_is_current()
    assert any(row.worker.employee_no in line and row.opens_on.isoformat() in line for line in violations)


def test_invariant_sees_missing_and_surplus_rows(occupations: dict[str, Occupation]) -> None:
    store_careers(random_careers(8, 20), occupations, Random(8))
    refresh_eligibility(None, today=TODAY)
    total = Eligibility.objects.count()
    Eligibility.objects.filter(pk=Eligibility.objects.earliest("pk").pk).delete()
    surplus = Eligibility.objects.earliest("pk")
    Eligibility.objects.filter(pk=surplus.pk).update(target=9)
    rows = fetch(Source.STORED, Question.COMPARE, today=TODAY, worker_ids=None, sample=20)
    assert total > 2
    assert sorted((row[4] is None, row[5] is None) for row in rows) == [
        (False, True),
        (True, False),
        (True, False),
    ]
