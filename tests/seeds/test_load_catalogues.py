"""Loading the catalogues: once, again, as an upgrade, beside what HR entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from base.errors import Conflict, InvalidInput
from seeds.catalogue_files import read_catalogue
from skills.enums import DiplomaKind
from skills.models import (
    Clause,
    Diploma,
    Eligibility,
    EmploymentSpell,
    Major,
    Occupation,
    OccupationAlias,
    OccupationMajor,
    RelatedOccupation,
    Route,
    RuleSet,
    RuleSetVersion,
    Standard,
)
from skills.services.catalogue import (
    AliasRow,
    Catalogue,
    ClauseRow,
    LoadReport,
    OccupationRow,
    RelatedRow,
    RouteRow,
    StandardRow,
    VersionRow,
    load_catalogue,
)
from tests.seeds.test_shipped_catalogue import broken_copy
from workforce.enums import Sex, UnitKind
from workforce.models import Unit, Worker

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
TABLES: tuple[type[models.Model], ...] = (
    Occupation,
    OccupationAlias,
    RelatedOccupation,
    Major,
    OccupationMajor,
    RuleSet,
    RuleSetVersion,
    Route,
    Clause,
    Standard,
)


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row of every catalogue table."""
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


def load(catalogue: Catalogue) -> LoadReport:
    return load_catalogue(catalogue=catalogue, now=NOW)


def standard_of(code: str, **changes: Any) -> StandardRow:
    """The shipped standard of an occupation, changed."""
    return replace(next(row for row in read_catalogue().standards if row.occupation == code), **changes)


def with_standards(*rows: StandardRow) -> Catalogue:
    return replace(read_catalogue(), standards=rows)


def test_loading_fills_every_table() -> None:
    load(read_catalogue())

    assert {table.__name__ for table in TABLES if not table._default_manager.exists()} == set()
    assert RuleSetVersion.objects.filter(confirmed_at=None).count() == 0


def test_loading_twice_changes_nothing() -> None:
    load(read_catalogue())
    before = contents()

    report = load(read_catalogue())

    assert (report.added, report.kept) == ({}, [])
    assert contents() == before


def test_clause_keeps_its_place_and_fields() -> None:
    load(read_catalogue())

    stored = Clause.objects.filter(route__code="R23-2-4").order_by("position")

    assert [
        (row.position, row.kind, row.level, row.years, row.diploma_kinds, row.final_year) for row in stored
    ] == [
        (1, "cert", 4, 0, None, False),
        (2, "work", None, 2, None, False),
        (3, "diploma", None, None, ["高级技工学校", "技师学院"], False),
    ]


def test_command_prints_a_summary() -> None:
    first, second = StringIO(), StringIO()

    call_command("load_catalogues", stdout=first)
    call_command("load_catalogues", stdout=second)

    assert str(Occupation.objects.count()) in first.getvalue().splitlines()[0]
    assert len(second.getvalue().splitlines()) == 1


def test_command_refuses_a_bad_row_by_name_and_writes_nothing(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "related_occupations.json", "related_occupations", 4, related="9-99-99-99")

    with pytest.raises(CommandError, match=r"related_occupations\.json, related_occupations 5.*9-99-99-99"):
        call_command("load_catalogues", folder=folder)

    assert Occupation.objects.count() == 0


def test_alias_of_hr_survives() -> None:
    load(read_catalogue())
    fitter = Occupation.objects.get(code="6-20-01-01")
    OccupationAlias.objects.filter(name="钳工").update(occupation=fitter)
    own = OccupationAlias.objects.create(occupation=fitter, name="钳工（装配）", kind="alias")

    report = load(read_catalogue())

    assert OccupationAlias.objects.get(name="钳工").occupation == fitter
    assert OccupationAlias.objects.get(pk=own.pk).name == "钳工（装配）"
    assert len(report.kept) == 1


def test_occupation_of_hr_under_its_own_code_is_kept_and_used() -> None:
    own = Occupation.objects.create(code="BY-7", name="焊工", field="机械", code_mark="design")

    report = load(read_catalogue())

    assert Occupation.objects.get(name="焊工").code == "BY-7"
    assert OccupationAlias.objects.get(name="电焊工").occupation == own
    assert len(report.kept) == 1


def test_standard_of_hr_for_the_same_days_is_kept() -> None:
    load(with_standards())
    own = Standard.objects.create(
        occupation=Occupation.objects.get(name="车工"),
        title="车工企业评价规范",
        edition="2025",
        rule_set=RuleSet.objects.get(code="R2018"),
        valid_from=date(2025, 1, 1),
        document="企业评价规范",
        mark="design",
    )

    report = load(with_standards(standard_of("6-18-01-01")))

    assert list(Standard.objects.all()) == [own]
    assert len(report.kept) == 1


def test_upgrade_ends_a_shipped_standard_and_adds_its_successor() -> None:
    first = standard_of("6-18-01-01")
    load(with_standards(first))
    successor = replace(first, title="车工（2027年版）", valid_from=date(2027, 1, 1))

    load(with_standards(replace(first, valid_to=date(2027, 1, 1)), successor))

    assert list(Standard.objects.order_by("valid_from").values_list("title", "valid_to")) == [
        (first.title, date(2027, 1, 1)),
        ("车工（2027年版）", None),
    ]


def test_two_shipped_standards_on_the_same_days_are_refused() -> None:
    first = standard_of("6-18-01-01")

    with pytest.raises(InvalidInput, match="standards 2"):
        load(with_standards(first, replace(first, title="另一个", origin="standards 2")))


