"""What the people list reads of the database: no more than the columns shown and the file ask for."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skills.enums import TitleRank
from skills.models import Diploma, Title
from tests.access import Cast
from tests.factories.skills import DiplomaFactory, TitleFactory
from tests.factories.workforce import WorkerFactory
from tests.skills.pages.clients import browser_of

PEOPLE = "skills.people"


def tables_read(cast: Cast, columns: str) -> str:
    client = browser_of(cast.users["alice"])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("skills:people"), {"columns": columns}).status_code == 200
    return " ".join(query["sql"] for query in captured)


@pytest.mark.parametrize(("column", "model"), [("title", Title), ("school", Diploma)])
def test_a_column_on_request_is_read_when_it_is_shown(
    cast: Cast, column: str, model: type[Title | Diploma]
) -> None:
    table = model._meta.db_table
    assert table not in tables_read(cast, "")
    assert table in tables_read(cast, f"number,{column}")


def exported(cast: Cast, query: str) -> list[list[str]]:
    sent = {"kind": PEOPLE, "query": query, "format": "csv", "arguments": ""}
    response: Any = browser_of(cast.users["alice"]).post(reverse("base:make_export"), sent)
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_columns_on_request_are_in_the_file(cast: Cast) -> None:
    carol = cast.worker("carol")
    TitleFactory.create(worker=carol, name="工程师", rank=TitleRank.MIDDLE)
    DiplomaFactory.create(worker=carol, school="西北技校")
    lines = exported(cast, "q=C-carol&columns=number,title,school")
    assert lines[1:] == [["C-carol", "工程师", "西北技校"]]


@pytest.mark.parametrize("people", [1, 30])
def test_the_path_of_a_unit_is_asked_for_once_a_file(cast: Cast, people: int) -> None:
    WorkerFactory.create_batch(people, unit=cast.workshop_a1)
    with CaptureQueriesContext(connection) as captured:
        lines = exported(cast, f"unit={cast.workshop_a1.pk}&columns=number,unit")
    assert len(lines) > people
    assert {line[1] for line in lines[1:]} == {"集团 / 甲公司 / 一车间"}
    asking = [query["sql"] for query in captured if "string_agg" in query["sql"]]
    assert len(asking) == 1
    assert "workforce_worker" not in asking[0]
