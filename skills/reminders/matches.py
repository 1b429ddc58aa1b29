"""Titles and diplomas to judge: one to-do an officer and unit, however many wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, Words, remind
from skills.dates import day_of
from skills.enums import FactKind
from skills.event_kinds import FACTS_CHANGED, WORKERS_MERGED
from skills.models import MatchToJudge
from skills.models.match_to_judge import GENERAL_SCHOOLING
from skills.reminders.careers import changed_careers
from workforce.enums import EMPLOYED, Role
from workforce.models import Unit
from workforce.reminders.touched import touched_workers
from workforce.worker_acts import ACT_RULES

MATCHES_WAIT = "skills.matches_wait"

#: What matches begin and end by.
_MATCHED = frozenset(
    kind.value for kind in (FactKind.TITLE, FactKind.DIPLOMA, FactKind.SPELL, FactKind.GRADE)
)
#: Acts after which something may wait no more.
_ENDING = frozenset({"judged", "corrected", "voided", "annulled"})
#: Counted to so many: the list says the rest, and counting all would read everybody's facts for each event.
MOST_COUNTED = 200
#: More events than one act with many workers writes; beyond it they are looked at one by one.
MOST_TOGETHER = 2_000
#: More workers than that, and their units are looked at whether or not something waits of them.
MOST_LOOKED_AT = 1_000

_HELD = f"""held.role = '{Role.HR_OFFICER.value}' AND held.since <= %(today)s
                       AND (held.until IS NULL OR held.until > %(today)s)
                       AND officer.is_active AND NOT officer.is_system"""

#: What waits of the people for whom nobody nearer than `top` judges; of nobody's own record.
_WAITING = f"""
    SELECT 1
      FROM workforce_unit below
      JOIN workforce_worker worker ON worker.unit_id = below.id
       AND worker.status IN ({", ".join(f"'{status.value}'" for status in EMPLOYED)})
     CROSS JOIN LATERAL ( -- worker by worker, so that counting stops early; joined at once all facts are read
           SELECT * FROM skills_matchtojudge WHERE worker_id = worker.id OFFSET 0
           ) waiting
     WHERE below.path >= top.path
       AND below.path < trim_array(top.path, 1) || (top.path[cardinality(top.path)] + 1)
       AND worker.id IS DISTINCT FROM officer.worker_id
       AND NOT EXISTS (
           SELECT FROM workforce_rolegrant held
             JOIN workforce_user officer ON officer.id = held.user_id
            WHERE held.unit_id = ANY(below.path[cardinality(top.path) + 1:]) AND {_HELD}
              AND officer.worker_id IS DISTINCT FROM worker.id)
       AND (waiting.worked_until IS NULL OR waiting.worked_until > %(today)s)
       AND NOT (waiting.kind = '{FactKind.DIPLOMA.value}'
                AND waiting.name IN ({", ".join(f"'{kind.value}'" for kind in GENERAL_SCHOOLING)}))
       AND NOT EXISTS (
           SELECT FROM skills_occupationmajor listed
            WHERE listed.occupation_id = waiting.occupation_id AND listed.major_id = waiting.major_id
              AND (listed.valid_from IS NULL OR listed.valid_from <= %(today)s)
              AND (listed.valid_to IS NULL OR listed.valid_to > %(today)s))
"""  # noqa: S608 - constants of the code

#: The units whose officers are nearest to some people: those their reminders are about.
_NEAREST = f"""
    SELECT DISTINCT nearest.unit_id
      FROM (
           SELECT DISTINCT worker.unit_id, judge.worker_id
             FROM workforce_worker worker
             LEFT JOIN (
                  SELECT DISTINCT officer.worker_id
                    FROM workforce_rolegrant held
                    JOIN workforce_user officer ON officer.id = held.user_id
                   WHERE {_HELD}
                  ) judge ON judge.worker_id = worker.id
            WHERE worker.id = ANY(%(ids)s)
           ) place
      JOIN workforce_unit unit ON unit.id = place.unit_id
     CROSS JOIN LATERAL (
           SELECT held.unit_id
             FROM workforce_rolegrant held
             JOIN workforce_user officer ON officer.id = held.user_id
            WHERE held.unit_id = ANY(unit.path) AND {_HELD}
              AND (place.worker_id IS NULL OR officer.worker_id IS DISTINCT FROM place.worker_id)
            ORDER BY array_position(unit.path, held.unit_id) DESC
            LIMIT 1
           ) nearest
