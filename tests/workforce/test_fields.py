import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access import Cast
from tests.factories.workforce import WorkerFactory
from workforce.fields import SEEN_BY, Field, FieldSight, visible_fields
from workforce.models import Worker

EVERYTHING = frozenset(Field)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("alice", EVERYTHING),
        ("carol", EVERYTHING - {Field.REMARK}),
        ("dave", {Field.PHONE, Field.HIRE_DATE, Field.DIPLOMA}),
        ("frank", {Field.PHONE, Field.HIRE_DATE, Field.DIPLOMA}),
        ("heidi", {Field.HIRE_DATE, Field.WAGE}),
        ("erin", EVERYTHING - {Field.PHONE}),
        ("grace", set()),
        ("bob", set()),
        ("ivan", set()),
        ("admin", set()),
    ],
)
def test_fields_of_carol_each_of_the_cast_sees(cast: Cast, name: str, seen: set[Field]) -> None:
    assert visible_fields(cast.user(name), cast.worker("carol")) == seen


def test_every_field_is_seen_by_somebody() -> None:
    assert set(SEEN_BY) == set(Field)
    assert all(SEEN_BY.values())


def test_fields_cost_nothing_per_row(cast: Cast) -> None:
    for unit in (cast.workshop_a1, cast.workshop_a2, cast.workshop_b1):
        WorkerFactory.create_batch(10, unit=unit)
    workers = list(Worker.objects.all())
    sight = FieldSight(cast.user("alice"))
    sight.of(workers[0])
    with CaptureQueriesContext(connection) as statements:
        seen = sight.of_all(workers)
    assert len(statements) == 0
    assert seen[cast.worker("ivan").pk] == frozenset()
    assert seen[cast.worker("carol").pk] == EVERYTHING


def test_fields_seen_of_anybody(cast: Cast) -> None:
    assert FieldSight(cast.user("heidi")).anywhere() == EVERYTHING - {Field.REMARK}
    assert FieldSight(cast.user("erin")).anywhere() == EVERYTHING - {Field.PHONE}
