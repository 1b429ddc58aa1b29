"""What must hold over facts and results; `manage.py check_invariants` proves it."""

from base.dates import today
from base.invariants import invariant
from skills.eligibility.statement import Question, Source, fetch

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
