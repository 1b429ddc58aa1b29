"""我的成长: where I stand, what the next grade asks and from which day; and the same clause by clause for HR."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from base.dates import today
from base.pages import LoginRequired, VisibleObjectMixin
from skills.ladder_shown import show_ladder
from skills.models import CorrectionRequest, Occupation
from skills.queries.ladders import explain_ladder
from skills.queries.records import worker_record
from workforce.access import Access
from workforce.models import Worker


def _asked_occupation(asked: str) -> Occupation | None:
    """The occupation named in the address; None for the main one. Raises Http404."""
    if not asked:
        return None
    occupation = Occupation.objects.filter(code=asked).first()
    if occupation is None:
        raise Http404
    return occupation


class MyGrowth(LoginRequired, TemplateView):
    """The worker's own first screen."""

    template_name = "skills/my_growth.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Staircase, the next step opened, my facts and my requests. Raises PermissionDenied without a record."""
        worker_id = Access.of(self.request.user).worker_id
        if worker_id is None:
            raise PermissionDenied
        day = today()
        worker = Worker.objects.select_related("unit").defer("id_number", "id_number_index").get(pk=worker_id)
        occupation = _asked_occupation(self.request.GET.get("occupation", ""))
        answer = explain_ladder(worker_id, occupation.pk if occupation else None, today=day)
        requests = CorrectionRequest.objects.filter(worker=worker).order_by("-requested_at")
        return super().get_context_data(
            record=worker_record(worker, self.request.user, today=day),
            ladder=show_ladder(answer, ask_url=reverse("skills:ask_correction")),
            occupation=occupation,
            occupations=Occupation.objects.order_by("name"),
            requests=requests[:20],
            report_url=reverse("skills:ask_correction"),
            today=day,
            **kwargs,
        )


class WorkerLadder(VisibleObjectMixin[Worker], TemplateView):
    """Every route of every level above the one held, clause by clause, of a worker one may see; printable."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    template_name = "skills/worker_ladder.html"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope."""
        return Worker.objects.visible_to(self.request.user).defer("id_number", "id_number_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ladder in words."""
        occupation = _asked_occupation(self.request.GET.get("occupation", ""))
        answer = explain_ladder(self.object.pk, occupation.pk if occupation else None, today=today())
        return super().get_context_data(
            ladder=show_ladder(answer),
            occupation=occupation,
            occupations=Occupation.objects.order_by("name"),
            **kwargs,
        )
