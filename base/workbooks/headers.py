"""Finding a table's header by the names of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.text import clean

#: A header stands within this many rows from the top.
SEARCHED_ROWS = 30
#: A row with at least this many known names (or all of them, in a narrow table) is a header.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column a table may have: its key, its label, other names it goes by.

    A `needed` column must be there. A `counts=False` column (running numbers) does not make a row non-blank.
    """

    key: str
    label: str
    other_names: tuple[str, ...] = ()
    needed: bool = False
    counts: bool = True

    @property
    def names(self) -> frozenset[str]:
        """All names in the form in which header cells are compared."""
        return frozenset(header_name(name) for name in (self.label, *self.other_names))


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands (row as the spreadsheet numbers it) and which column holds what (from 0).

    `unknown` are the texts of columns that are not read.
    """

    row: int
    columns: dict[str, int]
    unknown: tuple[str, ...]


def header_name(value: object) -> str:
    """A header cell in the form compared: narrow, lower case, without spaces, stars or colons."""
    text = "".join(clean(value).split()) if isinstance(value, str) else ""
    return text.strip("*:").lower()


def find_header(rows: Iterable[Sequence[object]], columns: Sequence[KnownColumn]) -> Header | None:
    """The row among the first ones that names the most known columns, if it names enough of them.

    Raises InvalidInput when a column stands in it twice or a needed one is missing.
    """
    key_by_name = {name: column.key for column in columns for name in column.names}
    best: Header | None = None
    best_names: list[str] = []
    enough = min(_ENOUGH, len(columns))
    for number, row in enumerate(rows, 1):
        names = [header_name(value) for value in row]
        known = _known_columns(names, key_by_name)
        if len(known) >= max(enough, len(best.columns) + 1 if best else 0):
            unread = [index for index, name in enumerate(names) if name and name not in key_by_name]
            unknown = tuple(str(row[index]).strip() for index in unread)
            best, best_names = Header(number, known, unknown), names
    if best is not None:
        _check_header(best, best_names, columns, key_by_name)
    return best


def _known_columns(names: Sequence[str], key_by_name: Mapping[str, str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in key_by_name:
            known.setdefault(key_by_name[name], index)
    return known


def _check_header(
    header: Header, names: list[str], columns: Sequence[KnownColumn], key_by_name: dict[str, str]
) -> None:
    labels = {column.key: column.label for column in columns}
    times = Counter(key_by_name[name] for name in names if name in key_by_name)
    twice = [labels[key] for key, count in times.items() if count > 1]
    if twice:
        raise InvalidInput(
            _("The header in row %(row)d has a column twice: %(columns)s. Please keep one of them.")
            % {"row": header.row, "columns": "、".join(twice)},
            code="column_twice",
        )
    missing = [column.label for column in columns if column.needed and column.key not in header.columns]
    if missing:
        raise InvalidInput(
            _("The header in row %(row)d lacks a column that is needed: %(columns)s.")
            % {"row": header.row, "columns": "、".join(missing)},
            code="column_missing",
        )


def no_header(columns: Sequence[KnownColumn]) -> InvalidInput:
    """The refusal of a workbook in which no sheet has a known header; it lists the known columns."""
    return InvalidInput(
        _("No header was recognised in the first %(rows)d rows of any sheet. Known columns are: %(columns)s.")
        % {"rows": SEARCHED_ROWS, "columns": "、".join(column.label for column in columns)},
        code="header_not_found",
    )


def two_headers(sheets: Sequence[str]) -> InvalidInput:
    """The refusal of a workbook in which several sheets have a header: none is passed over in silence."""
    return InvalidInput(
        _("Several sheets have a header: %(sheets)s. Please upload a workbook with one of them.")
        % {"sheets": "、".join(sheets)},
        code="header_on_two_sheets",
    )
