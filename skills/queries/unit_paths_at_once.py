"""The unit paths of a long list, each worked out once: a file holds many people of the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar

from django.db.models import CharField, QuerySet, Value
from django.db.models.query import ModelIterable

from skills.queries.unit_path import UnitPath
from workforce.models import Unit, Worker

_CHUNK = 1_000
#: Paths kept at a time. Numbers come in blocks by company, so neighbours in a list share their units.
_MOST_KEPT = 2_000


def paths_at_once(people: QuerySet[Worker]) -> QuerySet[Worker]:
    """The same rows, `unit_path` filled in from `shown_unit_id` as they are read: a query a thousand rows at
    most, and none where their units are known already.
    """
    rows = people.annotate(unit_path=Value("", CharField()))
    filled: Any = type("_PathsIterable", (_FillingIterable,), {"inner": people._iterable_class})
    rows._iterable_class = filled
    return rows


class _FillingIterable(ModelIterable[Any]):
    inner: ClassVar[type[ModelIterable[Any]]]

    def __iter__(self) -> Iterator[Any]:
        rows = iter(self.inner(self.queryset, self.chunked_fetch, self.chunk_size))
        paths: dict[int, str] = {}
        while chunk := list(islice(rows, _CHUNK)):
            wanted = {row.shown_unit_id for row in chunk}
            if len(paths) > _MOST_KEPT:
                paths = {unit: path for unit, path in paths.items() if unit in wanted}
            if unknown := wanted - paths.keys():
                units = Unit.objects.using(self.queryset.db).filter(pk__in=unknown)
                paths.update(units.values_list("pk", UnitPath("pk")))
            for row in chunk:
                row.unit_path = paths.get(row.shown_unit_id)
            yield from chunk
