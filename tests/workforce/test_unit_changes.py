"""Units changed from a day on: at once, or planned and applied by the night."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import gettext

from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, InvalidInput, NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from tests.factories.workforce import UnitFactory, WorkerFactory
from workforce.enums import UnitChangeKind, UnitChangeState, UnitKind, WorkerStatus
from workforce.models import Placement, Unit, UnitChange, UnitHead, Worker
from workforce.queries.unit_history import planned_changes, unit_history
from workforce.services.placements import place_worker
from workforce.services.unit_changes import (
    apply_due_unit_changes,
    cancel_unit_change,
    close_unit,
    merge_unit,
    move_unit,
    recode_unit,
    rename_unit,
    reopen_unit,
    unit_mark,
)
from workforce.services.units import create_unit

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)
NEXT_YEAR = date(2027, 1, 1)
WHY = "集团〔2026〕8号"


def from_day(day: date = TODAY) -> dict[str, Any]:
    """From a day on, said today."""
    return {"effective_on": day, "today": TODAY, "reason": WHY}


def test_past_day_is_in_effect_at_once_with_old_and_new(cast: Cast) -> None:
    change = rename_unit(
        actor=cast.user("alice"), unit=cast.workshop_a1, name="焙烧车间", **from_day(date(2026, 10, 1))
    )
    assert (change.state, change.old_text, change.new_text) == ("applied", "一车间", "焙烧车间")
    assert (change.reason, change.recorded_by) == (WHY, cast.users["alice"])
    assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "焙烧车间"


def test_change_without_reason_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        rename_unit(
            actor=None, unit=cast.workshop_a1, name="焙烧车间", effective_on=TODAY, today=TODAY, reason=" 　"
        )
    assert refused.value.code == "reason_missing"
    assert not UnitChange.objects.exists()


def test_future_change_waits_for_its_day(cast: Cast) -> None:
    change = rename_unit(
        actor=cast.user("alice"), unit=cast.workshop_a1, name="焙烧车间", **from_day(NEXT_YEAR)
    )
    assert change.state == UnitChangeState.PLANNED
    assert apply_due_unit_changes(today=NEXT_YEAR - timedelta(days=1)) == 0
    assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "一车间"
    assert planned_changes(cast.workshop_a1) == [change]
    assert apply_due_unit_changes(today=NEXT_YEAR) == 1
    assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "焙烧车间"
    assert apply_due_unit_changes(today=NEXT_YEAR) == 0


def test_missed_nights_are_caught_up_in_order(cast: Cast) -> None:
    alice = cast.user("alice")
    rename_unit(actor=alice, unit=cast.workshop_a1, name="焙烧车间", **from_day(NEXT_YEAR))
    move_unit(actor=alice, unit=cast.team_a11, parent=cast.workshop_a2, **from_day(TOMORROW))
    close_unit(actor=alice, unit=cast.team_a11, last_day=NEXT_YEAR, today=TODAY, reason=WHY)
    assert apply_due_unit_changes(today=date(2027, 3, 1)) == 3
    team = Unit.objects.get(pk=cast.team_a11.pk)
    assert (team.parent, team.closed_on) == (cast.workshop_a2, NEXT_YEAR + timedelta(days=1))


def test_planned_change_is_taken_back(cast: Cast) -> None:
    change = rename_unit(
        actor=cast.user("alice"), unit=cast.workshop_a1, name="焙烧车间", **from_day(NEXT_YEAR)
    )
    with pytest.raises(NotPermitted):
        cancel_unit_change(actor=cast.user("bob"), change=change, reason="不改了", today=TODAY)
    done = cancel_unit_change(actor=cast.user("alice"), change=change, reason="不改了", today=TODAY)
    assert (done.state, done.cancelled_by, done.cancel_reason) == ("cancelled", cast.users["alice"], "不改了")
    assert apply_due_unit_changes(today=NEXT_YEAR) == 0
    with pytest.raises(Conflict):
        cancel_unit_change(actor=cast.user("alice"), change=change, reason="再来", today=TODAY)


def test_second_plan_of_a_kind_is_refused(cast: Cast) -> None:
    rename_unit(actor=None, unit=cast.workshop_a1, name="甲", **from_day(NEXT_YEAR))
    with pytest.raises(Conflict) as refused:
        rename_unit(actor=None, unit=cast.workshop_a1, name="乙", **from_day(TOMORROW))
    assert refused.value.code == "planned_already"


@pytest.mark.parametrize("day", [date.max, TODAY + timedelta(days=4 * 366), date(1900, 1, 1), date.min])
def test_absurd_day_is_refused(cast: Cast, day: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        move_unit(actor=None, unit=cast.workshop_a2, parent=cast.company_b, **from_day(day))
    assert refused.value.code == "date_too_far"


def test_change_before_opening_or_before_a_later_one_is_refused(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(opened_on=date(2020, 1, 1))
    with pytest.raises(InvalidInput) as before:
        rename_unit(actor=None, unit=cast.workshop_a1, name="老名", **from_day(date(2019, 12, 31)))
    assert before.value.code == "before_opening"
    rename_unit(actor=None, unit=cast.workshop_a1, name="新名", **from_day())
    with pytest.raises(InvalidInput) as later:
        rename_unit(actor=None, unit=cast.workshop_a1, name="中间", **from_day(date(2026, 11, 20)))
    assert later.value.code == "changed_later"


def test_due_change_that_cannot_be_says_why_and_the_others_take_effect(cast: Cast) -> None:
    alice = cast.user("alice")
    closing = close_unit(actor=alice, unit=cast.team_a11, last_day=TODAY, today=TODAY, reason=WHY)
    rename_unit(actor=alice, unit=cast.workshop_a2, name="焙烧车间", **from_day(TOMORROW))
    place_worker(actor=None, worker=cast.worker("carol"), since=TODAY, today=TODAY, unit=cast.team_a11)
    assert apply_due_unit_changes(today=TOMORROW) == 1
    closing.refresh_from_db()
    assert closing.state == UnitChangeState.PLANNED
    assert "高兰" in closing.blocked_why
    place_worker(
        actor=None, worker=cast.worker("carol"), since=TOMORROW, today=TOMORROW, unit=cast.workshop_a1
    )
    assert apply_due_unit_changes(today=TOMORROW + timedelta(days=1)) == 1
    closing.refresh_from_db()
    assert (closing.state, closing.blocked_why) == ("applied", "")


def test_planner_must_still_keep_both_ends_on_the_day(cast: Cast) -> None:
    change = merge_unit(
        actor=cast.user("alice"), unit=cast.team_a11, target=cast.workshop_a2, **from_day(NEXT_YEAR)
    )
    move_unit(actor=None, unit=cast.workshop_a1, parent=cast.company_b, **from_day())
    assert apply_due_unit_changes(today=NEXT_YEAR) == 0
    change.refresh_from_db()
    assert (change.state, change.blocked_why != "") == ("planned", True)


def test_officer_of_one_company_moves_and_merges_nothing_into_another(cast: Cast) -> None:
    for actor, unit, other in (
        ("alice", cast.workshop_a2, cast.company_b),
        ("bob", cast.workshop_a2, cast.company_b),
        ("erin", cast.workshop_a2, cast.workshop_a1),
        ("dave", cast.workshop_a2, cast.workshop_a1),
    ):
        with pytest.raises(NotPermitted):
            move_unit(actor=cast.user(actor), unit=unit, parent=other, **from_day())
        with pytest.raises(NotPermitted):
            merge_unit(actor=cast.user(actor), unit=unit, target=other, **from_day())
    assert not UnitChange.objects.exists()


def test_unit_does_not_leave_the_actors_reach_by_its_own_parent(cast: Cast) -> None:
    with pytest.raises(NotPermitted):  # alice keeps the company, not the group it hangs below
        move_unit(actor=cast.user("alice"), unit=cast.company_a, parent=cast.company_a, **from_day())


def test_merge_places_people_moves_units_and_ends_the_head(cast: Cast) -> None:
    coming = WorkerFactory.create(unit=cast.workshop_a2)
    place_worker(actor=None, worker=coming, since=NEXT_YEAR, today=TODAY, unit=cast.workshop_a1)
    on_leave = WorkerFactory.create(unit=cast.workshop_a1, status=WorkerStatus.ON_LEAVE, post="焙烧工")
    retired = WorkerFactory.create(unit=cast.workshop_a1, status=WorkerStatus.RETIRED)
    change = merge_unit(
        actor=cast.user("alice"), unit=cast.workshop_a1, target=cast.workshop_a2, **from_day()
    )
    a1 = Unit.objects.get(pk=cast.workshop_a1.pk)
    assert a1.closed_on == TODAY
    assert Unit.objects.get(pk=cast.team_a11.pk).parent == cast.workshop_a2
    for worker in (cast.worker("carol"), cast.worker("frank"), Worker.objects.get(pk=on_leave.pk)):
        assert worker.unit == cast.workshop_a2
    kept = Worker.objects.get(pk=on_leave.pk)
    assert (kept.status, kept.post) == (WorkerStatus.ON_LEAVE, "焙烧工")
    assert Worker.objects.get(pk=retired.pk).unit == a1
    assert Placement.objects.get(worker=coming, until=None).unit == cast.workshop_a2
    assert UnitHead.objects.get(unit=a1).until == TODAY
    past = Placement.objects.get(worker=cast.worker("carol"), until=TODAY)
    assert past.unit == a1
    assert set(change.moved_worker_ids) == {
        cast.worker("carol").pk,
        cast.worker("frank").pk,
        on_leave.pk,
        coming.pk,
    }
    assert DomainEvent.objects.filter(kind="workforce.unit_merged", subject_id=a1.pk).exists()


def test_merge_moves_each_coming_placement(cast: Cast) -> None:
    carol = cast.worker("carol")
    place_worker(actor=None, worker=carol, since=TOMORROW, today=TODAY, post="班长")
    place_worker(actor=None, worker=carol, since=NEXT_YEAR, today=TODAY, post="主任")
    merge_unit(actor=None, unit=cast.workshop_a1, target=cast.workshop_a2, **from_day(date(2026, 11, 1)))
    rows = Placement.objects.filter(worker=carol).order_by("since").values_list("since", "unit__code", "post")
    assert list(rows) == [
        (date(2010, 1, 1), "A1", "操作工"),
        (date(2026, 11, 1), "A2", "操作工"),
        (TOMORROW, "A2", "班长"),
        (NEXT_YEAR, "A2", "主任"),
    ]


def test_nobody_merges_the_unit_one_is_placed_in(cast: Cast) -> None:
    place_worker(actor=None, worker=cast.worker("alice"), since=TODAY, today=TODAY, unit=cast.workshop_a1)
    with pytest.raises(NotPermitted) as refused:
        merge_unit(actor=cast.user("alice"), unit=cast.workshop_a1, target=cast.workshop_a2, **from_day())
    assert refused.value.code == "own_record"


def test_merge_into_itself_or_below_is_refused(cast: Cast) -> None:
    for target in (cast.workshop_a1, cast.team_a11):
        with pytest.raises(Conflict) as refused:
            merge_unit(actor=cast.user("ruth"), unit=cast.workshop_a1, target=target, **from_day())
        assert refused.value.code == "unit_cycle"


def test_merge_with_a_twin_below_the_target_is_refused_whole(cast: Cast) -> None:
    UnitFactory.create(name="甲班", parent=cast.workshop_a2)
    with pytest.raises(Conflict) as refused:
        merge_unit(actor=None, unit=cast.workshop_a1, target=cast.workshop_a2, **from_day())
    assert refused.value.code == "unit_name_taken"
    assert cast.worker("carol").unit == cast.workshop_a1
    assert not UnitChange.objects.exists()


def test_close_is_planned_when_everybody_leaves_before(cast: Cast) -> None:
    with pytest.raises(Conflict):
        close_unit(actor=None, unit=cast.workshop_a1, last_day=NEXT_YEAR, today=TODAY, reason=WHY)
    for name in ("carol", "frank"):
        place_worker(
            actor=None, worker=cast.worker(name), since=date(2026, 12, 1), today=TODAY, unit=cast.workshop_a2
        )
    close_unit(actor=None, unit=cast.team_a11, last_day=date(2026, 12, 31), today=TODAY, reason=WHY)
    change = close_unit(actor=None, unit=cast.workshop_a1, last_day=NEXT_YEAR, today=TODAY, reason=WHY)
    assert change.state == UnitChangeState.PLANNED
    assert apply_due_unit_changes(today=date(2027, 2, 1)) == 2


def test_unit_does_not_close_over_one_below_whose_closing_is_blocked(cast: Cast) -> None:
    close_unit(actor=None, unit=cast.team_a11, last_day=TODAY, today=TODAY, reason=WHY)
    for name in ("carol", "frank"):
        place_worker(actor=None, worker=cast.worker(name), since=TODAY, today=TODAY, unit=cast.workshop_a2)
    parent = close_unit(actor=None, unit=cast.workshop_a1, last_day=TODAY, today=TODAY, reason=WHY)
    place_worker(actor=None, worker=cast.worker("frank"), since=TODAY, today=TODAY, unit=cast.team_a11)
    assert apply_due_unit_changes(today=TOMORROW) == 0
    parent.refresh_from_db()
    assert "甲班" in parent.blocked_why


def test_root_is_neither_closed_merged_nor_moved(cast: Cast) -> None:
    other = UnitFactory.create(kind=UnitKind.GROUP)
    with pytest.raises(Conflict):
        close_unit(actor=None, unit=cast.group, last_day=TODAY, today=TODAY, reason=WHY)
    with pytest.raises(Conflict):
        merge_unit(actor=None, unit=cast.group, target=other, **from_day())


def test_reopen_takes_people_again(cast: Cast) -> None:
    close_unit(actor=None, unit=cast.team_a11, last_day=date(2026, 11, 20), today=TODAY, reason=WHY)
    closed = Unit.objects.get(pk=cast.team_a11.pk)
    with pytest.raises(Conflict):
        place_worker(actor=None, worker=cast.worker("carol"), since=TODAY, today=TODAY, unit=closed)
    reopen_unit(actor=cast.user("alice"), unit=closed, **from_day())
    place_worker(actor=None, worker=cast.worker("carol"), since=TODAY, today=TODAY, unit=closed)
    assert Unit.objects.get(pk=closed.pk).closed_on is None


def test_reopen_below_a_closed_unit_or_of_an_open_one_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict) as is_open:
        reopen_unit(actor=None, unit=cast.team_a11, **from_day())
    assert is_open.value.code == "unit_open"
    day = date(2026, 11, 20)
    close_unit(actor=None, unit=cast.team_a11, last_day=day, today=TODAY, reason=WHY)
    merge_unit(actor=None, unit=cast.workshop_a1, target=cast.workshop_a2, **from_day())
    with pytest.raises(Conflict) as below:
        reopen_unit(actor=None, unit=cast.team_a11, **from_day())
    assert below.value.code == "unit_closed"


def test_closed_unit_is_neither_renamed_nor_a_target(cast: Cast) -> None:
    close_unit(actor=None, unit=cast.team_a11, last_day=date(2026, 11, 20), today=TODAY, reason=WHY)
    with pytest.raises(Conflict):
        rename_unit(actor=None, unit=cast.team_a11, name="乙班", **from_day())
    with pytest.raises(Conflict):
        merge_unit(actor=None, unit=cast.workshop_b1, target=cast.team_a11, **from_day())


def test_code_is_changed_by_the_groups_hr_alone(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        recode_unit(actor=cast.user("alice"), unit=cast.workshop_a1, code="A01", **from_day())
    recode_unit(actor=cast.user("ruth"), unit=cast.workshop_a1, code="A01", **from_day())
    assert Unit.objects.get(pk=cast.workshop_a1.pk).code == "A01"
    with pytest.raises(Conflict) as refused:
        recode_unit(actor=cast.user("ruth"), unit=cast.workshop_a2, code="A01", **from_day())
    assert refused.value.code == "unit_code_taken"


def test_second_clerk_is_shown_the_firsts_change(cast: Cast) -> None:
    seen = Shown.of(unit_mark(cast.workshop_a1))
    rename_unit(actor=cast.user("alice"), unit=cast.workshop_a1, name="焙烧车间", shown=seen, **from_day())
    with pytest.raises(ChangedMeanwhile) as refused:
        rename_unit(actor=cast.user("ruth"), unit=cast.workshop_a1, name="电解车间", shown=seen, **from_day())
    assert "焙烧车间" in str(refused.value)
    assert Unit.objects.get(pk=cast.workshop_a1.pk).name == "焙烧车间"


def test_history_tells_who_when_why_and_what(cast: Cast) -> None:
    unit = create_unit(actor=cast.user("alice"), parent=cast.company_a, name="三车间", kind=UnitKind.WORKSHOP)
    rename_unit(actor=cast.user("alice"), unit=unit, name="焙烧车间", **from_day())
    move_unit(actor=cast.user("ruth"), unit=unit, parent=cast.workshop_a1, **from_day())
    told = [
        (one.label, one.actor, one.old, one.new, one.reason)
        for one in unit_history(Unit.objects.get(pk=unit.pk))
    ]
    assert told == [
        (UnitChangeKind.MOVE.label, str(cast.users["ruth"]), "甲公司", "一车间", WHY),
        (UnitChangeKind.RENAME.label, str(cast.users["alice"]), "三车间", "焙烧车间", WHY),
        (gettext("Opened"), str(cast.users["alice"]), "", "", ""),
    ]


def test_history_tells_renames_from_before_there_were_changes(cast: Cast) -> None:
    unit = cast.workshop_a1
    unit.name = "焙烧车间"
    unit.save(update_fields=["name"])
    assert [(one.old, one.new) for one in unit_history(unit)] == [("一车间", "焙烧车间")]
