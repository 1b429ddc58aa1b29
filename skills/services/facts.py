"""Record, correct and void career facts. A correction voids the old row and writes a new one; nothing is
deleted.

Every function locks the worker first, so two facts entered at once are both kept and the dates that follow
are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from base.edit_marks import Shown
from base.errors import Missing
from base.models import StoredFile
from skills.enums import FactKind
from skills.models import Diploma, DiplomaMatch, Document, Fact, Title, TitleMatch
from skills.services.career_changes import CareerChange, Notice, career_change
from skills.services.fact_marks import is_void, refuse_if_row_changed, refuse_void
from skills.services.fact_values import VALUES_BY_KIND, FactValues, kind_of
from skills.services.reasons import required_reason
from workforce.models import User


@dataclass(frozen=True)
class Written:
    """The row now in force and what the clerk should look at."""

    fact: Fact
    notices: list[Notice]


def record_fact(
    values: FactValues,
    *,
    actor: User | None,
    worker_id: int,
    evidence: StoredFile | None = None,
    now: datetime,
) -> Written:
    """Add a fact to a worker's record; eligibility follows at once.

    Raises InvalidInput (with the field), NotPermitted or Missing.
    """
    with career_change(worker_id, actor=actor, now=now) as change:
        notices = values.check(change.worker, today=change.today, replaces=None)
        fact = _write(values, change, evidence, replaces=None)
        change.note("recorded", values.fact_kind, fact.pk)
    return Written(fact, notices)


def correct_fact(
    fact: Fact,
    values: FactValues,
    *,
    actor: User | None,
    reason: str,
    evidence: StoredFile | None = None,
    shown: Shown | None = None,
    now: datetime,
) -> Written:
    """Void a fact and write what is right in its place; judgements stay while what was judged stays the same.

    The evidence of the old row is kept unless new evidence comes; its other scans go on with the new row.
    Raises Conflict (ChangedMeanwhile with the differences) when somebody else corrected or voided the row, or
    it is not what was `shown`; InvalidInput, NotPermitted or Missing.
    """
    if values.model is not type(fact):
        raise TypeError(f"{values!r} cannot replace {fact!r}")
    why = required_reason(reason)
    with career_change(fact.worker_id, actor=actor, now=now, reason=why) as change:
        old = _current(fact)
        refuse_if_row_changed(old, shown)
        notices = values.check(change.worker, today=change.today, replaces=old)
        _void(old, change, why)
        new = _write(values, change, evidence or old.evidence, replaces=old)
        _keep_judgements(old, new)
        Document.objects.filter(**{values.fact_kind.value: old.pk}).update(**{values.fact_kind.value: new})
        change.note("corrected", values.fact_kind, new.pk, replaces=old.pk)
    return Written(new, notices)


def void_fact(
    fact: Fact, *, actor: User | None, reason: str, shown: Shown | None = None, now: datetime
) -> Fact:
    """Take a fact back; the row stays with who, when and why.

    Raises Conflict when it was corrected or voided meanwhile or is not what was `shown`, InvalidInput without
    a reason, NotPermitted or Missing.
    """
    why = required_reason(reason)
    with career_change(fact.worker_id, actor=actor, now=now, reason=why) as change:
        old = _current(fact)
        refuse_if_row_changed(old, shown)
        _void(old, change, why)
        change.note("voided", kind_of(old), old.pk)
    return old


def find_fact(kind: FactKind, fact_id: int, *, worker_id: int) -> Fact:
    """A worker's fact by kind and id. Raises Missing, also for a fact of another worker."""
    fact = VALUES_BY_KIND[kind].model.objects.filter(pk=fact_id, worker_id=worker_id).first()
    if fact is None:
        raise Missing(_("There is no such record."))
    return fact


def _write(
    values: FactValues, change: CareerChange, evidence: StoredFile | None, *, replaces: Fact | None
) -> Fact:
    columns = {"replaces": replaces, **values.columns()}
    return values.model.objects.create(
        worker=change.worker, evidence=evidence, created_by=change.actor, **columns
    )


def _current(fact: Fact) -> Fact:
    """The row as stored now, under the worker's lock."""
    stored = type(fact).objects.select_related("evidence").filter(pk=fact.pk).first()
    if stored is None:
        raise Missing(_("There is no such record."))
    if is_void(stored):
        refuse_void(stored)
    return stored


def _void(fact: Fact, change: CareerChange, reason: str) -> None:
    fact.voided_at = change.now
    fact.voided_by = change.actor
    fact.void_reason = reason
    fact.save(update_fields=["voided_at", "voided_by", "void_reason"])


def _keep_judgements(old: Fact, new: Fact) -> None:
    if isinstance(old, Title) and isinstance(new, Title):
        if (old.rank, old.name, old.speciality, old.major_id) == (
            new.rank,
            new.name,
            new.speciality,
            new.major_id,
        ):
            TitleMatch.objects.bulk_create(
                TitleMatch(title=new, **_judgement(match)) for match in old.judgements.all()
            )
    elif isinstance(old, Diploma) and isinstance(new, Diploma) and old.major_name == new.major_name:
        DiplomaMatch.objects.bulk_create(
            DiplomaMatch(diploma=new, **_judgement(match)) for match in old.judgements.all()
        )


def _judgement(match: TitleMatch | DiplomaMatch) -> dict[str, object]:
    return {
        "occupation_id": match.occupation_id,
        "matches": match.matches,
        "judged_by_id": match.judged_by_id,
        "judged_at": match.judged_at,
        "reason": match.reason,
    }
