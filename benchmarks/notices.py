"""Reminders of one morning: 100,000 are due, and the night's run makes them.

Ours is `make_reminders` as the night calls it: whom the rule names, which lead is reached, what was told
before, what is over. The yardstick is the bare INSERT … SELECT of the very rows, by the rule's own query,
into the same table with its indexes and keys. The table is empty before each run. A second run finds
everything told. What an event costs is measured for one worker, beside the same in the small enterprise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from base.enums import ReminderKind, TouchedBy
from base.reminders import ReminderRule, reminder_rules
from benchmarks.bench import Bench
from benchmarks.table import Line
from benchmarks.timing import Timing, paired, timed
from notices.models import Reminder
from notices.services.making import Made, make_reminders
from skills.models import Standing
from skills.reminders import GRADE_OPENS
from workforce.models import User

ROWS = 100_000
ROUNDS = 4
MOST_TIMES, MOST_GROWTH = 2, 1.5

#: So many matters a person, due within a month.
_CANDIDATES = """
SELECT account.id AS recipient_id, worker.id * 1000 + matter AS subject_id,
       %(today)s + (1 + matter %% 30)::int AS due_on, worker.unit_id, worker.id AS worker_id,
       jsonb_build_object('level', matter) AS values
  FROM workforce_worker worker
  JOIN workforce_user account ON account.worker_id = worker.id AND account.is_active
 CROSS JOIN generate_series(1::bigint, {matters}) matter
 WHERE {only}
"""
#: The least there is to do: no lead is chosen, nothing is looked up.
_BARE = """
INSERT INTO notices_reminder (
    rule, kind, subject_id, recipient_id, due_on, lead, is_escalation, unit_id, worker_id, values,
    made_at, ended_as
)
SELECT %(rule)s, 'notice', subject_id, recipient_id, due_on, 30, false, unit_id, worker_id, values,
       %(now)s, ''
  FROM ({rows}) found
"""


def run(bench: Bench) -> Iterator[Line]:
    """A morning's reminders in a copy of the smallest enterprise, and the run of an event in both."""
    yield from _morning(bench)
    yield _touched(bench)


def _morning(bench: Bench) -> Iterator[Line]:
    today = localdate()
    bare: list[float] = []
    ours: list[float] = []
    second: list[float] = []
    with bench.copy_of(bench.small, name="bench_notices"):
        rule = _rule_of_many()
        rows = _insert_barely(rule, today)
        for _round in range(ROUNDS):
            _empty()
            bare.append(timed(lambda: _insert_barely(rule, today)))
            _empty()
            ours.append(timed(lambda: _make(rule, today, expected=rows)))
            second.append(timed(lambda: _make(rule, today, expected=0)))
    yardstick = ("bare INSERT … SELECT", Timing(tuple(bare)))
    measured = f"{rows:,} due in one morning, {bench.small:,} workers"
    yield Line.at_most("reminders: made", measured, Timing(tuple(ours)), yardstick, most=MOST_TIMES)
    again = f"{measured}; none is made"
    yield Line.at_most("reminders: second run", again, Timing(tuple(second)), yardstick, most=1)


def _touched(bench: Bench) -> Line:
    """One worker's next level after an event, in the small and in the large enterprise."""
    rule = reminder_rules()[GRADE_OPENS]
    today = localdate()

    def of_one(size: int) -> Callable[[], object]:
        with bench.at(size):
            due = Standing.objects.filter(
                is_employed=True, next_on__gt=today, worker__account__is_active=True
            )
            worker_id = due.order_by("next_on").values_list("worker", flat=True)[0]

        def touch() -> None:
            with transaction.atomic():
                make_reminders(rule, ids=[worker_id], today=today, now=timezone.now())
                transaction.set_rollback(True)

        return bench.run_at(size, touch)

    times = paired({"small": of_one(bench.small), "large": of_one(bench.large)}, rounds=30, warm=5)
    beside = (f"{bench.small:,} workers", times["small"])
    measured = f"one worker touched, {bench.large:,} workers"
    return Line.at_most("reminders: an event", measured, times["large"], beside, most=MOST_GROWTH)


def _rule_of_many() -> ReminderRule:
    """A rule that names so many matters a person that 100,000 are due."""
    people = User.objects.filter(is_active=True, worker__isnull=False).count()
    return ReminderRule(
        name="benchmarks.many",
        label="Many",
        about="Everybody has some matters that are due within a month.",
        kind=ReminderKind.NOTICE,
        candidates=_CANDIDATES.replace("{matters}", str(-(-ROWS // people))),
        only="worker.id",
        touched_by=TouchedBy.WORKER,
        title="",
        text="",
        link=lambda _shown: "/",
        leads=(30, 7),
    )


def _make(rule: ReminderRule, today: date, *, expected: int) -> None:
    made = make_reminders(rule, ids=None, today=today, now=timezone.now())
    if made != Made(made=expected):
        raise RuntimeError(f"{expected} reminders were due: {made}")


def _insert_barely(rule: ReminderRule, today: date) -> int:
    """The rows of the rule, all with one lead; how many."""
    statement = _BARE.replace("{rows}", rule.candidates.replace("{only}", "true"))
    values: dict[str, Any] = {"rule": rule.name, "today": today, "now": timezone.now()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Reminder._meta.db_table} CASCADE")
        cursor.execute("CHECKPOINT")
