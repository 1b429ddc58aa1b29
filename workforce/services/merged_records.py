"""Records merged into another: nothing is written to them, and their number leads to the one kept."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext

from base.errors import Conflict
from base.scoping import AnyUser
from base.text import clean
from workforce.models import Worker


def refuse_merged(worker: Worker) -> None:
    """Raise Conflict, naming the kept record, when this one was merged into it meanwhile."""
    if worker.merged_into_id is None:
        return
    kept = Worker.objects.only("employee_no").get(pk=worker.merged_into_id)
    raise Conflict(
        gettext("%(number)s was merged into %(kept)s. Work with that record.")
        % {"number": worker.employee_no, "kept": kept.employee_no},
        code="merged",
    )


def kept_record_of(user: AnyUser, employee_no: str) -> Worker | None:
    """The record a merged number leads to, when the user may see it; None for any other number."""
    merged = Worker.objects.filter(merged_into__isnull=False, employee_no__iexact=clean(employee_no))
    visible = Worker.objects.visible_to(user).defer("id_number", "id_number_index")
    return visible.filter(merged_records__in=merged).first()


def merged_leading_to(part: str) -> QuerySet[Worker]:
    """The merged records whose number contains `part`, at most 200: each leads to its `merged_into`."""
    merged = Worker.objects.filter(merged_into__isnull=False, employee_no__icontains=part)
    return merged.order_by("pk")[:200]
