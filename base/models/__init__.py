"""The standard parts' own tables."""

from base.models.domain_event import DomainEvent, EventDelivery
from base.models.job import Job
from base.models.stored_file import StoredFile
from base.models.workbook import ExportRecord, StagedRow, WorkbookImport

__all__ = [
    "DomainEvent",
    "EventDelivery",
    "ExportRecord",
    "Job",
    "StagedRow",
    "StoredFile",
    "WorkbookImport",
]
