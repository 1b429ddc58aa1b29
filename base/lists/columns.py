"""The columns of a list: what each holds, which a person may see, and which they chose in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from base.cells import CellKind, format_cell, read_path
from base.scoping import AnyUser

Text = str | Promise

#: The column picker's own fields: one ``column`` for each ticked, ``place_<name>`` for its position.
PICKED_FIELD = "column"
PLACE_PREFIX = "place_"
PICKER_FIELD = "pick_columns"


@dataclass(frozen=True)
class Column:
    """A column of a list.

    `value` is a dotted path from the row or a function of it (`name` when not given); `sort` names a sort
    key; `link` gives the page of the row; `drawn` writes the cell as HTML from the row and the value, and
    `template` does it where tags of the page are needed (a form, many parts); `drawn_once` is what the cells
    refer to, written once above the table. `exported` is what a file
    holds instead of `value`, where that is a drawing. `who` hides the column from those who may
    not see it anywhere; `sight`, asked once a list, gives the question whether this person sees the cell of
    this row (role × field). An `optional` column is shown to those who choose it; one with
    `is_exported` false is only for the screen (a button).
    """

    name: str
    label: Text
    value: str | Callable[[Any], object] = ""
    kind: CellKind = CellKind.TEXT
    sort: str = ""
    link: Callable[[Any], str] | None = None
    drawn: Callable[[Any, Any], SafeString] | None = None
    template: str = ""
    drawn_once: Callable[[], SafeString] | None = None
    who: Callable[[AnyUser], bool] | None = None
    exported: str | Callable[[Any], object] = ""
    sight: Callable[[AnyUser], Callable[[Any], bool]] | None = None
    optional: bool = False
    is_exported: bool = True

    def read(self, row: Any) -> object:
        """The value of the cell."""
        return _read(row, self.value or self.name)

    @property
    def reader_for_file(self) -> Callable[[Any], object]:
        """What reads the value of the cell as a file holds it."""
        value = self.exported or self.value or self.name
        if callable(value):
            return value
        return partial(_read_path if "." in value else _read_attribute, value)


def _read_path(path: str, row: Any) -> object:
    return read_path(row, path)


def _read_attribute(name: str, row: Any) -> object:
    """`read_path` where nothing is on the way: a file holds hundreds of thousands of such cells."""
    try:
        found = getattr(row, name)
    except ObjectDoesNotExist:
        return None
    return found() if callable(found) and not isinstance(found, type) else found


def _read(row: Any, value: str | Callable[[Any], object]) -> object:
    return value(row) if callable(value) else read_path(row, value)


@dataclass(frozen=True)
class Heading:
    """The head of a column: where a click sorts to and how it is sorted now (``aria-sort``)."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """A drawn cell; `is_hidden` when this person may not see it of this row."""

    column: Column
    value: object
    text: object
    url: str
    is_hidden: bool = False


@dataclass(frozen=True)
class RowCells:
    """A row with its cells in the order of the columns; `label` names it for a screen reader."""

    row: Any
    cells: list[Cell]

    @property
    def label(self) -> str:
        """The first two cells that are plain text, which say which row this is."""
        texts = [str(cell.text) for cell in self.cells if cell.column.kind is not CellKind.BADGE]
        return " ".join(texts[:2])


@dataclass(frozen=True)
class ColumnChoice:
    """A line of the column picker: a column, whether it is shown, and at which place (from 1)."""

    column: Column
    is_shown: bool
    place: int


@dataclass(frozen=True)
class ColumnSet:
    """The columns of a list for one person: those shown, in order, and every one they may choose.

    `unknown` are names in the address that this list does not have, or not for this person.
    """

    shown: list[Column]
    allowed: list[Column]
    unknown: list[str]
    is_chosen: bool

    @property
    def choices(self) -> list[ColumnChoice]:
        """The picker's lines: the shown columns first, in their order."""
        lines = self.shown + [column for column in self.allowed if column not in self.shown]
        return [ColumnChoice(column, column in self.shown, place) for place, column in enumerate(lines, 1)]


def choose_columns(columns: Sequence[Column], user: AnyUser, parameter: str) -> ColumnSet:
    """The columns named by the ``columns`` parameter; without a name that counts, those shown to all."""
    allowed = [column for column in columns if column.who is None or column.who(user)]
    by_name = {column.name: column for column in allowed}
    asked = list(dict.fromkeys(name for name in parameter.split(",") if name))
    chosen = [by_name[name] for name in asked if name in by_name]
    usual = [column for column in allowed if not column.optional]
    return ColumnSet(
        shown=chosen or usual,
        allowed=allowed,
        unknown=[name for name in asked if name not in by_name],
        is_chosen=bool(chosen) and chosen != usual,
    )


def picked_columns(picked: Sequence[str], places: Mapping[str, str]) -> str:
    """The ``columns`` parameter for what was ticked in the picker.

    `places` are the numbers beside the columns, in the order the picker showed them. A column given another
    place takes it before the one that stands there, or after it when it came from further in front.
    """
    stood = {name: place for place, name in enumerate(places, 1)}

    def place(name: str) -> tuple[float, int]:
        before, typed = stood.get(name, len(stood) + 1), places.get(name, "")[:4]
        wanted = int(typed) if typed.isascii() and typed.isdigit() else before
        moved = 0.5 if wanted > before else -0.5 if wanted < before else 0
        return (wanted + moved, before)

    return ",".join(sorted(dict.fromkeys(picked), key=place))


class CellReader:
    """Reads the cells of one person's columns; each column's `sight` is asked for once."""

    def __init__(self, columns: Sequence[Column], user: AnyUser) -> None:
        self._columns = [(column, column.sight(user) if column.sight else None) for column in columns]
        self._for_file = [(column.reader_for_file, sees) for column, sees in self._columns]

    def draw(self, row: Any) -> RowCells:
        """A row as the page shows it."""
        return RowCells(row, [_draw(column, row, sees) for column, sees in self._columns])

    def values(self, row: Any) -> list[object]:
        """A row as a file holds it; None where this person may not see the cell."""
        return [read(row) if sees is None or sees(row) else None for read, sees in self._for_file]


def _draw(column: Column, row: Any, sees: Callable[[Any], bool] | None) -> Cell:
    if sees is not None and not sees(row):
        return Cell(column, None, format_cell(None), "", is_hidden=True)
    value = column.read(row)
    return Cell(column, value, format_cell(value, column.kind), column.link(row) if column.link else "")
