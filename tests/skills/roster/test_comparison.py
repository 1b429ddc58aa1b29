"""What a row would do, column by column. Each case writes one row first and then compares another."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from base.models.workbook import RowVerdict
from skills.models import Diploma, EmploymentSpell, GradeRecord, Title
from tests.access import Cast
from tests.factories.skills import GradeFactory, SpellFactory
from tests.skills.roster.sheets import TODAY, faults, judge, only_row, row, staged, write
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Placement, Worker

pytestmark = pytest.mark.usefixtures("enterprise")
SCHOOLING = {"diploma_kind": "大专", "major": "机电一体化", "graduated_on": "2005年6月"}
TITLE = {"title": "助理工程师", "title_on": "2010-01-01"}


def changes(**cells: Any) -> dict[str, tuple[str, str]]:
    """What the row of A1 with these cells would change."""
    staged_row = only_row(staged(row(**cells)))
    assert staged_row.verdict in (RowVerdict.CHANGED, RowVerdict.UNCHANGED), staged_row.faults
    return {change["column"]: (change["from"], change["to"]) for change in staged_row.changes}


def notices(**cells: Any) -> set[str]:
    return {notice["code"] for notice in only_row(staged(row(**cells))).notices}


def test_row_of_a_stranger_is_new_and_writes_every_column() -> None:
    assert write(row(**SCHOOLING, **TITLE, phone="13800000000", remark="班长")).counts["new"] == 1
    worker = Worker.objects.get(employee_no="A1")
    assert (worker.name, worker.sex, worker.birth_date) == ("张三", "M", date(1985, 6, 1))
    assert (worker.phone, worker.remark, worker.post) == ("13800000000", "班长", "钳工岗")
    assert (worker.unit.name, worker.hire_date) == ("一车间", date(2005, 7, 1))
    spell = EmploymentSpell.objects.get(worker=worker)
    assert (spell.occupation.name, spell.since, spell.until) == ("机修钳工", date(2006, 7, 1), None)
    grade = GradeRecord.objects.get(worker=worker)
    assert (grade.level, grade.issued_on, grade.basis) == (3, date(2012, 5, 6), "import")
    diploma = Diploma.objects.get(worker=worker)
    assert (diploma.kind, diploma.graduated_on) == ("大专", date(2005, 6, 30))
    assert Title.objects.get(worker=worker).rank == 1
    placement = Placement.objects.get(worker=worker)
    assert (placement.unit_id, placement.since, placement.until) == (worker.unit_id, date(2005, 7, 1), None)


def test_blank_cells_keep_what_is_stored() -> None:
    write(row(**SCHOOLING, **TITLE, phone="13800000000"))
    report = judge({"employee_no": "A1"})
    assert (report.counts["unchanged"], report.counts["rejected"]) == (1, 0)


def test_mask_equal_to_the_stored_one_is_unchanged() -> None:
    write(row())
    mask = Worker.objects.get(employee_no="A1").id_number_mask
    assert changes(id_number=mask) == {}


def test_mask_of_another_number_is_a_fault() -> None:
    write(row())
    assert faults(row(id_number="620302********9999")) == [("id_number", "id_number_masked")]


def test_other_id_number_for_a_stored_employee_number_is_a_conflict() -> None:
    write(row())
    other = make_id_number(date(1990, 1, 1), 3)
    assert faults(row(id_number=other)) == [("id_number", "employee_no_id_conflict")]


def test_stored_id_number_under_another_employee_number_is_refused() -> None:
    write(row())
    stranger = row("B1", id_number=row()["id_number"])
    assert faults(stranger) == [("id_number", "id_number_of_another_worker")]


def test_employee_number_in_another_case_is_the_stored_one_and_says_how_to_write_it() -> None:
    write(row("JC001"))
    mistyped = row("JC001", employee_no="jc001", phone="13800000000")
    (fault,) = only_row(staged(mistyped)).faults
    assert (fault["column"], fault["code"]) == ("employee_no", "employee_no_spelling")
    assert fault["suggestion"] == "JC001"


def test_employee_numbers_that_differ_in_case_are_one_in_a_file() -> None:
    stranger = row("a1", id_number=make_id_number(date(1990, 1, 1), 3), certificate_no="")
    assert faults(row("A1"), stranger) == [("employee_no", "employee_no_duplicated_in_file")]


def test_no_two_workers_numbers_differ_only_in_case() -> None:
    write(row("JC001"))
    unit = Worker.objects.get(employee_no="JC001").unit
    with pytest.raises(IntegrityError, match="worker_employee_no_in_any_case"):
        Worker.objects.create(employee_no="jc001", name="李四", sex="M", unit=unit)


def test_changed_start_corrects_the_spell() -> None:
    write(row())
    assert changes(occupation_since="2007-01-01") == {"occupation_since": ("2006-07-01", "2007-01-01")}
    write(row(occupation_since="2007-01-01"))
    current = EmploymentSpell.objects.get(worker__employee_no="A1", voided_at=None)
    assert (current.since, current.until) == (date(2007, 1, 1), None)
    assert EmploymentSpell.objects.filter(voided_at__isnull=False).count() == 1


def test_changed_occupation_begins_a_spell_and_ends_the_old_one_that_day() -> None:
    write(row())
    assert changes(occupation="焊工", occupation_since="2020-03-01")["occupation"] == ("机修钳工", "焊工")
    write(row(occupation="焊工", occupation_since="2020-03-01"))
    spells = EmploymentSpell.objects.filter(voided_at=None).order_by("since")
    assert [(spell.occupation.name, spell.since, spell.until) for spell in spells] == [
        ("机修钳工", date(2006, 7, 1), date(2020, 3, 1)),
        ("焊工", date(2020, 3, 1), None),
    ]
    assert judge(row(occupation="焊工", occupation_since="2020-03-01")).counts["unchanged"] == 1


@pytest.mark.parametrize("since", ["2006-07-01", "2005-08-01"])
def test_changed_occupation_not_after_the_old_start_is_refused(since: str) -> None:
    write(row())
    found = faults(row(occupation="焊工", occupation_since=since))
    assert found == [("occupation_since", "occupation_start_not_after")]


def test_changed_occupation_without_a_day_is_refused() -> None:
    write(row())
    found = faults(row(occupation="焊工", occupation_since=""))
    assert found == [("occupation_since", "occupation_start_missing")]


def test_same_certificate_number_with_another_date_voids_and_replaces() -> None:
    write(row())
    assert changes(issued_on="2012-09-09") == {"issued_on": ("2012-05-06", "2012-09-09")}
    write(row(issued_on="2012-09-09"))
    old, new = GradeRecord.objects.order_by("pk")
    assert (old.is_void, new.voids_id, new.issued_on) == (True, old.pk, date(2012, 9, 9))
    assert new.certificate_no == old.certificate_no


def test_other_certificate_number_adds_a_grade() -> None:
    write(row())
    higher = {"level": "高级工", "certificate_no": "Y000015000001163000777", "issued_on": "2016-05-06"}
    write(row(**higher))
    assert set(GradeRecord.objects.current().values_list("level", flat=True)) == {3, 4}
    assert judge(row(**higher)).counts["unchanged"] == 1


def test_lower_certificate_added_later_leaves_the_higher_one_shown() -> None:
    write(row())
    lower = {"level": "初级工", "certificate_no": "Y000015000001105000777", "issued_on": "2010-05-06"}
    assert "level_below_stored" in notices(**lower)


def test_certificate_number_of_another_worker_is_refused() -> None:
    write(row())
    found = faults(row("B1", certificate_no=row()["certificate_no"]))
    assert found == [("certificate_no", "certificate_no_of_another_worker")]


def test_level_without_a_certificate_is_refused() -> None:
    found = faults(row(certificate_no="", issued_on=""))
    assert found == [("certificate_no", "certificate_incomplete")]


def test_level_left_out_is_taken_from_the_certificate_number() -> None:
    write(row(level=""))
    assert GradeRecord.objects.get().level == 3


def test_apprentice_cell_takes_no_grade_away() -> None:
    write(row())
    assert changes(level="学徒工", certificate_no="", issued_on="") == {}
    assert "level_below_stored" in notices(level="学徒工", certificate_no="", issued_on="")


def test_grade_in_another_occupation_keeps_its_own() -> None:
    write(row())
    write(row(occupation="焊工", occupation_since="2020-03-01"))
    assert GradeRecord.objects.get().occupation is not None
    assert str(GradeRecord.objects.get().occupation) == "机修钳工"


def test_diploma_of_the_same_schooling_is_corrected_and_another_added() -> None:
    write(row(**SCHOOLING))
    assert changes(**SCHOOLING | {"graduated_on": "2006-06-30"}) == {
        "graduated_on": ("2005-06-30", "2006-06-30")
    }
    write(row(**SCHOOLING | {"graduated_on": "2006-06-30"}))
    write(row(diploma_kind="本科", major="机电一体化"))
    current = Diploma.objects.filter(voided_at=None).order_by("pk")
    assert [(diploma.kind, diploma.graduated_on) for diploma in current] == [
        ("大专", date(2006, 6, 30)),
        ("本科", None),
    ]


def test_title_of_the_same_rank_is_corrected_and_another_added() -> None:
    write(row(**TITLE))
    write(row(title="技术员", title_on="2009-01-01"))
    write(row(title="工程师", title_on="2015-01-01"))
    current = Title.objects.filter(voided_at=None).order_by("rank")
    assert [(title.name, title.awarded_on) for title in current] == [
        ("技术员", date(2009, 1, 1)),
        ("工程师", date(2015, 1, 1)),
    ]


def test_title_without_its_day_is_refused() -> None:
    assert faults(row(title="工程师")) == [("title_on", "title_date_missing")]


def test_changed_unit_is_a_placement_from_today() -> None:
    write(row())
    assert changes(workshop="二车间", post="装配工") == {
        "workshop": ("一车间", "二车间"),
        "post": ("钳工岗", "装配工"),
    }
    write(row(workshop="二车间", post="装配工"))
    placements = Placement.objects.filter(worker__employee_no="A1").order_by("since")
    assert [(str(place.unit), place.until) for place in placements] == [("一车间", TODAY), ("二车间", None)]
    assert Worker.objects.get(employee_no="A1").unit.name == "二车间"


def test_worker_of_a_team_is_unchanged_under_the_name_of_its_workshop(enterprise: Cast) -> None:
    write(row())
    worker = Worker.objects.get(employee_no="A1")
    Placement.objects.filter(worker=worker).update(unit=enterprise.team_a11)
    Worker.objects.filter(pk=worker.pk).update(unit=enterprise.team_a11)
    assert changes() == {}


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"unit": "丙公司"}, ("unit", "unit_unknown")),
        ({"workshop": "九车间"}, ("workshop", "unit_unknown")),
        ({"unit": "", "workshop": ""}, ("unit", "unit_missing")),
        ({"occupation": "炼丹工"}, ("occupation", "occupation_unknown")),
        ({"level": "超级工"}, ("level", "level_unknown")),
        ({"level": "技师"}, ("certificate_no", "certificate_level_mismatch")),
        ({"certificate_no": "Z000015000001124000001"}, ("certificate_no", "certificate_no_format")),
        ({"certificate_no": "Y000099000001124000001"}, ("certificate_no", "certificate_no_province")),
        ({"issued_on": "1980-01-01"}, ("issued_on", "date_before_birth")),
        ({"issued_on": "2027-01-01"}, ("issued_on", "date_in_future")),
        ({"hire_date": "九几年"}, ("hire_date", "date_unreadable")),
        ({"hire_date": "2012-02-30"}, ("hire_date", "date_unreadable")),
        ({"sex": "女"}, ("sex", "sex_contradicts_id")),
        ({"name": ""}, ("name", "name_missing")),
        ({"employee_no": ""}, ("employee_no", "employee_no_missing")),
        ({"id_number": ""}, ("id_number", "id_number_missing")),
        ({"id_number": 110101198506010015}, ("id_number", "id_lost_precision")),
        ({"id_number": "1.10101E+17"}, ("id_number", "id_lost_precision")),
        ({"id_number": "11010119850601"}, ("id_number", "id_number_format")),
        ({"diploma_kind": "神学"}, ("diploma_kind", "diploma_kind_unknown")),
        ({"title": "高级技师", "title_on": "2015-01-01"}, ("title", "title_unknown")),
        ({"phone": "无此人"}, ("phone", "phone_format")),
    ],
)
def test_faulty_cell_is_named(cells: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(row(**cells)) == [fault]


def test_leftmost_fault_counts() -> None:
    report = judge(row(name="", occupation="炼丹工", hire_date="九几年"))
    assert report.verdict == {"A1": "name_missing"}
    assert report.counts["by_reason"] == {"name_missing": 1}


def test_later_of_two_rows_with_one_number_is_refused() -> None:
    first = row()
    report = judge(
        first, row(id_number=make_id_number(date(1990, 1, 1))), row("A2", id_number=first["id_number"])
    )
    assert report.verdict == {"row3": "employee_no_duplicated_in_file", "A2": "id_number_duplicated_in_file"}


def test_certificate_number_twice_in_the_file_is_refused() -> None:
    report = judge(row(), row("A2", certificate_no=row()["certificate_no"]))
    assert report.verdict == {"A2": "certificate_no_duplicated_in_file"}


def test_overlapping_work_is_accepted_and_pointed_out(enterprise: Cast) -> None:
    write(row())
    SpellFactory.create(
        worker=Worker.objects.get(employee_no="A1"), since=date(2000, 1, 1), until=date(2006, 7, 1)
    )
    assert "spells_overlap" in notices(occupation_since="2005-08-01")
    assert judge(row(occupation_since="2005-08-01")).counts["changed"] == 1


def test_work_before_sixteen_is_accepted_and_pointed_out() -> None:
    assert "work_before_sixteen" in notices(occupation_since="2000-01-01", hire_date="2000-01-01")


def test_id_number_strayed_into_another_column_is_masked_and_pointed_out() -> None:
    number = make_id_number(date(1990, 1, 1))
    batch = staged(row(remark=f"身份证{number}见附件"))
    assert number not in str(only_row(batch).cells)
    assert [notice["code"] for notice in only_row(batch).notices] == ["id_number_hidden"]


def test_worker_with_several_grades_and_no_open_work_is_a_fixpoint(
    enterprise: Cast, occupations: dict[str, Any]
) -> None:
    from skills.roster.export import roster_rows

    write(row())
    worker = Worker.objects.get(employee_no="A1")
    EmploymentSpell.objects.filter(worker=worker).update(until=date(2020, 1, 1))
    GradeFactory.create(worker=worker, occupation=occupations["焊工"], level=5)
    keys = list(row())
    (shown,) = roster_rows([worker.pk], today=TODAY)
    from skills.roster.columns import KEYS

    again = {key: value for key, value in zip(KEYS, shown, strict=True) if key in keys}
    assert again["occupation"] == "焊工"
    assert judge(again).counts["unchanged"] == 1
