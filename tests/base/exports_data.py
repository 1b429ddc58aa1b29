"""A list that can be exported, and its rows, for the tests of exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from base.cells import CellKind
from base.exports.records import start_export
from base.lists import Column, ListExport, ListPage
from base.models import ExportRecord
from base.pagination import SortKey
from base.scoping import AnyUser
from tests.base.paged_rows import PagedRow
from tests.base.test_lists import RowFilter
from workforce.models import User

KIND = "tests.rows_to_export"


#: Who may export in the tests: those with an address of e-mail. Taking it away ends the right.
def may_export(user: AnyUser) -> bool:
    return isinstance(user, get_user_model()) and bool(user.email)


def _sees_wage_of(user: AnyUser) -> Callable[[Any], bool]:
    return lambda row: row.kind == "plain"


class RowsToExport(ListPage):
    title = "Rows"
    export = ListExport(KIND, who=may_export)
    filterset_class = RowFilter
    sort_keys = (SortKey("name", "Name", ("name",)), SortKey("opens", "Opens", ("opens_on",)))
    columns = (
        Column("name", "Name", sort="name"),
        Column("opens_on", "Opens", kind=CellKind.DATE, sort="opens"),
        Column("wage", "Wage", kind=CellKind.MONEY, sight=_sees_wage_of),
        Column("secret", "Secret", "kind", who=lambda user: user.get_username() == "bob"),
        Column(
            "upper",
            "Upper",
            lambda row: f"<{row.name}>",
            exported=lambda row: row.name.upper(),
            optional=True,
        ),
        Column("button", "Button", "pk", is_exported=False),
    )

    def get_queryset(self) -> QuerySet[PagedRow]:
        return PagedRow.objects.visible_to(self.request.user)


def exporter(user: User) -> User:
    user.email = "may@export.example"
    user.save(update_fields=["email"])
    return user


def asked_for(user: User, query: str = "", file_format: str = "csv", **more: Any) -> ExportRecord:
    return start_export(
        actor=user,
        kind=KIND,
        parameters=QueryDict(query),
        file_format=file_format,
        now=timezone.now(),
        **more,
    )
