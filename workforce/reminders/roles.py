"""Roles and those who stand in for heads: told before they end."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, Words, remind
from workforce.enums import Role
from workforce.models import Delegation
from workforce.officers import officers_at_root

ROLE_ENDS = "workforce.role_ends"
ROLES_END = "workforce.roles_end"
DELEGATION_ENDS = "workforce.delegation_ends"
DEPUTY_ENDS = "workforce.deputy_ends"


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


def _everything(_event: DomainEvent) -> None:
    return None


def _roles(_shown: ReminderShown) -> str:
    return reverse("workforce:roles")


remind(
    ReminderRule(
        name=ROLES_END,
        label=_("Roles of others end"),
        about=_(
            "HR officers of the whole group, who grant roles, are told before the last day of roles others "
            "hold: once for all that end on a day."
        ),
        kind=ReminderKind.NOTICE,
        candidates=f"""
            SELECT keeper.user_id AS recipient_id, (held.until - DATE '2000-01-01')::bigint AS subject_id,
                   held.until - 1 AS due_on, keeper.unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('count', count(*)) AS values
              FROM workforce_rolegrant held
              JOIN workforce_user holder ON holder.id = held.user_id AND holder.is_active
             CROSS JOIN {officers_at_root()} keeper
             WHERE {{only}} AND held.until > %(today)s AND held.until > held.since
               AND held.user_id <> keeper.user_id
             GROUP BY keeper.user_id, keeper.unit_id, held.until
        """,  # noqa: S608 - constant SQL
        only="(held.until - DATE '2000-01-01')",
        touched_by=TouchedBy.SUBJECT,
        title=_("Roles that end: %(count)s"),
        text=_("Their last day is %(due)s. Grant anew those that are still needed."),
        link=_roles,
        leads=(14, 1),
        events={"workforce.role_granted": _everything, "workforce.role_ended": _everything},
    )
)


def _touched_delegations(event: DomainEvent) -> Sequence[int]:
    """The one named, or those of the headship that ends."""
    if "delegation_id" in event.payload:
        return [int(event.payload["delegation_id"])]
    return list(Delegation.objects.filter(headship__unit=event.subject_id).values_list("pk", flat=True))


def _candidates(*, told: str, about: str) -> str:
    """Delegations under way or to come, told to the account of one worker about the other."""
    return f"""
        SELECT account.id AS recipient_id, delegation.id AS subject_id,
               least(delegation.until, head.until) - 1 AS due_on,
               head.unit_id, {about} AS worker_id, jsonb_build_object() AS values
          FROM workforce_delegation delegation
          JOIN workforce_unithead head ON head.id = delegation.headship_id
          JOIN workforce_user account ON account.worker_id = {told}
         WHERE {{only}} AND delegation.until > %(today)s AND (head.until IS NULL OR head.until > %(today)s)
           AND delegation.until > delegation.since
    """  # noqa: S608 - constant SQL


_DELEGATION_EVENTS = dict.fromkeys(
    (
        "workforce.head_delegated",
        "workforce.head_delegation_ended",
        "workforce.head_set",
        "workforce.head_ended",
    ),
    _touched_delegations,
)

remind(
    ReminderRule(
        name=DELEGATION_ENDS,
        label=_("Standing in for a head ends"),
        about=_("Deputies are told before the last day on which they stand in."),
        kind=ReminderKind.NOTICE,
        candidates=_candidates(told="delegation.deputy_id", about="head.worker_id"),
        only="delegation.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("You stand in for %(name)s until %(due)s"),
        text=_("You have the reach of the head of %(unit)s until %(due)s. Hand over what is open."),
        link=_own_roles,
        leads=(3, 0),
        events=_DELEGATION_EVENTS,
    )
)

remind(
    ReminderRule(
        name=DEPUTY_ENDS,
        label=_("One's deputy ends"),
        about=_("Heads of units are told before the last day of whoever stands in for them."),
        kind=ReminderKind.NOTICE,
        candidates=_candidates(told="head.worker_id", about="delegation.deputy_id"),
        only="delegation.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("%(name)s stands in for you until %(due)s"),
        text=_(
            "From the day after, nobody stands in for you at %(unit)s. Name a deputy anew if you stay away."
        ),
        link=_own_roles,
        leads=(3, 0),
        events=_DELEGATION_EVENTS,
    )
)
