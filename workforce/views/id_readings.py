"""Who read whose id number, when and why."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from base.cells import CellKind
from base.lists import Column, ListExport, ListPage
from base.scoping import AnyUser
from workforce.filters import READING_SORT_KEYS, ReadingFilter
from workforce.models import IdNumberReading, User


def _audits(user: AnyUser) -> bool:
    return isinstance(user, User) and user.has_perm("workforce.view_audit")


def _worker(reading: Any) -> str:
    return f"{reading.worker.name} {reading.worker.employee_no}"


class IdReadingListPage(ListPage):
    """Readings of the numbers of people one keeps or audits; a worker finds those of the own."""

    title = gettext_lazy("Readings of id numbers")
    export = ListExport("workforce.id_readings", who=_audits)
    filterset_class = ReadingFilter
    sort_keys = READING_SORT_KEYS
    empty_title = gettext_lazy("Nobody read an id number")
    empty_text = gettext_lazy("Each reading is written down here with who, when and why.")
    columns = (
        Column("read_at", gettext_lazy("Read at"), sort="read"),
        Column("worker", gettext_lazy("Whose number"), _worker),
        Column("reader", gettext_lazy("Read by"), "reader.display_name"),
        Column("login", gettext_lazy("Login"), "reader.login", CellKind.CODE),
        Column("reason", gettext_lazy("Reason")),
    )

    def get_queryset(self) -> QuerySet[IdNumberReading]:
        """Readings in scope, with whose and by whom."""
        rows = IdNumberReading.objects.visible_to(self.request.user).select_related("worker", "reader")
        return rows.defer("worker__id_number", "worker__id_number_index")
