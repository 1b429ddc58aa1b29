"""Figures of the past of many people: read as counted at night, equal to those counted while one waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.dates import today
from skills.enums import Level, TargetMeasure, TitleRank
from skills.models import FigureCount, LevelsOnDay
from skills.queries import kept_figures, targets
from skills.queries.figures import level_pyramid, levels_over_years
from skills.queries.kept_figures import FiguresNotCounted
from skills.queries.promotions import promotions_by_year
from skills.queries.targets import progress_of
from skills.queries.wage_figures import wage_gap
from skills.services.past_figures import DAYS_REMEMBERED, count_asked_figures, count_past_figures
from skills.services.targets import set_target
from tests.access import Cast
from tests.factories.skills import (
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    StandingFactory,
    TitleFactory,
    WageFactory,
)
from tests.factories.workforce import RoleGrantFactory, UserFactory, WorkerFactory
from tests.skills.figures.test_past_and_promotions import placed
from tests.skills.figures.test_targets import terms
from tests.skills.pages.clients import browser_of
from workforce.enums import Role, WorkerStatus
from workforce.models import Unit, User

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
YEARS = [2023, 2024, 2025]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called: from then on everybody's units are large."""

    def make() -> None:
        for module in (kept_figures, targets):
            monkeypatch.setattr(module, "MOST_LIVE", 0)

    return make


@pytest.fixture
def careers(cast: Cast) -> list[User]:
    """People who stayed, moved between companies, left, were promoted and paid; and who looks at them."""
    welder = OccupationFactory.create(name="焊工")
    moves: list[tuple[Unit, Unit]] = [
        (unit, unit) for unit in (cast.team_a11, cast.workshop_a2, cast.workshop_b1) for _six in range(6)
    ]
    moves += [(cast.workshop_a1, cast.workshop_b1), (cast.workshop_b1, cast.team_a11)] * 2
    moves += [(cast.group, cast.workshop_a1), (cast.workshop_a2, cast.company_a)]
    for place, (then, now) in enumerate(moves):
        gone = WorkerStatus.LEFT if place % 5 == 4 else WorkerStatus.ACTIVE
        worker = placed(
            WorkerFactory.create(unit=now),
            ("2020-01-01", then, WorkerStatus.ACTIVE),
            ("2024-06-01", now, gone),
        )
        if place % 7 != 6:
            SpellFactory.create(worker=worker, occupation=welder, since=date(2020, 1, 1))
            StandingFactory.create(worker=worker, occupation=welder, held_level=Level(place % 4 + 2))
        for year in range(2022, 2022 + place % 4):
            GradeFactory.create(
                worker=worker, occupation=welder, level=Level(year - 2020), issued_on=date(year, 3, 1)
            )
        TitleFactory.create(worker=worker, rank=TitleRank(place % 3 + 1))
        WageFactory.create(worker=worker, month=date(2025, 3, 1), amount=Decimal(6000 + 7 * place))
    beside = UserFactory.create()
    for unit in (cast.workshop_a1, cast.workshop_b1, cast.workshop_a2):
        RoleGrantFactory.create(user=beside, role=Role.AUDITOR, unit=unit)
    return [*(cast.user(name) for name in ("ruth", "alice", "dave", "erin", "bob")), beside]


def all_figures(user: User, *units: Unit) -> list[Any]:
    """Every figure of the past, of everything the user reaches and of some units."""
    shown: list[Any] = []
    for unit_id in (None, *(unit.pk for unit in units)):
        shown += [
            *levels_over_years(user, today=TODAY, years=5, unit_id=unit_id),
            *promotions_by_year(user, years=YEARS, base_year=2022, unit_id=unit_id),
            *wage_gap(user, years=YEARS, unit_id=unit_id),
            *(row.figures for row in level_pyramid(user, unit_id=unit_id, day=date(2024, 5, 31)).units),
        ]
    return shown


