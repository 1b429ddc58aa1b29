"""What somebody else changed meanwhile is shown, never overwritten."""

from datetime import date
from typing import Any

import pytest

from base.edit_marks import ChangedMeanwhile, Shown, refuse_if_changed

LABELS = {"phone": "Phone", "hire_date": "Hire date"}
BEFORE = {"phone": "13800000000", "hire_date": date(2020, 1, 1)}
AFTER = {"phone": "13900000000", "hire_date": date(2020, 1, 1)}


def test_an_unchanged_record_passes() -> None:
    refuse_if_changed(Shown.from_field(Shown.of(BEFORE).to_field("w1"), "w1"), BEFORE, LABELS)


def test_a_changed_record_names_the_old_and_the_new_value() -> None:
    shown = Shown.from_field(Shown.of(BEFORE).to_field("w1"), "w1")
    with pytest.raises(ChangedMeanwhile) as refused:
        refuse_if_changed(shown, AFTER, LABELS, last_change="by Li")
    (change,) = refused.value.changes
    assert (change.label, change.shown, change.now) == ("Phone", "13800000000", "13900000000")
    assert "13800000000 → 13900000000" in str(refused.value)
    assert "by Li" in str(refused.value)


def test_an_etag_tells_that_it_changed() -> None:
    shown = Shown.from_etag(Shown.of(BEFORE).etag)
    refuse_if_changed(shown, BEFORE, LABELS)
    with pytest.raises(ChangedMeanwhile):
        refuse_if_changed(shown, AFTER, LABELS)


def test_a_mark_serves_for_its_own_record_alone() -> None:
    assert Shown.from_field(Shown.of(BEFORE).to_field("w1"), "w2") is None
    assert Shown.from_field("", "w1") is None


def test_a_program_that_read_nothing_is_let_through() -> None:
    assert Shown.from_etag("*") is None
    refuse_if_changed(None, AFTER, LABELS)


def test_an_etag_cannot_be_found_by_trying_values(settings: Any) -> None:
    mark = Shown.of(BEFORE).etag
    settings.SECRET_KEY = "another"
    assert Shown.of(BEFORE).etag != mark
