"""The second person's word on a change of policy: confirmed, or declined with a reason."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
from django.db import connection, transaction
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, NotPermitted
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from base.transitions import apply_transition
from skills.dates import day_of
from skills.enums import PolicyState
from skills.models import PolicyChange
from skills.rules import has_drafted, is_program
from skills.services.policy.affected import affected_workers
from skills.services.policy.applying import apply_change
from skills.services.policy.ground import has_fresh_impact, refuse_other_draft
from skills.services.policy.switching import follow_confirmation
from skills.services.refresh_eligibility import BATCH
from workforce.models import User
from workforce.services.second_person import require_independent


def confirm_change(change: PolicyChange, *, actor: User, digest: str = "", now: datetime) -> PolicyChange:
    """Put the change into the tables of policy, from its day on, in one transaction with the confirmation.

    `digest` names the draft the actor read. Raises NotPermitted for a drafter or without the right at the
    root, Conflict when it was decided or changed meanwhile, when its impact is not that of today's policy or
    its day is over.
    """
    with transaction.atomic(), pghistory.context(user=actor.pk):
        _take_turns()
        _refuse_drafter(change, actor)
        require_independent(actor, change.drafters.values_list("user_id", flat=True), now=now)
        decided = _decide(change, PolicyState.CONFIRMED, actor=actor, answer="", now=now)
        refuse_other_draft(decided, digest)
        _refuse_untimely(decided, day_of(now))
        if not has_fresh_impact(decided):
            message = _(
                "What this would do to whom was not reckoned for this very draft on today's policy."
                " Ask for the impact again, look at it, then confirm."
            )
            raise Conflict(message, code="impact_not_fresh")
        apply_change(decided, actor=actor, now=now)
        decided.save(update_fields=["version", "standard"])
        follow_confirmation(decided, now=now)
    return decided


def decline_change(change: PolicyChange, *, actor: User, reason: str, now: datetime) -> PolicyChange:
    """Say no, with the reason the drafters will read.

    Raises InvalidInput without one, Conflict, NotPermitted.
    """
    _refuse_drafter(change, actor)
    answer = hide_typed_id_numbers(clean(reason))
    if len(answer) > 500:
        raise InvalidInput(_("At most %(most)d characters.") % {"most": 500}, code="too_long", field="reason")
    return _decide(change, PolicyState.DECLINED, actor=actor, answer=answer, now=now)


def _decide(
    change: PolicyChange, state: PolicyState, *, actor: User, answer: str, now: datetime
) -> PolicyChange:
    """The decided row; the caller's own is left alone, since what follows may still refuse."""
    changes = {"decided_by": actor, "decided_at": now, "decision_reason": answer}
    row = PolicyChange(pk=change.pk)
    return apply_transition(row, state, actor=actor, reason=answer, now=now, changes=changes)


def _take_turns() -> None:
    """Changes of policy and the loading of catalogues wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('skills.catalogue'))")


def _refuse_drafter(change: PolicyChange, actor: User) -> None:
    if is_program.test(actor):
        message = _("A program does not decide about policy. A second HR officer of the group does.")
        raise NotPermitted(message, code="second_person")
    if has_drafted.test(actor, change):
        message = _("You wrote on this draft. Another HR officer of the group decides about it.")
        raise NotPermitted(message, code="second_person")


def _refuse_untimely(change: PolicyChange, today: date) -> None:
    day = change.effective_on
    if day < today:
        message = _("The day on which it should take effect is over. Take it back and choose another day.")
        raise Conflict(message, code="effective_in_the_past")
    if day == today and change.touches_dates and affected_workers(change).count() > BATCH:
        message = _(
            "It touches more than %(most)d workers, whose dates are reckoned in the background."
            " Choose tomorrow or a later day, so that they lie ready when it begins."
        ) % {"most": BATCH}
        raise Conflict(message, code="too_many_for_today")
