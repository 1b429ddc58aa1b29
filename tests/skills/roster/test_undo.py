from datetime import date

import pytest

from base.errors import Conflict
from base.invariants import all_invariants
from base.models import DomainEvent
from base.models.workbook import ImportState
from skills.models import Diploma, Eligibility, EmploymentSpell, GradeRecord, Title
from skills.roster.export import roster_rows
from skills.roster.undo import undo_roster
from tests.access import Cast
from tests.factories.skills import WageFactory
from tests.skills.roster.sheets import NOW, judge, last_import, row, write
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Placement, Worker
from workforce.services.placements import place_worker
from workforce.services.workers import update_worker_details

pytestmark = pytest.mark.usefixtures("enterprise")
FULL = {
    "diploma_kind": "大专",
    "major": "机电一体化",
    "graduated_on": "2005年6月",
    "title": "助理工程师",
    "title_on": "2010-01-01",
}
CHANGED = {
    "name": "张三丰",
    "phone": "13900001111",
    "workshop": "二车间",
    "occupation": "焊工",
    "occupation_since": "2020-03-01",
    "issued_on": "2012-09-09",
    "diploma_kind": "大专",
    "major": "化学工程",
    "title": "技术员",
    "title_on": "2011-01-01",
}


def check_violations() -> list[str]:
    """What the invariants have to say of A1."""
    return [line for check in all_invariants().values() for line in check() if "A1" in line]


def undo() -> None:
    undo_roster(last_import().pk, actor=None, reason="传错文件", now=NOW)


def test_new_worker_undone_keeps_a_row_as_one_who_left_without_id_number() -> None:
    write(row(**FULL))
    undo()
    worker = Worker.objects.get(employee_no="A1")
    assert (worker.status, worker.id_number, worker.id_number_mask) == ("left", None, "")
    placement = Placement.objects.get(worker=worker)
    assert (placement.status, placement.reason) == ("left", f"roster import #{last_import().pk} undone")
    assert check_violations() == []
    for model in (EmploymentSpell, Diploma, Title):
        fact = model._base_manager.get()
        assert fact.voided_at == NOW
        assert "undone" in fact.void_reason
    assert not GradeRecord.objects.current().exists()
    assert not Eligibility.objects.exists()
    assert last_import().state == ImportState.UNDONE


def test_new_worker_undone_is_new_again_and_so_is_the_id_number() -> None:
    write(row(**FULL))
    undo()
    assert judge(row(**FULL)).counts["new"] == 1
    assert write(row(**FULL)).counts["new"] == 1
    worker = Worker.objects.get(employee_no="A1")
    assert (worker.status, worker.id_number) == ("active", row()["id_number"])
    assert check_violations() == []
    assert judge(row(**FULL)).counts["unchanged"] == 1
    undo()
    assert judge(row(**FULL)).counts["new"] == 1


def test_changes_undone_leave_everything_as_it_was() -> None:
    write(row(**FULL))
    before = list(Eligibility.objects.order_by("target").values_list("occupation_id", "target", "opens_on"))
    assert write(row(**CHANGED)).counts["changed"] == 1
    assert judge(row(**FULL)).counts["unchanged"] == 0
    undo()
    assert judge(row(**FULL)).counts["unchanged"] == 1
    worker = Worker.objects.get(employee_no="A1")
    assert (worker.name, worker.name_initials, worker.phone, worker.unit.name) == ("张三", "zs", "", "一车间")
    spell = EmploymentSpell.objects.get(voided_at=None)
    assert (spell.since, spell.until) == (date(2006, 7, 1), None)
    grade = GradeRecord.objects.current().get()
    assert (grade.level, grade.issued_on, grade.certificate_no) == (
        3,
        date(2012, 5, 6),
        row()["certificate_no"],
    )
    assert check_violations() == []
    after = list(Eligibility.objects.order_by("target").values_list("occupation_id", "target", "opens_on"))
    assert after == before


def test_id_number_added_by_an_import_is_taken_back() -> None:
    write(row())
    Worker.objects.update(id_number=None, id_number_index=None, id_number_mask="")
    assert write(row()).counts["changed"] == 1
    undo()
    assert Worker.objects.get(employee_no="A1").id_number is None


def test_later_change_of_a_touched_worker_forbids_undoing() -> None:
    write(row(), row("A2"))
    worker = Worker.objects.get(employee_no="A2")
    update_worker_details(actor=None, worker=worker, changes={"phone": "13511112222"})
    with pytest.raises(Conflict, match="A2") as refused:
        undo()
    assert refused.value.code == "import_built_upon"
    assert "A1" not in str(refused.value)
    assert Worker.objects.get(employee_no="A1").status == "active"
    assert last_import().state == ImportState.COMMITTED


def test_later_transfer_forbids_undoing(enterprise: Cast) -> None:
    write(row())
    worker = Worker.objects.get(employee_no="A1")
    place_worker(
        actor=None, worker=worker, unit=enterprise.workshop_a2, since=date(2026, 11, 1), today=NOW.date()
    )
    with pytest.raises(Conflict, match="A1"):
        undo()


def test_later_import_forbids_undoing_the_earlier_one() -> None:
    write(row())
    first = last_import()
    write(row(issued_on="2012-09-09"))
    with pytest.raises(Conflict, match="A1"):
        undo_roster(first.pk, actor=None, now=NOW)
    undo()
    assert judge(row()).counts["unchanged"] == 1


def test_fact_recorded_for_a_new_worker_forbids_undoing() -> None:
    write(row())
    WageFactory.create(worker=Worker.objects.get(employee_no="A1"))
    with pytest.raises(Conflict, match="A1"):
        undo()


def test_later_import_that_changed_nothing_does_not_forbid_undoing() -> None:
    write(row())
    first = last_import()
    write(row(), row("A2"))
    undo_roster(first.pk, actor=None, now=NOW)
    assert Worker.objects.filter(status="active", employee_no="A2").exists()


def test_worker_undone_and_written_again_from_an_earlier_day_is_placed_from_then() -> None:
    write(row())
    undo()
    write(row(hire_date="2004-01-01"))
    placement = Placement.objects.get(worker__employee_no="A1")
    assert (placement.since, placement.until, placement.status) == (date(2004, 1, 1), None, "active")


def test_worker_undone_is_neither_exported_nor_missed() -> None:
    write(row())
    undo()
    worker = Worker.objects.get(employee_no="A1")
    assert list(roster_rows([worker.pk], today=NOW.date())) == []


def test_undoing_twice_is_refused() -> None:
    write(row())
    undo()
    with pytest.raises(Conflict):
        undo()


def test_undoing_is_told_by_an_event() -> None:
    write(row())
    undo()
    kinds = list(DomainEvent.objects.filter(subject_id=last_import().pk).values_list("kind", flat=True))
    assert "base.workbook_import.undone" in kinds


def test_other_number_for_the_same_person_after_undoing() -> None:
    write(row("WRONG", id_number=make_id_number(date(1990, 1, 1)), certificate_no=row()["certificate_no"]))
    undo()
    again = row("RIGHT", id_number=make_id_number(date(1990, 1, 1)), certificate_no=row()["certificate_no"])
    assert write(again).counts["new"] == 1
