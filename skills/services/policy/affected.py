"""Whom a change of policy can touch: told by occupation, without reckoning a date."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from skills.enums import PolicyChangeKind
from skills.models import EmploymentSpell, GradeRecord, Occupation, PolicyChange, Standard
from workforce.enums import EMPLOYED
from workforce.models import Worker


def affected_occupations(change: PolicyChange) -> QuerySet[Occupation]:
    """The occupations whose dates follow from what changes."""
    if change.kind != PolicyChangeKind.VERSION:
        return Occupation.objects.filter(pk=change.occupation_id or 0)
    rule_set = change.rule_set
    if rule_set is not None and rule_set.applies_to_all:
        return Occupation.objects.all()
    named = Standard.objects.filter(rule_set=change.rule_set_id).exclude(valid_to__lte=change.effective_on)
    return Occupation.objects.filter(pk__in=named.values("occupation"))


def affected_workers(change: PolicyChange) -> QuerySet[Worker]:
    """Workers, departed ones too, who work or worked in such an occupation or hold a grade in it."""
    if not change.touches_dates:
        return Worker.objects.none()
    occupations = affected_occupations(change)
    return Worker.objects.filter(
        Q(pk__in=EmploymentSpell.objects.current().filter(occupation__in=occupations).values("worker"))
        | Q(pk__in=GradeRecord.objects.current().filter(occupation__in=occupations).values("worker"))
    )


def employed(workers: QuerySet[Worker]) -> QuerySet[Worker]:
    """Those who belong to the enterprise today: an impact is told of them alone."""
    return workers.filter(status__in=EMPLOYED)


def ids_of(workers: QuerySet[Worker]) -> list[int]:
    """Their ids in rising order."""
    return list(workers.order_by("pk").values_list("pk", flat=True))
