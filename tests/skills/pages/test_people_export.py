"""The people list as a file: who may, what it holds, who reads the record, and the same through the API."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import openpyxl
from django.urls import reverse
from knox.models import get_token_model
from pytest_django import Settings
from rest_framework.test import APIClient

from base.files import open_file
from base.jobs import run_job
from base.models import ExportRecord, Job
from base.models.export import ExportState
from tests.access import ApiAccess, Cast, PageAccess
from tests.factories.workforce import RoleGrantFactory
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import Role
from workforce.models import RoleGrant, Worker

PEOPLE = "skills.people"


def sent(query: str = "", file_format: str = "csv") -> dict[str, str]:
    return {"kind": PEOPLE, "query": query, "format": file_format, "arguments": ""}


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def exported(cast: Cast, name: str, query: str = "") -> list[list[str]]:
    response: Any = browser_of(cast.users[name]).post(reverse("base:make_export"), sent(query))
    return lines_of(b"".join(response.streaming_content))


def in_background(cast: Cast, name: str, **parameters: str) -> ExportRecord:
    client = APIClient()
    client.force_authenticate(cast.user(name))
    sent_there = {"kind": PEOPLE, "format": "csv", "parameters": parameters}
    answer = client.post("/api/v1/exports", sent_there, format="json")
    assert answer.status_code == 202, answer.content
    return ExportRecord.objects.get(pk=answer.json()["id"])


class TestMakingAnExport(PageAccess):
    wrong = "frank"  # heads of units look at their people, they take nothing out
    stranger = None  # HR of every company has a list of its own
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("base:make_export")

    def data(self, cast: Cast) -> dict[str, str]:
        return sent(file_format="xlsx")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert b"".join(response.streaming_content).startswith(b"PK")
        assert ExportRecord.objects.get().state == ExportState.DONE

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ExportRecord.objects.exists()


class TestExportPage(PageAccess):
    wrong = None  # who finds the record may read it
    stranger = "dave"  # somebody else of the same company

    def url(self, cast: Cast) -> str:
        if not ExportRecord.objects.exists():
            exported(cast, "alice", f"unit={cast.workshop_a1.pk}&sort=-name")
        return reverse("base:export", args=[ExportRecord.objects.get().pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "一车间" in text_of(response)


class TestExportsOfTheApi(ApiAccess):
    wrong = "frank"
    stranger = None
    method = "post"

    def url(self, cast: Cast) -> str:
        return "/api/v1/exports"

    def data(self, cast: Cast) -> dict[str, str]:
        return {"kind": PEOPLE, "format": "xlsx"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["state"] == "under_way"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ExportRecord.objects.exists()


def test_file_holds_the_people_on_screen(cast: Cast) -> None:
    client = browser_of(cast.users["alice"])
    query = f"unit={cast.workshop_a1.pk}&sort=-number&columns=unit,number,status"
    shown = [
        line.row.employee_no for line in client.get(f"{reverse('skills:people')}?{query}").context["rows"]
    ]
    lines = exported(cast, "alice", query)
    assert lines[0] == ["Unit", "Employee number", "Status"]
    assert [line[1] for line in lines[1:]] == shown == ["C-frank", "C-carol"]
    assert lines[1] == ["集团 / 甲公司 / 一车间", "C-frank", "Active"]


def test_personal_field_is_exported_where_the_role_sees_it(cast: Cast) -> None:
    Worker.objects.filter(employee_no__in=["C-carol", "C-ivan"]).update(
        phone="13800000000", birth_date="1990-01-02"
    )
    RoleGrantFactory.create(user=cast.users["alice"], role=Role.AUDITOR, unit=cast.company_b)
    lines = exported(cast, "alice", "columns=number,phone,birth_date")
    cells = {line[0]: line[1:] for line in lines}
    assert cells["C-carol"] == ["13800000000", "1990-01-02"]
    assert cells["C-ivan"] == ["", "1990-01-02"]  # auditors see no phone
    assert exported(cast, "erin", "columns=number,phone,birth_date")[0] == ["Employee number", "Birth date"]
    of_finance = exported(cast, "heidi", "columns=number,phone,birth_date")[1:]
    assert [line[1:] for line in of_finance if line[0] == "C-carol"] == [["", ""]]


def test_rows_of_a_company_whose_role_ended_are_not_exported(cast: Cast) -> None:
    extra = RoleGrantFactory.create(user=cast.users["alice"], role=Role.HR_OFFICER, unit=cast.company_b)
    record = in_background(cast, "alice")
    RoleGrant.objects.filter(pk=extra.pk).delete()
    assert record.job is not None
    run_job(record.job.pk)
    record.refresh_from_db()
    assert record.file is not None
    assert "C-ivan" not in b"".join(open_file(record.file)).decode()


def test_root_sees_every_record_and_others_those_of_their_units(cast: Cast) -> None:
    exported(cast, "alice", "q=C-carol")
    RoleGrantFactory.create(user=cast.users["heidi"], role=Role.AUDITOR, unit=cast.group)
    for name, sees in [
        ("alice", True),
        ("ruth", True),
        ("heidi", True),
        ("erin", True),
        ("bob", False),
        ("admin", False),
    ]:
        shown = browser_of(cast.users[name]).get(reverse("base:exports"))
        assert (len(shown.context["rows"]) == 1) == sees, name
    page = text_of(
        browser_of(cast.users["ruth"]).get(reverse("base:export", args=[ExportRecord.objects.get().pk]))
    )
    assert "C-carol" in page
    assert "Download the file" not in page


def test_large_list_leads_to_the_page_of_its_job_and_its_file(cast: Cast, settings: Settings) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 1
    client = browser_of(cast.users["alice"])
    response = client.post(reverse("base:make_export"), sent("columns=number", "xlsx"))
    record = ExportRecord.objects.get()
    assert response.headers["Location"] == reverse("base:export", args=[record.pk])
    page = client.get(response.headers["Location"])
    assert page.context["progress"] is not None
    assert client.get(reverse("base:export_progress", args=[record.pk])).status_code == 200
    run_job(Job.objects.get().pk)
    page = client.get(response.headers["Location"])
    download: Any = client.get(page.context["file_url"])
    assert b"".join(download.streaming_content).startswith(b"PK")
    for stranger in ("bob", "ruth"):
        assert browser_of(cast.users[stranger]).get(page.context["file_url"]).status_code == 404
    RoleGrant.objects.filter(user=cast.users["alice"]).delete()
    assert client.get(page.context["file_url"]).status_code == 404


def test_api_makes_and_gives_out_the_file_of_its_owner_alone(cast: Cast) -> None:
    record = in_background(cast, "alice", columns="number", q="C-carol")
    alice, bob = APIClient(), APIClient()
    alice.force_authenticate(cast.user("alice"))
    bob.force_authenticate(cast.user("bob"))
    address = f"/api/v1/exports/{record.pk}"
    assert alice.get(f"{address}/file").status_code == 409
    run_job(Job.objects.get().pk)
    answer = alice.get(address).json()
    assert (answer["state"], answer["row_count"], answer["columns"]) == ("done", 1, ["number"])
    file: Any = alice.get(f"{address}/file")
    assert lines_of(b"".join(file.streaming_content)) == [["工号"], ["C-carol"]]
    assert [line["id"] for line in alice.get("/api/v1/exports").json()["results"]] == [record.pk]
    for path in (address, f"{address}/file"):
        assert bob.get(path).status_code == 404
    assert bob.get("/api/v1/exports").json()["results"] == []


def test_export_asked_for_with_a_token_ends_with_it(cast: Cast) -> None:
    token, key = get_token_model().objects.create(cast.users["alice"], expiry=timedelta(days=1), label="t")
    client = APIClient(headers={"Authorization": f"Token {key}"})
    answer = client.post("/api/v1/exports", {"kind": PEOPLE, "format": "csv"}, format="json")
    assert answer.status_code == 202, answer.content
    token.delete()
    run_job(Job.objects.get().pk)
    record = ExportRecord.objects.get()
    assert (record.state, record.file) == (ExportState.BROKEN_OFF, None)


def test_exact_count_of_the_api(cast: Cast) -> None:
    client = APIClient()
    client.force_authenticate(cast.user("alice"))
    answer = client.get("/api/v1/skills/workers", {"count": "exact"}).json()
    assert (answer["count"], answer["count_is_exact"]) == (
        Worker.objects.visible_to(cast.user("alice")).count(),
        True,
    )


def test_hr_and_auditors_of_a_company_see_what_its_people_took_out(cast: Cast) -> None:
    exported(cast, "alice")
    exported(cast, "bob")
    by_alice, by_bob = (ExportRecord.objects.get(exported_by=cast.users[name]) for name in ("alice", "bob"))
    seen = {
        name: set(ExportRecord.objects.visible_to(cast.user(name)))
        for name in ("alice", "erin", "bob", "dave", "frank", "ruth", "admin")
    }
    assert seen == {
        "alice": {by_alice},
        "erin": {by_alice},
        "bob": {by_bob},
        "dave": set(),
        "frank": set(),
        "ruth": {by_alice, by_bob},
        "admin": set(),
    }
    auditor = browser_of(cast.users["erin"])
    assert auditor.get(reverse("base:export", args=[by_alice.pk])).status_code == 200
    assert auditor.get(reverse("base:export", args=[by_bob.pk])).status_code == 404


def roster_asked(cast: Cast, name: str, **filters: str) -> Any:
    return browser_of(cast.users[name]).post(f"{reverse('skills:roster_export')}?{urlencode(filters)}")


def test_roster_of_many_people_is_made_by_a_job(cast: Cast, settings: Settings) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 1
    answer = roster_asked(cast, "alice", unit=str(cast.workshop_a1.pk))
    record = ExportRecord.objects.get()
    assert answer.headers["Location"] == reverse("base:export", args=[record.pk])
    assert (record.state, record.sha256, record.parameters) == (
        ExportState.UNDER_WAY,
        "",
        {"unit": [str(cast.workshop_a1.pk)]},
    )
    run_job(Job.objects.get().pk)
    record.refresh_from_db()
    assert (record.state, record.row_count, Job.objects.get().progress_done) == (ExportState.DONE, 2, 2)
    assert record.file is not None
    content = b"".join(open_file(record.file))
    assert record.sha256 == hashlib.sha256(content).hexdigest()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [line[1] for line in sheet.iter_rows(min_row=2, values_only=True)] == ["C-carol", "C-frank"]
    url = record.file.get_absolute_url()
    assert browser_of(cast.users["alice"]).get(url).status_code == 200
    assert browser_of(cast.users["bob"]).get(url).status_code == 404


def test_roster_whose_right_ended_is_broken_off(cast: Cast, settings: Settings) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 1
    roster_asked(cast, "alice")
    RoleGrant.objects.filter(user=cast.users["alice"]).delete()
    run_job(Job.objects.get().pk)
    record = ExportRecord.objects.get()
    assert (record.shown_state, record.file, record.row_count) == (ExportState.BROKEN_OFF, None, 0)


def test_fourth_large_roster_waits(cast: Cast, settings: Settings) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 1
    answers = [roster_asked(cast, "alice").status_code for _time in range(4)]
    assert answers == [302, 302, 302, 400]
    assert Job.objects.count() == 3
