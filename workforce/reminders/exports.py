"""Large exports: whoever asked is told when the file is there, or broke off."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import JobState, ReminderKind, TouchedBy
from base.exports.records import EXPORT_ENDED, title_of
from base.models import DomainEvent
from base.models.export import ExportState
from base.reminders import ReminderRule, ReminderShown, Words, remind

EXPORT_READY = "workforce.export_ready"

#: The file is not kept longer.
TOLD_FOR = 7


def _record(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _in_words(values: Words) -> Words:
    is_whole = values["state"] == ExportState.DONE
    return {"list": title_of(values["kind"]), "how": _("is ready") if is_whole else _("broke off")}


def _export(shown: ReminderShown) -> str:
    return reverse("base:export", args=[shown.subject_id])


remind(
    ReminderRule(
        name=EXPORT_READY,
        label=_("A large export is ready"),
        about=_("Whoever asked for an export made in the background is told when it is ready or broke off."),
        kind=ReminderKind.NOTICE,
        candidates=f"""
            SELECT record.exported_by_id AS recipient_id, record.id AS subject_id,
                   (coalesce(record.finished_at, record.exported_at)
                    AT TIME ZONE '{settings.TIME_ZONE}')::date AS due_on,
                   NULL::bigint AS unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('kind', record.kind, 'state', record.state) AS values
              FROM base_exportrecord record
              JOIN base_job job ON job.id = record.job_id
             WHERE {{only}} AND record.exported_by_id IS NOT NULL
               AND record.exported_at >= %(now)s - interval '{TOLD_FOR} days'
               AND (record.state <> '{ExportState.UNDER_WAY.value}' OR job.state = '{JobState.FAILED.value}')
        """,  # noqa: S608 - constants of the code and the settings
        only="record.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("Export “%(list)s” %(how)s"),
        text=_(
            "The export “%(list)s” you asked for %(how)s. Its page has the file, or says why there is none."
        ),
        words=_in_words,
        link=_export,
        leads=(0,),
        at_once=True,
        is_lasting=True,
        events={EXPORT_ENDED: _record},
    )
)
