"""Reminders follow events at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base import reminders
from base.dates import today
from base.events import dispatch_events, record_event
from base.models import DomainEvent, EventDelivery, StagedRow, WorkbookImport
from base.reminders import reminder_rules
from notices.models import Reminder
from notices.services.making import Made, follow, make_all
from skills.event_kinds import FACTS_CHANGED
from skills.models import CorrectionRequest, Standing
from skills.services.corrections import decline_correction, request_correction
from skills.services.merging import merge_workers
from tests.access import Cast
from tests.factories.skills import StandingFactory
from workforce.enums import Role
from workforce.models import User
from workforce.services.roles import end_role, grant_role
from workforce.services.unit_changes import merge_unit, move_unit
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db


def deliver() -> None:
    """What the dispatcher does every five seconds."""
    dispatch_events(now=timezone.now() + timedelta(minutes=1))
    assert not EventDelivery.objects.filter(consumed_at=None).exists()


def ask(cast: Cast) -> CorrectionRequest:
    """Carol asks for another telephone number."""
    return request_correction(
        actor=cast.user("carol"),
        worker=cast.worker("carol"),
        fact_kind="personal",
        fact_id=None,
        text="电话号码已换",
        proposed={"phone": "13811112222"},
        now=timezone.now(),
    )


def open_rules(user: User) -> list[str]:
    """The rules of what is in somebody's inbox."""
    return list(Reminder.objects.open().filter(recipient=user).values_list("rule", flat=True))


def test_a_request_is_in_the_inbox_of_the_nearest_officers_and_gone_when_decided(cast: Cast) -> None:
    request = ask(cast)
    deliver()
    assert open_rules(cast.users["alice"]) == ["skills.correction_waits"]
    assert {name for name in cast.users if open_rules(cast.users[name])} == {"alice"}
    decline_correction(request, actor=cast.user("alice"), reason="已核对，无误", now=timezone.now())
    deliver()
    assert Reminder.objects.get().ended_as == "done"


def test_who_becomes_officer_is_told_and_who_stops_is_not(cast: Cast) -> None:
    ask(cast)
    deliver()
    grant = grant_role(
        actor=cast.user("ruth"),
        user=cast.user("grace"),
        role=Role.HR_OFFICER,
        unit=cast.workshop_a1,
        since=today(),
        reason="新任",
        today=today(),
    )
    deliver()
    assert open_rules(cast.users["grace"]) == ["skills.correction_waits"]
    assert open_rules(cast.users["alice"]) == []
    end_role(actor=cast.user("ruth"), grant=grant, today=today(), reason="误授")
    deliver()
    assert open_rules(cast.users["alice"]) == ["skills.correction_waits"]
    assert Reminder.objects.get(recipient=cast.users["grace"]).ended_as == "withdrawn"


def test_who_leaves_is_followed_by_the_next_officer(cast: Cast) -> None:
    ask(cast)
    deliver()
    act_on_worker(
        actor=cast.user("ruth"),
        worker=cast.worker("alice"),
        order=ActOrder(act=WorkerAct.LEAVE, since=today(), reason="离职"),
        today=today(),
    )
    deliver()
    assert open_rules(cast.users["ruth"]) == ["skills.correction_waits"]
    assert Reminder.objects.get(recipient=cast.users["alice"]).ended_as == "withdrawn"


@pytest.mark.parametrize("change", ["move", "merge"])
def test_what_waits_goes_along_to_the_officers_of_another_company(cast: Cast, change: str) -> None:
    ask(cast)
    deliver()
    how: dict[str, Any] = {"actor": None, "effective_on": today(), "today": today(), "reason": "重组"}
    if change == "move":
        move_unit(unit=cast.workshop_a1, parent=cast.company_b, **how)
    else:
        merge_unit(unit=cast.workshop_a1, target=cast.workshop_b1, **how)
    deliver()
    assert open_rules(cast.users["alice"]) == []
    assert open_rules(cast.users["bob"]) == ["skills.correction_waits"]


def test_nobody_decides_on_the_own_request(cast: Cast) -> None:
    """Alice is the nearest officer of her own record: the group's is told."""
    request_correction(
        actor=cast.user("alice"),
        worker=cast.worker("alice"),
        fact_kind="personal",
        fact_id=None,
        text="电话号码已换",
        proposed={"phone": "13811112222"},
        now=timezone.now(),
    )
    deliver()
    assert {name for name in cast.users if open_rules(cast.users[name])} == {"ruth"}


def test_a_role_with_a_last_day_is_told_to_its_holder(cast: Cast) -> None:
    grant_role(
        actor=cast.user("ruth"),
        user=cast.user("grace"),
        role=Role.FINANCE,
        unit=cast.company_a,
        since=today(),
        last_day=today() + timedelta(days=5),
        reason="代班",
        today=today(),
    )
    deliver()
    kept = Reminder.objects.get(rule="workforce.role_ends")
    assert (kept.recipient, kept.rule, kept.due_on, kept.lead) == (
        cast.users["grace"],
        "workforce.role_ends",
        today() + timedelta(days=5),
        7,
    )


