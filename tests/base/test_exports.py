"""Exports: exactly the rows and columns of the list, typed, no formula awake, stopped when the right ends."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from knox.models import get_token_model
from pytest_django import Settings

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.exports import writing
from base.exports.at_once import BROKEN_OFF_MARK, StreamBrokenOff, answer_at_once
from base.exports.records import start_export
from base.exports.rights import RightEnded
from base.files import readable_file
from base.jobs import run_job
from base.menu import registry
from base.models import ExportRecord, Job, StoredFile
from base.models.export import ExportState
from tests.base.exports_data import KIND, asked_for, exporter
from tests.base.paged_rows import PagedRow, paged_tables
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")


@pytest.fixture(autouse=True)
def _rows_and_english(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"), paged_tables():
        yield


def content_of(record: ExportRecord) -> bytes:
    return b"".join(answer_at_once(record))


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_of(content: bytes) -> list[tuple[Any, ...]]:
    return [
        tuple(row)
        for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    ]


def stored(record: ExportRecord) -> ExportRecord:
    return ExportRecord.objects.get(pk=record.pk)


def test_csv_holds_the_filtered_rows_in_their_order_and_the_columns_shown(alice: User) -> None:
    exporter(alice)
    PagedRow.objects.create(name="never")
    PagedRow.objects.create(name="late", opens_on=date(2027, 1, 1), wage=Decimal("8000.5"))
    PagedRow.objects.create(name="soon", opens_on=date(2026, 12, 1), kind="fine", wage=Decimal("9000"))
    PagedRow.objects.create(name="of bob", owner="bob")
    record = asked_for(alice, "sort=-opens&cursor=nonsense")
    content = content_of(record)
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines_of(content) == [
        ["Name", "Opens", "Wage"],
        ["late", "2027-01-01", "8000.50"],
        ["soon", "2026-12-01", ""],
        ["never", "", "0.00"],
    ]
    kept = stored(record)
    assert (kept.state, kept.row_count, kept.columns) == (ExportState.DONE, 3, ["name", "opens_on", "wage"])
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.parameters == {"sort": ["-opens"]}
    assert kept.duration is not None


def test_chosen_columns_are_exported_in_their_order_and_no_others(alice: User) -> None:
    exporter(alice)
    PagedRow.objects.create(name="a", kind="fine")
    content = content_of(asked_for(alice, "columns=upper,secret,button,name&kind=fine"))
    assert lines_of(content) == [["Upper", "Name"], ["A", "a"]]


def test_workbook_holds_dates_and_numbers_as_such(alice: User) -> None:
    exporter(alice)
    PagedRow.objects.create(name="0012", opens_on=date(2026, 12, 1), wage=Decimal("8000.5"))
    assert sheet_of(content_of(asked_for(alice, file_format="xlsx"))) == [
        ("Name", "Opens", "Wage"),
        ("0012", datetime(2026, 12, 1), 8000.5),  # noqa: DTZ001 - a sheet knows no time zone
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "=cmd|' /C calc'!A0", "|x", "%x"],
)
def test_formula_stays_text_in_both_formats(alice: User, text: str) -> None:
    exporter(alice)
    PagedRow.objects.create(name=text)
    cell = lines_of(content_of(asked_for(alice)))[1][0]
    assert cell.startswith("'")
    workbook = openpyxl.load_workbook(io.BytesIO(content_of(asked_for(alice, file_format="xlsx"))))
    found = workbook.worksheets[0]["A2"]
    assert (found.data_type, found.value.replace("_x000D_", "\r")) == ("s", text)


def test_person_without_the_right_or_with_a_wrong_list_exports_nothing(alice: User) -> None:
    PagedRow.objects.create(name="a")
    with pytest.raises(NotPermitted):
        asked_for(alice)
    exporter(alice)
    for kind, query, file_format in [
        ("no.list", "", "csv"),
        (KIND, "kind=unknown", "csv"),
        (KIND, "", "pdf"),
    ]:
        with pytest.raises(InvalidInput):
            start_export(
                actor=alice,
                kind=kind,
                parameters=QueryDict(query),
                file_format=file_format,
                now=timezone.now(),
            )
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("rows", [10, 1000])
def test_statements_of_a_chunk_do_not_grow_with_its_rows(alice: User, rows: int) -> None:
    exporter(alice)
    PagedRow.objects.bulk_create(PagedRow(name=f"{number:04}") for number in range(rows))
    record = asked_for(alice)
    with CaptureQueriesContext(connection) as captured:
        assert len(lines_of(content_of(record))) == rows + 1
    # account and number of rows; account, rows and scope of the chunk; account at the end; the record
    assert len(captured) == 7


def test_rows_are_read_in_chunks_and_those_no_longer_in_scope_left_out(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter(alice)
    monkeypatch.setattr(writing, "CHUNK", 2)
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(5))
    record = asked_for(alice)
    pieces = iter(answer_at_once(record))
    read = [next(pieces), next(pieces)]
    PagedRow.objects.filter(name__in=["0", "2"]).update(owner="bob")
    read.extend(pieces)
    assert [line[0] for line in lines_of(b"".join(read))] == ["Name", "0", "1", "3", "4"]
    assert stored(record).row_count == 4


def end_right(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="")


def switch_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("ending", [end_right, switch_off])
def test_stream_ends_with_an_error_when_the_right_ends(
    alice: User, monkeypatch: pytest.MonkeyPatch, ending: Any
) -> None:
    exporter(alice)
    monkeypatch.setattr(writing, "CHUNK", 2)
    PagedRow.objects.bulk_create(PagedRow(name=f"row {number}") for number in range(6))
    record = asked_for(alice)
    pieces = iter(answer_at_once(record))
    read = [next(pieces), next(pieces)]
    ending(alice)
    with pytest.raises(StreamBrokenOff):
        read.extend(pieces)
    text = b"".join(read).decode("utf-8-sig")
    assert BROKEN_OFF_MARK in text.splitlines()[-1]
    assert "row 2" not in text
    kept = stored(record)
    assert (kept.state, kept.row_count, kept.sha256) == (ExportState.BROKEN_OFF, 2, "")
    assert "right" in kept.error


def test_stream_ends_when_its_token_is_withdrawn(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter(alice)
    monkeypatch.setattr(writing, "CHUNK", 1)
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(3))
    token, _key = get_token_model().objects.create(alice, expiry=timedelta(days=1))
    record = asked_for(alice, token_digest=token.digest)
    pieces = iter(answer_at_once(record))
    next(pieces), next(pieces)
    token.delete()
    with pytest.raises(StreamBrokenOff):
        list(pieces)
    assert stored(record).state == ExportState.BROKEN_OFF


def test_stream_whose_reader_goes_away_is_broken_off(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter(alice)
    monkeypatch.setattr(writing, "CHUNK", 1)
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(3))
    record = asked_for(alice)
    response = answer_at_once(record)
    next(iter(response))
    # closing the response itself would end the test's transaction
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()
    assert stored(record).state == ExportState.BROKEN_OFF


def test_workbook_is_refused_whole_when_the_right_ends(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter(alice)
    PagedRow.objects.create(name="a")
    record = asked_for(alice, file_format="xlsx")
    end_right(alice)
    with pytest.raises(RightEnded):
        answer_at_once(record)
    assert stored(record).state == ExportState.BROKEN_OFF


def test_large_export_becomes_a_job_and_three_are_the_most(alice: User, settings: Settings) -> None:
    exporter(alice)
    settings.EXPORT_ROWS_AT_ONCE = 2
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(3))
    assert asked_for(alice, "q=1").job is None
    records = [asked_for(alice) for _number in range(3)]
    assert all(record.job is not None for record in records)
    with pytest.raises(Conflict) as refused:
        asked_for(alice)
    assert refused.value.code == "too_many_exports"
    assert Job.objects.count() == 3


def test_kept_file_is_its_owners_alone_and_while_the_right_lasts(alice: User, bob: User) -> None:
    exporter(alice), exporter(bob)
    PagedRow.objects.create(name="a")
    record = asked_for(alice, file_format="xlsx", in_background=True)
    assert record.job is not None
    run_job(record.job.pk)
    kept = stored(record)
    assert (kept.state, kept.row_count) == (ExportState.DONE, 1)
    file = StoredFile.objects.get()
    assert (kept.file, kept.sha256) == (file, file.sha256)
    assert file.expires_at is not None
    assert readable_file(file.key, user=alice) == file
    with pytest.raises(Missing):
        readable_file(file.key, user=bob)
    end_right(alice)
    with pytest.raises(Missing):
        readable_file(file.key, user=User.objects.get(pk=alice.pk))


def test_job_given_up_shows_its_export_as_broken_off(alice: User) -> None:
    exporter(alice)
    PagedRow.objects.create(name="a")
    record = asked_for(alice, in_background=True)
    Job.objects.update(state="failed", error="The worker stopped three times.", finished_at=timezone.now())
    assert stored(record).shown_state is ExportState.BROKEN_OFF


def test_job_whose_right_ended_fails_and_keeps_nothing(alice: User) -> None:
    exporter(alice)
    PagedRow.objects.create(name="a")
    record = asked_for(alice, in_background=True)
    assert record.job is not None
    end_right(alice)
    run_job(record.job.pk)
    kept = stored(record)
    assert (kept.state, kept.file) == (ExportState.BROKEN_OFF, None)
    assert Job.objects.get().state == "failed"
    assert not StoredFile.objects.exists()
