"""Drafting a change of policy: begun, written on, handed in, taken back; whoever writes is a drafter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.edit_marks import Shown, Text, refuse_if_changed
from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean_lines
from base.transitions import apply_transition
from skills.dates import day_of
from skills.enums import Mark, PolicyChangeKind, PolicyState
from skills.event_kinds import POLICY_DRAFTED
from skills.models import Occupation, PolicyChange, PolicyDrafter, RuleSet
from skills.rules import may_draft_policy
from skills.services.policy.applying import apply_change
from skills.services.policy.ground import draft_digest, has_fresh_impact, refuse_other_draft
from skills.services.policy.impact import request_impact
from skills.services.policy.proposals import read_proposal, read_route
from skills.services.policy.shown import change_as_shown, route_as_shown
from workforce.models import User

#: Latest day a draft may name: a slip of the pen, not a policy, lies beyond it.
LAST_DAY = date(2100, 1, 1)

_LABELS: dict[str, Text] = {
    "effective_on": gettext_lazy("Takes effect on"),
    "document": gettext_lazy("Document"),
    "mark": gettext_lazy("Source"),
    "reason": gettext_lazy("Reason"),
    "content": gettext_lazy("Content"),
    "route": gettext_lazy("Application route"),
}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why and from when: what every draft says beside its content."""

    effective_on: date
    document: str
    mark: str
    reason: str


def start_change(
    *,
    actor: User,
    kind: str,
    rule_set: RuleSet | None = None,
    occupation: Occupation | None = None,
    proposal: Mapping[str, Any],
    ground: Ground,
    now: datetime,
) -> PolicyChange:
    """Begin a draft. Raises NotPermitted without the right at the root unit, InvalidInput, Conflict."""
    require_drafting(actor)
    known = _kind(kind)
    if (rule_set is None) == (known is PolicyChangeKind.VERSION) or (occupation is None) != (
        known is PolicyChangeKind.VERSION
    ):
        field = "rule_set" if known is PolicyChangeKind.VERSION else "occupation"
        raise InvalidInput(_("Say what the change is about."), code="required", field=field)
    with transaction.atomic():
        change = PolicyChange(
            kind=known,
            rule_set=rule_set,
            occupation=occupation,
            proposal=read_proposal(known, proposal),
            drafted_by=actor,
            drafted_at=now,
            **_checked(ground, now=now),
        )
        change.digest = draft_digest(change)
        _refuse_impossible(change, now=now)
        change.save()
        PolicyDrafter.objects.create(change=change, user=actor, since=now)
        record_event(
            POLICY_DRAFTED,
            subject=PolicyChange._meta.label_lower,
            subject_id=change.pk,
            payload={"kind": known.value, "rule_set": change.rule_set_id, "occupation": change.occupation_id},
            actor=actor,
            now=now,
        )
    return change


def edit_change(
    change: PolicyChange,
    *,
    actor: User,
    proposal: Mapping[str, Any] | None = None,
    ground: Ground,
    shown: Shown | None = None,
    digest: str = "",
    now: datetime,
) -> PolicyChange:
    """Write the draft anew; `proposal` None leaves its content. A program names what it read by its `digest`.

    Raises what `start_change` does, Conflict when it is no draft any more or was changed meanwhile.
    """
    with _writing(change, actor=actor, now=now) as locked:
        refuse_if_changed(shown, change_as_shown(locked), _LABELS)
        refuse_other_draft(locked, digest)
        if proposal is not None:
            locked.proposal = read_proposal(PolicyChangeKind(locked.kind), proposal)
        for name, value in _checked(ground, now=now).items():
            setattr(locked, name, value)
    return locked


def put_route(
    change: PolicyChange,
    *,
    actor: User,
    code: str = "",
    route: Mapping[str, Any],
    shown: Shown | None = None,
    now: datetime,
) -> PolicyChange:
    """Add a route to the draft of a version, or write the one named `code` anew.

    Raises Missing when there is no such route, Conflict when it was changed meanwhile, InvalidInput.
    """
    read = read_route(route)
    with _writing(change, actor=actor, now=now) as locked:
        others = _without(locked, code, shown)
        if any(other["code"] == read["code"] for other in others):
            message = _("There is a route %(code)s already.") % {"code": read["code"]}
            raise InvalidInput(message, code="route_twice", field="code")
        locked.proposal["routes"] = sorted([*others, read], key=lambda kept: (kept["target"], kept["code"]))
    return locked


def remove_route(
    change: PolicyChange, *, actor: User, code: str, shown: Shown | None = None, now: datetime
) -> PolicyChange:
    """Take a route out of the draft of a version. Raises Missing, Conflict."""
    with _writing(change, actor=actor, now=now) as locked:
        locked.proposal["routes"] = _without(locked, code, shown)
    return locked


