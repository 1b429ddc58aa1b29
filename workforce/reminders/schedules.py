"""The night's work: who can start it is told when it has not run."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, Words, remind
from base.schedule_pages import label_of
from base.schedules import LATE, RAN_AGAIN
from workforce.enums import Role

SCHEDULE_LATE = "workforce.schedule_late"


def _touched_schedule(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _named_schedule(values: Words) -> Words:
    return {"schedule": label_of(values["name"])}


def _schedules(_shown: ReminderShown) -> str:
    return reverse("base:schedules")


remind(
    ReminderRule(
        name=SCHEDULE_LATE,
        label=_("Scheduled work has not run"),
        about=_("HR of the whole group and the administrator are told when work of the night has not run."),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT told.user_id AS recipient_id, state.id AS subject_id,
                   (state.late_from AT TIME ZONE '{settings.TIME_ZONE}')::date AS due_on,
                   (SELECT min(id) FROM workforce_unit WHERE parent_id IS NULL) AS unit_id,
                   NULL::bigint AS worker_id, jsonb_build_object('name', state.name) AS values
              FROM base_schedulestate state
             CROSS JOIN (
                   SELECT held.user_id
                     FROM workforce_rolegrant held
                     JOIN workforce_unit top ON top.id = held.unit_id AND top.parent_id IS NULL
                    WHERE held.role = '{Role.HR_OFFICER}' AND held.since <= %(today)s
                      AND (held.until IS NULL OR held.until > %(today)s)
                    UNION
                   SELECT id FROM workforce_user WHERE is_superuser
                   ) told
             WHERE {{only}} AND state.late_from <= %(now)s
               AND (state.lease_until IS NULL OR state.lease_until <= %(now)s)
        """,  # noqa: S608 - constants of the code and the settings
        only="state.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("“%(schedule)s” has not run"),
        text=_("It should have run by %(due)s. Start it by hand, or tell the administrator when that fails."),
        words=_named_schedule,
        link=_schedules,
        leads=(0,),
        at_once=True,
        events={LATE: _touched_schedule, RAN_AGAIN: _touched_schedule},
    )
)
