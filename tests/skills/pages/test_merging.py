"""The pages and the API of likely duplicates and merging."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from skills.services.duplicates import find_duplicates
from skills.services.merging import merge_workers
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from tests.factories.workforce import WorkerFactory, account_of
from tests.skills.pages.clients import browser_of
from tests.skills.roster.sheets import judge, row
from workforce.models import Worker
from workforce.services.worker_marks import mark_key, mark_of
from workforce.services.workers import update_worker_details

pytestmark = pytest.mark.django_db

PAGE = reverse("skills:worker_merge", args=["C-carol"])
BIRTH = date(1990, 2, 3)


@pytest.fixture(autouse=True)
def twin(cast: Cast) -> Worker:
    """Carol once more; nobody else shares a birthday or telephone with anybody."""
    for number, worker in enumerate(Worker.objects.all()):
        Worker.objects.filter(pk=worker.pk).update(phone=f"1380000000{number}")
    Worker.objects.filter(employee_no="C-carol").update(birth_date=BIRTH)
    worker = WorkerFactory.create(
        employee_no="C-carol2", name="高兰", unit=cast.workshop_a2, birth_date=BIRTH, phone="13811112222"
    )
    account_of(worker)
    return worker


def marks(*workers: Worker) -> dict[str, str]:
    """What the form carries of the two records."""
    shown = [Worker.objects.select_related("unit").get(pk=worker.pk) for worker in workers]
    fields = [mark_of(worker).to_field(mark_key(worker)) for worker in shown]
    return {"shown_kept": fields[0], "shown_duplicate": fields[1]}


class TestMergePage(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return PAGE

    def data(self, cast: Cast) -> Mapping[str, Any]:
        twin = Worker.objects.get(employee_no="C-carol2")
        return {
            **marks(cast.worker("carol"), twin),
            "other": "C-carol2",
            "reason": "重复建档",
            "keep_phone": "duplicate",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.headers["Location"] == reverse("skills:worker", args=["C-carol"])
        assert cast.worker("carol").phone == "13811112222"
        assert Worker.objects.get(employee_no="C-carol2").merged_into == cast.worker("carol")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Worker.objects.filter(merged_into__isnull=False).exists()

    def test_auditor_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, "erin").status_code == 403
        self.assert_nothing_done(cast)

    def test_own_record_is_refused(self, cast: Cast) -> None:
        url = reverse("skills:worker_merge", args=["C-alice"])
        assert browser_of(cast.users["alice"]).post(url, self.data(cast)).status_code == 403

    def test_duplicate_of_another_company_is_not_found(self, cast: Cast) -> None:
        response = browser_of(cast.users["alice"]).post(PAGE, {**self.data(cast), "other": "C-ivan"})
        assert response.status_code == 400
        self.assert_nothing_done(cast)

    def test_record_changed_meanwhile_is_shown_and_choices_are_kept(self, cast: Cast) -> None:
        sent = self.data(cast)
        twin = Worker.objects.get(employee_no="C-carol2")
        update_worker_details(actor=None, worker=twin, changes={"remark": "刚改的"})
        response = browser_of(cast.users["alice"]).post(PAGE, sent)
        page = response.content.decode()
        assert (response.status_code, "刚改的" in page) == (409, True)
        assert re.search(r'name="keep_phone" value="duplicate" checked', page)
        self.assert_nothing_done(cast)


def test_comparison_shows_both_values_and_proposes(cast: Cast) -> None:
    page = browser_of(cast.users["alice"]).get(PAGE, {"other": "C-carol2"}).content.decode()
    assert "13811112222" in page
    assert re.search(r'name="keep_phone" value="kept" checked', page)


def test_oneself_is_no_duplicate(cast: Cast) -> None:
    response = browser_of(cast.users["alice"]).get(PAGE, {"other": "C-carol"})
    assert "choose" in response.context


class TestDuplicates(PageAccess):
    stranger = None  # has the list, of other people; asked below

    def url(self, cast: Cast) -> str:
        return reverse("skills:duplicates")

    def ask(self, cast: Cast, name: str | None) -> Any:
        find_duplicates()
        return super().ask(cast, name)

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert f"{PAGE}?other=C-carol2" in response.content.decode()

    def test_auditor_reads(self, cast: Cast) -> None:
        assert "C-carol2" in self.ask(cast, "erin").content.decode()

    def test_other_company_is_not_in_it(self, cast: Cast) -> None:
        assert "高兰" not in self.ask(cast, "bob").content.decode()

    def test_two_with_id_numbers_of_their_own_are_two_persons(self, cast: Cast, twin: Worker) -> None:
        for number, worker in enumerate((cast.worker("carol"), twin)):
            Worker.objects.filter(pk=worker.pk).update(id_number="x", id_number_index=bytes([number]) * 32)
        assert "C-carol2" not in self.ask(cast, "alice").content.decode()

    def test_same_phone_is_a_likeness_and_a_workshops_is_not(self, cast: Cast, twin: Worker) -> None:
        Worker.objects.filter(pk=twin.pk).update(birth_date=None)
        assert "C-carol2" not in self.ask(cast, "alice").content.decode()
        Worker.objects.filter(employee_no__in=["C-carol2", "C-frank"]).update(phone="13844445555")
        assert "C-carol2" in self.ask(cast, "alice").content.decode()
        WorkerFactory.create_batch(5, unit=cast.workshop_a1, phone="13844445555", birth_date=None)
        assert "C-carol2" not in self.ask(cast, "alice").content.decode()


class TestDuplicatesQueries(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return reverse("skills:duplicates")

    def make_rows(self, cast: Cast, number: int) -> None:
        WorkerFactory.create_batch(number, unit=cast.workshop_a1, name="双胞", birth_date=BIRTH)
        find_duplicates()


class TestMergeApi(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return "/api/v1/skills/workers/C-carol/merge"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"duplicate": "C-carol2", "reason": "重复建档"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {"employee_no": "C-carol", "merged": "C-carol2"}
        assert (
            self.client_of(cast, "alice").get("/api/v1/workers/C-carol2").json()["employee_no"] == "C-carol"
        )

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Worker.objects.filter(merged_into__isnull=False).exists()

    def client_of(self, cast: Cast, name: str) -> APIClient:
        client = APIClient()
        client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
        return client

    def test_auditor_reads_the_list_and_merges_nothing(self, cast: Cast) -> None:
        find_duplicates()
        listed = self.client_of(cast, "erin").get("/api/v1/skills/duplicates").json()["results"]
        assert [(row["employee_no"], row["earlier_record"]) for row in listed] == [("C-carol2", "C-carol")]
        assert self.ask(cast, "erin").status_code == 403
        self.assert_nothing_done(cast)


@pytest.fixture
def merged(cast: Cast, twin: Worker) -> Worker:
    merge_workers(actor=None, kept=cast.worker("carol"), duplicate=twin, reason="试", now=timezone.now())
    return twin


def test_address_of_the_merged_record_leads_on(cast: Cast, merged: Worker) -> None:
    response = browser_of(cast.users["alice"]).get(reverse("skills:worker", args=["C-carol2"]))
    assert response.headers["Location"] == reverse("skills:worker", args=["C-carol"])
    assert browser_of(cast.users["bob"]).get(reverse("skills:worker", args=["C-carol2"])).status_code == 404


def test_old_number_finds_the_kept_record_in_lists(cast: Cast, merged: Worker) -> None:
    page = browser_of(cast.users["alice"]).get(reverse("skills:people"), {"q": "C-carol2", "status": ""})
    assert [line.row.employee_no for line in page.context["rows"]] == ["C-carol"]


def test_merged_record_is_in_no_list(cast: Cast, merged: Worker) -> None:
    page = browser_of(cast.users["alice"]).get(reverse("skills:people"), {"q": "高兰", "status": ""})
    assert [line.row.employee_no for line in page.context["rows"]] == ["C-carol"]


def test_roster_row_with_the_merged_number_is_told_the_kept_one(cast: Cast, merged: Worker) -> None:
    assert judge(row("C-carol2")).verdict["C-carol2"] == "employee_no_merged"
