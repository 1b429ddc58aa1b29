"""The rows of a list as HTML, written without a template a cell: a page draws hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from base.badges import draw_badge
from base.cells import CellKind
from base.lists.columns import Cell, Column, RowCells

Drawn = Callable[[RowCells, Cell], str]


def draw_rows(
    context: Context, rows: Iterable[RowCells], columns: Sequence[Column], *, chosen: bool | None
) -> SafeString:
    """The lines of the table's body.

    `chosen` tells whether the box before each row is ticked; None draws no boxes. `context` is what a cell
    with a template of its own sees besides `row` and `value`. The words around the cells are looked up once.
    """
    cells = [(_opening(column), _drawer(context, column)) for column in columns]
    box = None if chosen is None else _BoxDrawer(is_chosen=chosen)
    return mark_safe("".join(_lines(rows, cells, box)))  # noqa: S308 - every value is escaped below


def _lines(
    rows: Iterable[RowCells], cells: Sequence[tuple[str, Drawn]], box: _BoxDrawer | None
) -> Iterator[str]:
    for line in rows:
        yield "<tr>" if box is None else f"<tr>{box.draw(line)}"
        for (opening, draw), cell in zip(cells, line.cells, strict=True):
            yield opening
            yield _plain(line, cell) if cell.is_hidden else draw(line, cell)
            yield "</td>"
        yield "</tr>"


class _BoxDrawer:
    """Draws the box that chooses a row for an act."""

    def __init__(self, *, is_chosen: bool) -> None:
        self._words = _("Choose %(row)s")
        self._end = '" checked></td>' if is_chosen else '"></td>'

    def draw(self, line: RowCells) -> str:
        words = self._words % {"row": _escaped(line.label)}
        return (
            '<td class="cell-choice"><input type="checkbox" class="form-check-input" name="row" '
            f'value="{_escaped(line.row.pk)}" form="bulk" aria-label="{words}{self._end}'
        )


def _opening(column: Column) -> str:
    named = "" if column.kind is CellKind.TEXT else f' class="cell-{column.kind.value}"'
    return f'<td{named} data-label="{_escaped(column.label)}">'


def _drawer(context: Context, column: Column) -> Drawn:
    if column.drawn is not None:
        draw = column.drawn
        return lambda line, cell: draw(line.row, cell.value)
    if column.template:
        return _from_template(context, column.template)
    if column.link is None and column.kind is CellKind.BADGE:
        return lambda line, cell: draw_badge(cell.value) if cell.value else _plain(line, cell)
    return _linked if column.link is not None else _plain


def _from_template(context: Context, name: str) -> Drawn:
    """As an include draws it; the template is looked for once."""
    template = get_template(name).template  # type: ignore[attr-defined]  # the engine's own, for a Context

    def draw(line: RowCells, cell: Cell) -> str:
        with context.push(row=line.row, value=cell.value):
            return str(template.render(context))

    return draw


def _linked(line: RowCells, cell: Cell) -> str:
    if not cell.url:
        return (
            draw_badge(cell.value)
            if cell.column.kind is CellKind.BADGE and cell.value
            else _plain(line, cell)
        )
    return f'<a href="{_escaped(cell.url)}">{_plain(line, cell)}</a>'


def _plain(line: RowCells, cell: Cell) -> str:
    return _escaped(cell.text)


def _escaped(value: object) -> str:
    """Safe HTML stays, all else is escaped; words that are looked up when written are looked up now."""
    return conditional_escape(value if isinstance(value, str) else str(value))
