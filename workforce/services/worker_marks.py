"""What a clerk was shown of a worker's record, to compare with what stands there when they save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.edit_marks import ChangedField, ChangedMeanwhile, Shown, Text, refuse_if_changed
from workforce.enums import Sex, WorkerStatus
from workforce.models import Placement, User, Worker

#: What `worker_record` states, in the words of the page.
RECORD_LABELS: Mapping[str, Text] = {
    "name": _("Name"),
    "sex": _("Sex"),
    "birth_date": _("Birth date"),
    "id_number": _("Resident id number"),
    "phone": _("Phone"),
    "hire_date": _("Hire date"),
    "remark": _("Remark"),
    "unit": _("Unit"),
    "post": _("Post"),
    "status": _("Status"),
}
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "sex": dict(Sex.choices),
    "status": dict(WorkerStatus.choices),
}


def worker_record(worker: Worker) -> dict[str, Any]:
    """The values a clerk edits, as stored; the id number as its mask. Reads `worker.unit`."""
    return {
        "name": worker.name,
        "sex": worker.sex,
        "birth_date": worker.birth_date,
        "id_number": worker.id_number_mask,
        "phone": worker.phone,
        "hire_date": worker.hire_date,
        "remark": worker.remark,
        "unit": f"{worker.unit.name} {worker.unit.code}",
        "post": worker.post,
        "status": worker.status,
    }


def mark_of(worker: Worker) -> Shown:
    """The mark of the record as it is now: for a form's hidden field and for the ETag."""
    return Shown.of(worker_record(worker))


def mark_key(worker: Worker) -> str:
    """Names the record a mark in a form belongs to."""
    return f"workforce.worker.{worker.pk}"


def refuse_if_worker_changed(worker: Worker, shown: Shown | None) -> None:
    """Raise ChangedMeanwhile when the locked worker is not what was shown. It costs more then."""
    try:
        refuse_if_changed(shown, worker_record(worker), RECORD_LABELS)
    except ChangedMeanwhile as error:
        changes = tuple(_in_words(change) for change in error.changes)
        raise ChangedMeanwhile(changes, last_change=_last_change(worker)) from error


def _in_words(change: ChangedField) -> ChangedField:
    """Codes of sex and status as people read them."""
    for name, words in _WORDS.items():
        if change.label == RECORD_LABELS[name]:
            shown = None if change.shown is None else str(words.get(change.shown, change.shown))
            return replace(change, shown=shown, now=str(words.get(change.now, change.now)))
    return change


def _last_change(worker: Worker) -> str:
    """A sentence on who changed the record last, and when; empty when nothing tells."""
    events = [_latest(Worker, pgh_obj_id=worker.pk), _latest(Placement, worker_id=worker.pk)]
    known = [event for event in events if event is not None]
    if not known:
        return ""
    last = max(known, key=lambda event: event.pgh_created_at)
    told = last.pgh_context.metadata if last.pgh_context else {}
    user_id = told.get("user")
    user = User.objects.filter(pk=user_id).first() if user_id else None
    when = timezone.localtime(last.pgh_created_at).strftime("%Y-%m-%d %H:%M")
    if user is None:
        return gettext("Last changed at %(when)s.") % {"when": when}
    return gettext("Last changed by %(who)s at %(when)s.") % {"who": str(user), "when": when}


def _latest(model: type[Worker] | type[Placement], **whose: int) -> Any:
    events: Any = model._meta.get_field("history").related_model
    return events.objects.filter(**whose).select_related("pgh_context").order_by("-pgh_id").first()
