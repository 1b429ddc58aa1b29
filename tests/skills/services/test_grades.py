"""Grades: append-only, certificate numbers, and who may record them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from skills.enums import GradeBasis, GradeKind, Level
from skills.models import GradeRecord, Occupation, Standing
from skills.services.grades import GradeValues, annul_grade, correct_grade, record_grade
from tests.access import Cast
from tests.factories.skills import GradeFactory, OccupationFactory, occupation_with_rules

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
#: Employer, code 0001, Heilongjiang, issued 2019, level three (senior), serial 1.
SENIOR_2019 = "Y000123000001193000001"


def grade_values(occupation: Occupation | None = None, **values: object) -> GradeValues:
    stated = GradeValues(
        occupation=occupation or OccupationFactory.create(),
        level=Level.SENIOR,
        issued_on=date(2019, 6, 1),
        basis=GradeBasis.ASSESSMENT,
        certificate_no=SENIOR_2019,
    )
    return replace(stated, **values)  # type: ignore[arg-type]


def test_grade_recorded_moves_the_standing(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation = occupation_with_rules()
    written = record_grade(grade_values(occupation), actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    assert GradeRecord.objects.get() == written.grade
    assert (written.grade.recorded_by, written.notices) == (cast.users["alice"], [])
    standing = Standing.objects.get(worker=carol)
    assert (standing.held_level, standing.held_since) == (Level.SENIOR, date(2019, 6, 1))


def test_number_is_brought_to_one_written_form(cast: Cast) -> None:
    typed = "ｙ0001 23000001 19 3 000001"
    written = record_grade(
        grade_values(certificate_no=typed),
        actor=cast.user("alice"),
        worker_id=cast.worker("carol").pk,
        now=NOW,
    )
    assert written.grade.certificate_no == SENIOR_2019


@pytest.mark.parametrize(
    ("code", "field", "values"),
    [
        ("certificate_no_level", "certificate_no", {"level": Level.TECHNICIAN}),
        ("certificate_no_year", "certificate_no", {"issued_on": date(2020, 6, 1)}),
        ("certificate_no_format", "certificate_no", {"certificate_no": "Z000123000001193000001"}),
        ("certificate_no_province", "certificate_no", {"certificate_no": "Y000199000001193000001"}),
        ("in_future", "issued_on", {"issued_on": date(2026, 11, 22)}),
        ("before_birth", "issued_on", {"issued_on": date(1985, 6, 1)}),
        ("unknown_level", "level", {"level": 9}),
        ("unknown_basis", "basis", {"basis": "luck"}),
        ("basis_of_level", "basis", {"level": Level.MASTER_TECHNICIAN, "certificate_no": ""}),
        ("basis_of_level", "basis", {"basis": GradeBasis.APPOINTMENT}),
    ],
)
def test_grade_that_cannot_be_true_is_refused(
    cast: Cast, code: str, field: str, values: dict[str, object]
) -> None:
    stated = grade_values(**values)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refusal:
        record_grade(stated, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not GradeRecord.objects.exists()


def test_same_level_in_the_occupation_twice_is_refused(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"), level=Level.SENIOR)
    stated = grade_values(grade.occupation)
    with pytest.raises(InvalidInput) as refusal:
        record_grade(stated, actor=cast.user("alice"), worker_id=grade.worker_id, now=NOW)
    assert (refusal.value.code, refusal.value.field) == ("grade_twice", "level")


def test_number_of_another_worker_is_refused(cast: Cast) -> None:
    GradeFactory.create(worker=cast.worker("frank"), level=Level.SENIOR, certificate_no=SENIOR_2019)
    stated = grade_values()
    with pytest.raises(InvalidInput) as refusal:
        record_grade(stated, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert refusal.value.code == "certificate_no_taken"


def test_lower_level_recorded_late_is_pointed_out(cast: Cast) -> None:
    held = GradeFactory.create(worker=cast.worker("carol"), level=Level.TECHNICIAN)
    written = record_grade(
        grade_values(held.occupation), actor=cast.user("alice"), worker_id=held.worker_id, now=NOW
    )
    assert [notice.code for notice in written.notices] == ["below_held_level"]


@pytest.mark.parametrize("name", ["bob", "dave", "erin", "frank", "heidi", "carol"])
def test_only_hr_of_the_unit_records_grades(cast: Cast, name: str) -> None:
    stated = grade_values()
    with pytest.raises(NotPermitted):
        record_grade(stated, actor=cast.user(name), worker_id=cast.worker("carol").pk, now=NOW)
    assert not GradeRecord.objects.exists()


def test_correction_is_a_later_row_under_the_same_number(cast: Cast) -> None:
    grade = GradeFactory.create(
        worker=cast.worker("carol"),
        level=Level.SENIOR,
        issued_on=date(2019, 6, 1),
        certificate_no=SENIOR_2019,
    )
    values = replace(GradeValues.of(grade), issued_on=date(2019, 7, 1))
    written = correct_grade(grade, values, actor=cast.user("alice"), reason="以证书为准", now=NOW)
    grade.refresh_from_db()
    assert (grade.is_void, grade.issued_on) == (True, date(2019, 6, 1))
    assert (written.grade.voids, written.grade.reason) == (grade, "以证书为准")
    assert GradeRecord.objects.current().get().issued_on == date(2019, 7, 1)


def test_annulment_takes_the_level_back(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation = occupation_with_rules()
    grade = record_grade(
        grade_values(occupation), actor=cast.user("alice"), worker_id=carol.pk, now=NOW
    ).grade
    annulment = annul_grade(grade, actor=cast.user("alice"), reason="证书系伪造", now=NOW)
    assert (annulment.kind, annulment.voids, annulment.level) == (GradeKind.ANNULMENT, grade, None)
    assert not GradeRecord.objects.current().exists()
    assert not Standing.objects.filter(worker=carol, held_level=Level.SENIOR).exists()


def test_second_clerk_is_told_that_the_grade_was_replaced(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    seen_by_second = GradeRecord.objects.get(pk=grade.pk)
    annul_grade(grade, actor=cast.user("alice"), reason="重复", now=NOW)
    with pytest.raises(Conflict):
        correct_grade(
            seen_by_second, GradeValues.of(seen_by_second), actor=cast.user("ruth"), reason="改", now=NOW
        )
    assert GradeRecord.objects.count() == 2


def test_annulment_itself_cannot_be_corrected(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    annulment = annul_grade(grade, actor=cast.user("alice"), reason="重复", now=NOW)
    with pytest.raises(Missing):
        annul_grade(annulment, actor=cast.user("alice"), reason="撤回", now=NOW)


def test_number_of_an_annulled_grade_is_free_again(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("frank"), level=Level.SENIOR, certificate_no=SENIOR_2019)
    annul_grade(grade, actor=cast.user("alice"), reason="登记错人", now=NOW)
    written = record_grade(
        grade_values(), actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW
    )
    assert written.grade.certificate_no == SENIOR_2019


def test_database_refuses_to_change_a_grade(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeRecord.objects.filter(pk=grade.pk).update(level=Level.CHIEF_TECHNICIAN)
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeRecord.objects.filter(pk=grade.pk).delete()
    grade.refresh_from_db()
    assert grade.level == Level.INTERMEDIATE
