"""What lies on the desks of the demo: a policy change to be confirmed, a planned renaming, a deputy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count

from skills.enums import Mark, PolicyChangeKind
from skills.models import Diploma, Occupation
from skills.services.policy.drafting import Ground, start_change, submit_change
from workforce.enums import EMPLOYED
from workforce.models import Unit, UnitHead, User, Worker
from workforce.services.delegations import delegate
from workforce.services.unit_changes import rename_unit

_AHEAD = timedelta(days=30)


def leave_work_on_desks(
    *, drafter: User, unit: Unit, head: Worker, occupation: Occupation, today: date, now: datetime
) -> None:
    """Hand in a drafted major for an occupation, plan a unit's new name, name a deputy for its head."""
    _draft_a_major(drafter, occupation, today=today, now=now)
    rename_unit(
        actor=None,
        unit=unit,
        name=f"{unit.name}（智能制造）",
        effective_on=today + _AHEAD,
        today=today,
        reason="组织机构调整方案（示例）",
    )
    headship = UnitHead.objects.filter(unit=unit, worker=head).order_by("-since").first()
    deputy = Worker.objects.filter(unit__parent=unit, status__in=EMPLOYED).exclude(pk=head.pk).first()
    if headship is not None and deputy is not None:
        delegate(
            actor=None,
            headship=headship,
            deputy=deputy,
            since=today,
            last_day=today + timedelta(days=13),
            reason="外出培训两周（示例）",
            today=today,
        )


def _draft_a_major(drafter: User, occupation: Occupation, *, today: date, now: datetime) -> None:
    """The major most people of the occupation learned that no table names yet: confirming it moves dates."""
    learned = (
        Diploma.objects.current()
        .filter(worker__standing__occupation=occupation, major=None)
        .exclude(major_name="")
        .values("major_name")
        .annotate(people=Count("pk"))
        .order_by("-people", "major_name")
        .first()
    )
    if learned is None:
        return
    proposal: Mapping[str, str] = {"major": learned["major_name"]}
    change = start_change(
        actor=drafter,
        kind=PolicyChangeKind.MAJOR_ADD,
        occupation=occupation,
        proposal=proposal,
        ground=Ground(
            effective_on=today + _AHEAD,
            document="集团职业与专业对应表修订稿（示例）",
            mark=Mark.DESIGN,
            reason="本专业毕业生已从事该职业",
        ),
        now=now,
    )
    submit_change(change, actor=drafter, now=now)