def test_kept_figures_are_those_counted_while_one_waits(
    cast: Cast, careers: list[User], many: Callable[[], None]
) -> None:
    """For every role, also for somebody who reaches two companies in part and whose people went between."""
    inside = {"ruth": [cast.company_a, cast.team_a11], "alice": [cast.workshop_a1], "bob": [cast.workshop_b1]}
    units = [inside.get(user.login.removeprefix("C-"), []) for user in careers]
    counted = [all_figures(user, *of) for user, of in zip(careers, units, strict=True)]
    assert any(row.figures.employed for row in counted[-1][:5])
    many()
    FigureCount.objects.create(subject="2024-05-31", asked_on=TODAY)
    count_past_figures(today=TODAY, now=NOW)
    assert [all_figures(user, *of) for user, of in zip(careers, units, strict=True)] == counted


def test_kept_targets_are_those_counted_while_one_waits(
    cast: Cast, careers: list[User], many: Callable[[], None]
) -> None:
    wanted = [
        set_target(actor=None, unit=unit, terms=terms(measure, name=f"{measure} {unit}", **more))
        for unit in (cast.group, cast.company_a)
        for measure, more in (
            (TargetMeasure.PROMOTIONS, {"level": Level.JUNIOR, "since": date(2022, 1, 1)}),
            (TargetMeasure.TITLE_PEOPLE, {"rank": TitleRank(2)}),
        )
    ]
    counted = [row.reached for row in progress_of(wanted, today=TODAY)]
    assert all(counted)
    many()
    assert [row.reached for row in progress_of(wanted, today=TODAY)] == [None] * 4
    count_asked_figures(today=TODAY, now=NOW)
    rows = progress_of(wanted, today=TODAY)
    assert [row.reached for row in rows] == counted
    assert {row.on for row in rows} == {date(2026, 11, 22)}, "the day of the count, where people live"


def test_kept_figures_cost_as_many_statements_whatever_the_people(
    cast: Cast, careers: list[User], many: Callable[[], None]
) -> None:
    many()
    count_past_figures(today=today(), now=NOW)
    user = careers[0]
    level_pyramid(user)
    with CaptureQueriesContext(connection) as statements:
        levels_over_years(user, today=TODAY, years=5)
    # the unit, how many are reached, when counted, the days, the totals of today
    assert len(statements) == 5
    with CaptureQueriesContext(connection) as statements:
        promotions_by_year(user, years=YEARS, base_year=2022)
    assert len(statements) == 4


def test_day_nobody_asked_for_is_counted_soon_and_forgotten_later(
    cast: Cast, careers: list[User], many: Callable[[], None]
) -> None:
    many()
    user, day = careers[1], date(2024, 5, 31)
    with pytest.raises(FiguresNotCounted):
        level_pyramid(user, day=day)
    assert count_asked_figures(today=TODAY, now=NOW) == ["2024-05-31"]
    assert count_asked_figures(today=TODAY, now=NOW) == []
    assert level_pyramid(user, day=day).counted_at == NOW
    FigureCount.objects.filter(subject="2024-05-31").update(asked_on=date(2026, 1, 1))
    later = date.fromordinal(date(2026, 1, 1).toordinal() + DAYS_REMEMBERED + 1)
    assert "2024-05-31" not in count_past_figures(today=later, now=NOW)
    assert not LevelsOnDay.objects.filter(day=day).exists()


def test_pages_say_when_they_were_counted_or_that_they_are_being_counted(
    cast: Cast, careers: list[User], many: Callable[[], None]
) -> None:
    client = browser_of(cast.users["alice"])
    years, day = reverse("skills:figures_years"), reverse("skills:figures") + "?as_of=2024-05-31"
    assert client.get(years).context["counted_at"] is None
    many()
    waiting = "These figures are being counted. Look again in a few minutes."
    assert client.get(years).context["waiting"] == waiting
    shown = client.get(day)
    assert (shown.context["as_of"], shown.context["as_of_fault"]) == (None, waiting)
    assert client.get("/api/v1/skills/figures/years").status_code == 409
    count_asked_figures(today=TODAY, now=NOW)
    assert client.get(years).context["counted_at"] == NOW
    assert client.get(day).context["pyramid"].counted_at == NOW
