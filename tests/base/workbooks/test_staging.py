"""Staged rows by COPY: what goes in comes out, whatever the texts hold."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from base.models.workbook import RowVerdict, StagedRow, WorkbookImport
from base.workbooks.staging import RowToStage, chunks_to_write, copy_rows, unseal

pytestmark = pytest.mark.django_db

#: Texts a cell can hold: whatever XML can, so neither NUL nor half of a surrogate pair.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\\t\n\r\"'N.,:{}[]xА张　\u2028"),
        st.characters(
            categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf"), min_codepoint=1, max_codepoint=0x2FFFF
        ),
    ),
    max_size=30,
)
FINDINGS = st.lists(st.dictionaries(TEXTS, st.one_of(TEXTS, st.integers(0, 9)), max_size=3), max_size=2)


def import_of_nothing() -> WorkbookImport:
    """An import without rows."""
    return WorkbookImport.objects.create(kind="tests", file_name="a.xlsx", uploaded_at=timezone.now())


@settings(deadline=None, max_examples=60)
@given(
    TEXTS,
    st.dictionaries(TEXTS, TEXTS, max_size=4),
    TEXTS,
    st.none() | st.binary(max_size=32),
    FINDINGS,
    st.none() | st.integers(1, 2**40),
)
def test_row_comes_back_as_it_was_staged(
    key: str,
    cells: dict[str, str],
    secret: str,
    index: bytes | None,
    findings: list[dict[str, object]],
    subject_id: int | None,
) -> None:
    batch = import_of_nothing()
    verdict = RowVerdict.REJECTED if findings else RowVerdict.NEW
    told = {"faults": findings, "changes": findings, "repairs": findings[:1], "notices": findings[1:]}
    row = RowToStage(7, key, cells, secret, index, verdict, subject_id=subject_id, **told)
    copy_rows(batch.pk, iter([row]))
    stored = StagedRow.objects.get(batch=batch)
    assert (stored.sheet_row, stored.key, stored.cells, stored.verdict) == (7, key, cells, verdict)
    assert (stored.faults, stored.changes) == (findings, findings)
    assert (stored.repairs, stored.notices) == (findings[:1], findings[1:])
    assert (unseal(stored.secret), stored.subject_id) == (secret, subject_id)
    assert (None if stored.secret_index is None else bytes(stored.secret_index)) == index
    ((again,),) = chunks_to_write(batch.pk)
    assert (again.pk, again.sheet_row, again.cells, again.verdict) == (stored.pk, 7, cells, verdict)
    assert (again.faults, again.changes, unseal(again.secret)) == (findings, findings, secret)


def test_rows_are_read_to_be_written_in_sheet_order_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = import_of_nothing()
    numbers = [5, 3, 9, 2, 700]
    copy_rows(batch.pk, (RowToStage(number, "", {}, "", None, RowVerdict.NEW) for number in numbers))
    monkeypatch.setattr("base.workbooks.staging.CHUNK", 2)
    chunks = [[row.sheet_row for row in rows] for rows in chunks_to_write(batch.pk)]
    assert chunks == [[2, 3], [5, 9], [700]]
