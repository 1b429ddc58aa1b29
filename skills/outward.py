"""What of this app other systems may be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from base.models import DomainEvent, StagedRow, WorkbookImport
from base.outward_events import OutwardEvent, tell_outside
from skills.event_kinds import FACTS_CHANGED
from workforce.models import Unit, Worker

IMPORT_COMMITTED = "base.workbook_import.committed"
IMPORT_UNDONE = "base.workbook_import.undone"


def _is_of_one_worker(event: DomainEvent) -> bool:
    """Of an import others tell, once for all it changed."""
    return event.subject == "workforce.worker"


def _unit_of_worker(event: DomainEvent) -> Collection[int]:
    return list(Worker.objects.filter(pk=event.subject_id).values_list("unit_id", flat=True))


def _changed_facts(event: DomainEvent, _unit_id: int) -> Mapping[str, Any]:
    number = Worker.objects.filter(pk=event.subject_id).values_list("employee_no", flat=True).first()
    kept = ("act", "kind", "id")
    return {
        "employee_no": number,
        "changes": [{name: change.get(name) for name in kept} for change in event.payload["changes"]],
    }


def _people_of_import(event: DomainEvent) -> QuerySet[Worker]:
    """Whom the rows of the workbook are about."""
    rows = StagedRow.objects.filter(batch=event.subject_id, subject_id__isnull=False)
    return Worker.objects.filter(pk__in=rows.values("subject_id"))


def _units_of_import(event: DomainEvent) -> Collection[int]:
    return list(_people_of_import(event).order_by().values_list("unit_id", flat=True).distinct())


def _import(event: DomainEvent, unit_id: int) -> Mapping[str, Any]:
    batch = WorkbookImport.objects.filter(pk=event.subject_id).values_list("kind", flat=True).first()
    people = _people_of_import(event).filter(unit__in=Unit.objects.below([unit_id]))
    return {
        "import_id": event.subject_id,
        "kind": (batch or "").removeprefix("skills."),
        "workers": people.aggregate(count=Count("pk"))["count"],
    }


tell_outside(
    OutwardEvent(
        name="fact.changed",
        label=_("Fact changed"),
        about=_("Facts or grades of a worker were recorded, corrected, voided or judged, one by one."),
        kinds=frozenset({FACTS_CHANGED}),
        fits=_is_of_one_worker,
        units=_unit_of_worker,
        data=_changed_facts,
    )
)
tell_outside(
    OutwardEvent(
        name="import.committed",
        label=_("Import committed"),
        about=_("A roster or wage workbook was written to the records."),
        kinds=frozenset({IMPORT_COMMITTED}),
        units=_units_of_import,
        data=_import,
    )
)
tell_outside(
    OutwardEvent(
        name="import.undone",
        label=_("Import undone"),
        about=_("All that a workbook wrote was taken back."),
        kinds=frozenset({IMPORT_UNDONE}),
        units=_units_of_import,
        data=_import,
    )
)
