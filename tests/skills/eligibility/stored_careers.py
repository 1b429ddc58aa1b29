"""Generated careers written as the facts of real workers, with voided rows and foreign facts beside them."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from skills.enums import GradeBasis, GradeKind, Mark, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    GradeRecord,
    Major,
    Occupation,
    OccupationMajor,
    RelatedOccupation,
    RuleSet,
    Standard,
    Title,
    TitleMatch,
)
from tests.factories.skills import MajorFactory, OccupationFactory
from tests.factories.workforce import UnitFactory
from tests.skills.reference import Career
from workforce.models import Worker

NAMES = ("甲", "乙", "丙", "丁")
#: 乙 counts for 甲, but not the other way; 丙 and 丁 count for each other.
RELATED = {"甲": frozenset({"乙"}), "丙": frozenset({"丁"}), "丁": frozenset({"丙", "甲"})}
RULE_SETS = {"甲": "R2023", "乙": "R2018", "丙": "R2023", "丁": "R2018"}


def make_occupations() -> dict[str, Occupation]:
    """Four occupations with standards, kin and a major each."""
    rule_sets = {rule_set.code: rule_set for rule_set in RuleSet.objects.all()}
    occupations = {name: OccupationFactory.create(name=name) for name in NAMES}
    for name, occupation in occupations.items():
        Standard.objects.create(
            occupation=occupation,
            title=name,
            edition="2023",
            rule_set=rule_sets[RULE_SETS[name]],
            valid_from=date(2018, 1, 1),
            document="国家职业标准",
            mark=Mark.DESIGN,
        )
        OccupationMajor.objects.create(
            occupation=occupation, major=MajorFactory.create(name=f"{name}专业"), mark=Mark.DESIGN
        )
    for name, kin in RELATED.items():
        for other in kin:
            RelatedOccupation.objects.create(
                occupation=occupations[name], related=occupations[other], mark=Mark.DESIGN
            )
    return occupations


def store_careers(
    careers: Sequence[Career], occupations: dict[str, Occupation], random: Random
) -> dict[int, Career]:
    """Write each career as a worker's facts; the careers by worker id."""
    unit = UnitFactory.create()
    workers = Worker.objects.bulk_create(
        Worker(employee_no=f"S{number:05}", name="李明", sex="M", birth_date=career.born, unit=unit)
        for number, career in enumerate(careers)
    )
    for worker, career in zip(workers, careers, strict=True):
        _store(worker, career, occupations, random)
    return {worker.pk: career for worker, career in zip(workers, careers, strict=True)}


def _store(worker: Worker, career: Career, occupations: dict[str, Occupation], random: Random) -> None:
    any_occupation = random.choice(list(occupations.values()))
    voided = {"voided_at": timezone.now(), "void_reason": "wrong"}
    EmploymentSpell.objects.bulk_create(
        EmploymentSpell(worker=worker, occupation=occupations[s.occupation], since=s.since, until=s.until)
        for s in career.spells
    )
    EmploymentSpell.objects.create(worker=worker, occupation=any_occupation, since=date(1990, 1, 1), **voided)
    GradeRecord.objects.bulk_create(
        GradeRecord(
            worker=worker,
            occupation=occupations[c.occupation],
            level=c.level,
            issued_on=c.issued,
            basis=GradeBasis.ASSESSMENT,
        )
        for c in career.certificates
    )
    wrong = GradeRecord.objects.create(
        worker=worker, occupation=any_occupation, level=6, issued_on=date(1995, 1, 1), basis=GradeBasis.IMPORT
    )
    GradeRecord.objects.create(worker=worker, kind=GradeKind.ANNULMENT, voids=wrong, reason="wrong")
    for t in career.titles:
        title = Title.objects.create(worker=worker, rank=t.rank, name="职称", awarded_on=t.on)
        _judge(TitleMatch, {"title": title}, t.matches, occupations, random)
    wrong_title = Title.objects.create(
        worker=worker, rank=TitleRank.SENIOR, name="职称", awarded_on=date(1995, 1, 1), **voided
    )
    _judge(TitleMatch, {"title": wrong_title}, frozenset(occupations), occupations, random)
    for d in career.diplomas:
        by_table = len(d.matches) == 1 and random.random() < 0.6
        major = Major.objects.get(name=f"{min(d.matches)}专业") if by_table else None
        diploma = Diploma.objects.create(worker=worker, kind=d.kind, graduated_on=d.graduated, major=major)
        if not by_table:
            _judge(DiplomaMatch, {"diploma": diploma}, d.matches, occupations, random)
    Diploma.objects.create(worker=worker, kind="本科", graduated_on=None)
    wrong_diploma = Diploma.objects.create(
        worker=worker, kind="技师学院", graduated_on=date(1990, 7, 1), **voided
    )
    _judge(DiplomaMatch, {"diploma": wrong_diploma}, frozenset(occupations), occupations, random)
    ApprenticeshipCompletion.objects.bulk_create(
        ApprenticeshipCompletion(
            worker=worker, occupation=occupations[a.occupation], completed_on=a.completed
        )
        for a in career.apprenticeships
    )
    ApprenticeshipCompletion.objects.create(
        worker=worker, occupation=any_occupation, completed_on=date(1990, 1, 1) + timedelta(days=1), **voided
    )


def _judge(
    table: type[TitleMatch] | type[DiplomaMatch],
    fact: dict[str, Title | Diploma],
    matches: frozenset[str],
    occupations: dict[str, Occupation],
    random: Random,
) -> None:
    """HR's word: yes for each match; for the others sometimes no, sometimes nothing."""
    for name, occupation in occupations.items():
        if name in matches or random.random() < 0.5:
            table.objects.create(
                **fact, occupation=occupation, matches=name in matches, judged_at=timezone.now()
            )
