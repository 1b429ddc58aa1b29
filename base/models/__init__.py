"""The standard parts' own tables."""

from base.models.domain_event import DomainEvent, EventDelivery
from base.models.idempotent_answer import IdempotentAnswer
from base.models.job import Job
from base.models.stored_file import StoredFile
from base.models.workbook import ExportRecord, StagedRow, WorkbookImport

__all__ = [
    "DomainEvent",
    "EventDelivery",
    "ExportRecord",
    "IdempotentAnswer",
    "Job",
    "StagedRow",
    "StoredFile",
    "WorkbookImport",
]
