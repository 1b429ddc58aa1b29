"""The examples of docs/examples do what they say, asked of a real server."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from pytest_django.live_server_helper import LiveServer

from base.dates import today
from skills.dates import add_months
from skills.enums import Level
from skills.models import MonthlyWage
from tests.access import Cast
from tests.factories.skills import OccupationFactory, StandingFactory
from workforce.api_scopes import Scope, read_scopes
from workforce.models import ApiToken, Worker

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def token(cast: Cast) -> str:
    """A token of company A's HR that reads, and writes people's records."""
    scopes = [*read_scopes(), Scope.RECORDS_WRITE.value]
    return str(ApiToken.objects.create(user=cast.users["alice"], label="example", scopes=scopes)[1])


@pytest.fixture
def client_module() -> ModuleType:
    """The Python example, as a program that copied it would import it."""
    spec = importlib.util.spec_from_file_location("jiangjie_client", EXAMPLES / "jiangjie_client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers_of_company_a(cast: Cast) -> set[str]:
    return set(Worker.objects.visible_to(cast.user("alice")).values_list("employee_no", flat=True))


def test_python_client_prints_whose_grade_opens(cast: Cast, token: str, live_server: LiveServer) -> None:
    opening = add_months(today(), 1)
    occupation = OccupationFactory.create(name="焊工")
    StandingFactory.create(
        worker=cast.worker("carol"),
        occupation=occupation,
        held_level=Level.SENIOR,
        next_level=Level.TECHNICIAN,
        next_on=opening,
    )
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "jiangjie_client.py")],
        env={**os.environ, "JIANGJIE_URL": live_server.url, "JIANGJIE_TOKEN": token, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    heading, *rows = csv.reader(done.stdout.splitlines())
    assert heading[0] == "工号"
    assert [(row[0], row[4], row[5]) for row in rows] == [("C-carol", "5", opening.isoformat())]


def test_python_client_reads_every_page(
    cast: Cast, token: str, live_server: LiveServer, client_module: ModuleType
) -> None:
    api = client_module.Jiangjie(live_server.url, token)
    read = [row["employee_no"] for row in api.rows("skills/workers", page_size=2, sort="number")]
    assert set(read) == numbers_of_company_a(cast)
    assert len(read) == len(set(read))


def test_python_client_writes_once_under_one_key(
    cast: Cast, token: str, live_server: LiveServer, client_module: ModuleType
) -> None:
    api = client_module.Jiangjie(live_server.url, token)
    wage = {"worker": "C-carol", "month": "2026-10-01", "amount": "6500.00"}
    first = api.post("skills/wages", wage, key="october")
    assert api.post("skills/wages", wage, key="october") == first
    assert MonthlyWage.objects.filter(worker=cast.worker("carol")).count() == 1
    with pytest.raises(client_module.ApiRefusedError) as refused:
        api.post("skills/wages", wage | {"month": "2026-13-01"})
    assert refused.value.errors[0]["field"] == "month"


def test_spreadsheet_query_asks_for_what_there_is(cast: Cast, token: str, live_server: LiveServer) -> None:
    """Power Query itself runs in Excel; its steps are followed here from the text of the example."""
    text = (EXAMPLES / "people.pq").read_text(encoding="utf-8")
    path = re.search(r'RelativePath = "([^"]+)"', text)
    query = dict(re.findall(r'(\w+) = "([^"]*)"', text.partition("Query = [")[2].partition("]")[0]))
    columns = re.findall(r'"(\w+)"', text.partition('"row",\n')[2].partition("}")[0])
    assert path is not None
    read: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        address = f"{live_server.url}/{path[1]}?{urlencode({**query, 'page_size': '2', 'cursor': cursor})}"
        request = Request(address, headers={"Authorization": f"Token {token}"})
        with urlopen(request) as answer:
            page = json.load(answer)
        read += page["results"]
        cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0] if page["next"] else None
    assert {row["employee_no"] for row in read} == numbers_of_company_a(cast)
    assert len(columns) == 10
    assert set(columns) <= set(read[0])
