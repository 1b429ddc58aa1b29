"""The address of a merged record leads to the same page of the record it was merged into."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from base.pages import VisibleObjectMixin
from workforce.models import Worker
from workforce.services.merged_records import kept_record_of


class LeadsToKeptRecord(VisibleObjectMixin[Worker]):
    """A page about the worker whose number stands in the address; a merged number leads on when looked at."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    _leads_to = ""

    def get_object(self) -> Worker:
        """The worker of the address, or the one it was merged into (then `dispatch` leads there)."""
        try:
            return super().get_object()
        except Http404:
            number = self.kwargs[self.url_kwarg]
            kept = kept_record_of(self.request.user, number) if self.request.method == "GET" else None
            if kept is None:
                raise
            self._leads_to = kept.employee_no
            return kept

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, or lead to the kept record's page."""
        match = request.resolver_match
        if self._leads_to and match is not None:
            named = {**match.kwargs, self.url_kwarg: self._leads_to}
            return HttpResponseRedirect(reverse(match.view_name, args=match.args, kwargs=named))
        return super().dispatch(request, *args, **kwargs)
