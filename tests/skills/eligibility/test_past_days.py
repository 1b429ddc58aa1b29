"""A past day: the facts cut at the day and the rules of the day, against the plain reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from skills.eligibility.statement import Question, Source, fetch
from skills.models import Occupation, RuleSetVersion, Standard, Standing
from skills.queries.past_days import levels_on, standings_on
from skills.queries.past_people import people_on
from skills.queries.people import people
from skills.services.refresh_eligibility import refresh_eligibility
from tests.factories.workforce import RoleGrantFactory, UserFactory
from tests.skills.eligibility.stored_careers import RULE_SETS, make_occupations, store_careers
from tests.skills.eligibility.test_refresh import Dates, random_careers
from tests.skills.reference import Career, Spell, asked, held_level, ladder
from workforce.enums import Role
from workforce.models import Placement, Unit, Worker

TODAY = date(2026, 11, 21)
#: Before any rule, under R2018 alone, the day R2023 comes, a leap day, and today itself.
DAYS = (date(2018, 3, 6), date(2021, 8, 31), date(2023, 7, 1), date(2024, 2, 29), TODAY)
#: From this day on the standard of 甲 names another rule set.
SWITCHED = date(2024, 1, 1)


@pytest.fixture
def occupations(rules: None) -> dict[str, Occupation]:
    """Four occupations, one of which changed its rules."""
    found = make_occupations()
    before = Standard.objects.get(occupation=found["甲"])
    after = Standard.objects.get(pk=before.pk)
    before.rule_set = Standard.objects.get(occupation=found["乙"]).rule_set
    before.valid_to = SWITCHED
    before.save()
    after.pk, after.valid_from = None, SWITCHED
    after.save()
    return found


def cut(career: Career, day: date) -> Career:
    """The career as that day knew it."""

    def open_if_later(spell: Spell) -> Spell:
        return replace(spell, until=None) if spell.until is not None and spell.until > day else spell

    return replace(
        career,
        spells=tuple(open_if_later(spell) for spell in career.spells if spell.since <= day),
        certificates=tuple(one for one in career.certificates if one.issued <= day),
        titles=tuple(one for one in career.titles if one.on <= day),
        diplomas=tuple(one for one in career.diplomas if date(one.graduated.year - 1, 9, 1) <= day),
        apprenticeships=tuple(one for one in career.apprenticeships if one.completed <= day),
    )


def rules_of(name: str, day: date) -> list[str]:
    """The rule sets in force for an occupation on a day."""
    named = "R2018" if name == "甲" and day < SWITCHED else RULE_SETS[name]
    in_force = set(RuleSetVersion.objects.in_force(day).values_list("rule_set__code", flat=True))
    return [code for code in (named, "APPT") if code in in_force]


def expected(careers: dict[int, Career], day: date) -> Dates:
    """Every date of every occupation asked about on a day, by the reference."""
    rules = {name: rules_of(name, day) for name in RULE_SETS}
    return {
        (worker, name, target): opening
        for worker, career in careers.items()
        for name in asked(career, day)
        for code in rules[name]
        for target, opening in ladder(career, code, name).items()
    }


def answered(day: date) -> Dates:
    names = dict(Occupation.objects.values_list("pk", "name"))
    rows = fetch(Source.STORED, Question.IMPACT_BEFORE, today=day, as_of=day, worker_ids=None)
    return {
        (worker, names[occupation], target): (opens_on, code)
        for worker, occupation, target, opens_on, code in rows
    }


def main_occupation(career: Career, day: date, order: dict[str, int]) -> str | None:
    """The open spell begun last, else the highest grade; then the higher grade, then the lower id."""
    begun = {
        name: max(
            (s.since for s in career.spells if s.occupation == name and (s.until is None or s.until > day)),
            default=date.min,
        )
        for name in order
    }
    return min(
        asked(career, day),
        key=lambda name: (-begun[name].toordinal(), -held_level(career, name), order[name]),
        default=None,
    )


def test_past_days_agree_with_the_reference(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(11, 320), occupations, Random(11))
    for day in DAYS:
        then = {worker: cut(career, day) for worker, career in careers.items()}
        found = answered(day)
        assert found == expected(then, day)
        assert bool(found) is (day >= date(2018, 3, 7))


def test_standings_and_levels_of_past_days_agree(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(12, 120), occupations, Random(12))
    order = {name: occupation.pk for name, occupation in occupations.items()}
    place_all(careers)
    for day in DAYS:
        held: dict[int, tuple[int | None, int | None]] = {}
        for worker, career in careers.items():
            then = cut(career, day)
            name = main_occupation(then, day, order)
            held[worker] = (order[name], held_level(then, name)) if name else (None, None)
        told = {
            key: (row.occupation_id, row.held_level) for key, row in standings_on(day, list(careers)).items()
        }
        assert told == {worker: value for worker, value in held.items() if value[0] is not None}
        asked_for = levels_on(day)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT worker, occupation, level FROM ({asked_for.sql}) AS day",
                asked_for.parameters,
            )
            assert {row[0]: row[1:] for row in cursor.fetchall()} == held


def test_list_of_a_past_day_shows_what_the_one_text_answers(occupations: dict[str, Occupation]) -> None:
    careers = store_careers(random_careers(13, 60), occupations, Random(13))
    place_all(careers)
    refresh_eligibility(None, today=TODAY)
    reader = UserFactory.create()
    RoleGrantFactory.create(user=reader, role=Role.HR_OFFICER, unit=Unit.objects.get())
    day = date(2021, 8, 31)
    told = standings_on(day, list(careers))
    rows: list[Any] = list(people_on(people(reader), day, reader=reader))
    assert len(rows) == len(careers)
    for row in rows:
        found = told.get(row.pk)
        shown = (row.occupation_id, row.held_level, row.held_since, row.next_on, row.next_route)
        assert shown == (
            (found.occupation_id, found.held_level, found.held_since, found.next_on, found.next_route)
            if found
            else (None, 1, None, None, None)
        )
    assert not people_on(people(AnonymousUser()), day, reader=AnonymousUser())


def test_today_s_stored_answers_do_not_move(occupations: dict[str, Occupation]) -> None:
    store_careers(random_careers(14, 40), occupations, Random(14))
    refresh_eligibility(None, today=TODAY)
    before = list(Standing.objects.order_by("pk").values_list())
    standings_on(date(2021, 8, 31), list(Worker.objects.values_list("pk", flat=True)))
    assert list(Standing.objects.order_by("pk").values_list()) == before


def place_all(careers: dict[int, Career]) -> None:
    """Every worker placed since long ago."""
    unit = Unit.objects.get()
    Placement.objects.bulk_create(
        Placement(worker_id=worker, unit=unit, status="active", since=date(1980, 1, 1)) for worker in careers
    )
