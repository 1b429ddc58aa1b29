"""The people list: what it shows, in one statement, and how it is filtered and ordered."""

from datetime import date

import pytest
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test.utils import CaptureQueriesContext

from base.dates import today
from base.pagination import choose_order, read_page
from skills.dates import add_months
from skills.enums import Level
from skills.filters import PeopleFilter
from skills.queries.people import PEOPLE_SORT_KEYS, people
from tests.access import Cast
from tests.factories.skills import OccupationFactory, StandingFactory
from tests.factories.workforce import WorkerFactory
from workforce.enums import WorkerStatus
from workforce.models import Worker


def found(cast: Cast, query: str, name: str = "alice") -> set[str]:
    """Who a filter finds, asked by one of the cast."""
    request = HttpRequest()
    request.user = cast.user(name)
    filters = PeopleFilter(QueryDict(query), queryset=people(request.user), request=request)
    assert filters.is_valid(), filters.errors
    return {worker.employee_no.removeprefix("C-") for worker in filters.qs}


def test_list_with_paths_and_standing_is_one_statement(cast: Cast) -> None:
    welder = OccupationFactory.create(name="焊工")
    StandingFactory.create(
        worker=cast.worker("carol"), occupation=welder, next_level=Level.SENIOR, next_on=date(2027, 3, 1)
    )
    user = cast.user("alice")
    list(people(user)[:1])  # the reach of the user is worked out once
    with CaptureQueriesContext(
        connection,
    ) as statements:
        rows = {worker.employee_no: worker for worker in people(user)}
        paths = {number: worker.unit_path for number, worker in rows.items()}  # type: ignore[attr-defined]
    assert len(statements) == 1
    assert paths["C-carol"] == "集团 / 甲公司 / 一车间"
    carol = rows["C-carol"]
    shown = (carol.occupation_name, carol.held_level, carol.next_level, carol.next_on)  # type: ignore[attr-defined]
    assert shown == ("焊工", Level.INTERMEDIATE, Level.SENIOR, date(2027, 3, 1))
    assert rows["C-frank"].held_level == Level.APPRENTICE  # type: ignore[attr-defined]


def test_id_number_is_not_read_for_lists(cast: Cast) -> None:
    assert "id_number" in people(cast.user("alice"))[0].get_deferred_fields()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("高兰", {"carol"}),
        ("兰", {"carol"}),
        ("gaolan", {"carol"}),
        ("GaoL", {"carol"}),
        ("gl", {"carol"}),
        ("c-CAR", {"carol"}),
        ("  高　兰 ", {"carol"}),
        ("易凡", set()),
        ("%", set()),
        ("", {"alice", "carol", "dave", "frank", "grace", "heidi"}),
    ],
)
def test_search_finds_name_pinyin_initials_and_number(cast: Cast, text: str, who: set[str]) -> None:
    assert found(cast, f"q={text.replace('%', '%25')}") == who


def test_unit_filter_takes_the_units_below(cast: Cast) -> None:
    WorkerFactory.create(employee_no="C-team", unit=cast.team_a11)
    assert found(cast, f"unit={cast.workshop_a1.pk}") == {"carol", "frank", "team"}


def test_level_occupation_and_skill_filters(cast: Cast) -> None:
    welder = OccupationFactory.create()
    StandingFactory.create(worker=cast.worker("carol"), held_level=Level.SENIOR, occupation=welder)
    StandingFactory.create(worker=cast.worker("frank"), held_level=Level.INTERMEDIATE)
    assert found(cast, "level_min=4") == {"carol"}
    assert found(cast, "level_min=2&level_max=3") == {"frank"}
    assert found(cast, f"occupation={welder.pk}") == {"carol"}
    assert found(cast, "high_skilled=true") == {"carol"}
    assert "carol" not in found(cast, "high_skilled=false")


def test_opening_filters(cast: Cast) -> None:
    day = today()
    StandingFactory.create(worker=cast.worker("carol"), next_on=add_months(day, 2))
    StandingFactory.create(worker=cast.worker("frank"), next_on=add_months(day, 5))
    StandingFactory.create(worker=cast.worker("dave"), next_on=date(2020, 1, 1))
    assert found(cast, "opens_within=3") == {"carol"}
    assert found(cast, "opens_within=6") == {"carol", "frank"}
    assert found(cast, f"opens_after={add_months(day, 3)}&opens_before={add_months(day, 9)}") == {"frank"}


def test_status_is_employed_unless_asked_otherwise(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(status=WorkerStatus.LEFT)
    Worker.objects.filter(employee_no="C-frank").update(status=WorkerStatus.ON_LEAVE)
    assert "carol" not in found(cast, "")
    assert "frank" in found(cast, "")
    assert found(cast, "status=left") == {"carol"}
    assert "carol" in found(cast, "status=")


@pytest.mark.parametrize("key", [key.name for key in PEOPLE_SORT_KEYS])
@pytest.mark.parametrize("turned", ["", "-"])
def test_every_order_goes_through_all_pages(cast: Cast, key: str, turned: str) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_on=date(2027, 3, 1))
    StandingFactory.create(worker=cast.worker("frank"), held_level=Level.SENIOR)
    order = choose_order(PEOPLE_SORT_KEYS, f"{turned}{key}")
    seen: list[str] = []
    cursor = ""
    while True:
        page = read_page(people(cast.user("alice")), order, cursor=cursor, size=2)
        seen += [worker.employee_no for worker in page.rows]
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == len(set(seen)) == 6


def test_empty_dates_stand_last_in_both_directions(cast: Cast) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_on=date(2027, 3, 1))
    for parameter in ("opens", "-opens"):
        page = read_page(people(cast.user("alice")), choose_order(PEOPLE_SORT_KEYS, parameter), size=1)
        assert page.rows[0].employee_no == "C-carol"
