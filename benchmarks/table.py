"""The lines of the table of results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from benchmarks.timing import Timing

HEAD = ("What", "Measured", "Figure", "Yardstick", "Ratio", "Target", "Met")


@dataclass(frozen=True)
class Line:
    """One result: what was measured, its figure beside a yardstick, the ratio and whether it is good enough.

    `figure` and `yardstick` carry their units. `reason` says why a target is missed, or what limits a figure.
    """

    name: str
    measured: str
    figure: str
    target: str
    met: bool
    yardstick: str = ""
    ratio: float | None = None
    reason: str = ""

    @classmethod
    def at_most(
        cls,
        name: str,
        measured: str,
        timing: Timing,
        yardstick: tuple[str, Timing],
        *,
        most: float,
        or_seconds: float | None = None,
        reason: str = "",
    ) -> Line:
        """A time that may be at most so many times that of the yardstick, or at most so many seconds."""
        beside, other = yardstick
        ratio = timing.ratio_to(other)
        target = f"≤ {most:g} ×" + (f" or ≤ {seconds(or_seconds)}" if or_seconds is not None else "")
        return cls(
            name,
            measured,
            seconds(timing.least),
            target,
            ratio <= most or (or_seconds is not None and timing.least <= or_seconds),
            f"{seconds(other.least)} ({beside})",
            ratio,
            reason,
        )

    @classmethod
    def counted(
        cls, name: str, measured: str, number: int, *, most: int, unit: str, reason: str = ""
    ) -> Line:
        """A number (statements, bytes, rows) that may be at most so large."""
        return cls(name, measured, f"{number:,} {unit}", f"≤ {most:,} {unit}", number <= most, reason=reason)

    def because(self, reason: str) -> Line:
        """The same with the measured cause, where the target is missed."""
        return self if self.met else replace(self, reason=reason)

    def cells(self) -> tuple[str, ...]:
        """The texts of its row, as `HEAD` names them."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = "yes" if self.met else "**no**"
        met = f"{met}: {self.reason}" if self.reason else met
        return self.name, self.measured, self.figure, self.yardstick, ratio, self.target, met


def seconds(value: float) -> str:
    """A time as people read it: 840 µs, 12.3 ms, 4.56 s."""
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def as_markdown(lines: Iterable[Line]) -> str:
    """The table in Markdown."""
    rows = [HEAD, tuple("---" for _name in HEAD), *(line.cells() for line in lines)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def as_text(line: Line) -> str:
    """One line for the terminal."""
    ratio = "" if line.ratio is None else f" = {line.ratio:.2f} ×"
    beside = f" to {line.yardstick}" if line.yardstick else ""
    verdict = "ok " if line.met else "NOT"
    return f"{verdict} {line.name}, {line.measured}: {line.figure}{beside}{ratio} (target {line.target})"
