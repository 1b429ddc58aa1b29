"""Wages by workbook: every row judged, written in one go, undone as a whole; only HR, never one's own."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from base.errors import Conflict, NotPermitted
from base.jobs import run_job
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from skills.models import MonthlyWage
from skills.services.fact_values import WageValues
from skills.services.facts import correct_fact
from skills.services.merging import merge_workers
from skills.wages.columns import COLUMNS
from skills.wages.imports import confirm_wages, stage_wages, undo_wages
from tests.access import Cast, PageAccess
from tests.base.workbooks.books import workbook
from tests.factories.skills import WageFactory
from tests.skills.pages.clients import browser_of, text_of

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LABELS = [column.label for column in COLUMNS[1:]]
pytestmark = pytest.mark.django_db

Line = tuple[Any, Any, Any, Any]


def finish(batch: WorkbookImport) -> WorkbookImport:
    """Run the import's job here and now."""
    assert batch.job is not None
    run_job(batch.job.pk)
    return WorkbookImport.objects.select_related("job").get(pk=batch.pk)


def read(cast: Cast, *lines: Line, name: str = "alice") -> WorkbookImport:
    """Hand a workbook in and have it read."""
    book = io.BytesIO(workbook(LABELS, *lines))
    return finish(stage_wages(file=book, name="工资.xlsx", actor=cast.user(name), now=NOW))


def write(cast: Cast, *lines: Line, name: str = "alice") -> WorkbookImport:
    """Hand a workbook in, have it read and written."""
    batch = read(cast, *lines, name=name)
    return finish(confirm_wages(batch.pk, actor=cast.user(name), now=NOW))


def findings(batch: WorkbookImport) -> list[tuple[str, list[str]]]:
    """Verdict and faults, row by row."""
    rows = StagedRow.objects.filter(batch=batch).order_by("sheet_row")
    return [(row.verdict, [fault["code"] for fault in row.faults]) for row in rows]


def test_rows_are_new_changed_unchanged_or_rejected(cast: Cast) -> None:
    WageFactory.create(worker=cast.worker("carol"), month=date(2026, 9, 1), amount=Decimal("6000"))
    WageFactory.create(worker=cast.worker("frank"), month=date(2026, 9, 1), amount=Decimal("7000"))
    batch = read(
        cast,
        ("C-carol", "高兰", "2026-10", 6543.21),
        ("C-carol", "高兰", "2026年9月", "6,100.00"),
        ("C-frank", "", date(2026, 9, 30), 7000),
        ("C-ivan", "易凡", "2026-10", 6000),
    )
    assert (batch.state, findings(batch)) == (
        ImportState.STAGED,
        [
            (RowVerdict.NEW, []),
            (RowVerdict.CHANGED, []),
            (RowVerdict.UNCHANGED, []),
            (RowVerdict.REJECTED, ["worker_unknown"]),
        ],
    )
    assert MonthlyWage.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (("", "", "2026-10", 1), "employee_no_missing"),
        (("nobody", "", "2026-10", 1), "worker_unknown"),
        (("C-alice", "", "2026-10", 1), "own_record"),
        (("C-carol", "别人", "2026-10", 1), "name_differs"),
        (("C-carol", "", "", 1), "month_missing"),
        (("C-carol", "", "2026-13", 1), "month_unreadable"),
        (("C-carol", "", "2099-01", 1), "month_in_future"),
        (("C-carol", "", "1850-01", 1), "month_absurd"),
        (("C-carol", "", "2026-10", ""), "amount_missing"),
        (("C-carol", "", "2026-10", "六千"), "amount_unreadable"),
        (("C-carol", "", "2026-10", "NaN"), "amount_unreadable"),
        (("C-carol", "", "2026-10", -0.01), "amount_negative"),
        (("C-carol", "", "2026-10", "1e12"), "amount_too_large"),
        (("C-carol", "", "2026-10", "1.234"), "amount_decimals"),
    ],
)
def test_bad_row_is_rejected_with_its_reason(cast: Cast, line: Line, fault: str) -> None:
    assert findings(read(cast, line)) == [(RowVerdict.REJECTED, [fault])]


def test_second_row_of_the_same_month_is_rejected(cast: Cast) -> None:
    batch = read(cast, ("C-carol", "", "2026-10", 1), ("C-carol", "", "2026年10月", 2))
    assert findings(batch) == [(RowVerdict.NEW, []), (RowVerdict.REJECTED, ["duplicated_in_file"])]


def test_what_a_formula_leaves_behind_the_fen_is_no_fault(cast: Cast) -> None:
    write(cast, ("C-carol", "", "2026-10", 0.1 + 0.2))
    assert MonthlyWage.objects.get().amount == Decimal("0.30")


