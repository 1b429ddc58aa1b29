"""A long row of acts in any order, by the services HR's pages call: each is done or refused in words, and at
the end everything kept agrees with the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import pytest

from base.dates import today
from base.errors import DomainError
from base.events import dispatch_events
from base.invariants import all_invariants
from skills.enums import DiplomaKind, GradeBasis, Level, TitleRank
from skills.models import GradeRecord, MonthlyWage, Occupation, Title
from skills.services.career_rows import correct_row, take_row_back
from skills.services.fact_values import (
    ApprenticeshipValues,
    DiplomaValues,
    FactValues,
    SpellValues,
    TitleValues,
    WageValues,
)
from skills.services.facts import record_fact
from skills.services.grades import GradeValues, record_grade
from skills.services.judgements import judge_title
from skills.services.merging import merge_workers
from tests.access import Cast
from tests.factories.skills import occupation_with_rules
from workforce.enums import RelationKind, Sex
from workforce.models import Placement, Unit, UnitHead, Worker
from workforce.services.placement_corrections import cancel_planned, correct_placement_date
from workforce.services.relations import state_relation
from workforce.services.unit_changes import close_unit, merge_unit, move_unit, reopen_unit
from workforce.services.unit_heads import end_head, set_head
from workforce.services.worker_acts import ActOrder, act_on_worker, act_on_workers
from workforce.services.workers import NewWorker, create_worker, update_worker_details
from workforce.worker_acts import ACT_RULES, WorkerAct

pytestmark = pytest.mark.django_db

WHY = "按文件"
ACTS = 220


class Office:
    """An HR office that does whatever comes up, with the dice of one seed."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.dice, self.cast = Random(seed), cast
        self.today = today()
        self.now = datetime.combine(self.today, time(2), UTC)
        self.occupations = [occupation_with_rules(), occupation_with_rules()]
        self.made = 0

    def worker(self) -> Worker:
        """Anybody, merged records among them: whoever acts on those is refused."""
        return self.dice.choice(list(Worker.objects.order_by("pk")))

    def unit(self) -> Unit:
        return self.dice.choice(list(Unit.objects.order_by("pk")))

    def occupation(self) -> Occupation:
        return self.dice.choice(self.occupations)

    def day(self, back: int = 900, ahead: int = 60) -> date:
        return self.today + timedelta(days=self.dice.randint(-back, ahead))

    def create(self) -> None:
        self.made += 1
        row = NewWorker(f"R{self.made}", "任意", self.unit().pk, since=self.day(3000, 0), sex=Sex.MALE)
        create_worker(actor=None, row=row, today=self.today)

    def edit(self) -> None:
        changes = {"birth_date": date(1970 + self.dice.randint(0, 9), 5, 5), "phone": "13800000001"}
        update_worker_details(actor=None, worker=self.worker(), changes=changes)

    def act(self) -> None:
        name = self.dice.choice(list(WorkerAct))
        act_on_worker(actor=None, worker=self.worker(), order=self._order(name), today=self.today)

    def act_in_bulk(self) -> None:
        name = self.dice.choice([WorkerAct.TRANSFER, WorkerAct.GO_ON_LEAVE, WorkerAct.LEAVE])
        ids = {self.worker().pk for _one in range(3)}
        act_on_workers(actor=None, worker_ids=ids, order=self._order(name), today=self.today)

    def _order(self, name: WorkerAct) -> ActOrder:
        places = ACT_RULES[name].asks_place and self.dice.random() < 0.8
        unit, post = (self.unit(), self.dice.choice(["钳工", "焊工"])) if places else (None, None)
        return ActOrder(act=name, since=self.day(), unit=unit, post=post, reason=WHY)

    def cancel(self) -> None:
        planned = list(Placement.objects.filter(since__gt=self.today).order_by("pk"))
        if planned:
            cancel_planned(actor=None, placement=self.dice.choice(planned), reason=WHY, today=self.today)

    def correct_day(self) -> None:
        placement = self.dice.choice(list(Placement.objects.order_by("pk")))
        since = placement.since + timedelta(days=self.dice.randint(-90, 90))
        correct_placement_date(actor=None, placement=placement, since=since, reason=WHY, today=self.today)

    def merge(self) -> None:
        merge_workers(actor=None, kept=self.worker(), duplicate=self.worker(), reason=WHY, now=self.now)

    def fact(self) -> None:
        until = self.day() if self.dice.random() < 0.5 else None
        values: list[FactValues] = [
            SpellValues(occupation=self.occupation(), since=self.day(6000, 0), until=until),
            TitleValues(rank=TitleRank.MIDDLE, name="工程师", awarded_on=self.day(4000, 0)),
            DiplomaValues(kind=DiplomaKind.JUNIOR_COLLEGE, major_name="机械", graduated_on=self.day(4000)),
            ApprenticeshipValues(occupation=self.occupation(), completed_on=self.day(4000, 0)),
            WageValues(month=self.day(300, 0), amount=Decimal(self.dice.randint(1, 9))),
        ]
        record_fact(self.dice.choice(values), actor=None, worker_id=self.worker().pk, now=self.now)

    def grade(self) -> None:
        values = GradeValues(
            occupation=self.occupation(),
            level=self.dice.choice([Level.JUNIOR, Level.INTERMEDIATE, Level.SENIOR]),
            issued_on=self.day(4000, 0),
            basis=GradeBasis.IMPORT,
        )
        record_grade(values, actor=None, worker_id=self.worker().pk, now=self.now)

    def correct(self) -> None:
        wages, grades = list(MonthlyWage.objects.order_by("pk")), list(GradeRecord.objects.order_by("pk"))
        said = {"actor": None, "reason": WHY, "evidence": None, "shown": None, "now": self.now}
        if wages and self.dice.random() < 0.5:
            wage = self.dice.choice(wages)
            correct_row(wage, WageValues(month=wage.month, amount=Decimal(77)), **said)  # type: ignore[arg-type]
        elif grades:
            grade = self.dice.choice(grades)
            if grade.level is not None:
                correct_row(grade, GradeValues.of(grade), **said)  # type: ignore[arg-type]

    def take_back(self) -> None:
        rows = [*Title.objects.order_by("pk"), *GradeRecord.objects.order_by("pk")]
        if rows:
            row = self.dice.choice(rows)
            take_row_back(row, actor=None, reason=WHY, shown=None, now=self.now)

    def judge(self) -> None:
        titles = list(Title.objects.order_by("pk"))
        if titles:
            judge_title(self.dice.choice(titles), self.occupation(), actor=None, matches=True, now=self.now)

    def relate(self) -> None:
        kind = self.dice.choice([RelationKind.MENTOR, RelationKind.RELATIVE])
        state_relation(
            actor=None,
            kind=kind,
            from_worker=self.worker(),
            to_worker=self.worker(),
            since=self.day(),
            today=self.today,
        )

    def change_unit(self) -> None:
        unit, other, day = self.unit(), self.unit(), self.day(200, 0)
        about = {"actor": None, "unit": unit, "today": self.today, "reason": WHY}
        changes: list[Callable[[], object]] = [
            lambda: merge_unit(target=other, effective_on=day, **about),  # type: ignore[arg-type]
            lambda: move_unit(parent=other, effective_on=day, **about),  # type: ignore[arg-type]
            lambda: close_unit(last_day=day, **about),  # type: ignore[arg-type]
            lambda: reopen_unit(effective_on=day, **about),  # type: ignore[arg-type]
        ]
        self.dice.choice(changes)()

    def head(self) -> None:
        if self.dice.random() < 0.7:
            set_head(actor=None, unit=self.unit(), worker=self.worker(), since=self.day(), today=self.today)
        else:
            head = self.dice.choice(list(UnitHead.objects.order_by("pk")))
            end_head(actor=None, head=head, last_day=self.day(), today=self.today)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_agrees_after_many_acts(cast: Cast, seed: int) -> None:
    office = Office(cast, seed)
    acts = [
        *(office.create, office.edit, office.act, office.act, office.act, office.act_in_bulk),
        *(office.cancel, office.correct_day, office.merge, office.fact, office.fact, office.fact),
        *(office.grade, office.grade, office.correct, office.take_back, office.judge, office.relate),
        *(office.change_unit, office.head),
    ]
    done: Counter[str] = Counter()
    for _number in range(ACTS):
        act = office.dice.choice(acts)
        try:
            act()
        except DomainError:
            continue
        done[act.__name__] += 1
    dispatch_events(now=office.now + timedelta(days=400))
    assert {name: found for name, check in all_invariants().items() if (found := check())} == {}
    assert min(done[act.__name__] for act in acts) > 0, done
