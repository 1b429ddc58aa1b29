"""Corrections of a worker's own data that the reckoning of eligibility depends on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from skills.enums import FactKind
from skills.models import ApprenticeshipCompletion, Diploma, EmploymentSpell, GradeRecord, Title
from skills.services.career_changes import career_change
from workforce.models import User, Worker
from workforce.services.workers import update_worker_details


def correct_personal_data(
    worker: Worker, changes: Mapping[str, Any], *, actor: User | None, reason: str, now: datetime
) -> Worker:
    """Change details of a worker; the age clauses follow at once.

    Raises InvalidInput when the new birth date is not before every grade and fact on record (the check is
    asked by `update_worker_details`, see `skills.events`), NotPermitted.
    """
    if not changes:
        message = _("Enter what it should be.")
        raise InvalidInput(message, code="required", field="proposed")
    with career_change(worker.pk, actor=actor, now=now, reason=reason) as change:
        updated = update_worker_details(actor=actor, worker=worker, changes=changes)
        change.note("corrected", FactKind.PERSONAL, worker.pk)
    return updated


def refuse_birth_after_facts(worker: Worker, birth_date: date) -> None:
    """Raise InvalidInput when a grade or fact of the worker is not after this birth date."""
    days = {
        EmploymentSpell: "since",
        Title: "awarded_on",
        Diploma: "graduated_on",
        ApprenticeshipCompletion: "completed_on",
    }
    before = any(
        model.objects.current().filter(worker=worker, **{f"{name}__lte": birth_date}).exists()
        for model, name in days.items()
    )
    if before or GradeRecord.objects.current().filter(worker=worker, issued_on__lte=birth_date).exists():
        message = _("A grade or fact on record is not after this birth date. Check which of them is wrong.")
        raise InvalidInput(message, code="before_birth", field="birth_date")
