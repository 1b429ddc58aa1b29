"""Roles and those who stand in for heads: told before they end."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, Words, remind
from workforce.enums import Role

ROLE_ENDS = "workforce.role_ends"


def _touched_grant(event: DomainEvent) -> Sequence[int]:
    return [int(event.payload["grant_id"])]


def _own_roles(_shown: ReminderShown) -> str:
    return reverse("workforce:own_roles")


def _named_role(values: Words) -> Words:
    return {"role": Role(values["role"]).label}


remind(
    ReminderRule(
        name=ROLE_ENDS,
        label=_("A role ends"),
        about=_("Whoever holds a role with a last day is told before it ends."),
        kind=ReminderKind.NOTICE,
        candidates="""
            SELECT held.user_id AS recipient_id, held.id AS subject_id, held.until - 1 AS due_on,
                   held.unit_id, account.worker_id, jsonb_build_object('role', held.role) AS values
              FROM workforce_rolegrant held
              JOIN workforce_user account ON account.id = held.user_id
             WHERE {only} AND held.until > %(today)s AND held.until > held.since
        """,
        only="held.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Your role “%(role)s” ends"),
        text=_(
            "You hold the role “%(role)s” over %(unit)s until %(due)s. Ask for it anew if you need it longer."
        ),
        words=_named_role,
        link=_own_roles,
        leads=(30, 7, 1),
        events={"workforce.role_granted": _touched_grant, "workforce.role_ended": _touched_grant},
    )
)
