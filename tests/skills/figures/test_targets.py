"""Targets: set by HR of the unit, measured from the records or reported, their pages and API."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, InvalidInput, NotPermitted
from skills.enums import Level, Mark, TargetMeasure, TitleRank
from skills.models import Target
from skills.queries.targets import TargetState, progress_of
from skills.services.targets import (
    TargetTerms,
    change_target,
    report_reached,
    set_target,
    target_mark,
    withdraw_target,
)
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from tests.factories.skills import GradeFactory, OccupationFactory, StandingFactory, TitleFactory
from tests.factories.workforce import WorkerFactory

NOW = datetime(2025, 7, 1, 4, tzinfo=UTC)
TODAY = date(2025, 7, 1)
DOCUMENT = "2+4人才培养工程"


def terms(measure: TargetMeasure = TargetMeasure.REPORTED, value: str = "1000", **more: Any) -> TargetTerms:
    values: dict[str, Any] = {
        "name": "经营管理人才",
        "since": date(2025, 1, 1),
        "due_on": date(2025, 12, 31),
        "document": DOCUMENT,
        "mark": Mark.ATTESTED,
        **more,
    }
    return TargetTerms(measure=measure, value=Decimal(value), **values)


def reached(target: Target) -> Decimal | None:
    (progress,) = progress_of([target], today=TODAY)
    return progress.reached


def test_programme_of_three_targets_with_progress(cast: Cast) -> None:
    """003-3: 1,000 managers, 1,200 technical backbone, 15,000 workers by the end of 2025."""
    ruth, group = cast.user("ruth"), cast.group
    managers = set_target(actor=ruth, unit=group, terms=terms())
    backbone = set_target(actor=ruth, unit=group, terms=terms(value="1200", name="技术骨干"))
    workers = set_target(actor=ruth, unit=group, terms=terms(value="15000", name="产业工人"))
    for target, value in ((managers, "1000"), (backbone, "600"), (workers, "6000")):
        report_reached(
            actor=ruth,
            target_id=target.pk,
            day=date(2025, 6, 30),
            value=Decimal(value),
            source="半年报",
            now=NOW,
        )
    rows = progress_of([managers, backbone, workers], today=TODAY)
    assert [row.share for row in rows] == [Fraction(1), Fraction(1, 2), Fraction(2, 5)]
    assert [row.percent for row in rows] == [100, 50, 40]
    assert [row.state for row in rows] == [TargetState.REACHED, TargetState.ON_COURSE, TargetState.BEHIND]
    assert rows[0].time_share == Fraction(181, 364)
    (late,) = progress_of([workers], today=date(2026, 1, 1))
    assert late.state is TargetState.MISSED


def test_records_measure_levels_shares_promotions_and_titles(cast: Cast) -> None:
    alice, unit = cast.user("alice"), cast.company_a
    welder = OccupationFactory.create(name="焊工")
    for level, number in ((Level.JUNIOR, 2), (Level.SENIOR, 2), (Level.TECHNICIAN, 1)):
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            StandingFactory.create(worker=worker, occupation=welder, held_level=level)
            GradeFactory.create(worker=worker, occupation=welder, level=level, issued_on=date(2025, 3, level))
            TitleFactory.create(
                worker=worker, rank=TitleRank.SENIOR if level == Level.SENIOR else TitleRank.JUNIOR
            )
    StandingFactory.create(worker=cast.worker("ivan"), occupation=welder, held_level=Level.TECHNICIAN)

    def measured(measure: TargetMeasure, **more: Any) -> Decimal | None:
        name = f"{measure} {more}"
        return reached(set_target(actor=alice, unit=unit, terms=terms(measure, "10", name=name, **more)))

    assert measured(TargetMeasure.LEVEL_PEOPLE, level=Level.SENIOR) == 3
    assert measured(TargetMeasure.HIGH_SHARE) == Decimal("60.00")
    assert measured(TargetMeasure.TITLE_PEOPLE, rank=TitleRank.MIDDLE) == 2
    assert measured(TargetMeasure.PROMOTIONS, level=Level.SENIOR) == 3
    assert measured(TargetMeasure.PROMOTIONS, level=Level.SENIOR, since=date(2025, 3, 5)) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"document": ""}, "document_missing"),
        ({"due_on": date(2025, 1, 1)}, "due_too_early"),
        ({"measure": TargetMeasure.LEVEL_PEOPLE}, "level_missing"),
        ({"measure": TargetMeasure.PROMOTIONS, "level": Level.APPRENTICE}, "level_missing"),
        ({"measure": TargetMeasure.TITLE_PEOPLE}, "rank_missing"),
        ({"measure": TargetMeasure.HIGH_SHARE, "value": "100.01"}, "value_too_big"),
        ({"value": "0"}, "value_too_small"),
        ({"due_on": date(9999, 12, 31)}, "year_out_of_range"),
    ],
)
def test_target_that_cannot_be_right_is_refused(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_target(actor=cast.user("alice"), unit=cast.company_a, terms=terms(**wrong))
    assert refused.value.code == code
    assert not Target.objects.exists()


def test_one_name_and_day_a_unit(cast: Cast) -> None:
    alice = cast.user("alice")
    first = set_target(actor=alice, unit=cast.company_a, terms=terms())
    with pytest.raises(Conflict):
        set_target(actor=alice, unit=cast.company_a, terms=terms(value="2"))
    withdraw_target(actor=alice, target_id=first.pk, reason="重设", now=NOW)
    set_target(actor=alice, unit=cast.company_a, terms=terms(value="2"))
    assert Target.objects.in_force().get().value == 2


def test_only_the_unit_s_hr_sets_targets(cast: Cast) -> None:
    for name in ("bob", "erin", "dave", "frank", "admin"):
        with pytest.raises(NotPermitted):
            set_target(actor=cast.user(name), unit=cast.company_a, terms=terms())


def test_second_clerk_is_shown_what_the_first_changed(cast: Cast) -> None:
    alice = cast.user("alice")
    target = set_target(actor=alice, unit=cast.company_a, terms=terms())
    shown = Shown.of(target_mark(target))
    change_target(
        actor=cast.user("ruth"), target_id=target.pk, terms=terms(value="900"), reason="下调", shown=shown
    )
    with pytest.raises(ChangedMeanwhile) as refused:
        change_target(actor=alice, target_id=target.pk, terms=terms(value="1100"), reason="上调", shown=shown)
    assert [(change.shown, change.now) for change in refused.value.changes] == [("1000.00", "900.00")]
    target.refresh_from_db()
    assert target.value == 900
    assert apps.get_model("skills", "TargetEvent").objects.get(pgh_obj=target.pk).value == 1000


def test_today_is_the_day_of_the_calendar_here_and_not_of_greenwich(cast: Cast) -> None:
    """At one in the morning of 2 July in Shanghai it is 1 July in Greenwich."""
    target = set_target(actor=None, unit=cast.company_a, terms=terms())
    night = datetime(2025, 7, 1, 17, tzinfo=UTC)
    reading = report_reached(
        actor=cast.user("alice"),
        target_id=target.pk,
        day=date(2025, 7, 2),
        value=Decimal(1),
        source="台账",
        now=night,
    )
    assert reading.day == date(2025, 7, 2)


def test_report_replaces_that_of_its_day_and_names_its_source(cast: Cast) -> None:
    alice = cast.user("alice")
    target = set_target(actor=alice, unit=cast.company_a, terms=terms())

    def report(day: date, value: str, source: str = "月报") -> None:
        report_reached(
            actor=alice, target_id=target.pk, day=day, value=Decimal(value), source=source, now=NOW
        )

    report(date(2025, 6, 1), "10")
    report(date(2025, 5, 1), "8")
    assert reached(target) == 10
    report(date(2025, 6, 1), "12")
    assert reached(target) == 12
    for day, value, source in (
        (date(2025, 7, 2), "1", "月报"),
        (date(2024, 12, 31), "1", "月报"),
        (date(2025, 6, 1), "-1", "月报"),
        (date(2025, 6, 1), "1", " "),
    ):
        with pytest.raises(InvalidInput):
            report(day, value, source)
    assert target.readings.count() == 2


def test_measured_target_takes_no_report(cast: Cast) -> None:
    alice = cast.user("alice")
    target = set_target(
        actor=alice, unit=cast.company_a, terms=terms(TargetMeasure.LEVEL_PEOPLE, level=Level.SENIOR)
    )
    with pytest.raises(Conflict):
        report_reached(actor=alice, target_id=target.pk, day=TODAY, value=Decimal(1), source="x", now=NOW)


def a_target(cast: Cast) -> Target:
    found = Target.objects.first()
    return found or set_target(actor=None, unit=cast.company_a, terms=terms())


SENT = {
    "name": "技师",
    "measure": "level_people",
    "level": "5",
    "rank": "",
    "value": "30",
    "since": "2026-01-01",
    "due_on": "2027-12-31",
    "document": "规划",
    "mark": "design",
}


class TestTargetPage(PageAccess):
    right = "erin"
    wrong = None  # who sees figures sees the targets of the units reached

    def url(self, cast: Cast) -> str:
        return reverse("skills:target", args=[a_target(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert DOCUMENT in page
        assert reverse("skills:target_change", args=[a_target(cast).pk]) not in page


class TestTargetsPage(PageAccess):
    right = "dave"
    wrong = "frank"
    stranger = None  # bob sees his own company's targets

    def url(self, cast: Cast) -> str:
        return reverse("skills:targets")

    def assert_done(self, cast: Cast, response: Any) -> None:
        a_target(cast)
        assert "经营管理人才" in self.ask(cast, "dave").content.decode()
        assert "经营管理人才" not in self.ask(cast, "bob").content.decode()


class TestSetTarget(PageAccess):
    wrong = "erin"
    stranger = None  # for a unit out of reach the form offers nothing
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("skills:target_new")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**SENT, "unit": cast.company_a.code}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Target.objects.get().level == 5
        assert self.ask(cast, "bob").status_code == 200  # shown again with the fault
        assert Target.objects.count() == 1

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Target.objects.exists()


class TestChangeTarget(PageAccess):
    wrong = "dave"
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("skills:target_change", args=[a_target(cast).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        target = a_target(cast)
        mark = Shown.of(target_mark(target)).to_field(f"skills.target.{target.pk}")
        return {**SENT, "reason": "调整", "shown": mark}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert a_target(cast).name == "技师"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert a_target(cast).name == "经营管理人才"


class TestChangeTargetByApi(ApiAccess):
    wrong = "erin"
    method = "put"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/skills/targets/{a_target(cast).pk}"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {**SENT, "rank": None, "reason": "调整"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert a_target(cast).name == "技师"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert a_target(cast).name == "经营管理人才"


class TestReportByApi(ApiAccess):
    wrong = "dave"
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"/api/v1/skills/targets/{a_target(cast).pk}/report"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"day": "2025-06-30", "value": "500", "source": "半年报"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert a_target(cast).readings.get().value == 500

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not a_target(cast).readings.exists()


class TestTargetListQueries(QueryCount):
    queries = 10
    viewer = "alice"

    def url(self, cast: Cast) -> str:
        return reverse("skills:targets")

    def make_rows(self, cast: Cast, number: int) -> None:
        kinds: list[dict[str, Any]] = [
            {"measure": TargetMeasure.LEVEL_PEOPLE, "level": Level.SENIOR},
            {"measure": TargetMeasure.PROMOTIONS, "level": Level.SENIOR},
            {"measure": TargetMeasure.TITLE_PEOPLE, "rank": TitleRank.JUNIOR},
            {"measure": TargetMeasure.REPORTED},
        ]
        for place in range(number):
            for more in kinds:
                name = f"{more['measure']} {place}"
                set_target(actor=None, unit=cast.company_a, terms=terms(name=name, **more))
