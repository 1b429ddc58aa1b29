from datetime import date, timedelta

import pytest
from django.test import Client

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.workforce.id_number_samples import make_id_number
from workforce.enums import Role, WorkerStatus
from workforce.models import ApiToken, Placement, RoleGrant, UnitHead
from workforce.services.placements import NewPlacement, apply_due_placements, place_worker, place_workers

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)


def rows_of(cast: Cast, name: str) -> list[tuple[date, date | None, str, str]]:
    """since, until, unit code and status of a person's placements."""
    placements = Placement.objects.filter(worker=cast.worker(name)).order_by("since")
    return list(placements.values_list("since", "until", "unit__code", "status"))


def test_transfer_closes_the_old_placement(cast: Cast) -> None:
    worker = place_worker(
        actor=cast.user("alice"),
        worker=cast.worker("carol"),
        since=TODAY,
        today=TODAY,
        unit=cast.workshop_a2,
        post="焊工",
    )
    assert (worker.unit, worker.post, worker.status) == (cast.workshop_a2, "焊工", "active")
    assert rows_of(cast, "carol") == [
        (date(2010, 1, 1), TODAY, "A1", "active"),
        (TODAY, None, "A2", "active"),
    ]
    event = DomainEvent.objects.get(kind="workforce.workers_placed")
    assert event.payload == {"worker_ids": [worker.pk], "since": TODAY.isoformat()}


def test_same_placement_again_writes_nothing(cast: Cast) -> None:
    carol = cast.worker("carol")
    row = NewPlacement(worker_id=carol.pk, unit_id=carol.unit_id, post=carol.post, since=TODAY)
    assert place_workers(actor=cast.user("alice"), rows=[row], today=TODAY) == 0
    assert len(rows_of(cast, "carol")) == 1
    assert not DomainEvent.objects.exists()


def test_placement_of_the_same_day_is_replaced(cast: Cast) -> None:
    for unit in (cast.workshop_a2, cast.team_a11):
        place_worker(
            actor=cast.user("alice"), worker=cast.worker("carol"), since=TODAY, today=TODAY, unit=unit
        )
    assert rows_of(cast, "carol")[1:] == [(TODAY, None, "A11", "active")]


def test_backdated_placement_reaches_to_the_next_known(cast: Cast) -> None:
    alice = cast.user("alice")
    carol = cast.worker("carol")
    place_worker(actor=alice, worker=carol, since=TODAY, today=TODAY, unit=cast.workshop_a2)
    worker = place_worker(
        actor=alice,
        worker=carol,
        since=date(2020, 1, 1),
        today=TODAY,
        status=WorkerStatus.ON_LEAVE,
    )
    assert rows_of(cast, "carol") == [
        (date(2010, 1, 1), date(2020, 1, 1), "A1", "active"),
        (date(2020, 1, 1), TODAY, "A1", "on_leave"),
        (TODAY, None, "A2", "active"),
    ]
    assert worker.status == "active"


def test_future_placement_waits_for_its_day(cast: Cast) -> None:
    worker = place_worker(
        actor=cast.user("alice"),
        worker=cast.worker("carol"),
        since=TOMORROW,
        today=TODAY,
        unit=cast.workshop_a2,
    )
    assert worker.unit == cast.workshop_a1
    assert apply_due_placements(today=TODAY) == 0
    assert apply_due_placements(today=TOMORROW) == 1
    assert cast.worker("carol").unit == cast.workshop_a2
    assert apply_due_placements(today=TOMORROW) == 0


def test_missed_night_is_made_up_for(cast: Cast) -> None:
    place_worker(
        actor=None,
        worker=cast.worker("carol"),
        since=TOMORROW,
        today=TODAY,
        status=WorkerStatus.LEFT,
    )
    apply_due_placements(today=TODAY + timedelta(days=9))
    assert cast.worker("carol").status == "left"
    assert not cast.user("carol").is_active


def test_transfer_into_closed_unit_is_refused(cast: Cast) -> None:
    cast.workshop_a2.closed_on = date(2026, 1, 1)
    cast.workshop_a2.save()
    with pytest.raises(Conflict) as refused:
        place_worker(
            actor=cast.user("alice"),
            worker=cast.worker("carol"),
            since=TODAY,
            today=TODAY,
            unit=cast.workshop_a2,
        )
    assert refused.value.code == "unit_closed"


