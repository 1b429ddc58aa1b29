"""What the shipped catalogue says, checked against the rules it stands for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from base.errors import InvalidInput
from seeds.catalogue_files import CATALOGUE, read_catalogue
from skills.enums import Mark
from skills.services.catalogue import ClauseRow

SCHOOLS = ("中专", "职业高中", "技工学校", "高级技工学校", "技师学院", "大专", "本科", "研究生")
TECHNICIAN_SCHOOLS = ("高级技工学校", "技师学院")
COLLEGES = ("大专", "本科", "研究生")


def work(years: int) -> ClauseRow:
    return ClauseRow("work", years=years)


def cert(level: int, years: int) -> ClauseRow:
    return ClauseRow("cert", level=level, years=years)


def title(rank: int, years: int) -> ClauseRow:
    return ClauseRow("title", rank=rank, years=years)


def diploma(kinds: tuple[str, ...], *, final_year: bool) -> ClauseRow:
    return ClauseRow("diploma", diploma_kinds=kinds, final_year=final_year)


def unrecorded(fact: str) -> ClauseRow:
    return ClauseRow("unrecorded", unrecorded_fact=fact)


#: The routes of the 2023 and 2018 drafting rules and of levels 7 and 8, by code: target level and clauses.
ROUTES: dict[str, tuple[int, tuple[ClauseRow, ...]]] = {
    "R23-5-1": (2, (ClauseRow("age", years=16),)),
    "R23-4-1": (3, (work(5),)),
    "R23-4-2": (3, (cert(2, 3),)),
    "R23-4-3": (3, (diploma(SCHOOLS, final_year=True),)),
    "R23-3-1": (4, (work(10),)),
    "R23-3-2": (4, (cert(3, 4),)),
    "R23-3-3": (4, (title(1, 1),)),
    "R23-3-4": (4, (diploma(TECHNICIAN_SCHOOLS, final_year=True),)),
    "R23-3-5": (4, (cert(3, 0), diploma(COLLEGES, final_year=True))),
    "R23-3-6": (4, (unrecorded("evaluated_programme"), diploma(COLLEGES, final_year=True))),
    "R23-2-1": (5, (cert(4, 5),)),
    "R23-2-2": (5, (cert(4, 1), title(1, 5))),
    "R23-2-3": (5, (title(2, 1),)),
    "R23-2-4": (5, (cert(4, 0), work(2), diploma(TECHNICIAN_SCHOOLS, final_year=False))),
    "R23-2-5": (5, (cert(4, 2), unrecorded("technician_class"))),
    "R23-1-1": (6, (cert(5, 5),)),
    "R23-1-2": (6, (cert(5, 1), title(2, 5))),
    "R23-1-3": (6, (title(3, 1),)),
    "R18-5-1": (2, (work(1),)),
    "R18-5-2": (2, (ClauseRow("apprenticeship"),)),
    "R18-4-1": (3, (cert(2, 4),)),
    "R18-4-2": (3, (work(6),)),
    "R18-4-3": (3, (diploma(SCHOOLS, final_year=True),)),
    "R18-3-1": (4, (cert(3, 5),)),
    "R18-3-2": (4, (cert(3, 0), diploma(TECHNICIAN_SCHOOLS, final_year=True))),
    "R18-3-3": (4, (cert(3, 2), diploma(COLLEGES, final_year=False))),
    "R18-2-1": (5, (cert(4, 4),)),
    "R18-2-2": (5, (cert(4, 0), work(3), diploma(TECHNICIAN_SCHOOLS, final_year=False))),
    "R18-2-3": (5, (unrecorded("pre_technician_certificate"),)),
    "R18-1-1": (6, (cert(5, 4),)),
    "APPT-7": (7, (cert(6, 5),)),
    "APPT-8": (8, (cert(7, 3),)),
}

#: The trades of the sample roster and the majors each accepts of the sample's three.
SAMPLE_TRADES = {
    "电工": {"机电一体化"},
    "钳工": {"机电一体化"},
    "焊工": {"机电一体化"},
    "车工": {"机电一体化"},
    "起重工": {"机电一体化"},
    "化学检验员": {"化学工程"},
}


def code_of(name: str) -> str:
    """The occupation code a roster term resolves to, by name or by other name."""
    catalogue = read_catalogue()
    codes = {row.name: row.occupation for row in catalogue.aliases}
    codes.update((row.name, row.code) for row in catalogue.occupations)
    return codes[name]


def test_routes_are_those_of_the_rules() -> None:
    shipped = {
        route.code: (route.target, route.clauses)
        for rule_set in read_catalogue().rule_sets
        for version in rule_set.versions
        for route in version.routes
    }

    assert shipped == ROUTES


def test_only_levels_7_and_8_apply_to_every_occupation() -> None:
    applies = {row.code: row.applies_to_all for row in read_catalogue().rule_sets}

    assert applies == {"R2023": False, "R2018": False, "APPT": True}


def test_classification_holds_every_field_it_must() -> None:
    occupations = read_catalogue().occupations

    assert len(occupations) >= 75
    assert {row.field for row in occupations} == {
        "冶金",
        "采矿",
        "化工",
        "医药",
        "机械",
        "电气",
        "建材",
        "电力",
    }


@pytest.mark.parametrize(("trade", "majors"), SAMPLE_TRADES.items())
def test_sample_trade_accepts_its_majors_by_the_2023_rules(trade: str, majors: set[str]) -> None:
    catalogue, code = read_catalogue(), code_of(trade)
    sample_majors = {"机电一体化", "化学工程", "冶金技术"}

    assert {
        row.major for row in catalogue.occupation_majors if row.occupation == code
    } & sample_majors == majors
    assert [row.rule_set for row in catalogue.standards if row.occupation == code] == ["R2023"]


def test_sample_trades_do_not_count_for_one_another() -> None:
    codes = {code_of(trade) for trade in SAMPLE_TRADES}

    assert [row for row in read_catalogue().related if row.occupation in codes and row.related in codes] == []


def test_every_occupation_has_one_standard() -> None:
    catalogue = read_catalogue()

    assert sorted(row.occupation for row in catalogue.standards) == sorted(
        row.code for row in catalogue.occupations
    )


def test_marks_say_what_is_recalled() -> None:
    marks = {row.code: row.mark for row in read_catalogue().occupations}

    assert marks["6-31-01-03"] == Mark.ATTESTED
    assert marks["6-30-05-02"] == Mark.RECALLED


def broken_copy(folder: Path, file: str, key: str, place: int, **values: Any) -> Path:
    """The shipped catalogue with the values of one row replaced."""
    target = shutil.copytree(CATALOGUE, folder / "catalogue")
    content = json.loads((target / file).read_text("utf-8"))
    content[key][place].update(values)
    (target / file).write_text(json.dumps(content), "utf-8")
    return target


def test_unknown_mark_is_refused_with_file_and_row(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "occupations.json", "occupations", 2, mark="certain")

    with pytest.raises(InvalidInput, match=r"occupations\.json, occupations 3 \(6-11-01-04\)"):
        read_catalogue(folder)


def test_unreadable_day_is_refused_with_file_and_row(tmp_path: Path) -> None:
    folder = broken_copy(tmp_path, "standards.json", "standards", 0, valid_from="2024-13-01")

    with pytest.raises(InvalidInput, match=r"standards\.json, standards 1 .*valid_from"):
        read_catalogue(folder)


def test_stray_clause_field_is_refused(tmp_path: Path) -> None:
    target = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    content = json.loads((target / "rule_sets.json").read_text("utf-8"))
    content["rule_sets"][0]["versions"][0]["routes"][1]["clauses"][0]["yeras"] = 4
    (target / "rule_sets.json").write_text(json.dumps(content), "utf-8")

    with pytest.raises(InvalidInput, match=r"rule_sets\.json.*R23-4-1.*yeras"):
        read_catalogue(target)


def test_file_that_is_no_json_is_refused_by_name(tmp_path: Path) -> None:
    target = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    (target / "aliases.json").write_text("{", "utf-8")

    with pytest.raises(InvalidInput, match=r"aliases\.json"):
        read_catalogue(target)
