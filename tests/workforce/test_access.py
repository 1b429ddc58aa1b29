"""How far each of the cast sees."""

import pytest

from tests.access import Cast
from workforce.models import Unit, Worker

ALL_OF_A = {"alice", "carol", "dave", "frank", "grace", "heidi"}


def seen_by(cast: Cast, name: str) -> set[str]:
    """Names of the cast whose worker record the person sees."""
    numbers = Worker.objects.visible_to(cast.user(name)).values_list("employee_no", flat=True)
    return {number.removeprefix("C-") for number in numbers}


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("ruth", ALL_OF_A | {"ruth", "bob", "ivan"}),
        ("alice", ALL_OF_A),
        ("dave", ALL_OF_A),
        ("erin", ALL_OF_A),
        ("heidi", ALL_OF_A),
        ("bob", {"bob", "ivan"}),
        ("frank", {"frank", "carol"}),
        ("carol", {"carol"}),
        ("grace", {"grace"}),
        ("admin", set()),
    ],
)
def test_workers_visible_to_each_of_the_cast(cast: Cast, name: str, seen: set[str]) -> None:
    assert seen_by(cast, name) == seen


def test_units_visible_to_worker_are_the_own_one(cast: Cast) -> None:
    assert set(Unit.objects.visible_to(cast.user("carol"))) == {cast.workshop_a1}


def test_inactive_account_sees_nothing(cast: Cast) -> None:
    user = cast.user("ruth")
    user.is_active = False
    user.save()
    assert seen_by(cast, "ruth") == set()
