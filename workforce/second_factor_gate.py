"""What stands in the way of whoever lacks a compulsory second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from base.problems import CONTENT_TYPE, Problem
from workforce.models import User
from workforce.second_factor import MISSING, came_by_directory, lacks_second_factor

#: Pages whoever lacks the second factor may still see: to set it up, to leave, to read another language.
_OPEN_PREFIXES = ("mfa_", "account_")
_OPEN_PAGES = frozenset(
    {
        "workforce:language",
        "workforce:activate",
        "workforce:demo",
        "set_language",
        "healthz",
        "readyz",
    }
)


class SecondFactorMiddleware:
    """Leads whoever lacks a compulsory second factor to the page that sets one up; the API answers 403.

    Costs no statement: the account was read with the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the question is asked when the page is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let through, or stand in the way."""
        user = request.user
        if not isinstance(user, User) or not lacks_second_factor(user):
            return None
        if settings.OIDC_SATISFIES_SECOND_FACTOR and came_by_directory(request):
            return None
        request.account_shell = "base/plain.html"  # type: ignore[attr-defined]
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _OPEN_PAGES or name.startswith(_OPEN_PREFIXES):
            return None
        if request.path_info.startswith("/api/"):
            problem = Problem(403, "second_factor_missing", str(MISSING))
            return JsonResponse(problem.as_json(), status=403, content_type=CONTENT_TYPE)
        address = reverse("mfa_index")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
