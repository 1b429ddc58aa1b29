"""The frame of the benchmarks: what takes turns, what a line says, what is written into the README."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import report, sections
from benchmarks.sections import Section
from benchmarks.table import Line, as_markdown, as_text, seconds
from benchmarks.timing import Timing, paired


def test_runs_take_turns_and_warm_rounds_do_not_count() -> None:
    done: list[str] = []
    times = paired({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, rounds=3, warm=2)
    assert done == ["a", "b"] * 5
    assert {name: len(timing.seconds) for name, timing in times.items()} == {"a": 3, "b": 3}


def test_two_rounds_are_counted_however_long_they_take() -> None:
    done: list[int] = []
    paired({"a": lambda: done.append(1)}, rounds=9, warm=1, most_seconds=0)
    assert len(done) == 3


def test_a_time_is_held_against_the_quickest_run_of_its_yardstick() -> None:
    slow, quick = Timing((0.5, 0.040, 0.9)), Timing((0.020, 7.0))
    line = Line.at_most("name", "case", slow, ("beside", quick), most=1.5)
    assert (line.ratio, line.met, line.yardstick) == (2.0, False, "20.0 ms (beside)")
    assert Line.at_most("name", "case", slow, ("beside", quick), most=1.5, or_seconds=0.04).met
    assert Line.at_most("name", "case", slow, ("beside", quick), most=2).met
    assert line.because("disk").reason == "disk"


def test_a_number_is_held_against_the_most_it_may_be() -> None:
    assert Line.counted("name", "case", 8, most=8, unit="statements").met
    assert not Line.counted("name", "case", 9, most=8, unit="statements").met


def test_the_table_shows_every_line_and_what_is_missed() -> None:
    line = Line("pipe | name", "case", "9 rows", "≤ 8 rows", met=False, reason="too many")
    assert as_markdown([line]).splitlines()[2] == (
        r"| pipe \| name | case | 9 rows |  |  | ≤ 8 rows | **no**: too many |"
    )
    assert as_text(line).startswith("NOT pipe")


@pytest.mark.parametrize(("value", "text"), [(0.00042, "420 µs"), (0.0123, "12.3 ms"), (4.561, "4.56 s")])
def test_times_are_written_as_people_read_them(value: float, text: str) -> None:
    assert seconds(value) == text


@pytest.fixture(name="readme")
def _readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(report, "README", readme)
    monkeypatch.setattr(sections, "KEPT", tmp_path / "results")
    return readme


def _section(
    name: str, case: str, *, sizes: tuple[int, ...] = (10, 20), machine: str = "a machine"
) -> Section:
    began = "2026-11-22 04:00" if machine == "a machine" else "2026-11-22 03:00"
    return Section(name, sizes, machine, began, 90.0, (Line(case, "", "1 row", "", met=True),))


def test_results_replace_those_of_the_last_run(readme: Path) -> None:
    report.write_results([_section("lists", "sorted"), _section("memory", "walked")])
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\na machine\nEnterprises of 10, 20 workers. ")
    assert "Minutes it took: lists 1.5, memory 1.5.\n\n| What" in text
    assert text.endswith(f"| yes |\n{report.END}\nafter\n")
    assert "old" not in text


def test_a_section_measured_again_stands_beside_the_others_as_kept(readme: Path) -> None:
    _section("lists", "sorted", machine="another commit").keep()
    _section("imports", "of other sizes", sizes=(10,)).keep()
    report.write_results([_section("memory", "walked")])
    text = readme.read_text(encoding="utf-8")
    assert text.index("| sorted |") < text.index("| walked |")
    assert "Measured apart: lists, 2026-11-22 03:00, another commit" in text
    assert "of other sizes" not in text


def test_a_kept_section_is_read_as_it_was(readme: Path) -> None:
    section = _section("lists", "sorted")
    section.keep()
    assert sections.kept_section("lists") == section
    assert sections.kept_section("exports") is None


def test_a_bench_that_breaks_off_leaves_what_it_has(readme: Path) -> None:
    section = sections.measure_apart("lists", {10: "no_such_database"}, machine="a machine", say=print)
    assert [(line.name, line.figure, line.met) for line in section.lines] == [("lists", "broke off", False)]
    assert sections.kept_section("lists") == section


def test_sections_are_bench_modules_in_the_order_of_the_table() -> None:
    assert all(callable(import_module(f"benchmarks.{name}").run) for name in sections.SECTIONS)
    assert sections.chosen(["memory", "lists"]) == ["lists", "memory"]
    with pytest.raises(SystemExit, match="nosuch"):
        sections.chosen(["nosuch"])
