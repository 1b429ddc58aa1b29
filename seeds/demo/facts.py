"""Writing the careers of the demo: spells, schooling, titles, apprenticeships, wages, grades, judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from random import Random

from base.dates import add_years
from seeds.demo.careers import DemoGrade
from seeds.demo.people import DemoPerson
from skills.enums import CERTIFICATE_LEVELS, GradeBasis, Level
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    GradeRecord,
    Major,
    MonthlyWage,
    Occupation,
    Title,
    TitleMatch,
)
from workforce.enums import EMPLOYED
from workforce.models import User, Worker

#: Months of wages each worker employed today has on record.
WAGE_MONTHS = 6
#: The assessing body in the demo's certificate numbers: an employer filed with the province.
_BODY = "Y000062000001"
#: So many grades were first entered with a wrong day, and put right by a later row.
_CORRECTED = 6
_SCHOOLS = ("白杨工业学校", "白杨职业技术学院", "河西冶金技工学校", "河西理工学院")


def write_careers(
    people: list[DemoPerson], workers: list[Worker], *, recorded_by: User, today: date, now: datetime
) -> None:
    """Write every fact and grade of the people, entered by `recorded_by`; a table a statement or a few."""
    random = Random(len(people))  # noqa: S311 - made-up people
    occupations = {occupation.code: occupation for occupation in Occupation.objects.all()}
    pairs = list(zip(people, workers, strict=True))
    by = recorded_by
    EmploymentSpell.objects.bulk_create(
        (
            EmploymentSpell(
                worker=worker, occupation=occupations[code], since=since, until=until, created_by=by
            )
            for person, worker in pairs
            for code, since, until in person.career.spells
        ),
        batch_size=1000,
    )
    ApprenticeshipCompletion.objects.bulk_create(
        ApprenticeshipCompletion(
            worker=worker,
            occupation=occupations[person.career.spells[0][0]],
            completed_on=person.career.apprenticed_until,
            created_by=by,
        )
        for person, worker in pairs
        if person.career.apprenticed_until and person.career.apprenticed_until < today
    )
    _write_schooling(pairs, occupations, random, by, now)
    _write_titles(pairs, occupations, by, now)
    MonthlyWage.objects.bulk_create(_wages(pairs, random, by, today), batch_size=2000)
    _write_grades(pairs, occupations, by)


def _write_schooling(
    pairs: list[tuple[DemoPerson, Worker]],
    occupations: dict[str, Occupation],
    random: Random,
    by: User,
    now: datetime,
) -> None:
    majors = {major.name: major for major in Major.objects.all()}
    diplomas: list[Diploma] = []
    judgements: list[DiplomaMatch] = []
    for person, worker in pairs:
        for schooling in person.career.schooling:
            diploma = Diploma(
                worker=worker,
                kind=schooling.kind,
                major_name=schooling.major,
                major=majors.get(schooling.major),
                school=random.choice(_SCHOOLS) if schooling.major else "",
                graduated_on=schooling.graduated_on,
                created_by=by,
            )
            diplomas.append(diploma)
            if schooling.matches is not None and person.trade:
                judgements.append(
                    DiplomaMatch(
                        diploma=diploma,
                        occupation=occupations[person.trade],
                        matches=schooling.matches,
                        judged_by=by,
                        judged_at=now,
                        reason="主干课程相近" if schooling.matches else "主干课程与本职业无关",
                    )
                )
    Diploma.objects.bulk_create(diplomas, batch_size=1000)
    DiplomaMatch.objects.bulk_create(judgements)


def _write_titles(
    pairs: list[tuple[DemoPerson, Worker]], occupations: dict[str, Occupation], by: User, now: datetime
) -> None:
    titles: list[Title] = []
    judgements: list[TitleMatch] = []
    for person, worker in pairs:
        for held in person.career.titles:
            title = Title(
                worker=worker, rank=held.rank, name=held.name, awarded_on=held.awarded_on, created_by=by
            )
            titles.append(title)
            if held.matches is not None and person.trade:
                judgements.append(
                    TitleMatch(
                        title=title,
                        occupation=occupations[person.trade],
                        matches=held.matches,
                        judged_by=by,
                        judged_at=now,
                        reason="专业对口" if held.matches else "专业不对口",
                    )
                )
    Title.objects.bulk_create(titles)
    TitleMatch.objects.bulk_create(judgements)


def _wages(
    pairs: list[tuple[DemoPerson, Worker]], random: Random, by: User, today: date
) -> Iterator[MonthlyWage]:
    """The wages of the last full months, a little different each month."""
    newest = today.year * 12 + today.month - 2
    for person, worker in pairs:
        if person.status not in EMPLOYED:
            continue
        for number in range(newest - WAGE_MONTHS + 1, newest + 1):
            month = date(number // 12, number % 12 + 1, 1)
            if month >= person.career.hired_on:
                amount = Decimal(person.wage * random.randrange(94, 111)) / 100
                yield MonthlyWage(
                    worker=worker, month=month, amount=amount.quantize(Decimal("0.01")), created_by=by
                )


def _write_grades(
    pairs: list[tuple[DemoPerson, Worker]], occupations: dict[str, Occupation], by: User
) -> None:
    """The grades; some of the latest were entered a year off first, and a later row says what is right."""
    serials: Counter[tuple[int, Level]] = Counter()
    rows: list[GradeRecord] = []
    last: dict[int, tuple[GradeRecord, DemoGrade]] = {}
    for person, worker in pairs:
        for grade in person.career.grades:
            row = _grade(worker, occupations[person.trade or ""], grade, grade.issued_on, serials, by)
            rows.append(row)
            last[worker.pk] = row, grade
    wrong = [row for row, grade in last.values() if grade.basis == GradeBasis.ASSESSMENT][20:][:_CORRECTED]
    right: list[GradeRecord] = []
    for row in wrong:
        grade = last[row.worker_id][1]
        right.append(_grade(row.worker, row.occupation, grade, grade.issued_on, serials, by))
        right[-1].voids, right[-1].reason = row, "发证日期录入有误，按证书更正"
        row.issued_on = add_years(grade.issued_on, -1)
        row.certificate_no = _certificate_no(grade.level, row.issued_on, serials)
    GradeRecord.objects.bulk_create(rows, batch_size=1000)
    GradeRecord.objects.bulk_create(right)


def _grade(
    worker: Worker,
    occupation: Occupation | None,
    grade: DemoGrade,
    issued_on: date,
    serials: Counter[tuple[int, Level]],
    by: User,
) -> GradeRecord:
    return GradeRecord(
        worker=worker,
        occupation=occupation,
        level=grade.level,
        issued_on=issued_on,
        basis=grade.basis,
        certificate_no=_certificate_no(grade.level, issued_on, serials),
        recorded_by=by,
    )


def _certificate_no(level: Level, issued_on: date, serials: Counter[tuple[int, Level]]) -> str:
    """A number by the 22-character rule; two letters for 特级技师, none is known for 首席技师."""
    if level == Level.CHIEF_TECHNICIAN:
        return ""
    serials[issued_on.year % 100, level] += 1
    serial = serials[issued_on.year % 100, level]
    if level in CERTIFICATE_LEVELS:
        return f"{_BODY}{issued_on:%y}{level.national_no}{serial:06}"
    return f"TJ{_BODY[1:]}{issued_on:%y}{serial:06}"
