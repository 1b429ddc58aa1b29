"""What must hold over facts and results; `manage.py check_invariants` proves it."""

from django.db.models import Exists, F, OuterRef, Q

from base.dates import today
from base.invariants import invariant
from skills.eligibility.statement import Question, Source, fetch
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Title,
)
from workforce.models import Worker

_SAMPLE = 20


@invariant("skills.eligibility_is_current")
def eligibility_is_current() -> list[str]:
    """Stored dates and standings are those that facts and rules give today, and no others are stored."""
    rows = fetch(Source.STORED, Question.COMPARE, today=today(), worker_ids=None, sample=_SAMPLE)
    return [
        f"{table} of worker {number}, occupation {occupation}, level {level}:"
        f" stored {stored or 'nothing'}, recomputed {recomputed or 'nothing'} ({count} such rows)"
        for table, number, occupation, level, stored, recomputed, count in rows
    ]


@invariant("skills.standing_repeats_branch")
def standing_repeats_branch() -> list[str]:
    """Every worker has a standing, with the worker's own branch and whether employed."""
    kept = Q(standing__branch=F("branch"), standing__is_employed=F("is_employed"))
    others = Worker.objects.exclude(kept & Q(standing__isnull=False)).order_by("employee_no")
    return [
        f"worker {number} has no standing, or one listed elsewhere"
        for number in others.values_list("employee_no", flat=True)[:_SAMPLE]
    ]


@invariant("skills.merged_records_have_no_career")
def merged_records_have_no_career() -> list[str]:
    """No fact, grade in force or waiting request hangs on a record that was merged into another."""
    merged = Worker.objects.filter(merged_into__isnull=False).order_by("employee_no")
    facts = (EmploymentSpell, Title, Diploma, ApprenticeshipCompletion, MonthlyWage)
    current = [
        *(model.objects.current() for model in facts),
        GradeRecord.objects.current(),
        CorrectionRequest.objects.filter(state="waiting"),
    ]
    return [
        f"record {number} was merged into another and still carries {rows.model._meta.verbose_name}"
        for rows in current
        for number in merged.filter(Exists(rows.filter(worker=OuterRef("pk")))).values_list(
            "employee_no", flat=True
        )[:_SAMPLE]
    ]
