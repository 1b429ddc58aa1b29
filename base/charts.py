"""Charts as numbers to draw: each stands beside the table that says the same in figures.

Drawn as SVG by the server: they print, need no script, and a reader that does not see reads the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise
#: How many colours the steps of a stack have; the last is used for all beyond.
SHADES = 8
WIDTH = 100.0


@dataclass(frozen=True)
class StackRow:
    """A bar made of parts, e.g. the people of a year by level. `url` lists what the bar stands for."""

    label: Text
    parts: Sequence[int]
    urls: Sequence[str] = ()

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(self.parts)


@dataclass(frozen=True)
class Piece:
    """A part of a bar in the SVG: where it begins, how wide it is (0–100), its colour (1 the lightest)."""

    x: float
    width: float
    shade: int


@dataclass(frozen=True)
class DrawnStack:
    """A row with its pieces, and each part as written with the page that lists it."""

    row: StackRow
    pieces: list[Piece]
    cells: list[tuple[str, str]]
    total: str


def draw_stacks(rows: Sequence[StackRow]) -> list[DrawnStack]:
    """Measure the bars against the longest, so that growth is seen."""
    longest = max((row.total for row in rows), default=0) or 1
    return [_drawn(row, longest) for row in rows]


def _drawn(row: StackRow, longest: int) -> DrawnStack:
    pieces, x = [], 0.0
    for place, part in enumerate(row.parts):
        width = part * WIDTH / longest
        if part:
            pieces.append(Piece(round(x, 2), round(width, 2), min(place + 1, SHADES)))
        x += width
    urls = [*row.urls, *[""] * (len(row.parts) - len(row.urls))]
    cells = [(f"{part:,}", url) for part, url in zip(row.parts, urls, strict=True)]
    return DrawnStack(row, pieces, cells, f"{row.total:,}")
