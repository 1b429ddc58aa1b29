import io

import openpyxl
import pytest

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.models import Job, StoredFile, WorkbookImport
from base.models.workbook import ImportState, RowVerdict, StagedRow
from skills.roster.at_once import import_at_once
from skills.roster.imports import (
    absent_workers,
    confirm_roster,
    discard_roster,
    find_import,
    settle_import,
    stage_roster,
)
from skills.roster.repairs import accept_repairs, repair_row, write_rejected
from skills.roster.undo import undo_roster
from tests.access import Cast
from tests.base.workbooks.books import old_format
from tests.skills.roster.sheets import NOW, commit, only_row, row, staged, upload, write
from workforce.access import Access
from workforce.models import RoleGrant, Worker

ELSEWHERE = {"unit": "乙公司", "workshop": "乙一车间"}


def only_fault(batch: WorkbookImport) -> tuple[str, str]:
    (fault,) = only_row(batch).faults
    return fault["column"], fault["code"]


def test_worker_of_another_company_is_out_of_scope_and_nothing_of_theirs_is_told(enterprise: Cast) -> None:
    write(row(**ELSEWHERE))
    batch = staged(row(name="李四"), actor=enterprise.user("alice"))
    assert only_fault(batch) == ("employee_no", "out_of_scope")
    assert only_row(batch).changes == []


def test_unit_of_another_company_is_out_of_scope(enterprise: Cast) -> None:
    assert only_fault(staged(row(**ELSEWHERE), actor=enterprise.user("alice"))) == ("unit", "out_of_scope")


def test_officer_of_the_unit_and_of_the_group_import_it(enterprise: Cast) -> None:
    for name in ("alice", "ruth"):
        assert only_row(staged(row(), actor=enterprise.user(name))).verdict == RowVerdict.NEW


