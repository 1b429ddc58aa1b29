"""What the people list makes the database read, at 20,000 people: counts of rows, never seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base import part_numbers
from base.dates import today
from base.pagination import LAST_PAGE, choose_order, count_exactly, count_up_to_limit, read_page
from skills.dates import add_months
from skills.queries.desk import openings_by_month, soonest_openings
from skills.queries.people import PEOPLE_SORT_KEYS
from tests.access import Cast
from tests.factories.skills import OccupationFactory
from tests.skills.queries.test_people_order import listed
from workforce.models import Worker
from workforce.queries.people_search import search_people

PEOPLE = 20_000
#: Rows one statement may touch in either table: a page, what its filters pass over, and a count up to 1,000
#: of each part (people employed and gone, of two companies and the head office). Where a filter asks both
#: tables for a third of a company, a hash of its 8,000 people counts as cheaply as looking up 1,000.
MOST_ROWS = 8_500
TABLES = {"workforce_worker", "skills_standing"}

# Numbers and ids lie together by company: whoever walks them all to reach company B passes company A.
_WORKERS = """
INSERT INTO workforce_worker (employee_no, name, name_pinyin, name_initials, sex, id_number_mask, phone,
                              hire_date, remark, post, status, created_at, unit_id)
SELECT 'P' || lpad(n::text, 7, '0'), (ARRAY['王','李','张'])[1 + n %% 3] || chr(20000 + n %% 500),
       (ARRAY['wang','li','zhang'])[1 + n %% 3] || (ARRAY['ming','hua','wei','jun'])[1 + n %% 4] || n %% 500,
       'x', 'M', '', '', CASE WHEN n %% 40 > 0 THEN DATE '1990-01-01' + n %% 9000 END, '', '',
       CASE WHEN n %% 9 = 0 THEN 'retired' WHEN n %% 50 = 1 THEN 'on_leave' ELSE 'active' END, now(),
       CASE WHEN n < %(people)s * 0.3 THEN %(top)s WHEN n < %(people)s * 0.6 THEN %(a)s
            WHEN n < %(people)s * 0.61 THEN %(b)s ELSE %(c)s END
  FROM generate_series(1, %(people)s) n
"""
_STANDINGS = """
UPDATE skills_standing s
   SET occupation_id = CASE WHEN s.branch_id <> %(top)s THEN %(occupation)s::bigint END,
       held_level = CASE WHEN s.branch_id = %(top)s THEN 1
                         WHEN s.worker_id %% 50 = 0 THEN 6 ELSE 1 + (s.worker_id * 7 %% 5) END,
       next_level = 6,
       held_since = CASE WHEN s.worker_id %% 3 > 0 THEN DATE '2001-01-01' + (s.worker_id %% 7000)::int END,
       next_on = CASE WHEN s.worker_id %% 4 > 0 THEN DATE '2011-01-01' + (s.worker_id %% 7000)::int END
"""


@pytest.fixture
def enterprise(cast: Cast) -> Cast:
    """The cast among 20,000 people: 30 % in the head office, who learn no trade, 30 % in company A, 1 % in
    workshop B1, the rest right in company B. One in fifty of the companies holds level 6, nobody more.
    """
    units = {
        "top": cast.group.pk,
        "a": cast.team_a11.pk,
        "b": cast.workshop_b1.pk,
        "c": cast.company_b.pk,
    }
    with connection.cursor() as cursor:
        # as the server is set up (`server_settings`) and web processes ask it
        cursor.execute("SET LOCAL random_page_cost = 1.1")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(_WORKERS, {"people": PEOPLE, **units})
        cursor.execute(_STANDINGS, {"occupation": OccupationFactory.create().pk, **units})
        cursor.execute("ANALYZE workforce_worker")
        cursor.execute("ANALYZE skills_standing")
        cursor.execute("ANALYZE workforce_unit")
    return cast


def touched(statement: str) -> dict[str, int]:
    """The rows a statement reads in each of the tables; one read from its beginning counts as all of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        (plan,) = cursor.fetchone() or ([],)
    plans = json.loads(plan) if isinstance(plan, str) else plan
    rows = dict.fromkeys(TABLES, 0)
    for node in _nodes(plans[0]["Plan"]):
        table = node.get("Relation Name")
        if table in TABLES:
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            rows[table] += int((node["Actual Rows"] + removed) * node["Actual Loops"])
            if node["Node Type"] == "Seq Scan" and node["Actual Loops"]:
                rows[table] += PEOPLE
    return rows


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