def submit_change(change: PolicyChange, *, actor: User, now: datetime) -> PolicyChange:
    """Hand the draft in for a second person; its impact is asked for when it is not there yet.

    Raises InvalidInput for a draft that is not whole, Conflict, NotPermitted.
    """
    with transaction.atomic():
        locked = _lock(change)
        if locked.kind == PolicyChangeKind.VERSION and not locked.proposal["routes"]:
            raise InvalidInput(_("A version needs at least one route."), code="version_without_route")
        _refuse_past(locked.effective_on, now)
        _refuse_impossible(locked, now=now)
        submitted = apply_transition(
            change, PolicyState.SUBMITTED, actor=actor, now=now, changes={"submitted_at": now}
        )
        if not has_fresh_impact(submitted):
            request_impact(submitted, actor=actor, now=now)
    return submitted


def reopen_change(change: PolicyChange, *, actor: User, now: datetime) -> PolicyChange:
    """Take a change that waits back into drafting. Raises Conflict, NotPermitted."""
    return apply_transition(change, PolicyState.DRAFT, actor=actor, now=now, changes={"submitted_at": None})


def withdraw_change(change: PolicyChange, *, actor: User, now: datetime) -> PolicyChange:
    """Give a change up before it was decided. Raises Conflict, NotPermitted."""
    return apply_transition(change, PolicyState.WITHDRAWN, actor=actor, now=now)


def require_drafting(actor: User) -> None:
    """Raise NotPermitted unless the actor holds the right at the root unit."""
    if not may_draft_policy.test(actor):
        message = _("Only HR officers of the whole group draft and confirm policy.")
        raise NotPermitted(message, code="not_at_root")


@contextmanager
def _writing(change: PolicyChange, *, actor: User, now: datetime) -> Iterator[PolicyChange]:
    """The locked draft to write on; afterwards it is checked and kept, and the actor is a drafter."""
    require_drafting(actor)
    with transaction.atomic(), pghistory.context(user=actor.pk):
        locked = _lock(change)
        if locked.state != PolicyState.DRAFT:
            message = _(
                "This is now “%(state)s”, so it cannot be edited. Take it back to the draft first."
            ) % {"state": PolicyState(locked.state).label}
            raise Conflict(message, code="state_changed")
        yield locked
        _refuse_impossible(locked, now=now)
        locked.digest = draft_digest(locked)
        locked.save(update_fields=["proposal", "effective_on", "document", "mark", "reason", "digest"])
        PolicyDrafter.objects.get_or_create(change=locked, user=actor, defaults={"since": now})
    for name in ("proposal", "effective_on", "document", "mark", "reason", "digest"):
        setattr(change, name, getattr(locked, name))


def _lock(change: PolicyChange) -> PolicyChange:
    found = PolicyChange.objects.select_for_update(of=("self",)).filter(pk=change.pk).first()
    if found is None:
        raise Missing(_("There is no such change of policy."))
    return found


def _without(change: PolicyChange, code: str, shown: Shown | None) -> list[dict[str, Any]]:
    """The other routes of the draft. Raises Missing, Conflict when the one named is not as it was shown."""
    if change.kind != PolicyChangeKind.VERSION:
        raise InvalidInput(_("Only a version of a rule set has routes."), code="no_routes")
    routes: list[dict[str, Any]] = change.proposal["routes"]
    named = next((route for route in routes if route["code"] == code), None)
    if code and named is None:
        raise Missing(_("There is no route %(code)s in this draft.") % {"code": code})
    if named is not None:
        refuse_if_changed(shown, route_as_shown(named), _LABELS)
    return [route for route in routes if route is not named]


def _refuse_impossible(change: PolicyChange, *, now: datetime) -> None:
    """Try the change on the tables and take it back: what is refused at the end is refused at once."""
    with transaction.atomic():
        apply_change(change, actor=None, now=now)
        change.version = change.standard = None
        transaction.set_rollback(True)


def _kind(kind: str) -> PolicyChangeKind:
    try:
        return PolicyChangeKind(kind)
    except ValueError:
        raise InvalidInput(_("There is no such kind of change."), code="kind_unknown", field="kind") from None


def _checked(ground: Ground, *, now: datetime) -> dict[str, Any]:
    _refuse_past(ground.effective_on, now)
    if ground.effective_on > LAST_DAY:
        raise InvalidInput(_("The year is out of range."), code="year_out_of_range", field="effective_on")
    if ground.mark not in Mark.values:
        raise InvalidInput(_("Say how far the source is vouched for."), code="required", field="mark")
    return {
        "effective_on": ground.effective_on,
        "document": _text(ground.document, "document", 200),
        "mark": ground.mark,
        "reason": hide_typed_id_numbers(_text(ground.reason, "reason", 500)),
    }


def _refuse_past(day: date, now: datetime) -> None:
    """Answers already given keep the version of their day, so policy begins today at the earliest."""
    if day < day_of(now):
        message = _("Policy is not changed for days that are over. Choose today or a later day.")
        raise InvalidInput(message, code="effective_in_the_past", field="effective_on")


def _text(value: str, field: str, most: int) -> str:
    text = " ".join(clean_lines(value).split())  # punctuation of documents stays as typed
    if not text:
        raise InvalidInput(_("This is needed."), code="required", field=field)
    if len(text) > most:
        raise InvalidInput(_("At most %(most)d characters.") % {"most": most}, code="too_long", field=field)
    return text
