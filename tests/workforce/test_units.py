from datetime import date
from typing import Any

import pytest
from django.apps import apps

from base.errors import Conflict, InvalidInput, NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from tests.factories.workforce import WorkerFactory
from workforce.enums import UnitKind, WorkerStatus
from workforce.models import Unit, UnitHead
from workforce.services.placements import place_worker
from workforce.services.unit_changes import close_unit, move_unit, rename_unit
from workforce.services.unit_heads import set_head
from workforce.services.units import create_unit, ensure_units

TODAY = date(2026, 11, 21)
WHY = "集团〔2026〕8号"
NOW_ON: dict[str, Any] = {"effective_on": TODAY, "today": TODAY, "reason": WHY}


def test_create_unit_below_own_company(cast: Cast) -> None:
    unit = create_unit(
        actor=cast.user("alice"), parent=cast.company_a, name=" 三车间　", kind=UnitKind.WORKSHOP
    )
    assert (unit.name, unit.parent, unit.code) == ("三车间", cast.company_a, "A.01")
    assert DomainEvent.objects.get(kind="workforce.unit_created").subject_id == unit.pk


def test_create_unit_in_another_company_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        create_unit(actor=cast.user("alice"), parent=cast.company_b, name="三车间", kind=UnitKind.WORKSHOP)


def test_create_unit_with_taken_name_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        create_unit(actor=None, parent=cast.company_a, name="一车间", kind=UnitKind.WORKSHOP)
    assert refused.value.code == "unit_name_taken"


def test_create_unit_with_taken_code_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        create_unit(actor=None, parent=cast.company_a, name="三车间", kind=UnitKind.WORKSHOP, code="B1")
    assert refused.value.code == "unit_code_taken"


def test_create_unit_without_name_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_unit(actor=None, parent=cast.company_a, name="　 ", kind=UnitKind.WORKSHOP)
    assert refused.value.field == "name"


def test_root_is_created_by_the_system_alone(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        create_unit(actor=cast.user("ruth"), parent=None, name="新集团", kind=UnitKind.GROUP)


def test_rename_unit_keeps_old_name_in_history(cast: Cast) -> None:
    rename_unit(actor=cast.user("alice"), unit=cast.workshop_a1, name="焙烧车间", **NOW_ON)
    cast.workshop_a1.refresh_from_db()
    assert cast.workshop_a1.name == "焙烧车间"
    old = apps.get_model("workforce", "UnitEvent").objects.get(pgh_obj=cast.workshop_a1)
    assert old.name == "一车间"


def test_move_unit_below_itself_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        move_unit(actor=cast.user("ruth"), unit=cast.company_a, parent=cast.team_a11, **NOW_ON)
    assert refused.value.code == "unit_cycle"


def test_move_unit_needs_right_over_both_parents(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        move_unit(actor=cast.user("alice"), unit=cast.workshop_a1, parent=cast.company_b, **NOW_ON)
    moved = move_unit(actor=cast.user("ruth"), unit=cast.workshop_a1, parent=cast.company_b, **NOW_ON)
    assert moved.unit.parent == cast.company_b


def test_close_unit_names_who_is_still_there(cast: Cast) -> None:
    move_unit(actor=None, unit=cast.team_a11, parent=cast.workshop_a2, **NOW_ON)
    with pytest.raises(Conflict) as refused:
        close_unit(
            actor=cast.user("alice"),
            unit=cast.workshop_a1,
            last_day=date(2026, 11, 20),
            today=TODAY,
            reason=WHY,
        )
    assert refused.value.code == "unit_has_people"
    assert "高兰" in str(refused.value)


def test_close_unit_names_open_units_below(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        close_unit(
            actor=cast.user("alice"),
            unit=cast.workshop_a1,
            last_day=date(2026, 11, 20),
            today=TODAY,
            reason=WHY,
        )
    assert refused.value.code == "unit_has_open_units"
    assert "甲班" in str(refused.value)


def test_close_empty_unit_keeps_its_row(cast: Cast) -> None:
    close_unit(
        actor=cast.user("alice"), unit=cast.team_a11, last_day=date(2026, 11, 20), today=TODAY, reason=WHY
    )
    assert Unit.objects.get(pk=cast.team_a11.pk).closed_on == TODAY


def test_close_unit_at_the_end_of_the_calendar_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        close_unit(actor=cast.user("ruth"), unit=cast.workshop_a2, last_day=date.max, today=TODAY, reason=WHY)
    assert refused.value.code == "date_too_far"


def test_close_unit_with_people_coming_is_refused(cast: Cast) -> None:
    carol = cast.worker("carol")
    place_worker(actor=None, worker=carol, since=date(2027, 1, 1), today=TODAY, unit=cast.team_a11)
    with pytest.raises(Conflict):
        close_unit(
            actor=cast.user("alice"), unit=cast.team_a11, last_day=date(2026, 11, 20), today=TODAY, reason=WHY
        )


def test_unit_of_departed_people_can_close(cast: Cast) -> None:
    WorkerFactory.create(unit=cast.team_a11, status=WorkerStatus.RETIRED)
    close_unit(
        actor=cast.user("alice"), unit=cast.team_a11, last_day=date(2026, 11, 20), today=TODAY, reason=WHY
    )
    assert Unit.objects.get(pk=cast.team_a11.pk).closed_on == TODAY


def test_ensure_units_creates_what_is_missing(cast: Cast) -> None:
    found = ensure_units(
        actor=cast.user("ruth"),
        paths=[("甲公司", "一车间"), ("丙公司", "一车间"), ("丙公司",)],
        root=cast.group,
    )
    assert found[("甲公司", "一车间")] == cast.workshop_a1
    assert found[("丙公司", "一车间")].parent == found[("丙公司",)]
    assert found[("丙公司",)].kind == UnitKind.COMPANY
    assert found[("丙公司", "一车间")].kind == UnitKind.WORKSHOP


def test_ensure_units_outside_own_units_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        ensure_units(actor=cast.user("alice"), paths=[("丙公司",)], root=cast.group)
    assert not Unit.objects.filter(name="丙公司").exists()


def test_set_head_ends_the_one_before(cast: Cast) -> None:
    set_head(
        actor=cast.user("alice"),
        unit=cast.workshop_a1,
        worker=cast.worker("carol"),
        since=TODAY,
        today=TODAY,
    )
    heads = list(UnitHead.objects.filter(unit=cast.workshop_a1).values_list("worker__employee_no", "until"))
    assert heads == [("C-frank", TODAY), ("C-carol", None)]


def test_nobody_makes_oneself_head(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_head(
            actor=cast.user("alice"),
            unit=cast.company_a,
            worker=cast.worker("alice"),
            since=TODAY,
            today=TODAY,
        )


def test_head_before_present_one_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_head(
            actor=cast.user("alice"),
            unit=cast.workshop_a1,
            worker=cast.worker("carol"),
            since=date(2009, 1, 1),
            today=TODAY,
        )
    assert refused.value.code == "head_begins_later"


def test_unit_without_head(cast: Cast) -> None:
    set_head(actor=cast.user("alice"), unit=cast.workshop_a1, worker=None, since=TODAY, today=TODAY)
    assert not UnitHead.objects.filter(unit=cast.workshop_a1, until=None).exists()