@pytest.mark.parametrize("viewer", ["ruth", "bob"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "status=departed",
        "q=华",
        "q=王",
        "q=wang",
        "status=active&level_min=3",
        "level_min=6",
        "opens_within=3",
        f"q={chr(20000 + 77)}",
        "q=wangming77",
        "q=P0015000",
        "hired_after=2014-06-01&hired_before=2014-06-20",
    ],
)
def test_no_list_reads_a_table_from_its_beginning(enterprise: Cast, viewer: str, address: str) -> None:
    rows = listed(enterprise.user(viewer), address)
    sorts = [f"{sign}{key.name}" for key in PEOPLE_SORT_KEYS for sign in ("", "-")]
    for sort in sorts if not address else ("number", "opens"):
        order = choose_order(PEOPLE_SORT_KEYS, sort)
        with CaptureQueriesContext(connection) as statements:
            second = read_page(rows, order).next or ""
            read_page(rows, order, cursor=second)
            read_page(rows, order, cursor=LAST_PAGE)
            count_up_to_limit(rows)
        for statement in statements.captured_queries:
            read = touched(statement["sql"])
            assert max(read.values()) <= MOST_ROWS, (sort, read, statement["sql"])


@pytest.mark.parametrize("address", ["level_min=3", "status=active&level_min=3"])
def test_all_people_of_a_level_are_counted_where_levels_stand(enterprise: Cast, address: str) -> None:
    rows = listed(enterprise.user("ruth"), address)
    with CaptureQueriesContext(connection) as statements:
        number = count_exactly(rows).number
    assert number == len({worker.pk for worker in rows}) > 1_000
    (statement,) = statements.captured_queries
    assert 'COUNT(*) AS "__count" FROM "skills_standing" WHERE' in statement["sql"]


@pytest.mark.parametrize("address", ["status=on_leave&level_min=1", "level_min=3&hired_after=2000-01-01"])
def test_people_of_a_level_are_joined_where_most_are_asked_otherwise(enterprise: Cast, address: str) -> None:
    rows = listed(enterprise.user("ruth"), address)
    with CaptureQueriesContext(connection) as statements:
        number = count_exactly(rows).number
    assert number == len({worker.pk for worker in rows}) > 50
    assert ' FROM "workforce_worker" INNER JOIN ' in statements.captured_queries[0]["sql"]


@pytest.mark.parametrize("sort", ["number", "hired", "since", "-opens"])
def test_a_filter_passes_nobody_of_a_branch_it_leaves_out(enterprise: Cast, sort: str) -> None:
    rows = listed(enterprise.user("ruth"), "status=active&level_min=3")
    with CaptureQueriesContext(connection) as statements:
        assert len(read_page(rows, choose_order(PEOPLE_SORT_KEYS, sort)).rows) == 50
        assert count_up_to_limit(rows).shown == "1,000+"
    places = [f'"branch_id" = ({unit.pk})' for unit in (enterprise.group, enterprise.company_b)]
    texts = [statement["sql"] for statement in statements.captured_queries if places[1] in statement["sql"]]
    assert [places[0] in text for text in texts] == [True, *(False for _text in texts[1:])], texts
    assert len(texts) >= 3, "the parts are counted, the page is read, its rows are counted"


def test_a_page_and_its_count_ask_how_many_there_are_once(enterprise: Cast) -> None:
    rows = listed(enterprise.user("ruth"), "level_min=6")
    with CaptureQueriesContext(connection) as statements:
        page = read_page(rows, choose_order(PEOPLE_SORT_KEYS, "number"))
        number = count_up_to_limit(rows)
    assert len(statements) == 2
    assert (len(page.rows), number.number, number.exact) == (50, listed_at_level(6), True)
    for statement in statements.captured_queries:
        assert max(touched(statement["sql"]).values()) <= 2 * number.number + 100, statement["sql"]


