"""Drafts for tests: written by ruth through the services, submitted and measured like anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from base.dates import today as local_today
from base.jobs import run_job
from skills.models import Occupation, PolicyChange, RuleSet, RuleSetVersion
from skills.services.policy.drafting import Ground, put_route, start_change, submit_change
from skills.services.policy.impact import request_impact
from skills.services.policy.proposals import routes_of
from tests.access import Cast

#: Two years of work for level 3 instead of five.
QUICK: Mapping[str, Any] = {
    "code": "R23-4-1",
    "target": 3,
    "document": "新规程",
    "mark": "design",
    "source_note": "",
    "clauses": [{"kind": "work", "years": 2}],
}


def today() -> date:
    return local_today()


def ground(effective_on: date | None = None, **values: str) -> Ground:
    """From tomorrow on, by a document of our own."""
    given = {"document": "新规程", "mark": "design", "reason": "国家修订", **values}
    return Ground(effective_on=effective_on or today() + timedelta(days=1), **given)


def version_draft(
    cast: Cast, rule_set: RuleSet, *, effective_on: date | None = None, by: str = "ruth"
) -> PolicyChange:
    """A version copied from the one in force, whose route R23-4-1 asks two years instead of five."""
    source = rule_set.versions.filter(confirmed_at__isnull=False).order_by("-valid_from")[0]
    change = start_change(
        actor=cast.user(by),
        kind="version",
        rule_set=rule_set,
        proposal={"copied_from": source.number, "source_note": "", "routes": routes_of(source)},
        ground=ground(effective_on),
        now=timezone.now(),
    )
    return put_route(change, actor=cast.user(by), code="R23-4-1", route=QUICK, now=timezone.now())


def occupation_draft(
    cast: Cast,
    kind: str,
    proposal: Mapping[str, Any],
    *,
    occupation: str = "电工",
    effective_on: date | None = None,
) -> PolicyChange:
    """A draft about an occupation."""
    return start_change(
        actor=cast.user("ruth"),
        kind=kind,
        occupation=Occupation.objects.get(name=occupation),
        proposal=proposal,
        ground=ground(effective_on),
        now=timezone.now(),
    )


def measured(cast: Cast, change: PolicyChange, by: str = "ruth") -> PolicyChange:
    """The change with its impact reckoned."""
    job = request_impact(change, actor=cast.user(by), now=timezone.now())
    run_job(job.pk)
    change.refresh_from_db()
    return change


def submitted(cast: Cast, change: PolicyChange, by: str = "ruth") -> PolicyChange:
    """The change handed in, its impact there."""
    handed = submit_change(change, actor=cast.user(by), now=timezone.now())
    if handed.impact_job_id is not None:
        run_job(handed.impact_job_id)
    change.refresh_from_db()
    return change


def in_force(rule_set: RuleSet, day: date) -> RuleSetVersion:
    """The version of a day."""
    return rule_set.versions.in_force(day).get(confirmed_at__isnull=False)
