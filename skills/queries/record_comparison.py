"""Two records side by side, before one is merged into the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.dates import today
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Title,
)
from workforce.enums import Role
from workforce.models import RoleGrant, Worker
from workforce.services.merging import DUPLICATE, differing_details
from workforce.services.worker_marks import RECORD_LABELS, worker_record


@dataclass(frozen=True)
class ComparedDetail:
    """A personal detail that differs: both values in words, and whose is proposed to stay."""

    name: str
    label: str | Promise
    kept: str
    duplicate: str
    takes_duplicate: bool


@dataclass(frozen=True)
class ComparedNumber:
    """How many records of a kind stand on each side."""

    label: str | Promise
    kept: int
    duplicate: int


@dataclass(frozen=True)
class Comparison:
    """What differs, what each record carries, and what merging would end or leave out."""

    details: list[ComparedDetail]
    numbers: list[ComparedNumber]
    wages: list[tuple[Any, Any, Any]]
    ending_roles: list[str]
    id_numbers_differ: bool


def compare_records(kept: Worker, duplicate: Worker) -> Comparison:
    """The two records side by side; the statements do not depend on what they carry."""
    words = {worker.pk: _in_words(worker) for worker in (kept, duplicate)}
    details = [
        ComparedDetail(
            name, RECORD_LABELS[name], words[kept.pk][name], words[duplicate.pk][name], side == DUPLICATE
        )
        for name, side in differing_details(kept, duplicate).items()
    ]
    return Comparison(
        details=details,
        numbers=_numbers(kept, duplicate),
        wages=_wages_that_differ(kept, duplicate),
        ending_roles=[
            f"{Role(grant.role).label}: {grant.unit.name}"
            for grant in RoleGrant.objects.in_force_on(today())
            .filter(user__worker=duplicate)
            .select_related("unit")
        ],
        id_numbers_differ=None not in (kept.id_number_index, duplicate.id_number_index),
    )


def _in_words(worker: Worker) -> dict[str, str]:
    shown = {name: "" if value is None else str(value) for name, value in worker_record(worker).items()}
    return {**shown, "sex": worker.get_sex_display()}


def _numbers(kept: Worker, duplicate: Worker) -> list[ComparedNumber]:
    labelled = {
        GradeRecord: _("Grades"),
        EmploymentSpell: _("Employment spells"),
        Title: _("Professional titles"),
        Diploma: _("Diplomas"),
        ApprenticeshipCompletion: _("Completed apprenticeships"),
        MonthlyWage: _("Monthly wages"),
    }
    numbers = []
    for model, label in labelled.items():
        manager: Any = model._default_manager
        rows = manager.current().filter(worker__in=[kept, duplicate]).order_by()
        counted = dict(rows.values_list("worker").annotate(number=Count("pk")))
        numbers.append(ComparedNumber(label, counted.get(kept.pk, 0), counted.get(duplicate.pk, 0)))
    return numbers


def _wages_that_differ(kept: Worker, duplicate: Worker) -> list[tuple[Any, Any, Any]]:
    """Months for which the two records state another wage: the kept record's stays."""
    rows = MonthlyWage.objects.current().filter(worker__in=[kept, duplicate])
    by_month: dict[Any, dict[int, Any]] = {}
    for worker_id, month, amount in rows.values_list("worker_id", "month", "amount"):
        by_month.setdefault(month, {})[worker_id] = amount
    return [
        (month, amounts[kept.pk], amounts[duplicate.pk])
        for month, amounts in sorted(by_month.items())
        if len(amounts) == 2 and amounts[kept.pk] != amounts[duplicate.pk]
    ]
