import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from base.models import ExportRecord, StagedRow, WorkbookImport
from base.workbooks.reading import read_table
from skills.models import EmploymentSpell, GradeRecord
from skills.roster.cell_values import as_text
from skills.roster.columns import COLUMNS
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def result(path: Path, **options: Any) -> dict[str, Any]:
    return dict(json.loads(run("import_roster", path, as_json=True, **options)))


def test_sample_is_judged_as_expected_and_a_dry_run_keeps_nothing(
    sample: Path, expected: dict[str, Any]
) -> None:
    found = result(sample)
    assert {name: found[name] for name in ("rows", "rejected", "by_reason", "verdict")} == {
        name: expected[name] for name in ("rows", "rejected", "by_reason", "verdict")
    }
    assert list(found) == ["rows", "new", "changed", "unchanged", "rejected", "by_reason", "verdict"]
    assert (found["new"], found["changed"], found["unchanged"]) == (287, 0, 0)
    assert (Worker.objects.count(), WorkbookImport.objects.count(), StagedRow.objects.count()) == (0, 0, 0)


def test_sample_written_gives_the_expected_ladders(sample: Path, ladders: dict[str, Any]) -> None:
    assert result(sample, commit=True)["new"] == 287
    told = json.loads(run("ladder", *ladders, as_json=True))
    assert told == ladders


def test_sample_written_twice_changes_nothing_the_second_time(sample: Path, expected: dict[str, Any]) -> None:
    result(sample, commit=True)
    before = (EmploymentSpell.objects.count(), GradeRecord.objects.count())
    again = result(sample, commit=True)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 287)
    assert again["verdict"] == expected["verdict"]
    assert (EmploymentSpell.objects.count(), GradeRecord.objects.count()) == before


def test_sample_exported_and_imported_changes_nothing(
    sample: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    result(sample, commit=True)
    exported = tmp_path / "out.xlsx"
    run("export_roster", exported)
    again = result(exported, commit=True)
    assert (again["rows"], again["unchanged"], again["rejected"]) == (287, 287, 0)
    sheet = openpyxl.load_workbook(exported).active
    assert sheet is not None
    remarks = {str(row[1].value): row[20] for row in sheet.iter_rows(min_row=2)}
    remark = remarks[expected["formula_in_remark_of"]]
    assert (remark.data_type, str(remark.value)[:11]) == ("s", "=HYPERLINK(")
    record = ExportRecord.objects.get()
    assert (record.row_count, len(record.sha256), record.parameters) == (287, 64, {"all": False})


def test_units_unknown_are_created_when_that_is_chosen(sample: Path) -> None:
    found = result(sample, create_units=True, commit=True)
    assert (found["new"], "unit_unknown" in found["by_reason"]) == (288, False)
    worker = Worker.objects.select_related("unit__parent__parent").get(employee_no="JC100265")
    assert worker.unit.parent is not None
    assert worker.unit.parent.parent is not None
    names = (worker.unit.name, worker.unit.parent.name, worker.unit.parent.parent.name)
    assert names == ("轧制车间", "不存在的公司", "集团公司")


def test_id_numbers_of_the_sample_stand_nowhere_in_plain(
    sample: Path, settings: Settings, tmp_path: Path
) -> None:
    result(sample, commit=True)
    run("export_roster", tmp_path / "out.xlsx")
    table = read_table(sample.read_bytes(), name=sample.name, columns=COLUMNS)
    numbers = {as_text(row.cells["id_number"]).upper() for row in table.rows}
    plain = {number for number in numbers if len(number) == 18}
    assert len(plain) >= 298
    kept = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{name}" t')
            kept.append((cursor.fetchone()[0] or "").encode())
    for text in kept:
        for number in plain:
            assert number.encode() not in text
            assert number.encode().hex().encode() not in text


@pytest.mark.parametrize("name", ["missing.xlsx", "empty.xlsx"])
def test_file_that_cannot_be_read_is_refused_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    with pytest.raises(CommandError, match=name):
        run("import_roster", tmp_path / name)


def test_command_without_json_prints_sentences(sample: Path) -> None:
    text = run("import_roster", sample)
    assert "JC100284" in text
    assert "性别：" in text