"""  # noqa: S608 - constants of the code


def _touched_units(event: DomainEvent) -> Sequence[int]:
    """Where what waits may have begun, or ended because it was judged or taken back.

    An act with many workers at once is one event each: the last of them looks, for all.
    """
    if event.subject != "workforce.worker":
        of_roster = any(one["kind"] == "roster" for one in event.payload.get("changes", ()))
        return _units_nearest_to(changed_careers(event) if of_roster else [], event)
    together = DomainEvent.objects.filter(
        kind=event.kind, actor=event.actor_id, occurred_at=event.occurred_at
    )
    if together.filter(pk__gt=event.pk, pk__lte=event.pk + MOST_TOGETHER).exists():
        return []
    begun: set[int] = set()
    ended: set[int] = set()
    for worker_id, payload in together.filter(
        pk__gt=event.pk - MOST_TOGETHER, pk__lte=event.pk, subject=event.subject
    ).values_list("subject_id", "payload"):
        changes = [one for one in payload["changes"] if one["kind"] in _MATCHED]
        if changes:
            (ended if any(one["act"] in _ENDING for one in changes) else begun).add(worker_id)
    return _units_nearest_to([*ended, *_with_waiting(begun - ended, event)], event)


def _units_of_workers(event: DomainEvent) -> Sequence[int]:
    """Where people came to with what waits of them; where they left is looked at in the night."""
    workers = [event.subject_id] if event.kind == WORKERS_MERGED else touched_workers(event)
    return _units_nearest_to(_with_waiting(workers, event), event)


def _units_above(event: DomainEvent) -> Sequence[int]:
    """Who judges at a unit changed, and so who is nearest there and above."""
    if event.payload["role"] != Role.HR_OFFICER:
        return []
    return next(iter(Unit.objects.filter(pk=event.payload["unit_id"]).values_list("path", flat=True)), [])


def _with_waiting(worker_ids: Collection[int], event: DomainEvent) -> Collection[int]:
    """Those of whom something waits; all of many, whose facts are not worth reading first."""
    if len(worker_ids) > MOST_LOOKED_AT:
        return worker_ids
    waiting = MatchToJudge.objects.waiting(day_of(event.occurred_at)).filter(worker__in=worker_ids)
    return list(waiting.values_list("worker_id", flat=True).distinct())


def _units_nearest_to(worker_ids: Collection[int], event: DomainEvent) -> list[int]:
    if not worker_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, {"ids": list(worker_ids), "today": day_of(event.occurred_at)})
        return [unit_id for (unit_id,) in cursor.fetchall()]


def _number(values: Words) -> Words:
    number = int(values["count"])
    if number <= MOST_COUNTED:
        return {"count": number}
    return {"count": _("more than %(number)s") % {"number": MOST_COUNTED}}


def _waiting_in_unit(shown: ReminderShown) -> str:
    return f"{reverse('skills:matches_to_judge')}?{urlencode({'unit': shown.subject_id})}"


remind(
    ReminderRule(
        name=MATCHES_WAIT,
        label=_("Titles and diplomas wait to be judged"),
        about=_(
            "The HR officers nearest to the people concerned are told once a month and unit, with the "
            "number, and again before the month ends."
        ),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT officer.id AS recipient_id, top.id AS subject_id,
                   (date_trunc('month', %(today)s::date) + interval '1 month - 1 day')::date AS due_on,
                   top.id AS unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('count', counted.number) AS values
              FROM workforce_rolegrant held
              JOIN workforce_user officer ON officer.id = held.user_id
              JOIN workforce_unit top ON top.id = held.unit_id
             CROSS JOIN LATERAL (
                   SELECT count(*) AS number FROM ({_WAITING} LIMIT {MOST_COUNTED + 1}) found
                   ) counted
             WHERE {{only}} AND {_HELD} AND counted.number > 0
        """,  # noqa: S608 - constants of the code
        only="held.unit_id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Titles and diplomas to judge: %(count)s"),
        text=_(
            "In %(unit)s so many titles and diplomas wait for your word whether they match the occupation. "
            "Until then they do not count for the next level."
        ),
        words=_number,
        link=_waiting_in_unit,
        leads=(31, 3),
        events={
            FACTS_CHANGED: _touched_units,
            WORKERS_MERGED: _units_of_workers,
            "workforce.role_granted": _units_above,
            "workforce.role_ended": _units_above,
            "workforce.unit_people_placed": _units_of_workers,
            **dict.fromkeys((act.event for act in ACT_RULES.values()), _units_of_workers),
        },
    )
)
