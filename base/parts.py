"""A list in parts: each part is a stretch of the indexes that keep the list in its orders.

An index that begins with the company and whether somebody is employed yields the people of one company in
order at once, but not those of two, nor those gone beside those employed. A queryset that says of which
parts it consists is read part by part and merged, and passes no row of anybody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Model, Q, QuerySet

from base.beside import Beside
from base.scoping import ScopedQuerySet

M = TypeVar("M", bound=Model, covariant=True)


@dataclass(frozen=True)
class Part:
    """Some rows of a list.

    An `ordered` part is what an index yields in the order of the list, so its first rows are the next ones of
    the index. The rows of any other are few and are found first, then sorted. Without knowledge (None) the
    database chooses, which goes wrong where the rows lie together in an order.

    `beside` says the same of the table an order stands in where that is not the listed one: the indexes of
    that table begin with what it says. Saying both makes the database expect far too few rows.

    `number` is how many rows were counted beside, where that was done (`base.part_numbers`), and `said` the
    condition in the words of the rows counted, where their keys are worth gathering.
    """

    condition: Q
    is_ordered: bool | None = None
    beside: Q | None = None
    number: int | None = None
    said: Q | None = None


WHOLE = (Part(Q()),)


@dataclass(frozen=True)
class Often:
    """A condition that many rows satisfy and an index finds, in the order of that index.

    Rows that are compared one by one are counted by it first: mostly there are more than a list counts.
    """

    condition: Q
    order: str


class PartedQuerySet(ScopedQuerySet[M]):
    """A queryset that may know into which parts its rows fall.

    A split is a promise, not a filter: each row satisfies one of its parts and no second one.
    """

    _splits: Mapping[str, tuple[Part, ...]] = {}
    _beside: Beside | None = None
    _often: Often | None = None
    #: The parts with their numbers, once they were counted for these very rows.
    numbered: Sequence[Part] | None = None

    def split(self, name: str, *parts: Part) -> Self:
        """The same rows, known to fall into these parts. Replaces an earlier split of that name."""
        rows = self.all()
        rows._splits = {**self._splits, name: parts}
        return rows

    def is_split(self, name: str) -> bool:
        """Whether a split of that name is known."""
        return name in self._splits

    def knowing_often(self, condition: Q, *, order: str) -> Self:
        """The same rows, known to satisfy a condition often, in the `order` an index of the parts keeps."""
        rows = self.all()
        rows._often = Often(condition, order)
        return rows

    @property
    def often(self) -> Often | None:
        """What the rows often satisfy, where that is known."""
        return self._often

    def unsplit(self) -> Self:
        """The same rows without any knowledge of parts."""
        rows = self.all()
        rows._splits, rows._beside, rows._often = {}, None, None
        return rows

    def with_rows_beside(
        self, path: str, beside: QuerySet[Any], *, repeats: Iterable[str], is_all: bool
    ) -> Self:
        """The same rows, known to have these beside them, one each, which repeat some of their columns.

        Unless it `is_all` there may be rows beside which the list has none for.
        """
        rows = self.all()
        rows._beside = Beside(path, beside, frozenset(repeats), len(rows.query.where.children), is_all)
        return rows

    @property
    def beside(self) -> Beside | None:
        """What is asked of the rows beside; None where that is not known."""
        known = self._beside
        changed = known is None or known.conditions != len(self.query.where.children)
        return None if changed or self.query.is_sliced or self.query.combinator else known

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        """As Django's; what can be said of the rows beside is asked of them, too."""
        return self._asked_beside(super().filter(*args, **kwargs), Q(*args, **kwargs))

    def exclude(self, *args: Any, **kwargs: Any) -> Self:
        """As Django's; the rows beside are then known to be too many."""
        return self._asked_beside(super().exclude(*args, **kwargs), ~Q(*args, **kwargs))

    def _asked_beside(self, rows: Self, asked: Q) -> Self:
        if self.beside is not None:
            rows._beside = self.beside.filtered(asked, len(rows.query.where.children))
        return rows

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts by all splits together; one that holds of every row where there is no split."""
        return tuple(_both(chosen) for chosen in product(*self._splits.values())) if self._splits else WHOLE

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]  # Django's own, not in the stubs
        rows._splits, rows._beside, rows._often = self._splits, self._beside, self._often
        return rows


def _both(parts: Sequence[Part]) -> Part:
    """The rows in each of the parts: in order if all of them are."""
    orders = {part.is_ordered for part in parts}
    return Part(
        _all(part.condition for part in parts),
        None if not orders or None in orders else all(orders),
        _all(part.condition if part.beside is None else part.beside for part in parts),
    )


def _all(conditions: Iterable[Q]) -> Q:
    return Q(*(condition for condition in conditions if condition))


def parts_of(rows: QuerySet[Any]) -> tuple[Part, ...]:
    """The parts of any queryset; all its rows are one where it knows of none."""
    return rows.parts if isinstance(rows, PartedQuerySet) else WHOLE


def without_parts(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows without any knowledge of parts: for a list whose values no index keeps."""
    return rows.unsplit() if isinstance(rows, PartedQuerySet) else rows


