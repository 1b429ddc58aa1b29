"""The impact of a draft and the dates by a coming version, in the background."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from base.job_run import JobRun
from base.jobs import job_handler
from skills.enums import PolicyState
from skills.models import PolicyChange
from skills.services.policy.impact import IMPACT_JOB, compute_impact
from skills.services.policy.switching import PREPARE_JOB, prepare_change


@job_handler(IMPACT_JOB)
def impact_job(run: JobRun) -> dict[str, Any]:
    """Reckon the impact, unless the change was decided or another job took this one's place."""
    change = PolicyChange.objects.select_related("rule_set", "occupation").get(pk=run.params["change"])
    if change.state not in (PolicyState.DRAFT, PolicyState.SUBMITTED) or change.impact_job_id != run.job_id:
        return {"state": change.state}
    return compute_impact(change, run=run, now=timezone.now())


@job_handler(PREPARE_JOB)
def prepare_job(run: JobRun) -> dict[str, Any]:
    """Have the dates by a confirmed change ready before its day."""
    change = PolicyChange.objects.select_related("rule_set", "occupation").get(pk=run.params["change"])
    return prepare_change(change, run=run, now=timezone.now())
