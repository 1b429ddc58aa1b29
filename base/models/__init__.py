"""The standard parts' own tables."""

from base.models.domain_event import DomainEvent, EventDelivery
from base.models.export import ExportRecord
from base.models.idempotent_answer import IdempotentAnswer
from base.models.job import Job
from base.models.retention import RetentionRule
from base.models.saved_view import SavedView
from base.models.schedule import ScheduleRun, ScheduleState
from base.models.stored_file import StoredFile
from base.models.workbook import StagedRow, WorkbookImport

__all__ = [
    "DomainEvent",
    "EventDelivery",
    "ExportRecord",
    "IdempotentAnswer",
    "Job",
    "RetentionRule",
    "SavedView",
    "ScheduleRun",
    "ScheduleState",
    "StagedRow",
    "StoredFile",
    "WorkbookImport",
]
