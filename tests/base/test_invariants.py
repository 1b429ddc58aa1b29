import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from base import invariants
from base.invariants import all_invariants, invariant

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken() -> Iterator[str]:
    invariant("tests.broken")(lambda: [f"row {number} is wrong" for number in range(25)])
    yield "tests.broken"
    del invariants._invariants["tests.broken"]


def test_an_empty_database_holds_all_of_base() -> None:
    out = io.StringIO()
    names = [name for name in all_invariants() if name.startswith("base.")]
    call_command("check_invariants", *names, stdout=out)
    assert out.getvalue().splitlines() == [
        "base.events_reach_their_consumers: ok",
        "base.kept_files_are_on_disk: ok",
        "base.schedule_runs_end: ok",
    ]


def test_a_violation_is_printed_and_fails_the_command(broken: str) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("check_invariants", broken, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["tests.broken: 25 violations", "    row 0 is wrong"]
    assert lines[-1] == "    … and 5 more"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(CommandError, match="No such invariant: nonsense"):
        call_command("check_invariants", "nonsense")


def test_the_same_name_twice_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        invariant(broken)(list)
