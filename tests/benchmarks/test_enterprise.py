"""The made-up enterprise of the benchmarks: whole, fit for the product, the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from base.invariants import all_invariants
from base.text import search_keys
from benchmarks.enterprise.making import make_enterprise
from benchmarks.enterprise.tree import DEPARTMENT_CODE, Tree, company_sizes, department_size
from benchmarks.enterprise.viewers import Viewer, token_of
from benchmarks.yardsticks.urls import YARDSTICKS
from seeds.catalogue_files import read_catalogue
from skills.models import Eligibility, GradeRecord, Standing
from skills.services.catalogue import load_catalogue
from workforce.models import Placement, RoleGrant, Unit, User, Worker

WORKERS = 300
TODAY = date(2026, 11, 21)
#: Sealed anew each time, or a time of writing.
NEVER_THE_SAME = {"id_number", "granted_at"}
TABLES = (
    "workforce_unit",
    "workforce_worker",
    "workforce_user",
    "workforce_placement",
    "workforce_placementevent",
    "workforce_workerevent",
    "workforce_unithead",
    "workforce_relation",
    "workforce_rolegrant",
    "skills_employmentspell",
    "skills_graderecord",
    "skills_diploma",
    "skills_diplomamatch",
    "skills_title",
    "skills_titlematch",
    "skills_monthlywage",
    "skills_apprenticeshipcompletion",
    "skills_standing",
    "skills_eligibility",
)


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An enterprise of 300, rolled back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        _empty()
        before = _shape()
        _make()
        assert _shape() == before, "indexes, constraints and triggers are not what they were"
        yield
        transaction.set_rollback(True)


@pytest.fixture
def enterprise(_made: None, db: None) -> None:
    """The same, for a test that may write."""


def _empty() -> None:
    """The catalogues and nobody; ids count from one again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT string_agg(quote_ident(relname), ', ') FROM pg_stat_user_tables"
            " WHERE schemaname = 'public' AND NOT starts_with(relname, 'django_')"
        )
        (tables,) = cursor.fetchone() or ("",)
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    load_catalogue(catalogue=read_catalogue(), now=timezone.now())


def _make() -> None:
    make_enterprise(workers=WORKERS, today=TODAY, say=lambda _text: None)


def _shape() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
            " UNION ALL SELECT tgrelid::regclass || tgfoid::regproc::text || tgenabled::text FROM pg_trigger"
            " ORDER BY 1"
        )
        return list(cursor.fetchall())


def _rows(table: str) -> list[tuple[object, ...]]:
    """The rows, without identities the database counted itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        names = [column.name for column in cursor.description or ()]
        kept = [name for name in names if name not in NEVER_THE_SAME]
        if table in ("skills_eligibility", "workforce_rolegrant"):
            kept.remove("id")
        cursor.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY {', '.join(kept)}")
        return list(cursor.fetchall())


def _everything() -> dict[str, list[tuple[object, ...]]]:
    return {table: _rows(table) for table in TABLES}


def test_everything_that_must_hold_holds(enterprise: None) -> None:
    assert {name: found for name, check in all_invariants().items() if (found := check())} == {}


def test_the_same_number_of_workers_gives_the_same_rows(enterprise: None) -> None:
    first = _everything()
    assert all(first.values())
    _empty()
    _make()
    again = _everything()
    assert [table for table in TABLES if first[table] != again[table]] == []


def test_people_have_a_past_and_a_grade(enterprise: None) -> None:
    assert Worker.objects.count() == User.objects.count() == Standing.objects.count() == WORKERS
    assert Placement.objects.count() > WORKERS
    assert GradeRecord.objects.current().count() > WORKERS
    assert GradeRecord.objects.filter(is_void=True).count() == GradeRecord.objects.exclude(voids=None).count()
    assert Eligibility.objects.in_force(TODAY).exists()
    assert {"active", "left"} <= set(Worker.objects.values_list("status", flat=True))
    for worker in Worker.objects.all():
        assert (worker.name_pinyin, worker.name_initials) == search_keys(worker.name)
        assert worker.id_number is not None
        assert worker.id_number[6:14] == f"{worker.birth_date:%Y%m%d}"


def test_one_company_has_a_fifth_and_one_department_its_people(enterprise: None) -> None:
    def below(code: str) -> int:
        return Worker.objects.filter(unit__in=Unit.objects.below([Unit.objects.get(code=code).pk])).count()

    assert below(Viewer.ROOT_HR.unit) == WORKERS
    assert below(Viewer.COMPANY_HR.unit) == WORKERS // 5
    assert below(DEPARTMENT_CODE) == department_size(WORKERS)


def test_the_viewers_hold_their_roles_and_nothing_else(enterprise: None) -> None:
    for viewer in Viewer:
        held = RoleGrant.objects.filter(user__login=viewer.login).values_list("role", "unit__code")
        assert list(held) == ([(viewer.role, viewer.unit)] if viewer.role else [])
        assert not Worker.objects.get(employee_no=viewer.login).headships.exists()


@pytest.mark.parametrize("workers", [100, 10_000, 123_457, 1_000_000])
def test_the_tree_holds_everybody(workers: int) -> None:
    tree = Tree(workers, Random(1))
    assert sum(company_sizes(workers)) == sum(unit.people for unit in tree.units) == workers
    assert len({unit.code for unit in tree.units}) == len(tree.units)
    assert len({(unit.parent, unit.name) for unit in tree.units}) == len(tree.units)
    department = sum(unit.people for unit in tree.units if unit.code.startswith(DEPARTMENT_CODE))
    assert department == department_size(workers)
    assert department == 300 or workers < 5000


def test_an_inhabited_database_is_refused(enterprise: None) -> None:
    with pytest.raises(ValueError, match="inhabited"):
        _make()


@override_settings(ROOT_URLCONF="benchmarks.yardsticks.urls")
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("", "employed=true"),
        ("status=active&level_min=3", "status=active&level_min=3"),
        ("q=wang", "search=wang&employed=true"),
    ],
)
def test_the_minimal_list_answers_the_same_question(enterprise: None, ours: str, theirs: str) -> None:
    client = Client(headers={"authorization": f"Token {token_of(Viewer.ROOT_HR.login)}"})
    product = client.get(f"/api/v1/skills/workers?count=exact&{ours}").json()
    yardstick = client.get(f"{YARDSTICKS}workers?{theirs}").json()
    assert product["count"] == yardstick["count"] > 0
    assert [row["employee_no"] for row in product["results"]] == [
        row["employee_no"] for row in yardstick["results"]
    ]
