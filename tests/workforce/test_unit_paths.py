"""A unit's path, kept by triggers whatever writes the tree: services, stale instances, plain SQL."""

from __future__ import annotations

from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.access import Cast
from tests.factories.workforce import UnitFactory
from workforce import invariants
from workforce.models import Unit

#: The unit above for the path, the unit itself for those that waited, and room for another plan.
_ROWS_FOR_ONE = 30


def path_of(unit: Unit) -> list[int]:
    return Unit.objects.values_list("path", flat=True).get(pk=unit.pk)


def chain(*units: Unit) -> list[int]:
    return [unit.pk for unit in units]


def test_new_unit_stands_behind_those_above(cast: Cast) -> None:
    assert path_of(cast.group) == chain(cast.group)
    assert path_of(cast.team_a11) == chain(cast.group, cast.company_a, cast.workshop_a1, cast.team_a11)


def test_moved_unit_takes_along_what_is_below(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=cast.company_b)
    assert path_of(cast.team_a11) == chain(cast.group, cast.company_b, cast.workshop_a1, cast.team_a11)
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=None)
    assert path_of(cast.team_a11) == chain(cast.workshop_a1, cast.team_a11)
    assert invariants.unit_paths_follow_parents() == []


def test_units_moved_by_one_statement_one_from_below_the_other(cast: Cast) -> None:
    both = Unit.objects.filter(pk__in=chain(cast.workshop_a1, cast.team_a11))
    both.update(parent=cast.workshop_b1)
    assert path_of(cast.workshop_a1) == chain(cast.group, cast.company_b, cast.workshop_b1, cast.workshop_a1)
    assert path_of(cast.team_a11) == chain(cast.group, cast.company_b, cast.workshop_b1, cast.team_a11)


def test_units_inserted_by_one_statement_children_first(cast: Cast) -> None:
    below = Unit(pk=90_001, parent_id=90_002, code="Z1", name="三班", kind="team")
    above = Unit(pk=90_002, parent=cast.company_b, code="Z", name="三车间", kind="workshop")
    Unit.objects.bulk_create([below, above])
    assert path_of(below) == [cast.group.pk, cast.company_b.pk, 90_002, 90_001]
    assert invariants.unit_paths_follow_parents() == []


def test_instance_with_an_old_path_does_not_write_it(cast: Cast) -> None:
    unit = UnitFactory.create(parent=cast.company_a)
    assert unit.path == []
    unit.name = "改名"
    unit.save()
    assert path_of(unit) == chain(cast.group, cast.company_a, unit)


def test_path_is_not_history(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.company_a.pk).update(parent=None)
    events = apps.get_model("workforce", "UnitEvent").objects.values_list("pgh_obj", flat=True)
    assert list(events) == [cast.company_a.pk]


def test_path_that_is_wrong_is_found(cast: Cast) -> None:
    assert invariants.unit_paths_follow_parents() == []
    with pgtrigger.ignore("workforce.Unit:path_not_written", "workforce.Unit:path_of_moved"):
        Unit.objects.filter(pk=cast.team_a11.pk).update(path=[1])
    assert len(invariants.unit_paths_follow_parents()) == 1
    assert "A11" in invariants.unit_paths_follow_parents()[0]


def test_units_within_paths_are_the_subtrees(cast: Cast) -> None:
    assert Unit.objects.within([]).count() == 0
    below = Unit.objects.within([path_of(cast.workshop_a1), path_of(cast.company_b)])
    assert set(below) == set(Unit.objects.below([cast.workshop_a1.pk, cast.company_b.pk]))
    assert cast.team_a11 in below
    assert cast.company_a not in below
    assert set(Unit.objects.within([path_of(cast.group)])) == set(Unit.objects.all())


def test_unit_below_itself_is_refused_when_it_comes(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="cannot stand below itself"), transaction.atomic():
        Unit.objects.create(pk=90_001, parent_id=90_001, code="Z", name="环", kind="team")
    first = Unit(pk=90_001, parent_id=90_002, code="Z1", name="环一", kind="team")
    second = Unit(pk=90_002, parent_id=90_001, code="Z2", name="环二", kind="team")
    with pytest.raises(IntegrityError, match="cannot stand below itself"), transaction.atomic():
        Unit.objects.bulk_create([first, second])


def test_reading_for_a_new_unit_does_not_grow_with_those_beside_it(cast: Cast) -> None:
    _rows_read_for_units(cast.company_a, 600, "A")  # a table of a few pages is rightly read whole
    assert _rows_read_for_units(cast.company_b, 2_400, "B") <= 2_400 * _ROWS_FOR_ONE
    assert invariants.unit_paths_follow_parents() == []


def _rows_read_for_units(above: Unit, number: int, prefix: str) -> int:
    """The rows of units that were read while so many came below one by one statement."""
    with connection.cursor() as cursor:
        before = _rows_read(cursor)
        Unit.objects.bulk_create(
            Unit(parent=above, code=f"{prefix}-{place}", name=f"{place}", kind="team")
            for place in range(number)
        )
        return _rows_read(cursor) - before


def _rows_read(cursor: Any) -> int:
    cursor.execute(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'workforce_unit'"
    )
    return int(cursor.fetchone()[0])
