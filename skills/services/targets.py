"""Setting targets, changing and taking them back, and reporting what the records do not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.edit_marks import Shown, refuse_if_changed
from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from skills.dates import day_of
from skills.enums import Level, Mark, TargetMeasure
from skills.models import Target, TargetReading
from skills.rules import require_target_keeping
from workforce.models import Unit, User

#: Which of level and rank a measure needs; the other stays empty.
NEEDS_LEVEL = frozenset({TargetMeasure.LEVEL_PEOPLE, TargetMeasure.PROMOTIONS})
NEEDS_RANK = frozenset({TargetMeasure.TITLE_PEOPLE})
MOST_PER_CENT = Decimal(100)
#: A target outside of these is a slip of the keyboard.
YEARS = range(1950, 2200)

LABELS = {
    "name": _("Target"),
    "measure": _("Measured by"),
    "level": _("Level and above"),
    "rank": _("Title rank and above"),
    "value": _("Target value"),
    "since": _("Counted from"),
    "due_on": _("Due on"),
    "document": _("Document"),
    "mark": _("Source"),
}


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """What a target says. `value` is people, or per cent for `HIGH_SHARE`."""

    name: str
    measure: TargetMeasure
    value: Decimal
    since: date
    due_on: date
    document: str
    level: int | None = None
    rank: int | None = None
    mark: Mark = Mark.DESIGN


def target_mark(target: Target) -> dict[str, object]:
    """The values two clerks could change under each other."""
    values = {name: getattr(target, name) for name in LABELS}
    return {**values, "value": f"{target.value:.2f}"}


def set_target(*, actor: User | None, unit: Unit, terms: TargetTerms) -> Target:
    """Set a unit a target. Raises NotPermitted, InvalidInput, Conflict for a name taken with that day."""
    require_target_keeping(actor, unit)
    target = Target(unit=unit, created_by=actor)
    _apply(target, terms)
    with transaction.atomic():
        _save(target)
        _tell("skills.target_set", target, actor)
    return target


def change_target(
    *, actor: User | None, target_id: int, terms: TargetTerms, reason: str, shown: Shown | None = None
) -> Target:
    """Change what a target says; the old terms stay in its history with the reason.

    Raises Missing, NotPermitted, InvalidInput, ChangedMeanwhile, Conflict for one withdrawn.
    """
    reason = _reason(reason)
    with transaction.atomic(), pghistory.context(reason=reason, **_by(actor)):
        target = _locked(target_id)
        require_target_keeping(actor, target.unit)
        refuse_if_changed(shown, target_mark(target), LABELS)
        _apply(target, terms)
        _save(target)
        _tell("skills.target_changed", target, actor)
    return target


def withdraw_target(*, actor: User | None, target_id: int, reason: str, now: datetime) -> Target:
    """Take a target back: it keeps its row and is shown no more. Raises as `change_target`."""
    reason = _reason(reason)
    with transaction.atomic(), pghistory.context(reason=reason, **_by(actor)):
        target = _locked(target_id)
        require_target_keeping(actor, target.unit)
        target.withdrawn_at, target.withdrawn_by, target.withdraw_reason = now, actor, reason
        target.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
        _tell("skills.target_withdrawn", target, actor)
    return target


def report_reached(
    *, actor: User | None, target_id: int, day: date, value: Decimal, source: str, now: datetime
) -> TargetReading:
    """Say what was reached on a day, for a target the records do not measure.

    A second report of a day replaces the first, which stays in the history. Raises Missing, NotPermitted,
    InvalidInput (a day to come, a negative value, no source), Conflict for a target measured by the records.
    """
    source = hide_typed_id_numbers(clean(source))[:200]
    if not source:
        raise InvalidInput(_("Say where the number comes from."), code="source_missing", field="source")
    if value < 0:
        raise InvalidInput(_("This cannot be below zero."), code="negative", field="value")
    with transaction.atomic(), pghistory.context(**_by(actor)):
        target = _locked(target_id)
        require_target_keeping(actor, target.unit)
        if target.measure != TargetMeasure.REPORTED:
            raise Conflict(_("This target is measured by the records."), code="measured")
        if not target.since <= day <= day_of(now):
            raise InvalidInput(
                _("The day lies between the target's first day and today."), code="day_outside", field="day"
            )
        reading, _created = TargetReading.objects.update_or_create(
            target=target,
            day=day,
            defaults={"value": value, "source": source, "recorded_by": actor, "recorded_at": now},
        )
        _tell("skills.target_reported", target, actor)
    return reading


def _locked(target_id: int) -> Target:
    target = (
        Target.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(pk=target_id)
        .first()
    )
    if target is None:
        raise Missing(_("There is no such target."))
    if target.withdrawn_at is not None:
        raise Conflict(_("This target was withdrawn."), code="withdrawn")
    return target


def _apply(target: Target, terms: TargetTerms) -> None:
    name, document = clean(terms.name)[:80], clean(terms.document)[:200]
    if not name:
        raise InvalidInput(_("Give the target a name."), code="name_missing", field="name")
    if not document:
        raise InvalidInput(_("Name the document that sets it."), code="document_missing", field="document")
    if terms.since.year not in YEARS or terms.due_on.year not in YEARS:
        raise InvalidInput(_("Give a year between 1950 and 2199."), code="year_out_of_range", field="due_on")
    if terms.due_on <= terms.since:
        raise InvalidInput(_("It is due after the day it counts from."), code="due_too_early", field="due_on")
    if terms.value <= 0:
        raise InvalidInput(_("A target is more than nothing."), code="value_too_small", field="value")
    if terms.measure == TargetMeasure.HIGH_SHARE and terms.value > MOST_PER_CENT:
        raise InvalidInput(_("A share is 100 per cent at most."), code="value_too_big", field="value")
    if terms.measure in NEEDS_LEVEL and (terms.level or 0) < Level.JUNIOR:
        raise InvalidInput(_("Say from which level on."), code="level_missing", field="level")
    if terms.measure in NEEDS_RANK and not terms.rank:
        raise InvalidInput(_("Say from which rank on."), code="rank_missing", field="rank")
    target.name, target.document, target.mark = name, document, terms.mark
    target.measure, target.value = terms.measure, terms.value
    target.since, target.due_on = terms.since, terms.due_on
    target.level = terms.level if terms.measure in NEEDS_LEVEL else None
    target.rank = terms.rank if terms.measure in NEEDS_RANK else None


def _save(target: Target) -> None:
    try:
        with transaction.atomic():
            target.save()
    except IntegrityError as error:
        if "target_named_once_a_unit" not in str(error):
            raise
        raise Conflict(
            _("The unit has a target of this name due on that day."), code="target_twice", field="name"
        ) from error


def _reason(reason: str) -> str:
    cleaned = hide_typed_id_numbers(clean(reason))[:200]
    if not cleaned:
        raise InvalidInput(_("Say why."), code="reason_missing", field="reason")
    return cleaned


def _by(actor: User | None) -> dict[str, int]:
    return {"user": actor.pk} if actor is not None else {}


def _tell(kind: str, target: Target, actor: User | None) -> None:
    record_event(
        kind, subject="skills.target", subject_id=target.pk, payload={"unit_id": target.unit_id}, actor=actor
    )
