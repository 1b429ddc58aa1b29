import io
import re
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import InvalidInput
from base.workbooks import safety
from base.workbooks.safety import MAX_FILE_BYTES, check_file_size, check_workbook, read_bounded
from tests.base.workbooks.books import HEADER, old_format, with_part, workbook

GOOD = workbook(HEADER, (1, "A1", "张三", "一车间"))


def refusal(content: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(InvalidInput) as refused:
        check_workbook(content, name=name)
    assert str(refused.value)
    return refused.value.code


def test_workbook_good_is_recognised_by_its_content() -> None:
    assert check_workbook(GOOD, name="名册.xls") == "xlsx"


def test_old_format_under_a_new_name_is_told_so() -> None:
    assert refusal(old_format("Workbook")) == "workbook_is_old_format"


def test_workbook_with_password_is_told_so() -> None:
    assert refusal(old_format("EncryptionInfo", "EncryptedPackage")) == "workbook_encrypted"


def test_empty_file_is_told_so() -> None:
    assert refusal(b"") == "file_empty"


def test_macros_are_refused() -> None:
    assert refusal(with_part(GOOD, "xl/vbaProject.bin", b"x")) == "workbook_has_macros"


def test_archive_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert refusal(target.getvalue()) == "not_a_workbook"


def test_web_page_under_a_workbook_name_is_refused() -> None:
    assert refusal(b"<html><table></table></html>") == "not_a_workbook"


def test_truncated_workbook_is_told_damaged() -> None:
    assert refusal(GOOD[: len(GOOD) // 2]) == "workbook_damaged"


def test_zip_bomb_is_refused_by_its_directory() -> None:
    assert (
        refusal(with_part(GOOD, "xl/media/bomb.bin", bytes(64 * 1024 * 1024))) == "workbook_unpacks_too_large"
    )


def test_zip_bomb_with_a_lying_directory_is_refused() -> None:
    bomb = with_part(GOOD, "xl/media/bomb.bin", bytes(8 * 1024 * 1024))
    true_size = struct.pack("<I", 8 * 1024 * 1024)
    lie = bomb.replace(true_size, struct.pack("<I", 1024))
    assert lie != bomb
    assert refusal(lie) == "workbook_damaged"


def test_sheet_that_reaches_to_the_last_column_is_refused() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(InvalidInput) as refused:
        check_workbook(with_part(GOOD, "xl/worksheets/sheet1.xml", sheet.encode()), name="a.xlsx")
    assert refused.value.code == "sheet_too_wide"
    assert "XFD" in str(refused.value)


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("xl/worksheets/sheet1.xml", "<row r='1'><c r='A1'/></row><row r='300000'><c r='BZ300000'/></row>"),
        ("xl/worksheets/sheet1.xml", '<row r = "1"><c r = "a1"/></row><row><c s="1" r = "bz300000"/></row>'),
        ("xl/worksheets/sheet1.xml", '<row r="1">' + "<c/>" * 78 + '</row><row r="300000"><c/></row>'),
        ("xl/elsewhere.bin", '<x:row r="1"><x:c r="A1"/></x:row><x:row r="9"><x:c r="BZ300000"/></x:row>'),
    ],
)
def test_other_spellings_of_a_far_cell_are_seen(path: str, rows: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_workbook(with_part(GOOD, path, f"<sheetData>{rows}</sheetData>".encode()), name="a.xlsx")
    assert refused.value.code == "sheet_too_wide"
    assert "BZ" in str(refused.value)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t=">" r="BZ300000"/>',
        "<c t='>' r='BZ300000'/>",
        """<c t="/>'" s='">' r="BZ300000"/>""",
        '<c t=" r=\'A1\' " r="BZ300000"/>',
        '<c t="<" r="BZ300000"/>',
        '<c t="<c r=\'A1\'/>" r="BZ300000"/>',
        '<c t=">"r="BZ300000"/>',
        '<a-b:c s="1" r="BZ300000"/>',
        '<row spans=">" r="300000"/><c r="BZ1"/>',
    ],
)
@pytest.mark.parametrize("size", [7, 16, 1024])
def test_far_cell_hides_behind_no_value(cell: str, size: int) -> None:
    extent = safety._Extent()
    text = f'<sheetData><row r="1"><c r="A1"/>{cell}</row></sheetData>'.encode()
    for start in range(0, len(text), size):
        extent.add(text[start : start + size])
    assert (extent.last_column_name, extent.last_row) == ("BZ", 300_000)
    with pytest.raises(InvalidInput) as refused:
        check_workbook(with_part(GOOD, "xl/worksheets/sheet1.xml", text), name="a.xlsx")
    assert refused.value.code == "sheet_too_wide"


