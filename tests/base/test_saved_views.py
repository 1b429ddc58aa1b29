"""Saved views: tabs, defaults, names, sharing, and views that ask for what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.menu import registry
from base.models import SavedView
from base.saved_views import (
    MOST_VIEWS,
    delete_view,
    make_default,
    move_view_forward,
    rename_view,
    replace_view,
    save_view,
    share_view,
    views_of,
)
from tests.access import Cast
from tests.base.exports_data import KIND, RowsToExport
from tests.base.paged_rows import PagedRow, paged_tables
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")


@pytest.fixture(autouse=True)
def _rows_and_english(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"), paged_tables():
        yield


def ask(user: User | AnonymousUser, query: str = "") -> HttpResponseBase:
    request = RequestFactory().get(f"/rows/?{query}" if query else "/rows/")
    request.user = user
    request._messages = []  # type: ignore[attr-defined]
    return RowsToExport.as_view()(request)


def page(user: User, query: str = "view=all") -> str:
    return cast(HttpResponse, ask(user, query)).content.decode()


def saved(user: User, name: str, query: str = "sort=-opens") -> SavedView:
    return save_view(actor=user, kind=KIND, name=name, parameters=QueryDict(query))


def tabs_in(text: str) -> list[tuple[str, bool]]:
    found = re.findall(r'<li><a href="\?[^"]*view=[^"]*"( aria-current="page")?>([^<]*)', text)
    return [(name.strip(), bool(current)) for current, name in found]


def test_view_keeps_filters_order_and_columns_and_no_page_mark(alice: User) -> None:
    view = saved(alice, "  Mine  ", "q=a&sort=-opens&columns=name&cursor=x&count=exact&view=7")
    assert (view.name, view.parameters) == ("Mine", {"q": ["a"], "sort": ["-opens"], "columns": ["name"]})
    text = page(alice, f"q=a&sort=-opens&columns=name&view={view.pk}")
    assert tabs_in(text) == [("Everything", False), ("Mine", True)]
    assert "changed-dot" not in text
    assert f"sort=-opens&amp;columns=name&amp;view={view.pk}" in text


def test_list_that_differs_from_its_view_can_be_saved_into_it(alice: User) -> None:
    view = saved(alice, "Mine")
    text = page(alice, f"sort=opens&view={view.pk}")
    assert "Save into “Mine”" in text
    replace_view(actor=alice, view_id=view.pk, parameters=QueryDict("sort=opens&view=1"))
    assert "Save into" not in page(alice, f"sort=opens&q=&view={view.pk}")


def test_second_view_of_one_name_is_refused_whatever_its_case(alice: User, bob: User) -> None:
    saved(alice, "Mine")
    with pytest.raises(Conflict) as refused:
        saved(alice, "MINE")
    assert refused.value.code == "name_taken"
    other = saved(alice, "Other")
    with pytest.raises(Conflict):
        rename_view(actor=alice, view_id=other.pk, name="mine")
    assert saved(bob, "Mine").owner_id == bob.pk
    assert sorted(view.name for view in views_of(KIND, alice)) == ["Mine", "Other"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 31])
def test_view_without_a_fitting_name_is_refused(alice: User, name: str) -> None:
    with pytest.raises(InvalidInput):
        saved(alice, name)


@pytest.mark.parametrize("query", ["q=%00", "%00=1", "columns=name&columns=%00"])
def test_address_with_nul_is_refused_and_nothing_is_kept(alice: User, query: str) -> None:
    """The database keeps no NUL in JSON."""
    with pytest.raises(InvalidInput) as refusal:
        saved(alice, "mine", query)
    assert refusal.value.code == "query_unreadable"
    assert not SavedView.objects.exists()


def test_thirty_views_are_the_most(alice: User) -> None:
    for number in range(MOST_VIEWS):
        saved(alice, f"{number}")
    with pytest.raises(Conflict) as refused:
        saved(alice, "one more")
    assert refused.value.code == "too_many_views"


def test_list_opens_with_the_default_view_and_all_is_one_click_away(alice: User) -> None:
    first, second = saved(alice, "first"), saved(alice, "second")
    make_default(actor=alice, view_id=first.pk, is_default=True)
    make_default(actor=alice, view_id=second.pk, is_default=True)
    response = ask(alice)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/rows/?sort=-opens&view={second.pk}"
    assert tabs_in(page(alice, "view=all"))[0] == ("Everything", True)
    make_default(actor=alice, view_id=second.pk, is_default=False)
    assert ask(alice).status_code == 200


def test_view_asking_for_what_is_gone_says_so_and_still_works(alice: User) -> None:
    PagedRow.objects.create(name="still here")
    view = saved(alice, "old", "salary=9&columns=name,secret,gone&q=")
    text = page(alice, f"salary=9&columns=name,secret,gone&q=&view={view.pk}")
    assert "salary、secret、gone" in text
    assert "still here" in text


def test_views_are_private_until_those_who_may_share_them(cast: Cast) -> None:
    ruth, alice = cast.user("ruth"), cast.user("alice")
    private, shared = saved(ruth, "private"), saved(ruth, "for all")
    share_view(actor=ruth, view_id=shared.pk, is_shared=True)
    assert [view.name for view in views_of(KIND, alice)] == ["for all"]
    own = saved(alice, "own")
    assert [view.name for view in views_of(KIND, alice)] == ["own", "for all"]
    with pytest.raises(NotPermitted):
        share_view(actor=alice, view_id=own.pk, is_shared=True)
    with pytest.raises(NotPermitted):
        save_view(actor=alice, kind=KIND, name="x", parameters=QueryDict(), is_shared=True)
    assert private.pk not in {view.pk for view in views_of(KIND, alice)}


def test_views_of_others_are_neither_changed_nor_deleted(cast: Cast) -> None:
    shared = saved(cast.user("ruth"), "for all")
    share_view(actor=cast.user("ruth"), view_id=shared.pk, is_shared=True)
    alice = cast.user("alice")
    for act in (delete_view, move_view_forward):
        with pytest.raises(Missing):
            act(actor=alice, view_id=shared.pk)
    with pytest.raises(Missing):
        rename_view(actor=alice, view_id=shared.pk, name="mine now")
    with pytest.raises(Missing):
        replace_view(actor=alice, view_id=shared.pk, parameters=QueryDict())
    assert SavedView.objects.get().name == "for all"


def test_views_are_put_in_order(alice: User) -> None:
    for name in "abc":
        saved(alice, name)
    third = SavedView.objects.get(name="c")
    move_view_forward(actor=alice, view_id=third.pk)
    assert [view.name for view in views_of(KIND, alice)] == ["a", "c", "b"]
    delete_view(actor=alice, view_id=third.pk)
    assert [(view.name, view.position) for view in views_of(KIND, alice)] == [("a", 0), ("b", 1)]


def test_view_is_saved_and_kept_on_pages_without_javascript(alice: User) -> None:
    client = Client()
    client.force_login(alice, backend="workforce.accounts.AccountBackend")
    sent = {"kind": KIND, "list": "/rows/", "query": "sort=-opens", "name": "Mine"}
    response = client.post(reverse("base:save_view"), sent)
    view = SavedView.objects.get()
    assert response.headers["Location"] == f"/rows/?sort=-opens&view={view.pk}"
    refused = client.post(reverse("base:save_view"), sent)
    assert refused.headers["Location"] == "/rows/?sort=-opens"
    foreign = client.post(
        reverse("base:save_view"), {**sent, "name": "2", "list": "https://elsewhere.example/"}
    )
    assert foreign.headers["Location"].startswith("/?sort=-opens")
    assert (
        'value="Mine"' in client.get(reverse("base:views", args=[KIND]), {"list": "/rows/"}).content.decode()
    )
    client.post(reverse("base:act_on_view", args=[view.pk, "rename"]), {"name": "Ours", "list": "/rows/"})
    client.post(reverse("base:act_on_view", args=[view.pk, "open-first"]))
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("Ours", True)
    client.post(reverse("base:act_on_view", args=[view.pk, "delete"]))
    assert list(SavedView.objects.values_list("name", flat=True)) == ["2"]
