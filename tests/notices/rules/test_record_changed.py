"""A changed record is told to its owner, once a change, unless they made it themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.dates import today
from base.events import record_event
from base.models import DomainEvent, StagedRow, WorkbookImport
from notices.models import Reminder
from notices.services.making import follow
from skills.enums import Mark
from skills.event_kinds import FACTS_CHANGED
from skills.models import Occupation
from skills.reminders import RECORD_CHANGED
from skills.roster.at_once import import_at_once
from skills.services.facts import void_fact
from skills.services.merging import merge_workers
from tests.access import Cast
from tests.factories.skills import TitleFactory
from tests.factories.workforce import WorkerFactory, account_of
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from tests.skills.roster.sheets import row, sheet
from workforce.models import User
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db


def give_phone(cast: Cast, name: str = "carol", *, actor: str | None = "alice") -> None:
    update_worker_details(
        actor=cast.user(actor) if actor else None,
        worker=cast.worker(name),
        changes={"phone": "13811112222"},
        reason="本人来电",
    )


def imported(kind: str, *rows: tuple[int, str], actor: User) -> DomainEvent:
    """The event of a written workbook, and its rows by worker and verdict."""
    batch = WorkbookImport.objects.create(
        kind=f"skills.{kind}", file_name="a.xlsx", sha256="0" * 64, uploaded_at=timezone.now()
    )
    for number, (worker_id, verdict) in enumerate(rows):
        StagedRow.objects.create(batch=batch, sheet_row=number, subject_id=worker_id, verdict=verdict)
    with transaction.atomic():
        return record_event(
            FACTS_CHANGED,
            subject="base.workbookimport",
            subject_id=batch.pk,
            payload={"workers": len(rows), "changes": [{"act": "imported", "kind": kind, "id": batch.pk}]},
            actor=actor,
        )


def test_the_owner_is_told_and_nobody_else(cast: Cast) -> None:
    give_phone(cast)
    deliver()
    assert told(cast, RECORD_CHANGED) == {"carol"}
    assert_serves(one(RECORD_CHANGED), "personal data")


def test_a_fact_taken_back_is_told(cast: Cast) -> None:
    title = TitleFactory.create(worker=cast.worker("carol"))
    void_fact(title, actor=cast.user("alice"), reason="录错", now=timezone.now())
    deliver()
    assert_serves(one(RECORD_CHANGED), "certificates")


def test_a_transfer_is_told(cast: Cast) -> None:
    act_on_worker(
        actor=cast.user("alice"),
        worker=cast.worker("carol"),
        order=ActOrder(act=WorkerAct.TRANSFER, since=today(), unit=cast.workshop_a2, reason="调岗"),
        today=today(),
    )
    deliver()
    assert_serves(one(RECORD_CHANGED), "unit, post or status")


def test_what_one_did_oneself_is_not_told(cast: Cast) -> None:
    with transaction.atomic():
        record_event(
            FACTS_CHANGED,
            subject="workforce.worker",
            subject_id=cast.worker("carol").pk,
            payload={"changes": []},
            actor=cast.users["carol"],
        )
    deliver()
    assert told(cast, RECORD_CHANGED) == set()


def test_each_change_is_told_and_stays_until_put_away(cast: Cast) -> None:
    give_phone(cast)
    give_phone(cast)
    deliver()
    night(RECORD_CHANGED, today() + timedelta(days=40))
    assert Reminder.objects.open().filter(rule=RECORD_CHANGED).count() == 2


def test_the_night_tells_what_no_event_of_the_day_told_and_only_once(cast: Cast) -> None:
    give_phone(cast)
    assert night(RECORD_CHANGED, today() + timedelta(days=1)).made == 1
    deliver()
    assert night(RECORD_CHANGED, today() + timedelta(days=1)).made == 0
    Reminder.objects.all().delete()
    assert night(RECORD_CHANGED, today() + timedelta(days=5)).made == 0


def test_a_roster_tells_whom_it_changed_once_each(cast: Cast) -> None:
    carol, frank, ivan = (cast.worker(name).pk for name in ("carol", "frank", "ivan"))
    imported("roster", (carol, "changed"), (frank, "unchanged"), (ivan, "new"), actor=cast.users["alice"])
    deliver()
    assert told(cast, RECORD_CHANGED) == {"carol"}


def test_monthly_wages_of_a_workbook_are_not_told(cast: Cast) -> None:
    imported("wages", (cast.worker("carol").pk, "changed"), actor=cast.users["alice"])
    deliver()
    assert told(cast, RECORD_CHANGED) == set()


def test_a_written_roster_is_one_notice_though_it_changed_details_and_post(cast: Cast) -> None:
    Occupation.objects.create(code="6-31-01-01", name="钳工", field="机械", code_mark=Mark.DESIGN)
    before = 0
    for cells in ({}, {"phone": "13811112222", "post": "装配岗"}):
        before = DomainEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        report = import_at_once(
            sheet(row(**cells)), name="名册.xlsx", create_units=True, commit=True, now=timezone.now()
        )
        assert report.counts["rejected"] == 0, report.verdict
        deliver()
    kinds = set(DomainEvent.objects.filter(pk__gt=before).values_list("kind", flat=True))
    assert {FACTS_CHANGED, "workforce.worker_details_changed", "workforce.workers_placed"} <= kinds
    assert one(RECORD_CHANGED).recipient.login == "A1"
    night(RECORD_CHANGED)
    assert Reminder.objects.filter(rule=RECORD_CHANGED).count() == 1


def test_a_merge_is_told_once(cast: Cast) -> None:
    duplicate = WorkerFactory.create(
        employee_no="D1", name="高兰", unit=cast.workshop_a1, phone="13700000000"
    )
    account_of(duplicate)
    merge_workers(
        actor=cast.user("ruth"),
        kept=cast.worker("carol"),
        duplicate=duplicate,
        reason="同一人",
        choices={"phone": "duplicate"},
        now=timezone.now(),
    )
    deliver()
    assert Reminder.objects.open().filter(rule=RECORD_CHANGED).count() == 1
    assert_serves(one(RECORD_CHANGED), "became one")


def test_a_workbook_of_many_costs_as_many_statements_as_one_of_one(cast: Cast) -> None:
    people = [cast.worker(name).pk for name in ("carol", "frank", "grace", "heidi", "ivan", "dave")]
    counts = []
    for rows in (people[:1], people):
        event = imported("roster", *((pk, "changed") for pk in rows), actor=cast.users["ruth"])
        with CaptureQueriesContext(connection) as statements:
            follow(event, today=today(), now=timezone.now())
        counts.append(len([one for one in statements if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1]
    assert Reminder.objects.filter(rule=RECORD_CHANGED).count() == 1 + len(people)
