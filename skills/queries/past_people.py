"""The people list as it stood on a past day: a queryset that filters, sorts, counts and pages like today's.

Today's list reads `Standing`, which keeps today alone. Here the same join reads a statement instead of the
table, so every filter and sort key of the list works on that day's values unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, ClassVar, Self

from django.db.models import DateField, F, FilteredRelation, Min, Q, QuerySet, Value
from django.db.models.query import ModelIterable
from django.db.models.sql.datastructures import Join
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.parts import without_parts
from base.scoping import AnyUser
from skills.models import Standing
from skills.queries.hidden_dates import routes_by_age_alone
from skills.queries.past_days import StandingOn, as_columns, standings_on
from skills.queries.unit_path import UnitPath
from workforce.fields import Field, FieldSight
from workforce.models import Placement, Worker

#: The dates of a past day are reckoned live: a list ordered or filtered by them takes so many people at most.
MOST_DATED = 20_000
#: Rows whose dates are reckoned in one statement while a list is read.
_CHUNK = 500


def people_on(people: QuerySet[Worker], day: date, *, reader: AnyUser) -> QuerySet[Worker]:
    """The people of `skills.queries.people.people` who were placed on `day`, with that day's values.

    Unit, post, status, occupation, level and next date are that day's; whom the reader sees was decided
    before, by today's reach. The dates are filled in for the rows read, 500 a statement; to filter or
    sort by them use `dated`.
    """
    held_then = Q(placements__since__lte=day) & (
        Q(placements__until__isnull=True) | Q(placements__until__gt=day)
    )
    rows: QuerySet[Worker] = (
        without_parts(people)
        .annotate(placed=FilteredRelation("placements", condition=held_then))
        .filter(placed__isnull=False)
        .annotate(
            shown_day=Value(day, DateField()),
            shown_unit_id=F("placed__unit_id"),
            shown_post=F("placed__post"),
            shown_status=F("placed__status"),
            unit_path=UnitPath("placed__unit_id"),
            next_on=F("standing__next_on"),
            opens_on_hidden=Value(False),
        )
    )
    rows = _standing_from(rows, _lateral(), (day,) * 3)
    return _reading(rows, day, reader)


def dated(rows: QuerySet[Worker], day: date, *, reader: AnyUser) -> QuerySet[Worker]:
    """The same rows of `people_on` with their dates in the statement itself, to be filtered and sorted by.

    Two statements reckon the dates; the rows read afterwards take them from there. Raises InvalidInput when
    there are more than `MOST_DATED`.
    """
    people = [
        Worker(pk=pk, unit_id=unit_id)
        for pk, unit_id in rows.order_by().values_list("pk", "unit_id")[: MOST_DATED + 1]
    ]
    if len(people) > MOST_DATED:
        raise InvalidInput(
            _("The dates of a past day are reckoned for %(most)d people at most. Choose a unit first.")
            % {"most": MOST_DATED},
            code="too_many_for_dates",
            field="as_of",
        )
    reckoned = standings_on(day, [worker.pk for worker in people])
    standings = _Told(day, reader).of_all(people, reckoned)
    columns = as_columns(standings.values())
    return _reading(_standing_from(rows, _ROWS, columns), day, reader, reckoned)


def first_day(reader: AnyUser) -> date | None:
    """The day the records of the people in the reader's scope begin. One statement."""
    placements = Placement.objects.filter(worker__in=Worker.objects.visible_to(reader))
    first: date | None = placements.aggregate(first=Min("since"))["first"]
    return first


@dataclass
class _Told:
    """What a reader may be told of the dates of a day.

    The day a route of age clauses alone opens is a birthday. Whoever may not see it is not told of a past day
    whether the level was open either: asking day after day would find the birthday.
    """

    day: date
    reader: AnyUser

    def __post_init__(self) -> None:
        self._sight = FieldSight(self.reader)
        self._by_age: frozenset[int] | None = None

    def of_all(self, workers: list[Worker], standings: dict[int, StandingOn]) -> dict[int, StandingOn]:
        """The standings without dates that would tell the reader a birth date."""
        return {
            worker.pk: _without_date(found) if self.is_hidden(worker, found) else found
            for worker in workers
            if (found := standings.get(worker.pk)) is not None
        }

    def is_hidden(self, worker: Worker, standing: StandingOn) -> bool:
        """Whether the date would tell the reader the worker's birth date."""
        if standing.next_route_id is None or Field.BIRTH_DATE in self._sight.of(worker):
            return False
        if self._by_age is None:
            self._by_age = frozenset(routes_by_age_alone().values_list("pk", flat=True))
        return standing.next_route_id in self._by_age