def test_officer_of_a_company_creates_workshops_below_it_but_no_company(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    assert only_row(staged(row(workshop="新车间"), actor=alice, create_units=True)).verdict == RowVerdict.NEW
    refused = staged(row(unit="新公司"), actor=alice, create_units=True)
    assert only_fault(refused) == ("unit", "out_of_scope")


def test_own_record_is_not_changed_by_ones_own_import(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged({"employee_no": "C-alice", "phone": "13800002222"}, actor=alice)
    assert only_fault(batch) == ("employee_no", "own_record")
    assert only_row(staged({"employee_no": "C-alice"}, actor=alice)).verdict == RowVerdict.UNCHANGED


def test_written_import_is_of_its_officer(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    commit(staged(row(), actor=alice))
    worker = Worker.objects.get(employee_no="A1")
    assert worker.employmentspells.get().created_by == alice
    assert worker.grades.get().recorded_by == alice


@pytest.mark.parametrize("name", ["dave", "erin", "heidi", "carol", "frank", "admin"])
def test_roster_is_handed_in_by_hr_officers_alone(enterprise: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        stage_roster(file=upload(row()), name="名册.xlsx", actor=enterprise.user(name), now=NOW)
    assert not WorkbookImport.objects.exists()


def test_import_of_a_colleague_does_not_exist_for_one(enterprise: Cast) -> None:
    batch = staged(row(name=""), actor=enterprise.user("alice"))
    bob = enterprise.user("bob")
    for act in (
        lambda: find_import(batch.pk, actor=bob, now=NOW),
        lambda: confirm_roster(batch.pk, actor=bob, now=NOW),
        lambda: discard_roster(batch.pk, actor=bob, now=NOW),
        lambda: undo_roster(batch.pk, actor=bob, now=NOW),
        lambda: accept_repairs(batch.pk, actor=bob, now=NOW),
        lambda: repair_row(batch.pk, 2, cells={"name": "李四"}, actor=bob, now=NOW),
        lambda: write_rejected(batch.pk, target=io.BytesIO(), actor=bob, now=NOW),
    ):
        with pytest.raises(Missing):
            act()


def test_bad_file_is_refused_at_once_and_not_kept(enterprise: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        stage_roster(
            file=io.BytesIO(old_format("Workbook")), name="名册.xlsx", actor=enterprise.user("alice"), now=NOW
        )
    assert refused.value.code == "workbook_is_old_format"
    assert not StoredFile.objects.exists()


def test_large_file_is_refused_by_its_size_without_reading_it(enterprise: Cast) -> None:
    class Large(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 200 * 1024 * 1024 if whence == io.SEEK_END else super().seek(offset, whence)

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the file was read")

    with pytest.raises(InvalidInput) as refused:
        stage_roster(file=Large(), name="名册.xlsx", actor=enterprise.user("alice"), now=NOW)
    assert refused.value.code == "file_too_large"


def test_same_file_written_before_is_named_to_the_clerk(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    file = upload(row())
    first = stage_roster(file=file, name="名册.xlsx", actor=alice, now=NOW)
    assert "same_file" not in first.parameters
    WorkbookImport.objects.filter(pk=first.pk).update(state=ImportState.COMMITTED, committed_at=NOW)
    file.seek(0)
    again = stage_roster(file=file, name="名册.xlsx", actor=alice, now=NOW)
    assert again.parameters["same_file"]["import"] == first.pk


def test_people_not_in_the_file_are_listed_and_left_alone(enterprise: Cast) -> None:
    write(row(), row("A2"))
    batch = staged(row(), actor=enterprise.user("alice"))
    absent = set(absent_workers(batch).values_list("employee_no", flat=True))
    assert {"A2", "C-carol", "C-frank"} <= absent
    assert not absent & {"A1", "C-ivan", "C-bob"}
    commit(batch)
    assert Worker.objects.get(employee_no="A2").status == "active"


def test_import_is_dropped_with_its_rows(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(), actor=alice)
    assert discard_roster(batch.pk, actor=alice, now=NOW).state == ImportState.DISCARDED
    assert not StagedRow.objects.exists()
    with pytest.raises(Conflict):
        confirm_roster(batch.pk, actor=alice, now=NOW)


@pytest.mark.parametrize(
    ("state", "after"), [("uploaded", ImportState.FAILED), ("committing", ImportState.STAGED)]
)
def test_import_whose_job_was_given_up_says_so(enterprise: Cast, state: str, after: ImportState) -> None:
    batch = staged(row(), actor=enterprise.user("alice"))
    batch.job = Job.objects.create(
        kind="k", state="failed", error="没有成功", created_at=NOW, finished_at=NOW
    )
    batch.state = state
    batch.save()
    assert (settle_import(batch, now=NOW).state, batch.error) == (after, "没有成功")


def test_rejected_row_is_mended_in_place(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(name="", level="技师"), actor=alice)
    repair_row(batch.pk, 2, cells={"name": "李四"}, actor=alice, now=NOW)
    assert only_fault(batch) == ("certificate_no", "certificate_level_mismatch")
    repair_row(batch.pk, 2, cells={"level": "中级工"}, actor=alice, now=NOW)
    assert only_row(batch).verdict == RowVerdict.NEW
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 0)
    commit(batch)
    assert Worker.objects.get(employee_no="A1").name == "李四"


def test_id_number_is_mended_in_place_and_stays_encrypted(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    right = row()["id_number"]
    batch = staged(row(id_number=right[:17] + ("1" if right[17] != "1" else "2")), actor=alice)
    assert only_fault(batch) == ("id_number", "id_check_digit")
    repair_row(batch.pk, 2, cells={"id_number": right}, actor=alice, now=NOW)
    mended = only_row(batch)
    assert mended.verdict == RowVerdict.NEW
    assert right not in str((mended.cells, mended.changes, bytes(mended.secret or b"")))


def test_row_mended_into_the_number_of_an_earlier_row_is_refused(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(), row("A2"), actor=alice)
    mended = repair_row(batch.pk, 3, cells={"employee_no": "A1"}, actor=alice, now=NOW)
    assert (mended.key, mended.faults[0]["code"]) == ("row3", "employee_no_duplicated_in_file")
    mended = repair_row(
        batch.pk, 3, cells={"employee_no": "A2", "id_number": row()["id_number"]}, actor=alice, now=NOW
    )
    assert [fault["code"] for fault in mended.faults] == ["id_number_duplicated_in_file"]


def test_suggested_values_are_taken_at_once(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(
        row(sex="女"),
        row("A2", occupation="机修钳工人"),
        row("A3", workshop="第一车间"),
        row("A4"),
        actor=alice,
    )
    assert StagedRow.objects.filter(batch=batch, verdict=RowVerdict.REJECTED).count() == 3
    assert accept_repairs(batch.pk, actor=alice, now=NOW) == 3
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["rejected"]) == (4, 0)


def test_suggested_spelling_of_an_employee_number_is_taken(enterprise: Cast) -> None:
    write(row("JC001"))
    alice = enterprise.user("alice")
    batch = staged(row("JC001", employee_no="jc001", phone="13800000000"), actor=alice)
    assert accept_repairs(batch.pk, actor=alice, now=NOW) == 1
    (mended,) = StagedRow.objects.filter(batch=batch)
    assert (mended.verdict, [change["column"] for change in mended.changes]) == ("changed", ["phone"])
    commit(batch)
    assert Worker.objects.get(employee_no="JC001").phone == "13800000000"


def test_spelling_of_a_number_out_of_scope_is_not_told(enterprise: Cast) -> None:
    Worker.objects.filter(pk=enterprise.worker("bob").pk).update(employee_no="SECRET9")
    batch = staged(row("B1", employee_no="secret9"), actor=enterprise.user("alice"))
    (refused,) = StagedRow.objects.get(batch=batch).faults
    assert (refused["code"], refused.get("suggestion")) == ("out_of_scope", None)


def test_column_the_roster_lacks_is_not_repaired(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(), actor=alice)
    with pytest.raises(InvalidInput):
        repair_row(batch.pk, 2, cells={"salary": "1"}, actor=alice, now=NOW)


def test_rejected_rows_go_back_as_a_workbook_that_can_be_sent_again(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(level="超级工", remark="@SUM(1)"), row("A2"), actor=alice)
    target = io.BytesIO()
    assert write_rejected(batch.pk, target=target, actor=alice, now=NOW) == 1
    page = openpyxl.load_workbook(target).active
    assert page is not None
    values = {str(head.value): cell.value for head, cell in zip(page[1], page[2], strict=True)}
    assert (values["工号"], values["身份证号"], values["备注"]) == ("A1", row()["id_number"], "@SUM(1)")
    assert "超级工" in str(values["退回原因"])
    assert "第2行" in str(values["退回原因"])
    page.cell(row=2, column=10, value="中级工")
    mended = io.BytesIO()
    page.parent.save(mended)  # type: ignore[union-attr]
    report = import_at_once(mended.getvalue(), name="退回.xlsx", create_units=False, commit=False, now=NOW)
    assert (report.counts["new"], report.counts["rejected"]) == (1, 0)


def test_import_is_not_undone_by_an_officer_moved_to_another_company(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = staged(row(), actor=alice)
    commit(batch)
    RoleGrant.objects.filter(user=alice).update(unit=enterprise.company_b)
    Access.forget(alice)
    with pytest.raises(NotPermitted):
        undo_roster(batch.pk, actor=alice, now=NOW)
    assert Worker.objects.get(employee_no="A1").status == "active"
