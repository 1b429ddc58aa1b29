"""What waits to be judged is one to-do an officer and unit, told to the nearest and gone when judged."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.dates import today
from base.models import DomainEvent
from notices.models import Reminder
from skills.enums import DiplomaKind
from skills.models import MatchToJudge, Title
from skills.reminders import MATCHES_WAIT
from skills.reminders.matches import MOST_COUNTED
from skills.services.fact_values import TitleValues
from skills.services.facts import record_fact
from skills.services.judgements import judge_all
from tests.access import Cast
from tests.factories.skills import DiplomaFactory, OccupationMajorFactory, SpellFactory, TitleFactory
from tests.factories.workforce import RoleGrantFactory, WorkerFactory
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from workforce.enums import Role
from workforce.models import User, Worker
from workforce.services.roles import end_role, grant_role

pytestmark = pytest.mark.django_db


def waits_of(worker: Worker, number: int = 1) -> None:
    """Titles nobody judged, of somebody at work in an occupation."""
    SpellFactory.create(worker=worker)
    for serial in range(number):
        TitleFactory.create(worker=worker, name=f"助理工程师{serial}")


def count_of(name: str, cast: Cast) -> int:
    kept = Reminder.objects.open().get(rule=MATCHES_WAIT, recipient=cast.users[name])
    return int(kept.values["count"])


def test_the_nearest_officer_has_one_to_do_with_the_number(cast: Cast) -> None:
    waits_of(cast.worker("carol"), 3)
    waits_of(cast.worker("frank"), 2)
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == {"alice"}
    assert one(MATCHES_WAIT).values == {"count": 5}
    assert_serves(one(MATCHES_WAIT), "5", "甲公司")


def test_of_ones_own_the_next_officer_above_is_told(cast: Cast) -> None:
    waits_of(cast.worker("alice"))
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == {"ruth"}


def test_an_officer_nearer_takes_their_people_over(cast: Cast) -> None:
    waits_of(cast.worker("carol"))
    waits_of(cast.worker("grace"), 2)
    RoleGrantFactory.create(user=cast.users["frank"], role=Role.HR_OFFICER, unit=cast.workshop_a1)
    night(MATCHES_WAIT)
    assert {name: count_of(name, cast) for name in told(cast, MATCHES_WAIT)} == {"frank": 1, "alice": 2}


def test_who_cannot_sign_in_is_passed_over(cast: Cast) -> None:
    waits_of(cast.worker("carol"))
    User.objects.filter(pk=cast.users["alice"].pk).update(is_active=False)
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == {"ruth"}


def test_people_who_left_wait_for_nobody(cast: Cast) -> None:
    waits_of(cast.worker("carol"))
    Worker.objects.filter(pk=cast.worker("carol").pk).update(status="left")
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == set()


def test_a_title_recorded_is_told_at_once_and_gone_when_judged(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    record_fact(
        TitleValues(rank=2, name="工程师", awarded_on=date(2020, 12, 1)),
        actor=cast.user("alice"),
        worker_id=cast.worker("carol").pk,
        now=timezone.now(),
    )
    deliver()
    assert told(cast, MATCHES_WAIT) == {"alice"}
    assert one(MATCHES_WAIT).subject_id == cast.company_a.pk
    rows = list(MatchToJudge.objects.filter(occupation=spell.occupation))
    judge_all(rows, actor=cast.user("alice"), matches=True, now=timezone.now())
    deliver()
    assert told(cast, MATCHES_WAIT) == set()
    assert Reminder.objects.get(rule=MATCHES_WAIT).ended_as == "done"


def test_of_many_judged_together_the_last_looks_for_all(cast: Cast) -> None:
    people = WorkerFactory.create_batch(4, unit=cast.workshop_a1)
    people += WorkerFactory.create_batch(2, unit=cast.workshop_b1)
    for person in people:
        waits_of(person)
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == {"alice", "bob"}
    rows = list(MatchToJudge.objects.all())
    judge_all(rows, actor=cast.user("ruth"), matches=True, now=timezone.now())
    assert DomainEvent.objects.filter(kind="skills.facts_changed").count() == 6
    with CaptureQueriesContext(connection) as statements:
        deliver()
    counting = [one for one in statements if "skills_matchtojudge" in one["sql"] and "INSERT" in one["sql"]]
    assert len(counting) == 1
    assert told(cast, MATCHES_WAIT) == set()


def test_who_becomes_officer_is_told_at_once_and_who_was_no_more(cast: Cast) -> None:
    waits_of(cast.worker("carol"))
    night(MATCHES_WAIT)
    grant = grant_role(
        actor=cast.user("ruth"),
        user=cast.user("frank"),
        role=Role.HR_OFFICER,
        unit=cast.workshop_a1,
        since=today(),
        reason="新任",
        today=today(),
    )
    deliver()
    assert told(cast, MATCHES_WAIT) == {"frank"}
    end_role(actor=cast.user("ruth"), grant=grant, reason="卸任", today=today())
    deliver()
    assert told(cast, MATCHES_WAIT) == {"alice"}


def test_counting_stops_where_the_list_says_the_rest(cast: Cast) -> None:
    worker = cast.worker("carol")
    SpellFactory.create(worker=worker)
    Title.objects.bulk_create(
        TitleFactory.build(worker=worker, name=f"职称{serial}") for serial in range(MOST_COUNTED + 5)
    )
    night(MATCHES_WAIT)
    assert_serves(one(MATCHES_WAIT), f"more than {MOST_COUNTED}")


def test_a_new_month_tells_it_anew_and_once(cast: Cast) -> None:
    waits_of(cast.worker("carol"))
    for day in (date(2026, 3, 2), date(2026, 3, 20), date(2026, 3, 29), date(2026, 4, 1)):
        night(MATCHES_WAIT, day)
    rows = Reminder.objects.filter(rule=MATCHES_WAIT).order_by("pk")
    assert list(rows.values_list("due_on", "lead", "ended_as")) == [
        (date(2026, 3, 31), 31, "superseded"),
        (date(2026, 3, 31), 3, "superseded"),
        (date(2026, 4, 30), 31, ""),
    ]


def test_what_the_list_does_not_show_does_not_wait(cast: Cast) -> None:
    """Of an occupation given up, listed in the table of majors, or general schooling."""
    given_up, listed, schooling = cast.worker("carol"), cast.worker("frank"), cast.worker("grace")
    SpellFactory.create(worker=given_up, until=today())
    TitleFactory.create(worker=given_up)
    link = OccupationMajorFactory.create()
    SpellFactory.create(worker=listed, occupation=link.occupation)
    TitleFactory.create(worker=listed, major=link.major)
    SpellFactory.create(worker=schooling)
    DiplomaFactory.create(worker=schooling, kind=DiplomaKind.HIGH)
    night(MATCHES_WAIT)
    assert told(cast, MATCHES_WAIT) == set()
