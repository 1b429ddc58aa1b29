"""Rows chosen for an act: stale ones, those of others, too many, none, and all that match a filter."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.utils import translation

from base.errors import InvalidInput
from base.lists import BulkAction, Column, ListPage
from base.menu import registry
from base.pagination import SortKey
from base.scoping import AnyUser
from base.selection import mark_of_matching, read_selection
from tests.base.paged_rows import PagedRow, paged_tables
from tests.base.test_lists import RowFilter
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")


def _is_alice(user: AnyUser) -> bool:
    return user.get_username() == "alice"


class RowsToChoose(ListPage):
    kind = "tests.rows_to_choose"
    title = "Rows"
    filterset_class = RowFilter
    sort_keys = (SortKey("name", "Name", ("name",)),)
    columns = (Column("name", "Name"), Column("kind", "Kind"))
    page_size = 3
    bulk_actions = (
        BulkAction("paint", "Paint", "undo", who=_is_alice),
        BulkAction("burn", "Burn", "undo", who=lambda user: not _is_alice(user)),
    )

    def get_queryset(self) -> QuerySet[PagedRow]:
        return PagedRow.objects.visible_to(self.request.user)


@pytest.fixture(autouse=True)
def _rows_and_english(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"), paged_tables():
        yield


def rows_of(user: User) -> QuerySet[PagedRow]:
    return PagedRow.objects.visible_to(user).order_by("name")


def chosen(*values: object) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist("row", [str(value) for value in values])
    return data


def matching(mark: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data["matching"] = mark
    return data


def page_text(user: User, query: str = "") -> str:
    request = RequestFactory().get(f"/rows/?{query}")
    request.user = user
    request._messages = []  # type: ignore[attr-defined]
    return cast(HttpResponse, RowsToChoose.as_view()(request)).content.decode()


def test_chosen_rows_are_read_in_the_order_asked(alice: User) -> None:
    later, sooner = PagedRow.objects.create(name="z"), PagedRow.objects.create(name="a")
    selection = read_selection(chosen(later.pk, sooner.pk, later.pk), rows_of(alice))
    assert selection.rows == [sooner, later]
    assert selection.missing == 0


def test_rows_gone_or_of_others_are_counted_and_not_told_apart(alice: User) -> None:
    mine = PagedRow.objects.create(name="mine")
    gone = PagedRow.objects.create(name="gone")
    of_bob = PagedRow.objects.create(name="bob's", owner="bob")
    stale = chosen(mine.pk, gone.pk, of_bob.pk, "nonsense", "9" * 40)
    gone.delete()
    selection = read_selection(stale, rows_of(alice))
    assert selection.rows == [mine]
    assert selection.missing == 4


@pytest.mark.parametrize(
    ("data", "code"), [(chosen(), "nothing_chosen"), (chosen(1, 2, 3), "too_many_chosen")]
)
def test_choice_of_none_or_too_many_is_refused(alice: User, data: QueryDict, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, rows_of(alice), most=2)
    assert refused.value.code == code


def test_all_matching_rows_are_found_again_when_the_act_is_asked(alice: User) -> None:
    PagedRow.objects.create(name="fit 1")
    PagedRow.objects.create(name="unfit", kind="fine")
    PagedRow.objects.create(name="fit of bob", owner="bob")
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict("kind=plain")))
    PagedRow.objects.create(name="fit 2")
    assert [row.name for row in read_selection(data, rows_of(alice)).rows] == ["fit 1", "fit 2"]


def test_mark_of_another_person_gives_nothing_of_theirs(alice: User, bob: User) -> None:
    PagedRow.objects.create(name="alice's")
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict()))
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, rows_of(bob))
    assert refused.value.code == "nothing_chosen"


def test_mark_of_another_person_is_not_read_for_the_asker(alice: User, bob: User) -> None:
    """It may filter by a field that bob does not see: which of his rows it hits would tell."""
    PagedRow.objects.create(name="bob's", owner="bob")
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict()))
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, PagedRow.objects.all(), asker=bob)
    assert refused.value.code == "matching_unreadable"


def test_mark_of_an_account_switched_off_is_refused(alice: User) -> None:
    PagedRow.objects.create(name="a")
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict()))
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, PagedRow.objects.all())
    assert refused.value.code == "matching_unreadable"


def test_more_matching_rows_than_an_act_takes_are_refused(alice: User) -> None:
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(3))
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict()))
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, rows_of(alice), most=2)
    assert refused.value.code == "too_many_chosen"


@pytest.mark.parametrize(
    "mark",
    ["nonsense", signing.dumps(["tests.rows_to_choose", 1, "", {}], salt="another"), "a:b:c"],
    ids=["nonsense", "of_another_salt", "no_signature"],  # a signed mark holds the second it was made
)
def test_mark_that_was_not_given_out_is_refused(alice: User, mark: str) -> None:
    PagedRow.objects.create(name="a")
    with pytest.raises(InvalidInput) as refused:
        read_selection(matching(mark), rows_of(alice))
    assert refused.value.code == "matching_unreadable"


def test_mark_of_a_list_of_other_things_is_refused(alice: User) -> None:
    data = matching(mark_of_matching("tests.rows_to_choose", user=alice, parameters=QueryDict()))
    with pytest.raises(InvalidInput) as refused:
        read_selection(data, cast("QuerySet[Any]", User.objects.all()))
    assert refused.value.code == "matching_unreadable"


def test_list_offers_a_box_a_row_and_the_acts_of_ones_right(alice: User, bob: User) -> None:
    row = PagedRow.objects.create(name="first")
    PagedRow.objects.create(name="theirs", owner="bob")
    text = page_text(alice)
    assert re.findall(r'name="row" value="(\d+)" form="bulk" aria-label="([^"]*)"', text) == [
        (str(row.pk), "Choose first plain")
    ]
    assert 'formaction="/undo/"' in text
    assert ("Paint" in text, "Burn" in text) == (True, False)
    assert ("Paint" in page_text(bob), "Burn" in page_text(bob)) == (False, True)


def test_all_matching_is_offered_where_the_page_does_not_show_them_all(alice: User) -> None:
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(3))
    assert 'name="matching"' not in page_text(alice)
    PagedRow.objects.create(name="one more")
    text = page_text(alice)
    assert "all 4 that match" in text
    mark = html.unescape(re.findall(r'name="matching" value="([^"]*)"', text)[0])
    assert len(read_selection(matching(mark), rows_of(alice)).rows) == 4


def test_whole_page_is_ticked_without_javascript(alice: User) -> None:
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(2))
    ticked = r'name="row" [^>]* checked>'
    assert re.findall(ticked, page_text(alice)) == []
    assert len(re.findall(ticked, page_text(alice, "chosen=page"))) == 2