def _without_date(standing: StandingOn) -> StandingOn:
    return StandingOn(**{**vars(standing), "next_on": None, "next_route_id": None, "next_route": None})


class _FillingIterable(ModelIterable[Any]):
    """Reads rows and fills in their dates, some hundred at a time unless they were reckoned before."""

    day: ClassVar[date]
    reader: ClassVar[AnyUser]
    reckoned: ClassVar[Mapping[int, StandingOn] | None]

    def __iter__(self) -> Iterator[Any]:
        """The rows with `next_on`, `next_route` and `opens_on_hidden` of the day."""
        told = _Told(self.day, self.reader)
        rows = super().__iter__()
        while chunk := list(islice(rows, _CHUNK)):
            standings = self.reckoned
            if standings is None:
                standings = standings_on(self.day, [row.pk for row in chunk])
            for row in chunk:
                _fill(row, standings.get(row.pk), told)
            yield from chunk


def _fill(row: Any, standing: StandingOn | None, told: _Told) -> None:
    row.opens_on_hidden = standing is not None and told.is_hidden(row, standing)
    shown = None if standing is None or row.opens_on_hidden else standing
    row.next_on = shown.next_on if shown else None
    row.next_route = shown.next_route if shown else None


def _reading(
    rows: QuerySet[Worker],
    day: date,
    reader: AnyUser,
    reckoned: Mapping[int, StandingOn] | None = None,
) -> QuerySet[Worker]:
    """The rows, to be read with their dates."""
    found = rows.all()
    about = {"day": day, "reader": reader, "reckoned": reckoned}
    found._iterable_class = type("_DayIterable", (_FillingIterable,), about)
    return found


def _standing_from(rows: QuerySet[Worker], text: str, parameters: tuple[Any, ...]) -> QuerySet[Worker]:
    """The rows with their standing read from a statement instead of the table."""
    found = rows.all()
    query = found.query
    for alias, join in query.alias_map.items():
        if join.table_name == Standing._meta.db_table:
            query.alias_map[alias] = _DerivedJoin.instead_of(join, text, parameters)
    return found


class _DerivedJoin(Join):
    """A join whose right side is a statement; ``{worker}`` in it is the worker's id on the left side."""

    text: str
    parameters: tuple[Any, ...]

    @classmethod
    def instead_of(cls, join: Any, text: str, parameters: tuple[Any, ...]) -> Self:
        """The same join, reading from the statement."""
        new = cls(
            join.table_name,
            join.parent_alias,
            join.table_alias,
            join.join_type,
            join.join_field,
            join.nullable,
            filtered_relation=join.filtered_relation,
        )
        new.text, new.parameters = text, parameters
        return new

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The JOIN clause."""
        usual, parameters = super().as_sql(compiler, connection)
        _table, _on, condition = usual.partition(" ON ")
        quote = connection.ops.quote_name
        text = self.text.replace("{worker}", f"{quote(self.parent_alias)}.id")
        joined = f"{self.join_type} LATERAL ({text}) AS {quote(self.table_alias)} ON {condition}"
        return joined, (*self.parameters, *parameters)

    def relabeled_clone(self, change_map: dict[str | None, str]) -> Self:
        """The same join under other names."""
        return self.instead_of(super().relabeled_clone(change_map), self.text, self.parameters)

    @property
    def identity(self) -> tuple[Any, ...]:
        """That of the usual join, so that later filters use this one instead of joining again."""
        return (Join, *super().identity[1:])


_ROWS = """
SELECT *
  FROM unnest(%s::bigint[], %s::bigint[], %s::integer[], %s::date[], %s::integer[], %s::date[], %s::bigint[])
       AS t (worker_id, occupation_id, held_level, held_since, next_level, next_on, next_route_id)
"""


@cache
def _lateral() -> str:
    text = (files("skills.eligibility") / "sql" / "standing_on.sql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))