def test_confirmed_wages_replace_the_earlier_ones(cast: Cast) -> None:
    old = WageFactory.create(worker=cast.worker("carol"), month=date(2026, 9, 1), amount=Decimal("6000"))
    batch = write(cast, ("C-carol", "", "2026-09", 6100), ("C-frank", "", "2026-09", 5000))
    assert batch.state == ImportState.COMMITTED
    old.refresh_from_db()
    new = MonthlyWage.objects.current().get(worker=cast.worker("carol"))
    assert (new.amount, new.replaces, new.batch, new.created_by) == (
        Decimal("6100.00"),
        old,
        batch,
        cast.users["alice"],
    )
    assert old.voided_by == cast.users["alice"]
    assert str(batch.pk) in old.void_reason
    assert MonthlyWage.objects.current().count() == 2


def test_data_changed_since_the_check_is_not_overwritten(cast: Cast) -> None:
    wage = WageFactory.create(worker=cast.worker("carol"), month=date(2026, 9, 1), amount=Decimal("6000"))
    batch = read(cast, ("C-carol", "", "2026-09", 6100), ("C-frank", "", "2026-09", 5000))
    values = WageValues(month=wage.month, amount=Decimal("6050"))
    correct_fact(wage, values, actor=cast.user("ruth"), reason="补发", now=NOW)
    batch = finish(confirm_wages(batch.pk, actor=cast.user("alice"), now=NOW))
    assert batch.state == ImportState.STAGED
    assert [wage.amount for wage in MonthlyWage.objects.current()] == [Decimal("6050.00")]
    change = StagedRow.objects.get(batch=batch, key="C-carol").changes
    assert change == [{"column": "amount", "from": "6050.00", "to": "6100.00"}]


def test_undo_voids_the_wages_and_brings_the_replaced_ones_back(cast: Cast) -> None:
    old = WageFactory.create(worker=cast.worker("carol"), month=date(2026, 9, 1), amount=Decimal("6000"))
    batch = write(cast, ("C-carol", "", "2026-09", 6100), ("C-frank", "", "2026-09", 5000))
    undo_wages(batch.pk, actor=cast.user("alice"), now=NOW)
    assert [(wage.pk, wage.amount) for wage in MonthlyWage.objects.current()] == [
        (old.pk, Decimal("6000.00"))
    ]
    assert MonthlyWage.objects.count() == 3


def test_undo_is_refused_once_a_wage_was_corrected(cast: Cast) -> None:
    batch = write(cast, ("C-carol", "", "2026-09", 6100))
    wage = MonthlyWage.objects.get()
    values = WageValues(month=wage.month, amount=Decimal("6050"))
    correct_fact(wage, values, actor=cast.user("ruth"), reason="补发", now=NOW)
    with pytest.raises(Conflict, match="C-carol"):
        undo_wages(batch.pk, actor=cast.user("alice"), now=NOW)
    assert MonthlyWage.objects.current().get().amount == Decimal("6050.00")


def test_undo_asks_for_the_right_over_records_the_wages_were_merged_into(cast: Cast) -> None:
    batch = write(cast, ("C-carol", "", "2026-09", 6100))
    merge_workers(
        actor=cast.user("ruth"),
        kept=cast.worker("ivan"),
        duplicate=cast.worker("carol"),
        reason="同一人",
        now=NOW,
    )
    with pytest.raises(NotPermitted):
        undo_wages(batch.pk, actor=cast.user("alice"), now=NOW)
    assert MonthlyWage.objects.current().get().worker == cast.worker("ivan")


@pytest.mark.parametrize("name", ["erin", "dave", "heidi", "carol", "admin"])
def test_only_hr_hands_wages_in(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        read(cast, ("C-carol", "", "2026-10", 1), name=name)
    assert not WorkbookImport.objects.exists()


class TestImportPage(PageAccess):
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        batch = read(cast, ("C-carol", "", "2026-10", 6543.21), ("C-carol", "", "2026-13", 1))
        return reverse("skills:wage_import", args=[batch.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        said = text_of(response)
        assert "6543.21" in said
        assert "“2026-13”" in said


class TestConfirming(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        self.batch = read(cast, ("C-carol", "", "2026-10", 6543.21))
        return reverse("skills:act_on_wage_import", args=[self.batch.pk, "confirm"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert WorkbookImport.objects.get().state == ImportState.COMMITTING

    def assert_nothing_done(self, cast: Cast) -> None:
        assert WorkbookImport.objects.get().state == ImportState.STAGED


def test_empty_workbook_is_read_back(cast: Cast) -> None:
    response = browser_of(cast.users["alice"]).get(reverse("skills:wage_template"))
    book = io.BytesIO(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    batch = finish(stage_wages(file=book, name="模板.xlsx", actor=cast.user("alice"), now=NOW))
    assert (batch.state, batch.counts["rows"]) == (ImportState.STAGED, 0)
    assert browser_of(cast.users["erin"]).get(reverse("skills:wage_template")).status_code == 403


def test_wage_workbooks_and_rosters_are_listed_apart(cast: Cast) -> None:
    read(cast, ("C-carol", "", "2026-10", 6543.21))
    alice = browser_of(cast.users["alice"])
    assert "工资.xlsx" in text_of(alice.get(reverse("skills:wage_imports")))
    assert "工资.xlsx" not in text_of(alice.get(reverse("skills:imports")))