def is_split(rows: QuerySet[Any]) -> bool:
    """Whether anything is known of the parts of these rows."""
    return parts_of(rows) != WHOLE


def texts_of_parts(
    parts: Iterable[Part], rows_of: Callable[[Part], QuerySet[Any]]
) -> Iterator[tuple[Part, str, tuple[Any, ...]]]:
    """Each part with the statement of `rows_of` it and its parameters; no part known to be empty.

    Ordered parts mostly ask the same of other values: `rows_of` is asked once for all of these.
    """
    alike: dict[object, list[tuple[Part, _Asked]]] = {}
    for part in parts:
        asked = _Asked.of(part)
        alike.setdefault(asked.form, []).append((part, asked))
    for members in alike.values():
        part, asked = members[0]
        try:
            text, parameters = rows_of(asked.part if len(members) > 1 else part).query.sql_with_params()
        except EmptyResultSet:
            continue
        for of, member in members:
            yield of, text, tuple(member.filled_in(parameter) for parameter in parameters)


@dataclass(frozen=True)
class _Asked:
    """What a part asks for: its conditions with a place for each number, and the numbers.

    Parts of the same form differ in nothing else.
    """

    part: Part
    form: object
    numbers: tuple[int, ...] = ()

    @classmethod
    def of(cls, part: Part) -> _Asked:
        """Of an ordered part; any other is taken as it stands."""
        if not part.is_ordered:
            return cls(part, id(part))
        form: list[object] = []
        numbers: list[int] = []
        condition = _with_places(part.condition, form, numbers)
        beside = None if part.beside is None else _with_places(part.beside, form, numbers)
        said = None if part.said is None else _with_places(part.said, form, numbers)
        return cls(replace(part, condition=condition, beside=beside, said=said), tuple(form), tuple(numbers))

    def filled_in(self, parameter: Any) -> Any:
        """A parameter of the statement: the number, where it is a place for one."""
        return self.numbers[parameter.position] if isinstance(parameter, _Place) else parameter


@dataclass(frozen=True)
class _Place:
    """Where a number goes."""

    position: int


class _Number(Expression):
    """A number to be filled in when the text of the statement stands."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.place = _Place(position)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A parameter that says which number it will be."""
        return "%s", (self.place,)


def _with_places(condition: Q, form: list[object], numbers: list[int]) -> Q:
    """The condition with places for its numbers; adds to its `form` and to the `numbers`."""
    form.append((condition.connector, condition.negated, len(condition.children)))
    children: list[Any] = []
    for child in condition.children:
        if isinstance(child, Q):
            children.append(_with_places(child, form, numbers))
        elif isinstance(child, tuple) and type(child[1]) is int:
            form.append(child[0])
            children.append((child[0], _Number(len(numbers))))
            numbers.append(child[1])
        else:
            form.append(child)
            children.append(child)
    return Q.create(children, condition.connector, condition.negated)


def keys_found_first(rows: QuerySet[Any], most: int) -> list[Any]:
    """The primary keys of at most so many rows, in no order. One statement.

    The database finds them by what they are filtered by: the offset keeps it from reading the table from its
    beginning, in the hope that enough of them stand there.
    """
    try:
        text, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[rows.db].cursor() as cursor:
        # Django wrote the text
        cursor.execute(f"SELECT * FROM ({text} OFFSET 0) AS found LIMIT {most:d}", parameters)  # noqa: S608
        return [key for (key,) in cursor.fetchall()]
