"""The numbers on a list's chips, asked in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from base import pagination
from base.pagination import BoundedCount


def count_each_up_to_limit(querysets: Sequence[QuerySet[Any]]) -> list[BoundedCount]:
    """Count the rows of each, stopping after `EXACT_COUNT_LIMIT` of it. One SQL query for all of them."""
    limit = pagination.EXACT_COUNT_LIMIT
    parts: list[str] = []
    parameters: list[Any] = []
    for queryset in querysets:
        rows = queryset.order_by().values("pk")[: limit + 1]
        try:
            statement, values = rows.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({statement}) counted)")  # noqa: S608 - Django wrote it
        parameters.extend(values)
    if set(parts) <= {"0"}:
        return [BoundedCount(0, exact=True) for _part in parts]
    with connections[querysets[0].db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        numbers: Sequence[int] = cursor.fetchone()
    return [BoundedCount(min(number, limit), exact=number <= limit) for number in numbers]
