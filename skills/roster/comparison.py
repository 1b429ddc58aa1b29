"""Rows compared with what is stored: new, changed, unchanged or rejected, and what confirming would write.

Meaning of the columns: identity is the employee number; a blank cell keeps what is stored. See
`compare_facts` for spells, grades, diplomas and titles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from base.models.workbook import RowVerdict
from skills.roster.books import FoundUnit, OccupationBook, UnitBook, load_majors
from skills.roster.cell_values import SEX_TEXTS
from skills.roster.compare_facts import compare_diploma, compare_grade, compare_spell, compare_title
from skills.roster.parsing import ParsedRow, check_dates
from skills.roster.plan import JudgedRow
from skills.roster.stored import StoredChunk, load_chunk
from workforce.enums import DEPARTED, Sex


@dataclass(slots=True)
class SeenInFile:
    """What earlier rows of the same file used up: the first row that has a number keeps it.

    Employee numbers stand in capitals: two that differ only in case are one.
    """

    employee_nos: dict[str, int] = field(default_factory=dict)
    id_indexes: dict[bytes, int] = field(default_factory=dict)
    certificate_nos: dict[str, int] = field(default_factory=dict)


class RosterJudge:
    """Judges the rows of one file in sheet order, chunk by chunk.

    `editable_unit_ids` are the units whose people the importer keeps, None for all. With `create_units` a
    missing unit is planned instead of a fault; only who keeps everything may create companies. The importer's
    own row (`own_worker_id`) may stand in the file but not change anything.
    """

    def __init__(
        self,
        *,
        today: date,
        columns: Sequence[str],
        editable_unit_ids: frozenset[int] | None = None,
        create_units: bool = False,
        own_worker_id: int | None = None,
        seen: SeenInFile | None = None,
    ) -> None:
        self.today = today
        self.units = UnitBook(today=today)
        self.occupations = OccupationBook.load(today=today)
        self.majors = load_majors()
        self._position = {column: index for index, column in enumerate(columns)}
        self._editable = editable_unit_ids
        self._own_worker_id = own_worker_id
        self._create_units = create_units
        self._seen = seen or SeenInFile()

    @cached_property
    def ground(self) -> str:
        """A digest of all that judging depends on besides the rows and who is stored under their numbers."""
        editable = None if self._editable is None else sorted(self._editable)
        importer = (list(self._position), editable, self._create_units, self._own_worker_id)
        books = (self.units.content, self.occupations.content, sorted(self.majors.items()))
        return hashlib.sha256(repr((self.today, importer, books)).encode()).hexdigest()

    def unit(self, company: str, workshop: str) -> FoundUnit:
        """Where a row's unit names lead."""
        return self.units.find(company, workshop, create=self._create_units)

    def judge(self, rows: Sequence[ParsedRow]) -> list[JudgedRow]:
        """The verdicts of some rows; at most nine statements whatever their number."""
        indexes = [self._id_index(row) for row in rows]
        chunk = load_chunk(
            employee_nos={row.employee_no for row in rows if row.employee_no},
            id_indexes={index for index in indexes if index is not None},
            certificate_nos={row.certificate.text for row in rows if row.certificate},
        )
        return [self._judge(row, index, chunk) for row, index in zip(rows, indexes, strict=True)]

    def first_taken(self, rows: Sequence[JudgedRow]) -> JudgedRow | None:
        """The first of these rows, found new before, with a number that an earlier row or somebody stored has
        by now; three statements.
        """
        certificates = [row.plan.grade.certificate_no if row.plan.grade else "" for row in rows]
        for judged, certificate in zip(rows, certificates, strict=True):
            self._claim_numbers(judged.row, judged.id_index, certificate)
        chunk = load_chunk(
            employee_nos={row.key for row in rows},
            id_indexes={row.id_index for row in rows if row.id_index is not None},
            certificate_nos={number for number in certificates if number},
        )
        if not chunk.is_empty:
            by_number, by_id = chunk.by_employee_no, chunk.worker_by_id_index
            for row, certificate in zip(rows, certificates, strict=True):
                known_id = row.id_index is not None and row.id_index in by_id
                if known_id or row.key.upper() in by_number or certificate in chunk.worker_by_certificate_no:
                    return row
        return next((judged for judged in rows if judged.row.faults), None)

    @staticmethod
    def _id_index(row: ParsedRow) -> bytes | None:
        return row.id_cell.number.index if row.id_cell.number else None

    def _judge(self, row: ParsedRow, id_index: bytes | None, chunk: StoredChunk) -> JudgedRow:
        key = self._claim_numbers(row, id_index, row.certificate.text if row.certificate else "")
        judged = JudgedRow(row, key, chunk.by_employee_no.get(row.employee_no.upper()), id_index)
        if not self._leads_on(judged, chunk) and self._is_in_scope(judged):
            self._compare_identity(judged, chunk)
            self._compare_person(judged)
            self._compare_unit(judged)
            self._compare_facts(judged, chunk)
            if judged.changes and judged.stored is not None and judged.stored.id == self._own_worker_id:
                row.reject("employee_no", "own_record")
            if judged.changes and judged.stored is not None and judged.stored.erased_at is not None:
                row.reject("employee_no", "record_erased")
        self._conclude(judged)
        return judged

    def _claim_numbers(self, row: ParsedRow, id_index: bytes | None, certificate_no: str) -> str:
        """Take the row's numbers for it, or find them taken by an earlier row; the key of its verdict."""
        own_key = True
        if row.employee_no:
            first = self._seen.employee_nos.setdefault(row.employee_no.upper(), row.sheet_row)
            if first != row.sheet_row:
                row.reject("employee_no", "employee_no_duplicated_in_file", row=first)
                own_key = False
        if id_index is not None:
            first = self._seen.id_indexes.setdefault(id_index, row.sheet_row)
            if first != row.sheet_row:
                row.reject("id_number", "id_number_duplicated_in_file", row=first)
        if certificate_no:
            first = self._seen.certificate_nos.setdefault(certificate_no, row.sheet_row)
            if first != row.sheet_row:
                row.reject("certificate_no", "certificate_no_duplicated_in_file", row=first)
        return row.employee_no if own_key and row.employee_no else f"row{row.sheet_row}"

    def _leads_on(self, judged: JudgedRow, chunk: StoredChunk) -> bool:
        """Whether the number is a merged one; the row is then told the number of the record that is kept."""
        if judged.stored is None or judged.stored.merged_into_id is None:
            return False
        number, unit_id = chunk.kept[judged.stored.merged_into_id]
        if self._editable is None or unit_id in self._editable:
            judged.row.reject("employee_no", "employee_no_merged", suggestion=number, kept=number)
        else:
            judged.row.reject("employee_no", "out_of_scope")
        return True

    def _is_in_scope(self, judged: JudgedRow) -> bool:
        """Whether the stored worker is of the importer's units; if not, nothing stored is told."""
        if self._editable is None or judged.stored is None or judged.stored.unit_id in self._editable:
            return True
        judged.row.reject("employee_no", "out_of_scope")
        return False

    def _compare_identity(self, judged: JudgedRow, chunk: StoredChunk) -> None:
        row, stored, id_index = judged.row, judged.stored, judged.id_index
        if stored is not None and stored.employee_no != row.employee_no:
            spelling = stored.employee_no
            row.reject("employee_no", "employee_no_spelling", suggestion=spelling, stored=spelling)
        number = row.id_cell.number
        if row.id_cell.mask and number is None:
            if stored is None or row.id_cell.mask != stored.id_number_mask:
                row.reject("id_number", "id_number_masked")
            return
        if number is None or id_index is None:
            if judged.is_new and row.id_cell.is_blank:
                row.reject("id_number", "id_number_missing")
            return
        if stored is not None and stored.id_number_index is not None:
            if stored.id_number_index != id_index:
                row.reject("id_number", "employee_no_id_conflict")
            return
        if chunk.worker_by_id_index.get(id_index) is not None:
            row.reject("id_number", "id_number_of_another_worker")
            return
        judged.plan.fields.update(
            id_number=number.number,
            id_number_index=id_index,
            id_number_mask=row.id_cell.mask,
            birth_date=number.birth_date,
        )
        judged.change("id_number", "", row.id_cell.mask)

    def _compare_person(self, judged: JudgedRow) -> None:
        row = judged.row
        if judged.is_new and not row.texts["name"]:
            row.reject("name", "name_missing")
        before = judged.known
        self._compare_field(judged, "name", row.texts["name"], before.name if before else "")
        self._compare_field(judged, "phone", row.texts["phone"], before.phone if before else "")
        self._compare_field(judged, "remark", row.texts["remark"], before.remark if before else "")
        if before is not None and "name" in judged.plan.fields:
            row.notice("name", "name_changed")
        if row.sex is not None:
            known = before.id_number_index is not None if before else False
            if before is not None and known and row.sex != before.sex and not row.id_cell.number:
                expected = SEX_TEXTS[Sex(before.sex)]
                row.reject("sex", "sex_contradicts_id", suggestion=expected, expected=expected)
            elif before is None or row.sex != before.sex:
                judged.plan.fields["sex"] = row.sex.value
                judged.change("sex", SEX_TEXTS[Sex(before.sex)] if before else "", SEX_TEXTS[row.sex])
        hired = before.hire_date if before else None
        if row.hire_date is not None and row.hire_date != hired:
            judged.plan.fields["hire_date"] = row.hire_date
            judged.change("hire_date", hired.isoformat() if hired else "", row.hire_date.isoformat())
        if before is not None and before.birth_date and not row.id_cell.number:
            check_dates(row, before.birth_date)
        if before is not None and before.status in DEPARTED:
            row.notice("employee_no", "worker_departed")

    @staticmethod
    def _compare_field(judged: JudgedRow, column: str, value: str, before: str) -> None:
        if value and value != before:
            judged.plan.fields[column] = value
            judged.change(column, before, value)

    def _compare_unit(self, judged: JudgedRow) -> None:
        row = judged.row
        before = judged.known
        shown = self.units.shown(before.unit_id) if before else ("", "")
        company = row.texts["unit"] or shown[0]
        workshop = row.texts["workshop"] or (shown[1] if company == shown[0] else "")
        post = row.texts["post"]
        if post and (before is None or post != before.post):
            judged.plan.post = post
            judged.change("post", before.post if before else "", post)
        if not company:
            row.reject("unit", "unit_missing")
            return
        if (company, workshop) == shown:
            return
        found = self.unit(company, workshop)
        if found.fault:
            row.reject(found.column, found.fault, suggestion=found.suggestion, value=found.value)
            return
        target = found.unit_id or found.below_id
        if self._editable is not None and target not in self._editable:
            row.reject("unit", "out_of_scope")
            return
        if before is not None and found.unit_id == before.unit_id:
            return
        judged.plan.unit = found
        judged.change("unit", shown[0], company)
        judged.change("workshop", shown[1], workshop)

    def _compare_facts(self, judged: JudgedRow, chunk: StoredChunk) -> None:
        row = judged.row
        name = row.texts["occupation"]
        occupation_id = self.occupations.find(name) if name else None
        if name and occupation_id is None:
            row.reject(
                "occupation", "occupation_unknown", suggestion=self.occupations.closest(name), value=name
            )
        elif "occupation_since" not in row.faulty_columns:
            compare_spell(judged, occupation_id, self.occupations.names)
        if row.certificate is not None:
            holder = chunk.worker_by_certificate_no.get(row.certificate.text)
            if holder is not None and (judged.stored is None or holder != judged.stored.id):
                row.reject("certificate_no", "certificate_no_of_another_worker")
        if not row.faulty_columns & {"occupation", "level", "certificate_no", "issued_on"}:
            compare_grade(judged, occupation_id, self.occupations.names)
        if not row.faulty_columns & {"diploma_kind", "graduated_on"}:
            compare_diploma(judged)
        if not row.faulty_columns & {"title", "title_on"}:
            compare_title(judged)

    def _conclude(self, judged: JudgedRow) -> None:
        row = judged.row
        far = len(self._position)
        row.faults.sort(key=lambda fault: self._position.get(fault.column, far))
        if row.faults:
            judged.verdict = RowVerdict.REJECTED
            judged.changes = []
        elif judged.is_new:
            judged.verdict = RowVerdict.NEW
        elif judged.changes:
            judged.verdict = RowVerdict.CHANGED
