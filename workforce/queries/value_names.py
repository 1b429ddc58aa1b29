"""Stored values in words: choices by their label, rows of other tables by their name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.dates import last_day
from base.rows_at_once import rows_at_once
from workforce.models import User, Worker

#: What a row is known by, the first that is there.
_NAMING_FIELDS = ("name", "school", "title", "code", "login")
#: The workers whose accounts are named.
_BORNE_BY = "workers of the accounts"


@dataclass(frozen=True)
class ValueNames:
    """The names of rows and users that a set of changes speaks of, read once."""

    rows: dict[str, dict[int, str]]
    users: dict[int, str]

    @classmethod
    def of(cls, ids: Iterable[tuple[type[models.Model], int]], user_ids: Iterable[int | None]) -> ValueNames:
        """Read the names; one SQL query, whatever the number of rows and tables."""
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for model, row_id in ids:
            if _is_named(model):
                wanted[model].add(row_id)
        wanted[User].update(user_id for user_id in user_ids if user_id)
        asked: dict[Any, models.QuerySet[Any]] = {
            model: model._default_manager.filter(pk__in=row_ids).only(*_naming(model))
            for model, row_ids in wanted.items()
        }
        found = rows_at_once({**asked, _BORNE_BY: _workers_of(wanted[User])})
        borne = {worker.account_id: worker for worker in found.pop(_BORNE_BY)}
        for user in found[User]:
            user.worker = borne.get(user.pk)
        rows = {
            model._meta.label_lower: {row.pk: _name(row) for row in named} for model, named in found.items()
        }
        return cls(rows, rows[User._meta.label_lower])

    def of_user(self, user_id: int | None) -> str:
        """The name of a user; empty for the system."""
        return "" if user_id is None else self.users.get(user_id, "")

    def in_words(self, field: models.Field[Any, Any] | Any, value: Any) -> str:
        """A value as people read it; empty for none."""
        if value is None or value == "" or value == []:
            return ""
        if isinstance(field, models.ForeignKey):
            related = field.related_model._meta.label_lower
            return self.rows.get(related, {}).get(value, f"#{value}")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            value = last_day(value) if field.name == "until" else value
            return date_format(value, "Y-m-d")
        if isinstance(value, Decimal):
            return f"{value:,.2f}"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)


def _is_named(model: type[models.Model]) -> bool:
    """Whether people know the rows of a table by a name; others are shown by their number."""
    return bool(_naming(model))


def _naming(model: type[models.Model]) -> list[str]:
    columns = {field.name for field in model._meta.concrete_fields}
    if model is User:
        return ["display_name", "login", "worker"]
    naming = [name for name in _NAMING_FIELDS if name in columns]
    return [*naming, "employee_no"] if model is Worker else naming


def _workers_of(user_ids: set[int]) -> models.QuerySet[Any]:
    workers = Worker.objects.filter(account__in=user_ids)
    return workers.only("name").annotate(account_id=F("account"))


def _name(row: models.Model) -> str:
    if isinstance(row, Worker):
        return f"{row.name} {row.employee_no}"
    if isinstance(row, User):
        return str(row)
    return next((str(value) for name in _NAMING_FIELDS if (value := getattr(row, name, ""))), str(row))
