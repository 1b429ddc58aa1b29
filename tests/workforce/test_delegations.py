"""A unit head's absence: the deputy sees what the head sees, in these days and no others."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.errors import Conflict, InvalidInput, NotPermitted
from tests.access import Cast
from tests.factories.workforce import UnitHeadFactory, WorkerFactory, account_of
from workforce.access import HEAD, Access
from workforce.enums import WorkerStatus
from workforce.models import Delegation, UnitHead, User
from workforce.services.accounts import require_account_control
from workforce.services.delegations import delegate, end_delegation
from workforce.services.placements import place_worker
from workforce.services.unit_heads import end_head, set_head

TODAY = date(2026, 11, 21)
FIRST = date(2026, 12, 1)
LAST = date(2026, 12, 10)


def headship_of(cast: Cast) -> UnitHead:
    return UnitHead.objects.select_related("unit", "worker").get(unit=cast.workshop_a1)


def delegated(cast: Cast, *, actor: str | None = "frank", deputy: str = "carol") -> Delegation:
    """Frank's headship of workshop a1, from FIRST to LAST."""
    return delegate(
        actor=cast.user(actor) if actor else None,
        headship=headship_of(cast),
        deputy=cast.worker(deputy),
        since=FIRST,
        last_day=LAST,
        reason="出差",
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("day", "sees"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_deputy_has_the_heads_reach_from_midnight_to_midnight(cast: Cast, day: date, sees: bool) -> None:
    delegated(cast)
    reached = Access(cast.user("carol"), day).unit_ids(HEAD)
    assert reached == ({cast.workshop_a1.pk, cast.team_a11.pk} if sees else set())


def test_reach_costs_one_statement_with_a_delegation_too(cast: Cast) -> None:
    delegated(cast)
    user = cast.user("carol")
    with CaptureQueriesContext(connection) as statements:
        access = Access(user, FIRST)
        assert access.holds(HEAD, cast.team_a11.pk)
        assert access.sight
        assert not access.sees_everything
    assert len(statements) == 1


@pytest.mark.parametrize("actor", ["frank", "alice", "ruth", None])
def test_head_and_hr_name_a_deputy(cast: Cast, actor: str | None) -> None:
    row = delegated(cast, actor=actor)
    assert (row.since, row.last_day, row.reason) == (FIRST, LAST, "出差")
    assert row.granted_by == (cast.users[actor] if actor else None)


@pytest.mark.parametrize("actor", ["bob", "dave", "erin", "heidi", "ivan", "admin"])
def test_others_name_none(cast: Cast, actor: str) -> None:
    with pytest.raises(NotPermitted):
        delegated(cast, actor=actor)
    assert not Delegation.objects.exists()


def test_nobody_names_oneself(cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        delegated(cast, actor="alice", deputy="alice")
    assert refused.value.code == "own_record"
    with pytest.raises(NotPermitted):
        delegated(cast, actor="frank", deputy="frank")
    with pytest.raises(InvalidInput) as same:
        delegated(cast, actor="alice", deputy="frank")
    assert same.value.code == "same_person"


def test_head_names_only_people_in_sight(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        delegated(cast, actor="frank", deputy="ivan")


def test_deputy_hands_nothing_on(cast: Cast) -> None:
    delegation = delegated(cast)
    Delegation.objects.filter(pk=delegation.pk).update(since=TODAY)
    other = WorkerFactory.create(unit=cast.workshop_a1)
    with pytest.raises(NotPermitted):
        delegate(
            actor=cast.user("carol"),
            headship=headship_of(cast),
            deputy=other,
            since=date(2027, 1, 1),
            last_day=date(2027, 1, 2),
            reason="转交",
            today=TODAY,
        )


def test_deputy_still_only_reads_the_own_record(cast: Cast) -> None:
    delegation = delegated(cast)
    Delegation.objects.filter(pk=delegation.pk).update(since=date(2020, 1, 1), until=date(2100, 1, 1))
    carol = cast.user("carol")
    assert carol.has_perm("workforce.view_worker", cast.worker("frank"))
    for right in ("keep_worker", "reveal_id_number"):
        assert not carol.has_perm(f"workforce.{right}", cast.worker("carol"))
        assert not carol.has_perm(f"workforce.{right}", cast.worker("frank"))


@pytest.mark.parametrize(
    ("since", "last", "code"),
    [
        (TODAY - timedelta(days=1), LAST, "date_past"),
        (LAST, FIRST, "ends_before"),
        (FIRST, FIRST + timedelta(days=366), "too_long"),
        (date(2030, 1, 1), date(2030, 1, 2), "too_long"),
        (FIRST, date.max, "too_long"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, since: date, last: date, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        delegate(
            actor=None,
            headship=headship_of(cast),
            deputy=cast.worker("carol"),
            since=since,
            last_day=last,
            reason="出差",
            today=TODAY,
        )
    assert refused.value.code == code


def test_delegation_stays_within_the_headship(cast: Cast) -> None:
    end_head(actor=None, head=headship_of(cast), last_day=date(2026, 12, 5), today=TODAY)
    with pytest.raises(InvalidInput) as refused:
        delegated(cast)
    assert refused.value.code == "outside_headship"


def test_delegation_ends_with_the_headship(cast: Cast) -> None:
    delegated(cast)
    set_head(
        actor=None, unit=cast.workshop_a1, worker=cast.worker("grace"), since=date(2026, 12, 5), today=TODAY
    )
    carol = cast.user("carol")
    assert Access(carol, date(2026, 12, 4)).holds(HEAD)
    assert not Access(carol, date(2026, 12, 5)).holds(HEAD)
    assert [row.pk for row in Delegation.objects.in_force_on(date(2026, 12, 5))] == []


def test_two_deputies_on_one_day_are_refused(cast: Cast) -> None:
    delegated(cast)
    with pytest.raises(Conflict) as refused:
        delegated(cast, actor="alice", deputy="grace")
    assert refused.value.code == "deputy_taken"


@pytest.mark.parametrize("actor", ["frank", "carol", "alice"])
def test_head_deputy_and_hr_end_it_early(cast: Cast, actor: str) -> None:
    delegation = delegated(cast)
    day = FIRST + timedelta(days=2)
    ended = end_delegation(actor=cast.user(actor), delegation=delegation, today=day, reason="提前返回")
    assert (ended.until, ended.ended_by, ended.end_reason) == (day, cast.users[actor], "提前返回")
    assert not Access(cast.user("carol"), day).holds(HEAD)
    with pytest.raises(Conflict):
        end_delegation(actor=cast.user(actor), delegation=delegation, today=day)


@pytest.mark.parametrize("actor", ["bob", "erin", "dave", "grace"])
def test_others_end_nothing(cast: Cast, actor: str) -> None:
    delegation = delegated(cast)
    with pytest.raises(NotPermitted):
        end_delegation(actor=cast.user(actor), delegation=delegation, today=TODAY)


def test_coming_delegation_taken_back_never_holds(cast: Cast) -> None:
    delegation = delegated(cast)
    end_delegation(actor=cast.user("frank"), delegation=delegation, today=TODAY)
    assert not Access(cast.user("carol"), FIRST).holds(HEAD)
    assert delegated(cast).pk != delegation.pk  # the days are free again


def test_leaving_ends_deputyship_for_good(cast: Cast) -> None:
    delegation = delegated(cast)
    place_worker(actor=None, worker=cast.worker("carol"), since=FIRST, today=FIRST, status=WorkerStatus.LEFT)
    delegation.refresh_from_db()
    assert delegation.until == FIRST
    place_worker(
        actor=None,
        worker=cast.worker("carol"),
        since=FIRST + timedelta(days=1),
        today=FIRST + timedelta(days=1),
        status=WorkerStatus.ACTIVE,
    )
    assert not Access(cast.user("carol"), FIRST + timedelta(days=1)).holds(HEAD)


def test_officer_renews_no_password_of_a_deputy_beyond_reach(cast: Cast) -> None:
    beyond = UnitHeadFactory.create(unit=cast.workshop_b1, worker=cast.worker("ivan"))
    delegate(
        actor=None,
        headship=beyond,
        deputy=cast.worker("carol"),
        since=FIRST,
        last_day=LAST,
        reason="出差",
        today=TODAY,
    )
    with pytest.raises(NotPermitted):
        require_account_control(actor=cast.user("alice"), user=cast.user("carol"), today=TODAY)
    require_account_control(actor=cast.user("ruth"), user=cast.user("carol"), today=TODAY)
    stranger: User = account_of(WorkerFactory.create(unit=cast.workshop_a1))
    require_account_control(actor=cast.user("alice"), user=stranger, today=TODAY)


def test_coming_head_sees_from_the_first_day_on(cast: Cast) -> None:
    set_head(
        actor=cast.user("alice"), unit=cast.workshop_a1, worker=cast.worker("carol"), since=FIRST, today=TODAY
    )
    assert not Access(cast.user("carol"), TODAY).holds(HEAD)
    assert Access(cast.user("carol"), FIRST).holds(HEAD)
    assert not Access(cast.user("frank"), FIRST).holds(HEAD)


def test_coming_headship_is_taken_out(cast: Cast) -> None:
    head = set_head(
        actor=cast.user("alice"), unit=cast.workshop_a1, worker=cast.worker("carol"), since=FIRST, today=TODAY
    )
    assert head is not None
    assert end_head(actor=cast.user("alice"), head=head, last_day=TODAY, today=TODAY) is None
    assert not UnitHead.objects.filter(pk=head.pk).exists()


def test_nobody_ends_the_own_headship(cast: Cast) -> None:
    head = UnitHeadFactory.create(unit=cast.workshop_a2, worker=cast.worker("alice"))
    with pytest.raises(NotPermitted):
        end_head(actor=cast.user("alice"), head=head, last_day=TODAY, today=TODAY)
