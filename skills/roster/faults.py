"""What can be wrong with a row of a roster, or worth a second look, in words a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skills.roster.columns import LABELS

#: Faults reject the row. `%(value)s` and the like are filled from the fault's params.
FAULTS: Mapping[str, Promise] = {
    "employee_no_missing": _("The employee number is missing."),
    "employee_no_too_long": _("The employee number is longer than %(limit)d characters."),
    "employee_no_is_id_number": _("This is a resident id number, not an employee number."),
    "employee_no_duplicated_in_file": _(
        "Row %(row)d has the same employee number; the later row is not taken."
    ),
    "employee_no_spelling": _("The number is stored as %(stored)s; write it the same way."),
    "employee_no_id_conflict": _(
        "This employee number is stored with another id number. Check which of the two is right."
    ),
    "employee_no_merged": _("This number was merged into %(kept)s. Write that number."),
    "record_erased": _("What identified this person was erased. Nothing is written to this record any more."),
    "name_missing": _("The name is missing."),
    "text_too_long": _("The text is longer than %(limit)d characters."),
    "sex_unknown": _("“%(value)s” is not a sex; write 男 or 女."),
    "sex_contradicts_id": _("The id number says %(expected)s; one of the two is wrong."),
    "id_number_missing": _("A new worker needs an id number."),
    "id_lost_precision": _(
        "The spreadsheet turned the id number into a number and lost its last digits. "
        "Format the column as text and type the number again."
    ),
    "id_number_format": _("An id number has 18 characters: 17 digits and a digit or X."),
    "id_check_digit": _("The id number's check digit is wrong: a digit was mistyped."),
    "id_number_masked": _("The masked number is not the one stored. Type the whole id number."),
    "id_number_duplicated_in_file": _("Row %(row)d has the same id number; the later row is not taken."),
    "id_number_of_another_worker": _("This id number is stored under another employee number."),
    "out_of_scope": _("This worker or unit is not among the units you keep."),
    "own_record": _("Nobody changes their own record. Ask a colleague to import this row."),
    "unit_missing": _("The unit is missing."),
    "unit_unknown": _("No unit has the name “%(value)s”."),
    "unit_ambiguous": _("Several units have the name “%(value)s”."),
    "unit_closed": _("The unit “%(value)s” is closed."),
    "occupation_unknown": _("“%(value)s” is neither an occupation nor a trade that is listed."),
    "level_unknown": _("“%(value)s” is not one of the eight levels."),
    "level_missing": _("The level of this certificate is missing."),
    "certificate_no_format": _(
        "A certificate number has a letter Y or S and 21 digits (before 2019: 16 digits)."
    ),
    "certificate_no_province": _("The 6th and 7th characters of the certificate number name no province."),
    "certificate_no_year": _("The certificate number names a year that has not come yet."),
    "certificate_level_mismatch": _("The certificate number says %(expected)s; one of the two is wrong."),
    "certificate_no_duplicated_in_file": _("Row %(row)d has the same certificate number."),
    "certificate_no_of_another_worker": _("This certificate number is stored for another worker."),
    "certificate_incomplete": _("A level needs its certificate number and date of issue."),
    "certificate_date_missing": _("The date of issue of this certificate is missing."),
    "occupation_missing": _("The occupation of this certificate or time is missing."),
    "occupation_start_missing": _("The day the work in this occupation began is missing."),
    "occupation_start_not_after": _(
        "The new occupation must begin after %(since)s, the day the present one began."
    ),
    "date_unreadable": _("“%(value)s” is not a date; write it like 2024-09-07."),
    "date_in_future": _("%(value)s has not come yet."),
    "date_before_birth": _("%(value)s lies before the birth date."),
    "diploma_kind_unknown": _("“%(value)s” is not a kind of schooling that is listed."),
    "diploma_kind_missing": _("The schooling to which this major or date belongs is missing."),
    "title_unknown": _("“%(value)s” is not a professional title that is listed."),
    "title_missing": _("The title to which this date belongs is missing."),
    "title_date_missing": _("The day the title was awarded is missing."),
    "phone_format": _("“%(value)s” is not a telephone number."),
}
#: Notices do not reject the row; the clerk sees them before confirming.
NOTICES: Mapping[str, Promise] = {
    "spells_overlap": _("This overlaps with other work stored for the worker; the days count once."),
    "work_before_sixteen": _("The worker was under 16 on %(value)s."),
    "occupation_before_hire": _("The work in the occupation began before the worker was first employed."),
    "level_below_stored": _("A higher level is stored; it stays."),
    "certificate_year_differs": _("The certificate number names another year than the date of issue."),
    "certificate_without_number": _("The grade is recorded without a certificate number."),
    "worker_departed": _("The worker has left or retired; that stays as it is."),
    "name_changed": _("The name differs from the stored one. Make sure that it is the same person."),
    "id_number_hidden": _("An id number in this text was masked; it belongs into its own column only."),
    "formula_is_text": _("This looks like a formula; it is kept as text."),
}
#: What was put right without asking, so that the clerk can see it.
REPAIRS: Mapping[str, Promise] = {
    "full_width": _("Full-width characters made narrow"),
    "inner_spaces": _("Spaces inside the name removed"),
    "day_count": _("A day count turned back into a date"),
    "from_id_number": _("Taken from the id number"),
    "from_certificate_no": _("Taken from the certificate number"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or a notice: its column and code, what its sentence says, a value that would mend it."""

    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape in which findings are staged."""
        stored: dict[str, Any] = {"column": self.column, "code": self.code, "params": self.params}
        return {**stored, "suggestion": self.suggestion} if self.suggestion else stored


def describe(staged: Mapping[str, Any]) -> str:
    """The sentence of a staged finding in the reader's language."""
    code = staged["code"]
    sentence = FAULTS.get(code) or NOTICES.get(code) or REPAIRS.get(code) or code
    return str(sentence) % dict(staged.get("params", {}))


def describe_with_column(staged: Mapping[str, Any]) -> str:
    """The sentence with the column's label before it: 身份证号：…"""
    return f"{LABELS.get(staged['column'], staged['column'])}：{describe(staged)}"
