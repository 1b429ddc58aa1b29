"""How many rows the parts of a filtered list have, and how each is read therefore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from base.beside import Beside, index_order
from base.parts import Part, PartedQuerySet, parts_of, texts_of_parts

#: So many rows of a part are found and sorted; of more, the next ones are met soon in the order of the list.
FEW = 300
#: Counted no further in each part: lists count up to a thousand.
MOST_COUNTED = 1_001
#: The keys of so many rows are gathered, and the rows walked compared with them; of more, the next ones are
#: met sooner than so many are gathered. Rows known to be more than counted are gathered where they are asked
#: for by a value or between two: asked for from a value on, they are mostly too many.
MOST_GATHERED = 5_000
#: In each part of a list they are gathered before its first row is known: in many parts for nothing.
MOST_PARTS_GATHERED = 4


@dataclass(frozen=True)
class NumberedParts:
    """The parts that have rows, with their numbers; `is_exact`: these are the rows, not rows and others."""

    parts: Sequence[Part]
    is_exact: bool

    @property
    def number(self) -> int:
        """All rows together."""
        return sum(part.number or 0 for part in self.parts)


def parts_by_number(rows: QuerySet[Any]) -> NumberedParts | None:
    """The parts of rows filtered by the table beside, counted there up to `MOST_COUNTED` each.

    None where nothing is known, or nothing asked, of that table. Causes one SQL query, once for a queryset.
    A part of a `FEW` is found by what it is filtered by; to meet them in the list's order one would pass all
    its people. An ordered part of more is walked.
    """
    beside = rows.beside if isinstance(rows, PartedQuerySet) else None
    if beside is None or not beside.is_narrowed or not isinstance(rows, PartedQuerySet):
        return None
    if rows.numbered is None:
        rows.numbered = _counted(parts_of(rows), beside, rows.db)
    return NumberedParts(rows.numbered, beside.is_all) if rows.numbered is not None else None


def _counted(parts: Sequence[Part], beside: Beside, using: str) -> Sequence[Part] | None:
    told: dict[int, Part] = {}
    for place, part in enumerate(parts):
        said = beside.said(part.condition)
        if said is None or not part.is_ordered:
            return None
        told[place] = Part(said, is_ordered=True, number=place)
    texts: list[str] = []
    parameters: list[Any] = []
    for part, text, values in texts_of_parts(told.values(), lambda part: _rows_counted(beside.rows, part)):
        texts.append(f"SELECT {part.number:d}, COUNT(*) FROM ({text}) AS part")  # noqa: S608 - Django wrote it
        parameters.extend(values)
    if not texts:
        return ()
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), parameters)
        numbers: dict[int, int] = dict(cursor.fetchall())
    return tuple(
        replace(
            part,
            number=number,
            is_ordered=number > FEW,
            said=told[place].condition if number < MOST_COUNTED or beside.is_bounded else None,
        )
        for place, part in enumerate(parts)
        if (number := numbers.get(place, 0))
    )


def _rows_counted(beside: QuerySet[Any], part: Part) -> QuerySet[Any, Any]:
    rows = beside.filter(part.condition)
    return rows.order_by(*index_order(rows, rows.model)).values("pk")[:MOST_COUNTED]


def counted_beside(rows: QuerySet[Any]) -> QuerySet[Any] | None:
    """The rows beside that are as many as these, told by that table's indexes; None where that is not known.

    What only the list can be asked for is looked up for the exceptions where it is what most rows are: they
    are fewer to compare with than the others.
    """
    beside = rows.beside if isinstance(rows, PartedQuerySet) else None
    if beside is None or not (beside.is_whole and beside.is_narrowed):
        return None
    found = beside.rows.using(rows.db)
    if beside.is_all:
        return found
    if not all(_is_usual(asked, rows.model) for asked in beside.unsaid):
        return None
    of_listed: Any = rows.model._meta.get_field(beside.path)
    listed = rows.model._default_manager.filter(pk=OuterRef(of_listed.field.attname))
    return found.filter(~Exists(listed.exclude(*beside.unsaid)))


def _is_usual(asked: Q, model: type[Model]) -> bool:
    """Whether it asks for nothing but the default of columns that are never empty: most rows have that."""
    fields = {field.name: field for field in model._meta.concrete_fields if not field.null}
    return not asked.negated and all(
        isinstance(child, tuple) and child[0] in fields and child[1] == fields[child[0]].default
        for child in asked.children
    )


def is_gathered_beside(listed: type[Model], beside: Beside, part: Part) -> Case:
    """Whether the row beside is one of the part's, looked up among their keys if these are not too many.

    To be asked of rows that are walked in the list's order: their index alone then tells who is wanted, and
    the table beside is not read for all the others. Of many the answer is yes, and each row is looked up.
    """
    rows = beside.rows.filter(part.said or Q())
    in_order = rows.order_by(*index_order(rows, rows.model)).annotate(is_more=Value(True)).values("is_more")
    of_listed: Any = listed._meta.get_field(beside.path)
    # in a CASE the database keeps it a look-up among keys; it would join the tables again
    return Case(
        When(
            Subquery(in_order[MOST_GATHERED : MOST_GATHERED + 1], output_field=BooleanField()),
            then=Value(True),
        ),
        default=ExpressionWrapper(
            Q(pk__in=rows.order_by().values(of_listed.field.name)), output_field=BooleanField()
        ),
        output_field=BooleanField(),
    )
