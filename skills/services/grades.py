"""Record, correct and annul grades.

The record is append-only: every change is a new row (design: the only record of a grade).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from base.edit_marks import Shown
from base.errors import InvalidInput, Missing
from base.models import StoredFile
from base.text import clean
from skills.certificate_number import BadCertificateNumber, parse_certificate_number
from skills.enums import CERTIFICATE_LEVELS, FactKind, GradeBasis, GradeKind, Level
from skills.models import Document, GradeRecord, Occupation
from skills.services.career_changes import CareerChange, Notice, career_change
from skills.services.fact_marks import refuse_if_row_changed, refuse_void
from skills.services.fact_values import others_than, refuse_before_birth, refuse_future
from skills.services.reasons import required_reason
from workforce.models import User, Worker


@dataclass(frozen=True, kw_only=True)
class GradeValues:
    """A level in an occupation, since when, on what ground, and under which certificate number (blank:
    none).
    """

    occupation: Occupation
    level: int
    issued_on: date
    basis: str
    certificate_no: str = ""

    @classmethod
    def of(cls, grade: GradeRecord) -> GradeValues:
        """The values a stored grade states. Raises ValueError for an annulment."""
        if grade.occupation is None or grade.level is None or grade.issued_on is None:
            raise ValueError("an annulment states no level")
        return cls(
            occupation=grade.occupation,
            level=grade.level,
            issued_on=grade.issued_on,
            basis=grade.basis,
            certificate_no=grade.certificate_no,
        )


@dataclass(frozen=True)
class GradeWritten:
    """The grade now in force and what the clerk should look at."""

    grade: GradeRecord
    notices: list[Notice]


def record_grade(
    values: GradeValues,
    *,
    actor: User | None,
    worker_id: int,
    evidence: StoredFile | None = None,
    now: datetime,
) -> GradeWritten:
    """Add a grade; eligibility and standing follow at once.

    Raises InvalidInput (with the field), NotPermitted, Missing.
    """
    with career_change(worker_id, actor=actor, now=now) as change:
        values = _checked(values, change.worker, today=change.today, replaces=None)
        notices = _notices(values, change.worker, replaces=None)
        grade = _write(values, change, evidence=evidence, voids=None, reason="")
        change.note("recorded", FactKind.GRADE, grade.pk)
    return GradeWritten(grade, notices)


def correct_grade(
    grade: GradeRecord,
    values: GradeValues,
    *,
    actor: User | None,
    reason: str,
    evidence: StoredFile | None = None,
    shown: Shown | None = None,
    now: datetime,
) -> GradeWritten:
    """Write a row that voids `grade` and says what is right; its scans go on with the new row.

    Raises Conflict (ChangedMeanwhile with the differences) when somebody else replaced or annulled the grade,
    or it is not what was `shown`; InvalidInput, NotPermitted, Missing.
    """
    why = required_reason(reason)
    with career_change(grade.worker_id, actor=actor, now=now, reason=why) as change:
        old = _in_force(grade)
        refuse_if_row_changed(old, shown)
        values = _checked(values, change.worker, today=change.today, replaces=old)
        notices = _notices(values, change.worker, replaces=old)
        new = _write(values, change, evidence=evidence or old.evidence, voids=old, reason=why)
        Document.objects.filter(grade=old).update(grade=new)
        change.note("corrected", FactKind.GRADE, new.pk, replaces=old.pk)
    return GradeWritten(new, notices)


def annul_grade(
    grade: GradeRecord, *, actor: User | None, reason: str, shown: Shown | None = None, now: datetime
) -> GradeRecord:
    """Take a grade back by a later row that says why; returns that row.

    Raises Conflict when the grade was replaced or annulled meanwhile or is not what was `shown`, InvalidInput
    without a reason, NotPermitted.
    """
    why = required_reason(reason)
    with career_change(grade.worker_id, actor=actor, now=now, reason=why) as change:
        old = _in_force(grade)
        refuse_if_row_changed(old, shown)
        annulment = GradeRecord.objects.create(
            worker=change.worker, kind=GradeKind.ANNULMENT, voids=old, reason=why, recorded_by=actor
        )
        change.note("annulled", FactKind.GRADE, annulment.pk, replaces=old.pk)
    return annulment


def _in_force(grade: GradeRecord) -> GradeRecord:
    stored = GradeRecord.objects.select_related("evidence").filter(pk=grade.pk).first()
    if stored is None or stored.kind != GradeKind.GRANT:
        raise Missing(_("There is no such grade."))
    if stored.is_void:
        refuse_void(stored)
    return stored


def _checked(
    values: GradeValues, worker: Worker, *, today: date, replaces: GradeRecord | None
) -> GradeValues:
    """The values with their certificate number in one written form. Raises InvalidInput."""
    if values.level not in Level.values:
        raise InvalidInput(_("Choose one of the eight levels."), code="unknown_level", field="level")
    if values.basis not in GradeBasis.values:
        raise InvalidInput(_("Choose the ground of the grade."), code="unknown_basis", field="basis")
    _check_basis(values)
    refuse_future(values.issued_on, today=today, field="issued_on")
    refuse_before_birth(values.issued_on, worker, field="issued_on")
    number = checked_certificate_no(
        values.certificate_no, level=values.level, issued_on=values.issued_on, today=today
    )
    _refuse_second(values, worker, replaces)
    _refuse_taken_number(number, replaces)
    return GradeValues(
        occupation=values.occupation,
        level=values.level,
        issued_on=values.issued_on,
        basis=values.basis,
        certificate_no=number,
    )


def _check_basis(values: GradeValues) -> None:
    by_appointment = values.basis == GradeBasis.APPOINTMENT
    if values.level >= Level.MASTER_TECHNICIAN and values.basis not in (
        GradeBasis.APPOINTMENT,
        GradeBasis.IMPORT,
    ):
        message = _("Levels 7 and 8 are reached by appointment. Choose that ground.")
        raise InvalidInput(message, code="basis_of_level", field="basis")
    if by_appointment and values.level in CERTIFICATE_LEVELS:
        message = _("A certificate level is not reached by appointment. Choose another ground.")
        raise InvalidInput(message, code="basis_of_level", field="basis")


def checked_certificate_no(text: str, *, level: int, issued_on: date, today: date) -> str:
    """The number in one written form, agreeing with level and year of issue; blank stays blank.

    Raises InvalidInput.
    """
    number = clean(text).replace(" ", "").upper()
    if not number:
        return ""
    try:
        parsed = parse_certificate_number(number, this_year=today.year)
    except BadCertificateNumber as error:
        raise InvalidInput(_number_fault(error.code), code=error.code, field="certificate_no") from error
    if parsed.contradicts(level):
        message = _("The certificate number says another level. Check the number and the level.")
        raise InvalidInput(message, code="certificate_no_level", field="certificate_no")
    if parsed.year is not None and parsed.year != issued_on.year % 100:
        message = _("The certificate number says another year of issue. Check the number and the day.")
        raise InvalidInput(message, code="certificate_no_year", field="certificate_no")
    return number


def _number_fault(code: str) -> str:
    if code == "certificate_no_province":
        return _("Digits 6 and 7 of the certificate number name no province. Check the number.")
    if code == "certificate_no_year":
        return _("The certificate number says a year that has not come yet. Check the number.")
    return _("A certificate number is one capital letter (Y or S) and 21 digits. Check the number.")


def _refuse_second(values: GradeValues, worker: Worker, replaces: GradeRecord | None) -> None:
    same = GradeRecord.objects.current().filter(
        worker=worker, occupation=values.occupation, level=values.level
    )
    if others_than(replaces, same).exists():
        message = _("This level in this occupation is on record already. Correct that grade instead.")
        raise InvalidInput(message, code="grade_twice", field="level")


def _refuse_taken_number(number: str, replaces: GradeRecord | None) -> None:
    taken = GradeRecord.objects.current().filter(certificate_no=number)
    if number and others_than(replaces, taken).exists():
        raise _taken()


def _taken() -> InvalidInput:
    message = _("Another grade carries this certificate number. Numbers are unique; check it.")
    return InvalidInput(message, code="certificate_no_taken", field="certificate_no")


def _notices(values: GradeValues, worker: Worker, *, replaces: GradeRecord | None) -> list[Notice]:
    grades = GradeRecord.objects.current().filter(worker=worker, occupation=values.occupation)
    highest = others_than(replaces, grades).aggregate(highest=Max("level"))["highest"]
    if highest is None or values.level > highest:
        return []
    message = _("The worker holds a higher level in this occupation (%(level)s); recorded as history.")
    return [Notice("below_held_level", message % {"level": Level(highest).label})]


def _write(
    values: GradeValues,
    change: CareerChange,
    *,
    evidence: StoredFile | None,
    voids: GradeRecord | None,
    reason: str,
) -> GradeRecord:
    try:
        with transaction.atomic():
            return GradeRecord.objects.create(
                worker=change.worker,
                occupation=values.occupation,
                level=values.level,
                issued_on=values.issued_on,
                basis=values.basis,
                certificate_no=values.certificate_no,
                evidence=evidence,
                voids=voids,
                reason=reason,
                recorded_by=change.actor,
            )
    except IntegrityError as error:
        # another worker's grade with the same number, recorded at this very moment
        if "certificate_no_unique" in str(error):
            raise _taken() from error
        raise
