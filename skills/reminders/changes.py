"""A record was changed: its owner is told, unless they did it themselves."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.models.workbook import RowVerdict
from base.reminders import ReminderRule, ReminderShown, Words, remind
from skills.event_kinds import FACTS_CHANGED, WORKERS_MERGED
from workforce.worker_acts import ACT_RULES

RECORD_CHANGED = "skills.record_changed"

#: How many days back the night looks for what no event of the day told.
LOOKED_BACK = 3

_DETAILS = "workforce.worker_details_changed"
_PLACED = (
    *(act.event for act in ACT_RULES.values()),
    "workforce.planned_change_cancelled",
    "workforce.placement_date_corrected",
)
_KINDS_SQL = ", ".join(f"'{kind}'" for kind in (FACTS_CHANGED, WORKERS_MERGED, _DETAILS, *_PLACED))


def _itself(event: DomainEvent) -> Sequence[int]:
    return [event.pk]


def _what(values: Words) -> Words:
    kind = values["kind"]
    if kind == _DETAILS:
        return {"what": _("personal data")}
    if kind == WORKERS_MERGED:
        return {"what": _("two records of yours became one")}
    return {"what": _("unit, post or status") if kind in _PLACED else _("experience, certificates, grades")}


def _own_changes(_shown: ReminderShown) -> str:
    return reverse("skills:own_changes")


remind(
    ReminderRule(
        name=RECORD_CHANGED,
        label=_("A record was changed"),
        about=_(
            "Workers are told when somebody else changed their record: by hand, with many at once, or by a "
            "roster. Monthly wages brought in by workbook are not told, nor what a person did themselves."
        ),
        kind=ReminderKind.NOTICE,
        candidates=f"""
            SELECT account.id AS recipient_id, event.id AS subject_id,
                   (event.occurred_at AT TIME ZONE '{settings.TIME_ZONE}')::date AS due_on,
                   account.unit_id, about.worker_id, jsonb_build_object('kind', event.kind) AS values
              FROM base_domainevent event
             CROSS JOIN LATERAL (
                   SELECT event.subject_id AS worker_id
                    WHERE event.subject = 'workforce.worker' AND event.payload -> 'worker_ids' IS NULL
                    UNION
                   SELECT named.id::bigint
                     FROM jsonb_array_elements_text(event.payload -> 'worker_ids') named(id)
                    WHERE event.subject = 'workforce.worker'
                    UNION
                   SELECT staged.subject_id
                     FROM base_stagedrow staged
                    WHERE event.subject = 'base.workbookimport' AND staged.batch_id = event.subject_id
                      AND staged.verdict = '{RowVerdict.CHANGED.value}'
                   ) about
             CROSS JOIN LATERAL ( -- one by one: joined at once, all accounts are read for one event
                   SELECT holder.id, worker.unit_id
                     FROM workforce_user holder
                     JOIN workforce_worker worker ON worker.id = holder.worker_id
                    WHERE holder.worker_id = about.worker_id
                    LIMIT 1
                   ) account
             WHERE {{only}} AND event.kind IN ({_KINDS_SQL})
               AND event.occurred_at >= %(now)s - interval '{LOOKED_BACK} days'
               AND (event.subject <> 'base.workbookimport'
                    OR event.payload #>> '{{{{changes,0,kind}}}}' = 'roster')
               AND event.payload -> 'part_of' IS NULL
               AND event.actor_id IS DISTINCT FROM account.id
        """,  # noqa: S608 - constants of the code
        only="event.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Your record was changed: %(what)s"),
        text=_("On %(due)s somebody changed your record: %(what)s. Your page says who, why and what."),
        words=_what,
        link=_own_changes,
        leads=(0,),
        is_lasting=True,
        events=dict.fromkeys((FACTS_CHANGED, WORKERS_MERGED, _DETAILS, *_PLACED), _itself),
    )
)