def test_leaving_ends_session_tokens_roles_and_headships(cast: Cast) -> None:
    frank = cast.users["frank"]
    RoleGrant.objects.create(user=frank, role="auditor", unit=cast.company_a, since=date(2020, 1, 1))
    ApiToken.objects.create(frank, label="脚本")
    browser = Client()
    browser.force_login(frank, backend="workforce.accounts.AccountBackend")
    assert browser.get("/api/v1/me", headers={"accept": "application/json"}).status_code == 200

    place_worker(
        actor=cast.user("alice"),
        worker=cast.worker("frank"),
        since=TODAY,
        today=TODAY,
        status=WorkerStatus.LEFT,
    )

    assert browser.get("/api/v1/me", headers={"accept": "application/json"}).status_code == 401
    assert not cast.user("frank").is_active
    assert not ApiToken.objects.filter(user=frank).exists()
    assert RoleGrant.objects.get(user=frank).until == TODAY
    assert UnitHead.objects.get(worker=cast.worker("frank")).until == TODAY


def test_coming_back_opens_account_but_not_the_old_session(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.users["carol"], backend="workforce.accounts.AccountBackend")
    for status in (WorkerStatus.LEFT, WorkerStatus.ACTIVE):
        place_worker(
            actor=cast.user("alice"), worker=cast.worker("carol"), since=TODAY, today=TODAY, status=status
        )
    assert cast.user("carol").is_active
    assert browser.get("/api/v1/me").status_code == 401


def test_own_placement_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        place_worker(
            actor=cast.user("alice"), worker=cast.worker("alice"), since=TODAY, today=TODAY, post="经理"
        )


def test_transfer_into_unit_one_does_not_keep_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        place_worker(
            actor=cast.user("alice"),
            worker=cast.worker("carol"),
            since=TODAY,
            today=TODAY,
            unit=cast.workshop_b1,
        )
    assert cast.worker("carol").unit == cast.workshop_a1


@pytest.mark.parametrize("name", ["bob", "dave", "heidi", "erin", "frank", "grace", "carol", "admin"])
def test_only_hr_of_the_unit_places(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        place_worker(
            actor=cast.user(name),
            worker=WorkerFactory.create(unit=cast.workshop_a1),
            since=TODAY,
            today=TODAY,
            post="焊工",
        )


def test_placement_before_birth_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        place_worker(
            actor=cast.user("alice"),
            worker=cast.worker("carol"),
            since=date(1980, 1, 1),
            today=TODAY,
            post="焊工",
        )


def test_unknown_worker_is_missing(cast: Cast) -> None:
    with pytest.raises(Missing):
        place_workers(
            actor=None,
            rows=[NewPlacement(worker_id=0, unit_id=cast.group.pk, since=TODAY)],
            today=TODAY,
        )


def test_placing_costs_the_same_for_one_and_thirty(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in (1, 30):
        workers = [WorkerFactory.create(unit=cast.workshop_a1) for _index in range(number)]
        for worker in workers:
            account_of(worker)
        rows = [
            NewPlacement(worker_id=worker.pk, unit_id=cast.workshop_a2.pk, since=TODAY) for worker in workers
        ]
        with django_assert_num_queries(14):
            place_workers(actor=None, rows=rows, today=TODAY)


def leave(cast: Cast, name: str, *, actor: str) -> None:
    place_worker(
        actor=cast.user(actor),
        worker=cast.worker(name),
        since=TODAY,
        today=TODAY,
        status=WorkerStatus.LEFT,
    )


def test_only_the_groups_hr_ends_roles_beyond_a_companys_reach_by_a_leaving(cast: Cast) -> None:
    beyond = RoleGrantFactory.create(user=cast.users["heidi"], role=Role.FINANCE, unit=cast.company_b)
    with pytest.raises(NotPermitted) as refused:
        leave(cast, "heidi", actor="alice")
    assert refused.value.code == "role_beyond_reach"
    beyond.refresh_from_db()
    assert (beyond.until, cast.worker("heidi").status) == (None, "active")
    leave(cast, "heidi", actor="ruth")
    beyond.refresh_from_db()
    assert (beyond.until, cast.worker("heidi").status) == (TODAY, "left")


def test_companys_hr_ends_roles_within_its_reach_by_a_leaving(cast: Cast) -> None:
    RoleGrantFactory.create(
        user=cast.users["dave"], role=Role.AUDITOR, unit=cast.group, since=date(2020, 1, 1), until=TODAY
    )
    leave(cast, "dave", actor="alice")
    assert cast.worker("dave").status == "left"


def test_id_number_typed_into_a_reason_is_not_kept(cast: Cast) -> None:
    reason = f"证件{make_id_number(date(1985, 6, 1))}核对"
    worker = cast.worker("carol")
    place_worker(
        actor=cast.user("alice"), worker=worker, since=TODAY, today=TODAY, post="钳工班长", reason=reason
    )
    assert worker.placements.order_by("since").reverse()[0].reason == "证件[id number]核对"