def test_new_major_is_linked_to_diplomas_and_opens_their_grades() -> None:
    load(replace(read_catalogue(), majors=(), occupation_majors=()))
    unit = Unit.objects.create(code="X", name="一厂", kind=UnitKind.COMPANY)
    worker = Worker.objects.create(
        employee_no="X1", name="王一", sex=Sex.MALE, birth_date=date(2000, 5, 1), unit=unit
    )
    EmploymentSpell._default_manager.create(
        worker=worker, occupation=Occupation.objects.get(name="电工"), since=date(2024, 1, 1)
    )
    diploma = Diploma._default_manager.create(
        worker=worker, kind=DiplomaKind.TECHNICAL, major_name="机电一体化", graduated_on=date(2019, 7, 1)
    )

    load(read_catalogue())

    diploma.refresh_from_db()
    assert diploma.major == Major.objects.get(name="机电一体化")
    opened = Eligibility.objects.get(worker=worker, target=3)
    assert (opened.opens_on, opened.route.code) == (date(2018, 9, 1), "R23-4-3")


def version(number: int, valid_from: date, valid_to: date | None, years: int) -> VersionRow:
    """A version of APPT with one route of so many years."""
    route = RouteRow("route", "APPT-7", 7, "文件", "design", "", (ClauseRow("cert", level=6, years=years),))
    return VersionRow(
        f"version {number}", number, valid_from, valid_to, f"文件{number}", "design", "", "0.1.0", (route,)
    )


def with_versions(*versions: VersionRow) -> Catalogue:
    catalogue = read_catalogue()
    appt = next(row for row in catalogue.rule_sets if row.code == "APPT")
    others = [row for row in catalogue.rule_sets if row.code != "APPT"]
    return replace(catalogue, rule_sets=[*others, replace(appt, versions=versions)])


def appt_versions() -> list[tuple[int, date, date | None, bool]]:
    rows = RuleSetVersion.objects.filter(rule_set__code="APPT").order_by("number")
    return [(row.number, row.valid_from, row.valid_to, row.confirmed_at is not None) for row in rows]


def test_upgrade_adds_a_version_and_ends_the_one_before() -> None:
    load(with_versions(version(1, date(2022, 3, 1), None, 5)))

    load(
        with_versions(
            version(1, date(2022, 3, 1), date(2027, 1, 1), 5), version(2, date(2027, 1, 1), None, 3)
        )
    )

    assert appt_versions() == [
        (1, date(2022, 3, 1), date(2027, 1, 1), True),
        (2, date(2027, 1, 1), None, True),
    ]


def test_changed_content_of_a_shipped_version_is_refused() -> None:
    load(with_versions(version(1, date(2022, 3, 1), None, 5)))
    before = contents()

    with pytest.raises(Conflict, match="version 1"):
        load(with_versions(version(1, date(2022, 3, 1), None, 4)))

    assert contents() == before


def test_version_beside_one_that_hr_confirmed_waits() -> None:
    load(with_versions())
    RuleSetVersion.objects.create(
        rule_set=RuleSet.objects.get(code="APPT"),
        number=1,
        valid_from=date(2025, 1, 1),
        document="本企业办法",
        mark="design",
        confirmed_at=NOW,
    )

    report = load(with_versions(version(1, date(2022, 3, 1), None, 5)))

    assert appt_versions() == [(1, date(2025, 1, 1), None, True), (2, date(2022, 3, 1), None, False)]
    assert len(report.kept) == 1
    assert load(with_versions(version(1, date(2022, 3, 1), None, 5))).added == {}


@pytest.mark.parametrize(
    "clause",
    [
        ClauseRow("work"),
        ClauseRow("cert", level=3),
        ClauseRow("age", years=16, level=2),
        ClauseRow("work", years=5, final_year=True),
        ClauseRow("unrecorded"),
        ClauseRow("luck", years=1),
        ClauseRow("unrecorded", unrecorded_fact="no_such_fact"),
        ClauseRow("cert", level=9, years=1),
    ],
)
def test_misshapen_clause_is_refused_with_its_route(clause: ClauseRow) -> None:
    route = RouteRow("rule_sets.json, routes 1", "APPT-7", 7, "文件", "design", "", (clause,))

    with pytest.raises(InvalidInput, match=r"rule_sets\.json, routes 1"):
        load(with_versions(replace(version(1, date(2022, 3, 1), None, 5), routes=(route,))))


@pytest.mark.parametrize(
    "catalogue",
    [
        Catalogue(occupations=[OccupationRow("row 1", "1", "焊工", "机械", "certain")]),
        Catalogue(
            occupations=[OccupationRow(f"row {place}", "1", "焊工", "机械", "design") for place in (0, 1)]
        ),
        Catalogue(aliases=[AliasRow("row 1", "6-18-02-04", "电焊工", "alias")]),
        Catalogue(
            occupations=[OccupationRow("row 0", "1", "焊工", "机械", "design")],
            related=[RelatedRow("row 1", "1", "1", "design")],
        ),
        Catalogue(
            occupations=[OccupationRow("row 0", "1", "焊工", "机械", "design")],
            standards=[
                StandardRow("row 1", "1", "焊工", "2023", "R1", date(2024, 1, 1), None, "文件", "design", "1")
            ],
        ),
    ],
    ids=["unknown mark", "listed twice", "unknown occupation", "related to itself", "unknown rule set"],
)
def test_row_that_cannot_be_right_is_refused_by_its_place(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidInput, match="row 1"):
        load(catalogue)
    assert Occupation.objects.count() == 0
