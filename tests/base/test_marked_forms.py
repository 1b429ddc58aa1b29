"""The frame of a form that edits: acts on what was shown, is marked anew after a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from base.edit_marks import ChangedMeanwhile, Shown, refuse_if_changed
from base.errors import Conflict
from base.marked_forms import MarkedForm


class NamePage(MarkedForm):
    """A form about one stored name."""

    stored = "旧名"

    def __init__(self, **sent: str) -> None:
        self.request = RequestFactory().post("/", sent)
        self.name = self.stored

    def mark_key(self) -> str:
        return "tests.name"

    def as_shown(self) -> Shown:
        return Shown.of({"name": self.name})

    def read_again(self) -> None:
        self.name = NamePage.stored

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        refuse_if_changed(shown, {"name": NamePage.stored}, {"name": "名称"})
        NamePage.stored = data["name"]


@pytest.fixture(autouse=True)
def fresh() -> None:
    NamePage.stored = "旧名"


def test_what_was_shown_is_acted_on() -> None:
    NamePage(shown=NamePage().mark()).act({"name": "新名"})
    assert NamePage.stored == "新名"


def test_who_comes_second_is_refused_and_overwrites_knowingly_afterwards() -> None:
    mark = NamePage().mark()
    NamePage.stored = "别人的"
    page = NamePage(shown=mark)
    with pytest.raises(ChangedMeanwhile):
        page.act({"name": "我的"})
    assert NamePage.stored == "别人的"
    assert page.get_context_data()["shown_mark"] != mark
    NamePage(shown=page.mark()).act({"name": "我的"})
    assert NamePage.stored == "我的"


def test_mark_sent_stays_over_a_mistyped_form() -> None:
    mark = NamePage().mark()
    NamePage.stored = "别人的"
    assert NamePage(shown=mark).mark() == mark


@pytest.mark.parametrize(
    "spoilt",
    ["", "x", Shown.of({"name": "旧名"}).to_field("tests.other")],
    ids=["empty", "garbage", "of_another_form"],  # a signed mark holds the second it was made
)
def test_a_mark_that_cannot_be_read_overwrites_nothing(spoilt: str) -> None:
    page = NamePage(shown=spoilt)
    with pytest.raises(Conflict) as refused:
        page.act({"name": "新名"})
    assert refused.value.code == "mark_unreadable"
    assert NamePage.stored == "旧名"
    NamePage(shown=page.mark()).act({"name": "新名"})
    assert NamePage.stored == "新名"
