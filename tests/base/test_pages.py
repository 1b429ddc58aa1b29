"""The shell, the views' common parts and the error pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
import structlog
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.views.generic import TemplateView

from base import error_pages
from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted
from base.menu import registry
from base.pages import ConfirmPage, VisibleObjectMixin, act_or_explain, form_errors_from, raise_for_page
from tests.base.paged_rows import PagedRow, paged_tables
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")


@pytest.fixture(autouse=True)
def _english_without_menu(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"):
        yield


def request_of(user: User | AnonymousUser, method: str = "get") -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/x/")
    request.user = user
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def render_page(user: User | AnonymousUser) -> str:
    return render_to_string("base/page.html", {}, request=request_of(user))


def test_page_holds_no_inline_style_script_or_foreign_address(alice: User) -> None:
    html = render_page(alice)
    assert " style=" not in html
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"(src|href)=\"(https?:)?//", html)
    assert '"includeIndicatorStyles":false' in html
    assert '"allowEval":false' in html


def test_page_begins_with_a_link_to_its_content(alice: User) -> None:
    html = render_page(alice)
    assert html.index('href="#content"') < html.index('<main id="content"')


def test_page_shows_the_account_to_those_logged_in_only(alice: User) -> None:
    alice.display_name = "<b>Alice</b>"
    assert "&lt;b&gt;Alice&lt;/b&gt;" in render_page(alice)
    assert "account" not in re.findall(r"<details class=\"drop (\w+)\"", render_page(AnonymousUser()))


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(("field", "shown_at"), [("name", "name"), ("unknown", "__all__"), (None, "__all__")])
def test_refusal_of_a_service_is_shown_where_it_belongs(field: str | None, shown_at: str) -> None:
    form = NameForm({"name": "x"})
    assert form.is_valid()
    form_errors_from(InvalidInput("Too short.", field=field), form)
    assert form.errors[shown_at] == ["Too short."]


def test_refusals_become_the_pages_for_them() -> None:
    with pytest.raises(Http404):
        raise_for_page(Missing("gone"))
    with pytest.raises(PermissionDenied, match="not yours"):
        raise_for_page(NotPermitted("not yours"))


class RowPage(VisibleObjectMixin[PagedRow], TemplateView):
    template_name = "base/plain.html"
    model = PagedRow


class RowPageWithRight(RowPage):
    permission = "base.nobody_holds_this"


def ask_row(user: User | AnonymousUser, row: PagedRow, view: type[RowPage] = RowPage) -> HttpResponseBase:
    return view.as_view()(request_of(user), pk=row.pk)


def test_object_page_is_404_out_of_scope_and_403_without_the_right(alice: User, bob: User) -> None:
    with paged_tables():
        row = PagedRow.objects.create(name="a", owner="alice")
        response = ask_row(alice, row)
        assert getattr(response, "context_data", {})["object"] == row
        with pytest.raises(Http404):
            ask_row(bob, row)
        with pytest.raises(PermissionDenied):
            ask_row(alice, row, RowPageWithRight)
        with pytest.raises(Http404):
            ask_row(bob, row, RowPageWithRight)


def test_object_page_leads_strangers_to_the_login() -> None:
    response = RowPage.as_view()(request_of(AnonymousUser()), pk=1)
    assert response.status_code == 302
    assert response.headers["Location"].endswith("?next=/x/")


class UndoPage(ConfirmPage):
    question = "Undo the import?"
    action_label = "Undo"
    done_message = "Undone."
    refusal: DomainError | None = None

    def perform(self) -> None:
        if self.refusal:
            raise self.refusal

    def get_success_url(self) -> str:
        return "/imports/"


def ask_undo(user: User, method: str, refusal: DomainError | None = None) -> tuple[HttpResponse, HttpRequest]:
    request = request_of(user, method)
    response = UndoPage.as_view(refusal=refusal)(request)
    if hasattr(response, "render"):
        response.render()
    assert isinstance(response, HttpResponse)
    return response, request


def test_confirm_page_asks_before_it_acts(alice: User) -> None:
    html = ask_undo(alice, "get")[0].content.decode()
    assert "Undo the import?" in html
    assert '<form method="post"' in html
    assert 'href="/imports/">Cancel<' in html


def test_confirmed_act_is_done_and_said(alice: User) -> None:
    response, request = ask_undo(alice, "post")
    assert (response.status_code, response.headers["Location"]) == (302, "/imports/")
    assert [str(message) for message in get_messages(request)] == ["Undone."]


def test_refused_act_is_explained_on_the_page(alice: User) -> None:
    response, _request = ask_undo(alice, "post", Conflict("Rows were changed since."))
    assert response.status_code == 409
    assert "Rows were changed since." in response.content.decode()


def test_act_without_a_form_reports_how_it_went(alice: User) -> None:
    def refuse() -> None:
        raise InvalidInput("Not today.")

    request = request_of(alice)
    assert act_or_explain(request, lambda: None, "Done well.")
    assert not act_or_explain(request, refuse, "Done well.")
    assert [str(message) for message in get_messages(request)] == ["Done well.", "Not today."]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (error_pages.bad_request, 400),
        (error_pages.csrf_failure, 403),
        (error_pages.permission_denied, 403),
        (error_pages.page_not_found, 404),
        (error_pages.too_many_requests, 429),
        (error_pages.server_error, 500),
    ],
)
def test_error_page_says_what_happened_and_its_number(answer: Any, status: int) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc123"):
        response = answer(RequestFactory().get("/x/"))
    html = response.content.decode()
    assert response.status_code == status
    assert len(re.findall(r"<p>[A-Z][^<]+\.</p>", html)) == 2
    assert "<code>abc123</code>" in html


def test_reason_of_a_refusal_is_shown_and_stays_text() -> None:
    html = error_pages.permission_denied(
        RequestFactory().get("/"), PermissionDenied("<b>Own record</b>")
    ).content
    assert "&lt;b&gt;Own record&lt;/b&gt;" in html.decode()


def test_account_pages_of_the_library_stand_in_the_shell() -> None:
    html = render_to_string(
        "account/password_reset_from_key_done.html", {}, request=request_of(AnonymousUser())
    )
    assert '<main id="content"' in html
    assert html.count("<h1>") == 1
    assert " style=" not in html
