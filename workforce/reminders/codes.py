"""Activation codes nobody used: one to-do an officer and day on which they run out."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, remind
from workforce.enums import Role
from workforce.models import ActivationCode
from workforce.models.account import ExpiryDay
from workforce.officers import nearest_officers

CODES_UNUSED = "workforce.codes_unused"

#: How long after they ran out; whoever did not need one by then is not asked about any more.
TOLD_FOR = 14
#: As the index has it.
_DAY_NUMBER = f"((code.expires_at AT TIME ZONE '{settings.TIME_ZONE}')::date - DATE '2000-01-01')"

_NEAREST = nearest_officers(Role.HR_OFFICER, path="place.path", besides="holder.worker_id")

#: Whoever issued the code, while they keep the person; else the officers nearest to the person.
_TOLD = f"""
    WITH issuer AS (
         SELECT held.user_id, held.unit_id
           FROM workforce_rolegrant held
           JOIN workforce_user officer ON officer.id = held.user_id
          WHERE held.user_id = code.issued_by_id AND held.role = '{Role.HR_OFFICER}'
            AND held.unit_id = ANY(place.path)
            AND held.since <= %(today)s AND (held.until IS NULL OR held.until > %(today)s)
            AND officer.is_active AND NOT officer.is_system AND officer.id <> holder.id
          LIMIT 1
    )
    SELECT user_id, unit_id FROM issuer
    UNION ALL
    SELECT user_id, unit_id FROM {_NEAREST} nearest WHERE NOT EXISTS (SELECT FROM issuer)
"""  # noqa: S608 - constants of the code


def _day_of_last_code(event: DomainEvent) -> Sequence[int]:
    """The day whose codes are all used or withdrawn now; while others wait, their number is told at night."""
    codes = ActivationCode.objects.filter(user=event.subject_id).annotate(day=ExpiryDay("expires_at"))
    days = set(codes.values_list("day", flat=True))
    live = ActivationCode.objects.filter(used_at=None, withdrawn_at=None).annotate(
        day=ExpiryDay("expires_at")
    )
    return [day for day in days if not live.filter(day=day).exists()]


def _codes(_shown: ReminderShown) -> str:
    return reverse("workforce:codes")


remind(
    ReminderRule(
        name=CODES_UNUSED,
        label=_("Activation codes not used"),
        about=_(
            "Whoever issued activation codes is told, once for all that run out on a day, before that day "
            "and after it; who no longer keeps the people is replaced by the HR officers nearest to them."
        ),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT told.user_id AS recipient_id, {_DAY_NUMBER}::bigint AS subject_id,
                   DATE '2000-01-01' + {_DAY_NUMBER} AS due_on,
                   min(told.unit_id) AS unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('count', count(*)) AS values
              FROM workforce_activationcode code
              JOIN workforce_user holder ON holder.id = code.user_id AND holder.is_active
              LEFT JOIN workforce_worker worker ON worker.id = holder.worker_id
              JOIN workforce_unit place
                ON place.id = coalesce(
                   worker.unit_id, (SELECT min(id) FROM workforce_unit WHERE parent_id IS NULL))
             CROSS JOIN LATERAL ({_TOLD}) told
             WHERE {{only}} AND code.used_at IS NULL AND code.withdrawn_at IS NULL
               AND {_DAY_NUMBER} >= %(today)s::date - DATE '2000-01-01' - {TOLD_FOR}
             GROUP BY told.user_id, {_DAY_NUMBER}
        """,  # noqa: S608 - constants of the code and the settings
        only=_DAY_NUMBER,
        touched_by=TouchedBy.SUBJECT,
        title=_("Activation codes not used: %(count)s"),
        text=_("They run out on %(due)s. Hand the slips out, or see who still needs one."),
        overdue=_("They ran out on %(due)s. Make new ones for those who still cannot sign in."),
        link=_codes,
        leads=(3, -1),
        events={"workforce.account_activated": _day_of_last_code},
    )
)
