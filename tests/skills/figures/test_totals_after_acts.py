"""Whatever is done to people and units: what is kept of the units is what the facts give."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from base.errors import DomainError
from skills.enums import Level
from skills.models import GradeRecord, Occupation
from skills.queries.figures import level_pyramid
from skills.services.grades import annul_grade
from skills.services.merging import merge_workers
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast
from tests.factories.skills import GradeFactory, SpellFactory, occupation_with_rules
from tests.factories.workforce import WorkerFactory
from tests.skills.queries.test_figures import counted
from workforce.enums import EMPLOYED, WorkerStatus
from workforce.invariants import unit_totals_are_counted
from workforce.models import Unit, Worker
from workforce.services.placements import apply_due_placements, place_worker
from workforce.services.unit_changes import merge_unit, move_unit
from workforce.services.unit_totals import fold_totals

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ACTS = 40


class Acts:
    """Acts on people and units chosen by chance; one that is not allowed just now does nothing."""

    def __init__(self, cast: Cast, random: Random) -> None:
        self.random = random
        self.occupation: Occupation = occupation_with_rules()
        self.units = [cast.company_a, cast.workshop_a1, cast.team_a11, cast.workshop_a2, cast.workshop_b1]
        self.above = [cast.company_a, cast.company_b, cast.workshop_a2]
        self.done: set[str] = set()

    def unit(self, units: list[Unit] | None = None) -> Unit:
        return Unit.objects.get(pk=self.random.choice(units or self.units).pk)

    def worker(self) -> Worker:
        people = Worker.objects.unmerged().filter(employee_no__startswith="T").order_by("pk")
        return self.random.choice(list(people))

    def act(self) -> None:
        act: Callable[[], object] = self.random.choice(
            [self.hire, self.place, self.leave, self.plan, self.grade, self.annul]
            + [self.merge_people, self.move_unit, self.merge_units, fold_totals, self.everybody]
        )
        try:
            act()
        except DomainError:
            return
        self.done.add(act.__name__)

    def hire(self) -> None:
        unit = self.unit()
        number = f"T{Worker.objects.count():04}"
        worker = WorkerFactory.create(unit=unit, employee_no=number)
        if self.random.random() < 0.8:
            SpellFactory.create(worker=worker, occupation=self.occupation, since=date(2020, 1, 1))
        refresh_eligibility([worker.pk], today=TODAY)

    def place(self) -> None:
        place_worker(actor=None, worker=self.worker(), since=TODAY, today=TODAY, unit=self.unit())

    def leave(self) -> None:
        status = self.random.choice(list(WorkerStatus))
        place_worker(actor=None, worker=self.worker(), since=TODAY, today=TODAY, status=status)

    def plan(self) -> None:
        """Placed for a day to come, and the day comes."""
        day = TODAY + timedelta(days=1)
        place_worker(actor=None, worker=self.worker(), since=day, today=TODAY, unit=self.unit())
        apply_due_placements(today=day)

    def grade(self) -> None:
        worker = self.worker()
        level = Level(self.random.randint(2, 5))
        day = date(2021, 1, 1) + timedelta(days=self.random.randint(0, 1500))
        GradeFactory.create(worker=worker, occupation=self.occupation, level=level, issued_on=day)
        refresh_eligibility([worker.pk], today=TODAY)

    def annul(self) -> None:
        grade = self.random.choice(list(GradeRecord.objects.current().order_by("pk")) or [None])
        if grade is not None:
            annul_grade(grade, actor=None, reason="录错", now=NOW)

    def merge_people(self) -> None:
        merge_workers(actor=None, kept=self.worker(), duplicate=self.worker(), reason="重复", now=NOW)

    def move_unit(self) -> None:
        move_unit(
            actor=None,
            unit=self.unit(),
            parent=self.unit(self.above),
            effective_on=TODAY,
            today=TODAY,
            reason="调整",
        )

    def merge_units(self) -> None:
        merge_unit(
            actor=None,
            unit=self.unit(),
            target=self.unit(),
            effective_on=TODAY,
            today=TODAY,
            reason="合并",
        )

    def everybody(self) -> None:
        refresh_eligibility(None, today=TODAY)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_are_the_counted_ones_after_any_acts(cast: Cast, seed: int) -> None:
    acts = Acts(cast, Random(seed))
    for _six in range(6):
        acts.hire()
    for number in range(ACTS):
        acts.act()
        if number % 5 == 4:
            assert unit_totals_are_counted() == []
    assert len(acts.done) >= 9, "nearly every act was possible at least once"
    for row in level_pyramid(cast.user("ruth")).units:
        assert row.figures == counted(row.unit)
    assert level_pyramid(cast.user("ruth")).total.employed == (
        Worker.objects.unmerged().filter(status__in=EMPLOYED).count()
    )
