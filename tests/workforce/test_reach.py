"""How a reach is told: everything, a few units by id, or branches by path; and what it costs to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from base.dates import today
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, UnitFactory
from workforce import reach
from workforce.access import HEAD, SEEING_ROLES, Access
from workforce.enums import Role
from workforce.models import Unit, Worker

Counts = Callable[[int], Any]


def access_of(cast: Cast, name: str) -> Access:
    return Access(cast.user(name), today())


def codes(rows: Q) -> set[str]:
    return set(Unit.objects.filter(rows).values_list("code", flat=True))


def test_role_on_the_topmost_unit_reaches_everything(cast: Cast) -> None:
    reached = access_of(cast, "ruth").reach(Role.HR_OFFICER)
    assert reached.is_everything
    assert codes(reached.rows("pk")) == {"G", "A", "A1", "A11", "A2", "B", "B1"}


def test_second_topmost_unit_is_out_of_reach(cast: Cast) -> None:
    """What is reached are branches, however many units there are: nobody's reach grows by a new group."""
    UnitFactory.create(code="H")
    access = access_of(cast, "ruth")
    reached = access.reach(Role.HR_OFFICER)
    assert not access.sees_everything
    assert codes(reached.rows("pk")) == {"G", "A", "A1", "A11", "A2", "B", "B1"}
    assert access.holds(Role.HR_OFFICER, cast.team_a11.pk)
    assert not access.holds(Role.HR_OFFICER, Unit.objects.get(code="H").pk)


@pytest.mark.parametrize("most_named", [200, 2])
def test_company_is_told_the_same_by_ids_and_by_paths(
    cast: Cast, most_named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "NAMED_UNITS", most_named)
    access = access_of(cast, "alice")
    reached = access.reach(Role.HR_OFFICER)
    assert (reached.ids is None) == (most_named == 2)
    assert codes(reached.rows("pk")) == {"A", "A1", "A11", "A2"}
    assert set(reached.units.values_list("code", flat=True)) == {"A", "A1", "A11", "A2"}
    held = {unit.code for unit in Unit.objects.all() if access.holds(Role.HR_OFFICER, unit.pk)}
    assert held == {"A", "A1", "A11", "A2"}
    assert {unit.code for unit in Unit.objects.all() if reached.covers(unit.path)} == held


def test_unit_held_below_one_that_is_held_adds_nothing(cast: Cast) -> None:
    RoleGrantFactory.create(user=cast.users["alice"], role=Role.HR_OFFICER, unit=cast.team_a11)
    reached = access_of(cast, "alice").reach(Role.HR_OFFICER)
    assert [path[-1] for path in reached.paths] == [cast.company_a.pk]


def test_moved_unit_is_reached_from_where_it_stands(cast: Cast) -> None:
    """Nothing about the tree is kept between requests, so nothing can be stale."""
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=cast.company_b)
    assert not access_of(cast, "alice").holds(Role.HR_OFFICER, cast.team_a11.pk)
    assert access_of(cast, "bob").holds(Role.HR_OFFICER, cast.team_a11.pk)


def test_one_reach_includes_another(cast: Cast) -> None:
    alice, frank, ruth = (
        access_of(cast, name).reach(*SEEING_ROLES, HEAD) for name in ("alice", "frank", "ruth")
    )
    assert alice.includes(frank)
    assert not frank.includes(alice)
    assert ruth.includes(alice)
    assert alice.includes(reach.NOTHING)


def test_own_rows_are_named_only_where_the_reach_has_them_not(cast: Cast) -> None:
    def rows(name: str) -> Q:
        access = access_of(cast, name)
        return access.rows(access.sight, worker="pk", unit="unit")

    assert "pk" not in str(rows("alice"))
    assert set(Worker.objects.filter(rows("carol"))) == {cast.worker("carol")}
    assert set(Worker.objects.filter(rows("frank"))) == {cast.worker("frank"), cast.worker("carol")}


def test_nobody_reaches_anything_without_signing_in(cast: Cast, django_assert_num_queries: Counts) -> None:
    with django_assert_num_queries(0):
        access = Access(AnonymousUser(), today())
        assert not access.reach(*SEEING_ROLES, HEAD)
        assert not access.holds_at_root(Role.HR_OFFICER)
        assert not access.roles_over(cast.group.pk)
    assert Unit.objects.filter(access.sight.rows("pk")).count() == 0


@pytest.mark.parametrize("name", ["ruth", "alice", "frank", "carol"])
def test_access_costs_one_statement(cast: Cast, name: str, django_assert_num_queries: Counts) -> None:
    access = access_of(cast, name)
    with django_assert_num_queries(1):
        access.sight.rows("unit")
        access.own_path, access.sees_everything, access.holds_at_root(Role.HR_OFFICER)
        for unit in (cast.group, cast.company_b, cast.team_a11):
            access.roles_over(unit.pk)


def test_units_of_a_large_reach_are_asked_at_once_and_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Counts
) -> None:
    monkeypatch.setattr(reach, "NAMED_UNITS", 2)
    access = access_of(cast, "alice")
    with django_assert_num_queries(2):
        assert access.roles_over(cast.workshop_a1.pk) == {Role.HR_OFFICER}
        assert access.roles_over(cast.team_a11.pk) == {Role.HR_OFFICER}
        assert not access.roles_over(cast.workshop_b1.pk)
    unit = Unit.objects.get(code="A2")
    with django_assert_num_queries(0):
        access.know([unit])
        assert access.holds(Role.HR_OFFICER, unit.pk)
