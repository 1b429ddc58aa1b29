"""Checks every shipped row passes before it is stored; a refusal names file and row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from skills.models import Occupation
from skills.services.catalogue.rows import LoadReport


class Row(Protocol):
    """A shipped row: it knows the file and row it came from."""

    @property
    def origin(self) -> str:
        """The file and row, as a refusal names it."""


RowType = TypeVar("RowType", bound=Row)


def refused(origin: str, problem: str) -> InvalidInput:
    """The error for a row that cannot be right."""
    return InvalidInput(
        _("Catalogue %(row)s: %(problem)s") % {"row": origin, "problem": problem}, code="catalogue_refused"
    )


def check(instance: models.Model, origin: str) -> None:
    """Refuse a row whose own fields are not what the table takes (length, choice, missing value)."""
    links = [item.name for item in instance._meta.fields if item.is_relation]
    try:
        instance.clean_fields(exclude=links)
    except ValidationError as error:
        problem = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise refused(origin, problem) from error


def refuse_twice(rows: Iterable[RowType], key: Callable[[RowType], Hashable]) -> None:
    """Refuse the second of two rows with one natural key."""
    seen: set[Hashable] = set()
    for row in rows:
        if key(row) in seen:
            raise refused(row.origin, _("the row stands twice in the catalogue"))
        seen.add(key(row))


def named(occupations: Mapping[str, Occupation], code: str, origin: str) -> Occupation:
    """The occupation a row names by its code; refused when the catalogue does not list it."""
    try:
        return occupations[code]
    except KeyError as error:
        raise refused(origin, _("the occupation %(code)s is not listed") % {"code": code}) from error


def add_all(instances: Sequence[models.Model], report: LoadReport) -> None:
    """Store new rows of one table in one statement and count them."""
    if instances:
        table = type(instances[0])
        table._default_manager.bulk_create(instances)
        report.added[str(table._meta.verbose_name_plural)] += len(instances)