@pytest.mark.parametrize("most_gathered", [5_000, 100])
def test_few_in_a_window_are_met_without_looking_everybody_up(
    enterprise: Cast, monkeypatch: pytest.MonkeyPatch, most_gathered: int
) -> None:
    monkeypatch.setattr(part_numbers, "MOST_GATHERED", most_gathered)
    one_in = 22
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE skills_standing SET next_on = %s + (worker_id %% 3)::int WHERE worker_id %% %s = 0",
            [today(), one_in],
        )
        cursor.execute("ANALYZE skills_standing")
    rows, order = listed(enterprise.user("bob"), "opens_within=1"), choose_order(PEOPLE_SORT_KEYS, "number")
    found: list[str] = []
    mark: str | None = ""
    with CaptureQueriesContext(connection) as statements:
        while mark is not None:
            page = read_page(rows, order, cursor=mark)
            found += [row.employee_no for row in page.rows]
            mark = page.next
    window = (today(), add_months(today(), 1))
    wanted = Worker.objects.filter(
        branch=enterprise.company_b, is_employed=True, standing__next_on__range=window
    )
    assert found == list(wanted.order_by("employee_no").values_list("employee_no", flat=True))
    assert part_numbers.FEW < len(found) < 500
    walked = touched(statements.captured_queries[1]["sql"])
    if most_gathered < len(found):  # each of those walked is looked up
        assert walked["skills_standing"] > 2 * len(found) + 100
    else:
        assert walked["skills_standing"] <= 2 * len(found) + 100


def listed_at_level(level: int) -> int:
    """People employed who hold a level."""
    return Worker.objects.filter(is_employed=True, standing__held_level=level).count()


def test_search_asks_the_index_whom_it_names(enterprise: Cast) -> None:
    with CaptureQueriesContext(connection) as statements:
        rows = listed(enterprise.user("ruth"), f"q={chr(20000 + 77)}")
        assert count_up_to_limit(rows).number == 36
    for statement in statements.captured_queries:
        assert max(touched(statement["sql"]).values()) <= 100, statement["sql"]


@pytest.mark.parametrize("viewer", ["ruth", "bob"])
def test_a_surname_of_many_is_neither_gathered_nor_counted_by_comparing(
    enterprise: Cast, viewer: str
) -> None:
    with CaptureQueriesContext(connection) as statements:
        rows = listed(enterprise.user(viewer), "q=wang")
        assert count_up_to_limit(rows).shown == "1,000+"
    for statement in statements.captured_queries:
        assert max(touched(statement["sql"]).values()) <= 1_200, statement["sql"]
    page = read_page(rows, choose_order(PEOPLE_SORT_KEYS, "number")).rows
    named = Worker.objects.visible_to(enterprise.user(viewer)).filter(is_employed=True)
    wanted = named.filter(name_pinyin__contains="wang").order_by("employee_no")
    assert [row.pk for row in page] == list(wanted.values_list("pk", flat=True)[:50])


def test_a_surname_of_many_is_counted_to_the_end_where_a_filter_leaves_few(enterprise: Cast) -> None:
    rows = listed(enterprise.user("ruth"), "q=wang&level_min=6")
    wanted = Worker.objects.filter(
        is_employed=True, name_pinyin__contains="wang", standing__held_level__gte=6
    ).count()
    assert 0 < wanted < 1_000
    number = count_up_to_limit(rows)
    assert (number.number, number.exact) == (wanted, True)


def test_rows_of_no_lists_order_are_found_by_the_index_for_the_search(enterprise: Cast) -> None:
    with CaptureQueriesContext(connection) as statements:
        found = list(search_people(Worker.objects.all(), chr(20000 + 77)))
    assert len(found) == PEOPLE // 500
    for statement in statements.captured_queries:
        assert max(touched(statement["sql"]).values()) <= 3 * len(found), statement["sql"]


def test_people_of_a_unit_are_found_by_their_unit(enterprise: Cast) -> None:
    rows = listed(enterprise.user("ruth"), f"unit={enterprise.workshop_b1.pk}")
    for cursor in ("", LAST_PAGE):
        with CaptureQueriesContext(connection) as statements:
            read_page(rows, choose_order(PEOPLE_SORT_KEYS, "number"), cursor=cursor)
        for statement in statements.captured_queries:
            assert max(touched(statement["sql"]).values()) <= 4 * PEOPLE // 100, statement["sql"]


@pytest.mark.parametrize(("viewer", "number"), [("ruth", 1_000), ("bob", 1_000)])
def test_desk_reads_no_more_openings_than_it_counts(enterprise: Cast, viewer: str, number: int) -> None:
    day = date(2026, 11, 21)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE skills_standing SET next_on = %s", [day])
        cursor.execute("ANALYZE skills_standing")
    user = enterprise.user(viewer)
    with CaptureQueriesContext(connection) as statements:
        months = openings_by_month(user, today=day)
        soonest_openings(user, since=months[0].month, until=months[1].month, most=5)
    assert [month.count.number for month in months] == [number, 0, 0, 0]
    assert not months[0].count.exact
    for statement in statements.captured_queries:
        read = touched(statement["sql"])
        assert max(read.values()) <= MOST_ROWS, (read, statement["sql"])
