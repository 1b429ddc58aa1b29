"""A change of policy waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, Words, remind
from skills.enums import PolicyChangeKind, PolicyState
from workforce.officers import officers_at_root

POLICY_WAITS = "skills.policy_waits"


def _touched_change(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _everything(_event: DomainEvent) -> None:
    return None


def _kind(values: Words) -> Words:
    return {"kind": PolicyChangeKind(values["kind"]).label}


def _change(shown: ReminderShown) -> str:
    return reverse("skills:policy_change", args=[shown.subject_id])


remind(
    ReminderRule(
        name=POLICY_WAITS,
        label=_("A change of policy waits to be confirmed"),
        about=_("HR officers of the whole group who wrote nothing of the draft are told until one decides."),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT officer.user_id AS recipient_id, change.id AS subject_id,
                   (change.submitted_at AT TIME ZONE '{settings.TIME_ZONE}')::date AS due_on,
                   officer.unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('kind', change.kind) AS values
              FROM skills_policychange change
             CROSS JOIN {officers_at_root()} officer
             WHERE {{only}} AND change.state = '{PolicyState.SUBMITTED.value}'
               AND NOT EXISTS (SELECT FROM skills_policydrafter drafter
                                WHERE drafter.change_id = change.id AND drafter.user_id = officer.user_id)
        """,  # noqa: S608 - constants of the code
        only="change.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Change of policy to confirm: %(kind)s"),
        text=_(
            "It was handed in on %(due)s. Read what it changes and whom it moves, then confirm or decline."
        ),
        words=_kind,
        link=_change,
        leads=(0, -3, -7),
        counts_working_days=True,
        at_once=True,
        events={
            **{f"skills.policy.{state.value}": _touched_change for state in PolicyState},
            "workforce.role_granted": _everything,
            "workforce.role_ended": _everything,
        },
    )
)
