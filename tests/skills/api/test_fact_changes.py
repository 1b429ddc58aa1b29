"""Changing facts through the API: part of the values, If-Match, scans, judging many, wage workbooks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from base.models.workbook import WorkbookImport
from skills.enums import FactKind, Level
from skills.models import Document, EmploymentSpell, GradeRecord, MatchToJudge, TitleMatch
from tests.access import ApiAccess, Cast, QueryCount
from tests.base.workbooks.books import workbook
from tests.factories.skills import GradeFactory, SpellFactory, TitleFactory
from tests.skills.api.clients import API, signed_in
from tests.skills.wages.test_wage_imports import LABELS, read

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("证书.pdf", PDF, content_type="application/pdf")


class TestSpellPatched(ApiAccess):
    method = "patch"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.spell = SpellFactory.create(worker=cast.worker("carol"))
        return f"{API}/spells/{self.spell.pk}"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"since": "2014-01-01", "reason": "以合同为准"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        new = EmploymentSpell.objects.current().get()
        assert (new.since, new.occupation, new.replaces) == (
            date(2014, 1, 1),
            self.spell.occupation,
            self.spell,
        )
        assert response.json()["record"]["id"] == new.pk

    def assert_nothing_done(self, cast: Cast) -> None:
        assert EmploymentSpell.objects.get().voided_at is None


class TestGradePatched(ApiAccess):
    method = "patch"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"{API}/grades/{GradeFactory.create(worker=cast.worker('carol')).pk}"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"level": Level.SENIOR.value, "reason": "等级录错"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert GradeRecord.objects.current().get().level == Level.SENIOR

    def assert_nothing_done(self, cast: Cast) -> None:
        assert GradeRecord.objects.get().level == Level.INTERMEDIATE


class WithFile(ApiAccess):
    """Sends its data as a form with a file part."""

    method = "post"

    def ask(self, cast: Cast, name: str | None) -> Any:
        url = self.url(cast)
        client = signed_in(cast, name) if name else self.client_class()
        return client.post(url, self.data(cast), format="multipart")


class TestScanAdded(WithFile):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.grade = GradeFactory.create(worker=cast.worker("carol"))
        return f"{API}/grades/{self.grade.pk}/documents"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"file": scan()}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Document.objects.get().grade == self.grade
        listed = signed_in(cast, "erin").get(f"{API}/documents?employee_no=C-carol").json()["results"]
        assert [(row["kind"], row["record"], row["name"]) for row in listed] == [
            ("grade", self.grade.pk, "证书.pdf")
        ]
        assert signed_in(cast, "dave").get(f"{API}/documents").json()["results"] == []

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Document.objects.exists()


class TestScanTakenBack(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        grade = GradeFactory.create(worker=cast.worker("carol"))
        signed_in(cast, "alice").post(
            f"{API}/grades/{grade.pk}/documents", {"file": scan()}, format="multipart"
        )
        return f"{API}/documents/{Document.objects.get().pk}/void"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "传错了文件"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Document.objects.get().void_reason == "传错了文件"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Document.objects.get().voided_at is None


class TestMatchesJudged(ApiAccess):
    method = "post"
    wrong = "erin"
    stranger = None  # rows out of scope are refused as gone: see below

    def url(self, cast: Cast) -> str:
        for name in ("carol", "frank"):
            SpellFactory.create(worker=cast.worker(name))
            TitleFactory.create(worker=cast.worker(name))
        return f"{API}/matches/judge"

    def ask(self, cast: Cast, name: str | None) -> Any:
        url = self.url(cast)
        client = signed_in(cast, name) if name else self.client_class()
        sent = {"ids": ids(), "matches": True, "reason": "同专业"}
        return client.post(url, sent, format="json")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {"judged": 2}
        assert TitleMatch.objects.filter(matches=True, reason="同专业").count() == 2

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not TitleMatch.objects.exists()


def ids() -> list[int]:
    return list(MatchToJudge.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_rows_out_of_scope_are_refused_and_none_is_judged(cast: Cast) -> None:
    for name in ("carol", "ivan"):
        SpellFactory.create(worker=cast.worker(name))
        TitleFactory.create(worker=cast.worker(name))
    answer = signed_in(cast, "alice").post(
        f"{API}/matches/judge", {"ids": ids(), "matches": False}, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "rows_refused")
    assert not TitleMatch.objects.exists()


@pytest.mark.django_db
def test_auditor_reads_what_waits(cast: Cast) -> None:
    SpellFactory.create(worker=cast.worker("carol"))
    title = TitleFactory.create(worker=cast.worker("carol"))
    (row,) = signed_in(cast, "erin").get(f"{API}/matches").json()["results"]
    assert (row["worker"], row["kind"], row["fact"]) == ("C-carol", FactKind.TITLE, title.pk)
    assert signed_in(cast, "bob").get(f"{API}/matches").json()["results"] == []
    assert signed_in(cast, "dave").get(f"{API}/matches").status_code == 403


@pytest.mark.django_db
def test_stale_etag_is_answered_with_what_changed(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    alice, url = signed_in(cast, "alice"), f"{API}/spells/{spell.pk}"
    etag = alice.get(url).headers["ETag"]
    first = alice.patch(url, {"since": "2014-01-01", "reason": "合同"}, HTTP_IF_MATCH=etag)
    assert first.status_code == 200
    second = alice.patch(url, {"since": "2013-01-01", "reason": "合同"}, HTTP_IF_MATCH=etag)
    assert (second.status_code, second.json()["code"]) == (409, "changed_meanwhile")
    assert "2014-01-01" in second.json()["detail"]
    new = f"{API}/spells/{first.json()['record']['id']}"
    wrong = alice.post(f"{new}/void", {"reason": "合同"}, HTTP_IF_MATCH=etag)
    assert wrong.status_code == 409
    right = alice.post(f"{new}/void", {"reason": "合同"}, HTTP_IF_MATCH=first.headers["ETag"])
    assert right.status_code == 200


@pytest.mark.django_db
def test_patch_without_reason_changes_nothing(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    answer = signed_in(cast, "alice").patch(f"{API}/spells/{spell.pk}", {"since": "2014-01-01"})
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_missing")
    assert EmploymentSpell.objects.get().since == date(2015, 7, 1)


class TestWagesHandedIn(WithFile):
    method = "post"
    wrong = "erin"
    stranger = None  # every HR officer hands in workbooks; the rows of others are rejected

    def url(self, cast: Cast) -> str:
        return f"{API}/wage-imports"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        book = workbook(LABELS, ("C-carol", "", "2026-10", 6543.21))
        return {"file": SimpleUploadedFile("工资.xlsx", book)}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert (response.status_code, response.json()["state"]) == (202, "uploaded")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not WorkbookImport.objects.exists()


@pytest.mark.django_db
def test_wage_rows_are_told_with_their_faults_to_their_importer_alone(cast: Cast) -> None:
    batch = read(cast, ("C-carol", "", "2026-13", 1))
    url = f"{API}/wage-imports/{batch.pk}"
    (row,) = signed_in(cast, "alice").get(f"{url}/rows").json()["results"]
    assert [fault["code"] for fault in row["faults"]] == ["month_unreadable"]
    rejected = signed_in(cast, "alice").get(f"{url}/rejected.xlsx")
    assert rejected.getvalue()[:2] == b"PK"
    assert signed_in(cast, "ruth").get(url).status_code == 404
    assert signed_in(cast, "alice").get(f"{API}/imports/{batch.pk}").status_code == 404


class TestDocumentsQueries(QueryCount):
    queries = 5
    client_class = ApiAccess.client_class

    def url(self, cast: Cast) -> str:
        return f"{API}/documents"

    def make_rows(self, cast: Cast, number: int) -> None:
        alice = signed_in(cast, "alice")
        for _number in range(number):
            spell = SpellFactory.create(worker=cast.worker("carol"))
            alice.post(f"{API}/spells/{spell.pk}/documents", {"file": scan()}, format="multipart")