@pytest.mark.parametrize(
    "text",
    [
        '<c t="' + "<" * 5_000 + '" r="BZ300000"/>',  # longer than any tag
        '<c t="<" r="A1"/>' * 1_001,  # odd tags upon odd tags
        "<c t=" * 1_001 + "x" * 5_000 + ">",
    ],
)
def test_tags_no_spreadsheet_program_writes_are_refused(text: str) -> None:
    assert refusal(with_part(GOOD, "xl/worksheets/sheet1.xml", text.encode())) == "workbook_damaged"


@pytest.mark.parametrize("unit", ["<c ", "<c t=", "<c '", "<c \"'\" '", "<c r=", '<row "', "c ", "<", "<a:"])
def test_text_without_an_end_of_a_tag_is_looked_at_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []

    class Counting:
        """The pattern of the rest of a tag, which may look at the same text again."""

        def match(self, rest: bytes) -> re.Match[bytes] | None:
            looked_at.append(len(rest))
            return pattern.match(rest)

    pattern = safety._ODD_REST
    monkeypatch.setattr(safety, "_ODD_REST", Counting())
    extent = safety._Extent()
    for _piece in range(4):
        extent.add(unit.encode() * 50_000)
        assert len(extent._tail) <= 4_096
    assert sum(looked_at) <= 1_001 * 4_096
    # what stands between two "<" is looked at from the first of them alone
    text = unit.encode() * 2_000
    ends = [tag.end() - tag.start() for tag in safety._TAG.finditer(text)]
    assert sum(ends) <= len(text)


def test_cell_reference_across_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(40, 90):
        monkeypatch.setattr(safety, "_CHUNK", size)
        extent = safety._Extent()
        text = b"".join(b'<c r="A%d" t="n"><v>1</v></c>' % row for row in range(1, 60)) + b'<c r="ZZ77"/>'
        for start in range(0, len(text), size):
            extent.add(text[start : start + size])
        assert (extent.last_column_name, extent.last_row) == ("ZZ", 77)


@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 3)))),
        min_size=1,
    ),
    st.integers(1, 300),
)
def test_usual_spelling_is_counted_as_any_other(
    rows: list[tuple[int, list[tuple[int, int]]]], size: int
) -> None:
    text = b""
    for row, cells in rows:
        texts = [b'<c r="%s%d"/>' % (safety._column_name(at).encode(), row + below) for at, below in cells]
        text += b'<row r="%d">' % row + b"".join(texts) + b"</row>"
    quick, slow = safety._Extent(), safety._Extent()
    slow._add_any(text, len(text))
    for start in range(0, len(text), size):
        quick.add(text[start : start + size])
    assert (quick.last_column, quick.last_row) == (slow.last_column, slow.last_row)
    assert (quick._column, quick._row) == (slow._column, slow._row)
    assert safety._Extent()._add_plain(text) == any(cells for _row, cells in rows)


def test_file_size_over_the_limit_is_refused_before_reading() -> None:
    with pytest.raises(InvalidInput) as refused:
        check_file_size(200 * 1024 * 1024)
    assert refused.value.code == "file_too_large"
    assert "200" in str(refused.value)


def test_read_bounded_stops_one_byte_past_the_limit() -> None:
    class Endless(io.RawIOBase):
        served = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= MAX_FILE_BYTES + 1
            self.served += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(InvalidInput):
        read_bounded(stream)  # type: ignore[arg-type]
    assert stream.served == MAX_FILE_BYTES + 1


def test_csv_is_told_by_its_name() -> None:
    assert check_workbook("工号,姓名".encode("gb18030"), name="名册.csv") == "csv"
