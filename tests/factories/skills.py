"""Occupations, facts and grades for tests. They write rows only; services are what the tests call."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from skills.enums import CorrectionState, DiplomaKind, FactKind, GradeBasis, Level, Mark, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Clause,
    CorrectionRequest,
    Diploma,
    EmploymentSpell,
    GradeRecord,
    Major,
    MonthlyWage,
    Occupation,
    OccupationMajor,
    Route,
    RuleSet,
    RuleSetVersion,
    Standard,
    Standing,
    Title,
)
from tests.factories.workforce import UserFactory, WorkerFactory


class OccupationFactory(factory.django.DjangoModelFactory[Occupation]):
    """An occupation without a standard; `skills_policy` gives it one."""

    code = factory.Sequence(lambda number: f"6-99-{number:02}-01")
    name = factory.Sequence(lambda number: f"职业{number}")
    field = "机械"
    code_mark = Mark.DESIGN

    class Meta:
        model = Occupation


class MajorFactory(factory.django.DjangoModelFactory[Major]):
    """A major that matches no occupation."""

    name = factory.Sequence(lambda number: f"专业{number}")

    class Meta:
        model = Major


class OccupationMajorFactory(factory.django.DjangoModelFactory[OccupationMajor]):
    """A major that matches an occupation by the table."""

    occupation = factory.SubFactory(OccupationFactory)
    major = factory.SubFactory(MajorFactory)
    mark = Mark.DESIGN

    class Meta:
        model = OccupationMajor


class SpellFactory(factory.django.DjangoModelFactory[EmploymentSpell]):
    """Work since 2015-07-01, still open."""

    worker = factory.SubFactory(WorkerFactory)
    occupation = factory.SubFactory(OccupationFactory)
    since = date(2015, 7, 1)

    class Meta:
        model = EmploymentSpell


class TitleFactory(factory.django.DjangoModelFactory[Title]):
    """A junior title that nobody judged."""

    worker = factory.SubFactory(WorkerFactory)
    rank = TitleRank.JUNIOR
    name = "助理工程师"
    awarded_on = date(2018, 12, 1)

    class Meta:
        model = Title


class DiplomaFactory(factory.django.DjangoModelFactory[Diploma]):
    """A junior college diploma without a known major."""

    worker = factory.SubFactory(WorkerFactory)
    kind = DiplomaKind.JUNIOR_COLLEGE
    major_name = "机电一体化"
    school = "职业技术学院"
    graduated_on = date(2006, 7, 1)

    class Meta:
        model = Diploma


class ApprenticeshipFactory(factory.django.DjangoModelFactory[ApprenticeshipCompletion]):
    """An apprenticeship completed in 2016."""

    worker = factory.SubFactory(WorkerFactory)
    occupation = factory.SubFactory(OccupationFactory)
    completed_on = date(2016, 7, 1)

    class Meta:
        model = ApprenticeshipCompletion


class WageFactory(factory.django.DjangoModelFactory[MonthlyWage]):
    """The wage of January 2026."""

    worker = factory.SubFactory(WorkerFactory)
    month = date(2026, 1, 1)
    amount = Decimal("6543.21")

    class Meta:
        model = MonthlyWage


class GradeFactory(factory.django.DjangoModelFactory[GradeRecord]):
    """An intermediate grade of 2020 without a certificate number."""

    worker = factory.SubFactory(WorkerFactory)
    occupation = factory.SubFactory(OccupationFactory)
    level = Level.INTERMEDIATE
    issued_on = date(2020, 6, 1)
    basis = GradeBasis.ASSESSMENT

    class Meta:
        model = GradeRecord


class StandingFactory(factory.django.DjangoModelFactory[Standing]):
    """Where a worker stands, as the refresh would have written it in the row every worker has."""

    worker = factory.SubFactory(WorkerFactory)
    occupation = factory.SubFactory(OccupationFactory)
    held_level = Level.INTERMEDIATE
    held_since = date(2020, 6, 1)

    class Meta:
        model = Standing

    @classmethod
    def _create(cls, model_class: type[Standing], *args: Any, **kwargs: Any) -> Standing:
        standing, _created = model_class.objects.update_or_create(
            worker=kwargs.pop("worker"), defaults=kwargs
        )
        return standing


class CorrectionRequestFactory(factory.django.DjangoModelFactory[CorrectionRequest]):
    """A waiting request about personal data; give `worker=` and `requested_by=`."""

    worker = factory.SubFactory(WorkerFactory)
    requested_by = factory.SubFactory(UserFactory, worker=factory.SelfAttribute("..worker"))
    fact_kind = FactKind.PERSONAL
    text = "电话号码已换"
    proposed = factory.LazyFunction(lambda: {"phone": "13811112222"})
    state = CorrectionState.WAITING
    requested_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = CorrectionRequest


class StandardFactory(factory.django.DjangoModelFactory[Standard]):
    """A standard in force since 2000; give `occupation=` and `rule_set=`."""

    title = "国家职业标准"
    edition = "2023年版"
    valid_from = date(2000, 1, 1)
    document = "测试用标准"
    mark = Mark.DESIGN

    class Meta:
        model = Standard


def rule_set_by_years(rule_set_code: str = "TEST", /, **years_by_route: tuple[int, int]) -> RuleSet:
    """A rule set in force with one route of cumulative years per keyword: `rule_set_by_years(T_3=(3, 5))`.

    The pair is (target level, years of work); a target of level 2 asks the age of `years` instead.
    """
    rule_set = RuleSet.objects.create(code=rule_set_code, title="测试规则")
    version = RuleSetVersion.objects.create(
        rule_set=rule_set,
        number=1,
        valid_from=date(2000, 1, 1),
        document="测试用规程",
        mark=Mark.DESIGN,
        release="test",
    )
    for code, (target, years) in years_by_route.items():
        route = Route.objects.create(
            version=version,
            code=code.replace("_", "-"),
            target=target,
            document="测试用规程",
            mark=Mark.DESIGN,
        )
        Clause.objects.create(route=route, position=1, kind="age" if target == 2 else "work", years=years)
    version.confirmed_at = timezone.now()
    version.save(update_fields=["confirmed_at"])
    return rule_set


def occupation_with_rules(**kwargs: str) -> Occupation:
    """An occupation whose standard opens level 2 at 16, level 3 after 5 years of work and level 4 after
    10.
    """
    occupation = OccupationFactory.create(**kwargs)
    rule_set = RuleSet.objects.filter(code="TEST").first() or rule_set_by_years(
        T_2_1=(2, 16), T_3_1=(3, 5), T_4_1=(4, 10)
    )
    StandardFactory.create(occupation=occupation, rule_set=rule_set)
    return occupation