def test_an_imported_workbook_touches_the_workers_of_its_rows(cast: Cast) -> None:
    for name in ("carol", "ivan"):
        StandingFactory.create(worker=cast.worker(name), next_level=4, next_on=today())
    batch = WorkbookImport.objects.create(
        kind="skills.roster", file_name="a.xlsx", sha256="0" * 64, uploaded_at=timezone.now()
    )
    StagedRow.objects.create(batch=batch, sheet_row=2, subject_id=cast.worker("carol").pk)
    with transaction.atomic():
        record_event(
            FACTS_CHANGED, subject="base.workbookimport", subject_id=batch.pk, payload={}, actor=None
        )
    deliver()
    assert open_rules(cast.users["carol"]) == ["skills.grade_opens"]
    assert open_rules(cast.users["ivan"]) == []


def test_a_merged_record_is_reminded_of_nothing(cast: Cast) -> None:
    """What is due to the person is told at the record that is kept."""
    kept, duplicate = cast.worker("carol"), cast.worker("ivan")
    for worker in (kept, duplicate):
        StandingFactory.create(worker=worker, next_level=4, next_on=today())
    make_all(today=today(), now=timezone.now())
    merge_workers(
        actor=cast.user("ruth"), kept=kept, duplicate=duplicate, reason="同一人", now=timezone.now()
    )
    deliver()
    assert not Reminder.objects.open().filter(recipient=cast.users["ivan"]).exists()
    assert {row.worker for row in Reminder.objects.open().filter(worker__isnull=False)} == {kept}


def test_an_event_costs_the_same_for_one_worker_as_for_many(cast: Cast) -> None:
    Standing.objects.update(next_level=4, next_on=today())
    people = list(Standing.objects.values_list("worker", flat=True))
    counts = []
    for ids in (people[:1], people):
        with transaction.atomic():
            event = record_event(
                "workforce.worker_details_changed",
                subject="workforce.worker",
                subject_id=ids[0],
                payload={"worker_ids": ids},
                actor=None,
            )
        with CaptureQueriesContext(connection) as statements:
            follow(event, today=today(), now=timezone.now())
        counts.append(len([one for one in statements if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1]
    assert Reminder.objects.filter(rule="skills.grade_opens").count() == len(people)


def test_an_event_no_rule_asks_for_touches_nothing(cast: Cast) -> None:
    with transaction.atomic():
        event = record_event("tests.none", subject="workforce.worker", subject_id=1, payload={}, actor=None)
    with CaptureQueriesContext(connection) as statements:
        assert follow(event, today=today(), now=timezone.now()) == Made()
    assert len(statements) == 0


def test_a_rule_that_fails_keeps_no_other_from_its_reminders(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_level=4, next_on=today())
    first, *_others = reminder_rules().values()
    broken = replace(first, candidates="SELECT nothing WHERE {only}")
    monkeypatch.setitem(reminders._rules, first.name, broken)
    with pytest.raises(ExceptionGroup) as failed:
        make_all(today=today(), now=timezone.now())
    assert len(failed.value.exceptions) == 1
    assert open_rules(cast.users["carol"]) == ["skills.grade_opens"]


def test_a_rule_that_fails_after_an_event_keeps_no_other_from_its_reminders(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither does one whose ids cannot be found; the event is taken, and the night tries again and tells."""
    StandingFactory.create(worker=cast.worker("carol"), next_level=4, next_on=today())
    rules = reminder_rules()
    kind = "workforce.worker_details_changed"
    first, second = (rules[name] for name in ("skills.matches_wait", "skills.correction_waits"))
    broken = replace(first, candidates="SELECT 1 / 0 WHERE {only}", events={kind: lambda _event: [1]})
    lost = replace(second, events={kind: lambda event: [int(event.payload["nothing"])]})
    for rule in (broken, lost):
        monkeypatch.setitem(reminders._rules, rule.name, rule)
    with transaction.atomic():
        record_event(
            kind,
            subject="workforce.worker",
            subject_id=cast.worker("carol").pk,
            payload={},
            actor=cast.user("carol"),
        )
    dispatch_events(now=timezone.now() + timedelta(minutes=1))
    assert EventDelivery.objects.get(consumer="notices.follow_events").consumed_at is not None
    assert open_rules(cast.users["carol"]) == ["skills.grade_opens"]


def test_an_event_comes_again_when_the_database_was_in_the_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "workforce.worker_details_changed"
    rule = reminder_rules()["skills.grade_opens"]

    def meet_deadlock(_event: DomainEvent) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")

    monkeypatch.setitem(reminders._rules, rule.name, replace(rule, events={kind: meet_deadlock}))
    with transaction.atomic():
        record_event(
            kind, subject="workforce.worker", subject_id=cast.worker("carol").pk, payload={}, actor=None
        )
    dispatch_events(now=timezone.now() + timedelta(minutes=1))
    waiting = EventDelivery.objects.get(consumer="notices.follow_events")
    assert (waiting.consumed_at, waiting.failed_at, waiting.attempts) == (None, None, 1)
