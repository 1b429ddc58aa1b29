"""The frame of the benchmarks: what takes turns, what a line says, what is written into the README."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.bench import Bench
from benchmarks.running import benches
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


def test_results_replace_those_of_the_last_run(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(report, "README", readme)
    monkeypatch.setattr(report, "machine", lambda bench: "a machine")
    bench = Bench({10: "small", 20: "large"})
    report.write_results(bench, [Line("name", "case", "1 row", "≤ 8 rows", met=True)])
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\na machine\nEnterprises of 10, 20 workers.\n")
    assert text.endswith(f"| yes |\n{report.END}\nafter\n")
    assert "old" not in text


def test_the_benches_are_found_by_their_run() -> None:
    assert "lists" in benches()
    assert "timing" not in benches()
    assert list(benches(["lists"])) == ["lists"]
    with pytest.raises(SystemExit, match="nosuch"):
        benches(["nosuch"])
