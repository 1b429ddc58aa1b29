"""How long things are kept: apps declare what they keep, rows say for how many days, a nightly task purges.

A kind is declared in `<app>/retention_kinds.py`:

    @retention("base.jobs", label=_("Finished jobs"), least_days=7)
    def purge_jobs(before: datetime, limit: int) -> int: ...

The function removes at most `limit` rows that ended before the instant and returns how many it removed; it is
called, a transaction each, until it removes none. A kind without a row in `RetentionRule` is kept for ever:
the shipped numbers are data (`seeds/catalogue/retention.json`), changed on a page and never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

import pghistory
import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from base.edit_marks import Shown, refuse_if_changed
from base.errors import InvalidInput, Missing
from base.log_redaction import hide_typed_id_numbers
from base.models.retention import RetentionRule
from base.text import clean

log = structlog.get_logger(__name__)

BATCH = 500
MOST_DAYS = 36_500

Purge = Callable[[datetime, int], int]


@dataclass(frozen=True)
class RetentionKind:
    """A kind of thing kept for a while; `purge` is None where the days only bound an act of people."""

    name: str
    label: str | Promise
    why: str | Promise
    least_days: int
    purge: Purge | None


_kinds: dict[str, RetentionKind] = {}


def declare_retention(kind: RetentionKind) -> None:
    """Make a kind known; declaring the name again for another purge is a mistake."""
    known = _kinds.get(kind.name)
    if known is not None and known.purge is not kind.purge:
        raise ValueError(f"The retention kind {kind.name!r} is declared twice.")
    _kinds[kind.name] = kind


def retention(
    name: str, *, label: str | Promise, why: str | Promise, least_days: int
) -> Callable[[Purge], Purge]:
    """Declare what removes the rows of a kind, and the fewest days it may be kept."""

    def register(purge: Purge) -> Purge:
        declare_retention(RetentionKind(name, label, why, least_days, purge))
        return purge

    return register


def retention_kinds() -> Mapping[str, RetentionKind]:
    """Every declared kind by name, in name order; imports each app's declarations."""
    autodiscover_modules("retention_kinds")
    return MappingProxyType(dict(sorted(_kinds.items())))


def kept_days(name: str, *, otherwise: int) -> int:
    """How many days a kind is kept; `otherwise` where no rule is loaded."""
    rule = RetentionRule.objects.filter(kind=name).first()
    return rule.days if rule is not None else otherwise


def load_retention_defaults(rows: Iterable[Mapping[str, object]]) -> int:
    """Add the shipped number of days of kinds that have no rule; returns how many were added."""
    added = 0
    for row in rows:
        _rule, created = RetentionRule.objects.get_or_create(
            kind=str(row["kind"]), defaults={"days": int(str(row["days"]))}
        )
        added += created
    return added


def rule_record(rule: RetentionRule) -> dict[str, object]:
    """What a form shows of a rule, for the mark of what was shown."""
    return {"days": rule.days}


def set_retention(
    name: str, *, days: int, reason: str, actor: AbstractBaseUser | None, shown: Shown | None = None
) -> RetentionRule:
    """Keep a kind for so many days from now on; the caller has checked the right.

    Raises Missing for an unknown kind, InvalidInput out of bounds or without a reason, ChangedMeanwhile.
    """
    kind = retention_kinds().get(name)
    if kind is None:
        raise Missing(_("There is no such rule."))
    why = hide_typed_id_numbers(clean(reason))
    if not why:
        raise InvalidInput(_("Say why the time changes."), code="reason_missing", field="reason")
    if not kind.least_days <= days <= MOST_DAYS:
        raise InvalidInput(
            _("At least %(least)d and at most %(most)d days.")
            % {"least": kind.least_days, "most": MOST_DAYS},
            code="days_out_of_bounds",
            field="days",
        )
    context = {"reason": why[:200], **({"user": actor.pk} if actor is not None else {})}
    with transaction.atomic(), pghistory.context(**context):
        rule = RetentionRule.objects.select_for_update().filter(kind=name).first()
        if rule is None:
            return RetentionRule.objects.create(kind=name, days=days)
        refuse_if_changed(shown, rule_record(rule), {"days": _("Days")})
        rule.days = days
        rule.save(update_fields=["days"])
    return rule


def purge_all(*, now: datetime, batch: int = BATCH) -> dict[str, int]:
    """Remove what is kept longer than its rule says; returns how many rows by kind. Safe to repeat.

    A batch is a transaction. A kind whose purge fails is logged and does not keep the others from theirs.
    """
    removed: dict[str, int] = {}
    for rule in RetentionRule.objects.order_by("kind"):
        kind = retention_kinds().get(rule.kind)
        if kind is None or kind.purge is None:
            continue
        days = max(rule.days, kind.least_days)
        try:
            removed[rule.kind] = _purge(kind.purge, now - timedelta(days=days), batch)
        except Exception:  # one kind's fault is told and must not keep the night's other work undone
            log.exception("retention_purge_failed", kind=rule.kind)
            continue
        log.info("retention_purged", kind=rule.kind, rows=removed[rule.kind], days=days)
        RetentionRule.objects.filter(pk=rule.pk).update(purged_at=now, purged_rows=removed[rule.kind])
    return removed


def _purge(purge: Purge, before: datetime, batch: int) -> int:
    total = 0
    while True:
        with transaction.atomic():
            removed = purge(before, batch)
        if not removed:
            return total
        total += removed
