"""The people list: who has one, what it shows, what it costs, and that the export is what is on screen."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
from django.urls import reverse

from base.dates import today
from base.models import ExportRecord
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import StandingFactory
from tests.factories.workforce import WorkerFactory
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import WorkerStatus
from workforce.models import Worker

LIST = "skills:people"


def stand(cast: Cast, name: str, **values: object) -> None:
    StandingFactory.create(worker=cast.worker(name), **values)


def employees_of(response: Any) -> list[str]:
    return [line.row.employee_no for line in response.context["rows"]]


class TestPeopleList(PageAccess):
    wrong = "carol"  # a worker sees the own page, not a list
    stranger = None  # HR of every company has a list of its own

    def url(self, cast: Cast) -> str:
        return reverse(LIST)

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = employees_of(response)
        assert "C-carol" in shown
        assert "C-ivan" not in shown


class TestPeopleListQueries(QueryCount):
    queries = 6  # session, account, reach, views with occupations, rows, count

    def url(self, cast: Cast) -> str:
        return reverse(LIST)

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            StandingFactory.create(worker=WorkerFactory.create(unit=cast.workshop_a1))


def test_list_shows_where_each_stands(cast: Cast) -> None:
    opens = today() + timedelta(days=30)
    stand(cast, "carol", held_level=3, next_level=4, next_on=opens)
    stand(cast, "frank", held_level=3, next_level=4, next_on=today())
    page = text_of(browser_of(cast.users["alice"]).get(reverse(LIST), {"q": "C-carol"}))
    assert 'title="集团 / 甲公司 / 一车间">甲公司 / 一车间</span>' in page
    assert "Intermediate worker" in page
    assert f'<span class="nowrap">{opens.isoformat()}</span></td>' in page
    page = text_of(browser_of(cast.users["alice"]).get(reverse(LIST), {"q": "C-frank"}))
    assert '<span class="state state-green">open</span>' in page


def test_people_without_an_occupation_stand_on_no_level(cast: Cast) -> None:
    stand(cast, "carol", occupation=None, held_level=1, held_since=None)
    client = browser_of(cast.users["alice"])
    page = text_of(client.get(reverse(LIST), {"q": "C-carol"}))
    assert "staircase-small" not in page
    assert employees_of(client.get(reverse(LIST), {"level_min": "1"})) == []


def test_people_gone_are_shown_when_the_filter_is_taken_off(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(status=WorkerStatus.LEFT)
    client = browser_of(cast.users["alice"])
    assert "C-carol" not in employees_of(client.get(reverse(LIST)))
    assert "C-carol" in employees_of(client.get(reverse(LIST), {"status": ""}))


def test_sort_and_search_by_initials(cast: Cast) -> None:
    stand(cast, "carol", held_level=3)
    stand(cast, "frank", held_level=5)
    client = browser_of(cast.users["alice"])
    assert employees_of(client.get(reverse(LIST), {"sort": "level"}))[:2] == ["C-frank", "C-carol"]
    assert employees_of(client.get(reverse(LIST), {"q": "gl"})) == ["C-carol"]


def test_unit_of_another_company_is_no_choice(cast: Cast) -> None:
    response = browser_of(cast.users["alice"]).get(reverse(LIST), {"unit": str(cast.company_b.pk)})
    assert employees_of(response) == []
    assert "乙公司" not in response.content.decode()


def test_export_is_what_is_on_screen(cast: Cast) -> None:
    client = browser_of(cast.users["alice"])
    shown = employees_of(client.get(reverse(LIST), {"unit": str(cast.workshop_a1.pk)}))
    page = client.get(reverse(LIST), {"unit": str(cast.workshop_a1.pk)})
    assert page.context["export_url"] == f"{reverse('skills:roster_export')}?unit={cast.workshop_a1.pk}"
    content = b"".join(client.post(page.context["export_url"]).streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    numbers = [str(line[1]) for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert numbers == shown == ["C-carol", "C-frank"]
    record = ExportRecord.objects.get()
    assert (record.row_count, record.exported_by) == (2, cast.users["alice"])
    assert record.parameters == {"unit": [str(cast.workshop_a1.pk)]}


class TestExport(PageAccess):
    wrong = "erin"  # auditors read, they take nothing out
    stranger = None
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("skills:roster_export")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.headers["Cache-Control"] == "no-store"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ExportRecord.objects.exists()


def test_auditor_and_union_are_offered_no_writing(cast: Cast) -> None:
    for name in ("erin", "dave"):
        page = browser_of(cast.users[name]).get(reverse(LIST)).content.decode()
        assert "C-carol" in page
        assert reverse("skills:roster_export") not in page
        assert reverse("skills:imports") not in page


def test_hostile_name_is_written_as_text(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(name="<script>alert(1)</script>")
    page = browser_of(cast.users["alice"]).get(reverse(LIST)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_page_is_in_the_language_of_the_reader(cast: Cast) -> None:
    english = browser_of(cast.users["alice"], "en").get(reverse(LIST))
    chinese = browser_of(cast.users["alice"], "zh-hans").get(reverse(LIST))
    assert '<html lang="en">' in english.content.decode()
    assert '<html lang="zh-hans">' in chinese.content.decode()
    assert "人员" in chinese.content.decode()


def test_form_sent_as_it_stands_shows_the_same_people(cast: Cast) -> None:
    client = browser_of(cast.users["alice"])
    response = client.get(reverse(LIST))
    form = response.context["filter_form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value if isinstance(value, str) else "" for name, value in values.items()}
    selects = [form[name].as_widget() for name in ("level_min", "level_max", "opens_within")]
    assert all('<option value="" selected>' in select for select in selects)
    assert employees_of(client.get(reverse(LIST), sent)) == employees_of(response)
