"""New people are written as the clerk saw them: what judging them again would give, or nothing."""

from datetime import timedelta
from typing import Any

import pytest

from base.errors import Conflict
from base.models.workbook import ImportState, WorkbookImport
from base.transitions import apply_transition
from base.workbooks.staging import chunks_to_write
from skills.models import GradeRecord, Occupation, OccupationAlias
from skills.roster.commit import commit_roster
from skills.roster.kept import KeptRows
from skills.roster.repairs import repair_row
from skills.roster.staging import GROUND, judge_for, parse_staged
from tests.access import Cast
from tests.skills.roster.sheets import BORN, NOW, TODAY, commit, row, staged, write
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Unit, Worker

pytestmark = pytest.mark.usefixtures("enterprise")


def another(number: str, serial: int, **cells: Any) -> dict[str, Any]:
    """A good row of somebody else."""
    own_id = make_id_number(BORN, serial=serial)
    return row(number, id_number=own_id, certificate_no="", issued_on="", **cells)


#: Everything a row of a new person may say, and how little.
NEW = [
    row(),
    row("A2", id_number=make_id_number(BORN, serial=3), level="", certificate_no="", issued_on=""),
    row("A3", id_number=f" {make_id_number(BORN, serial=5)} ", certificate_no="", level="高级工", sex=""),
    another("A4", 7, level="学徒工", diploma_kind="大专", major="机电一体化", graduated_on="2018年6月"),
    another("A5", 9, level="", diploma_kind="本科", title="助理工程师", title_on="2016-03-01", workshop=""),
    another("A6", 11, level="", occupation="", occupation_since="", hire_date="", post=""),
    another("A7", 13, level="", name="罗　飞军", phone="13900001111", remark="档案号7"),
]


def _no_parsing(*_row: object, **_day: object) -> None:
    pytest.fail("a row was parsed again")


def test_a_new_row_read_back_is_the_row_judged_again() -> None:
    batch = staged(*NEW)
    assert batch.counts["new"] == len(NEW)
    (spared,), (whole,) = chunks_to_write(batch.pk, spare_cells=True), chunks_to_write(batch.pk)
    assert [one.cells for one in spared] == [None] * len(NEW)
    kept = KeptRows.of(batch, judge_for(batch, today=TODAY))
    assert kept is not None
    again = judge_for(batch, today=TODAY).judge([parse_staged(one, today=TODAY) for one in whole])
    for ours, theirs in zip([kept.read(one) for one in spared], again, strict=True):
        assert ours.plan == theirs.plan
        assert (ours.key, ours.id_index, ours.changes) == (theirs.key, theirs.id_index, theirs.changes)
        assert (ours.verdict, ours.stored, ours.is_new) == (theirs.verdict, None, True)
        assert ours.row.employee_no == theirs.row.employee_no
        assert ours.row.id_cell.number == theirs.row.id_cell.number
        assert (ours.row.hire_date, ours.row.occupation_since) == (
            theirs.row.hire_date,
            theirs.row.occupation_since,
        )


def test_new_rows_are_written_without_being_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = staged(*NEW)
    monkeypatch.setattr("skills.roster.commit.parse_staged", _no_parsing)
    commit(batch)
    numbers = [one["employee_no"] for one in NEW]
    assert Worker.objects.filter(employee_no__in=numbers).count() == len(NEW)
    assert GradeRecord.objects.current().count() == sum(bool(one["issued_on"]) for one in NEW)


def _rename_an_occupation(batch: WorkbookImport) -> None:
    Occupation.objects.filter(name="机修钳工").update(name="另一工种")


def _drop_another_name(batch: WorkbookImport) -> None:
    OccupationAlias.objects.update(name="另名")


def _rename_a_unit(batch: WorkbookImport) -> None:
    Unit.objects.filter(name="二车间").update(name="三车间")


def _import_as_an_officer(batch: WorkbookImport) -> None:
    batch.parameters["create_units"] = True


@pytest.mark.parametrize(
    "change", [_rename_an_occupation, _drop_another_name, _rename_a_unit, _import_as_an_officer]
)
def test_on_another_ground_every_row_is_judged_again(change: Any) -> None:
    batch = staged(row())
    assert KeptRows.of(batch, judge_for(batch, today=TODAY)) is not None
    change(batch)
    assert KeptRows.of(batch, judge_for(batch, today=TODAY)) is None


def test_on_another_day_every_row_is_judged_again() -> None:
    batch = staged(row())
    assert KeptRows.of(batch, judge_for(batch, today=TODAY + timedelta(days=1))) is None


def test_a_row_mended_on_another_ground_leaves_no_ground_for_all(enterprise: Cast) -> None:
    batch = staged(row(), row("A2", sex="女"), actor=enterprise.user("alice"))
    repair_row(batch.pk, 3, cells={"phone": "13900001111"}, actor=enterprise.user("alice"), now=NOW)
    batch.refresh_from_db()
    assert batch.parameters[GROUND] is not None
    OccupationAlias.objects.update(name="另名")
    repair_row(batch.pk, 3, cells={"phone": "13900002222"}, actor=enterprise.user("alice"), now=NOW)
    batch.refresh_from_db()
    assert batch.parameters[GROUND] is None


def _confirm(batch: WorkbookImport) -> None:
    apply_transition(batch, ImportState.COMMITTING, actor=None, now=NOW)
    commit_roster(batch, actor=None, today=TODAY, now=NOW)


@pytest.mark.parametrize(
    "taken",
    [
        another("a1", 21, level=""),
        {**another("B1", 0, level=""), "id_number": row("A1")["id_number"]},
        {**another("B2", 23), "certificate_no": row("A1")["certificate_no"], "issued_on": "2012-05-06"},
    ],
    ids=["employee number in another case", "id number", "certificate number"],
)
def test_a_number_taken_meanwhile_stops_the_import(taken: dict[str, Any]) -> None:
    batch = staged(another("A0", 25, level=""), row("A1"))
    write(taken)
    before = Worker.objects.count()
    with pytest.raises(Conflict) as refusal:
        _confirm(batch)
    assert refusal.value.code == "roster_stale"
    assert "3" in str(refusal.value)
    assert Worker.objects.count() == before


def test_a_number_an_earlier_row_took_by_repair_stops_the_import(enterprise: Cast) -> None:
    batch = staged(row("A1", sex="女"), another("A2", 27, level=""), actor=enterprise.user("alice"))
    assert (batch.counts["new"], batch.counts["rejected"]) == (1, 1)
    repair_row(batch.pk, 2, cells={"employee_no": "A2", "sex": "男"}, actor=enterprise.user("alice"), now=NOW)
    batch.refresh_from_db()
    assert batch.counts["new"] == 2
    with pytest.raises(Conflict):
        _confirm(batch)
