"""HR records, corrects and takes back facts and grades; audit reads; nobody else, and nobody their own."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from base.models import StoredFile
from skills.enums import GradeKind, Level
from skills.models import Diploma, Document, EmploymentSpell, GradeRecord, MonthlyWage, Title
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
)
from tests.skills.pages.clients import browser_of, text_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def page(name: str, kind: str, *more: Any) -> str:
    return reverse(f"skills:{name}", args=["C-carol", kind, *more])


def scan(name: str = "证书.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


class TestFactsPage(PageAccess):
    wrong = "dave"  # the union sees the worker, not what was taken back

    def url(self, cast: Cast) -> str:
        SpellFactory.create(
            worker=cast.worker("carol"),
            voided_at="2026-01-02T03:04:05Z",
            voided_by=cast.users["ruth"],
            void_reason="重复登记",
        )
        return reverse("skills:facts", args=["C-carol"])

    def assert_done(self, cast: Cast, response: Any) -> None:
        said = text_of(response)
        assert "<del>" in said
        assert "重复登记" in said
        assert "陆如" in said


class TestFactsPageOfAuditor(TestFactsPage):
    right = "erin"

    def assert_done(self, cast: Cast, response: Any) -> None:
        super().assert_done(cast, response)
        assert page("fact_record", "spell") not in response.content.decode()


class TestRecording(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        return page("fact_record", "title")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "rank": 2,
            "name": "工程师",
            "speciality": "机械",
            "awarded_on": "2020-12-01",
            "file": [scan(), scan("附页.pdf")],
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        title = Title.objects.get()
        assert (title.worker, title.name, title.created_by) == (
            cast.worker("carol"),
            "工程师",
            cast.users["alice"],
        )
        assert title.evidence is not None
        assert title.evidence.name == "证书.pdf"
        assert [document.file.name for document in title.documents.all()] == ["附页.pdf"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Title.objects.exists()
        assert not StoredFile.objects.exists()


class TestCorrecting(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        self.spell = SpellFactory.create(worker=cast.worker("carol"))
        self.data_sent = {
            "occupation": self.spell.occupation_id,
            "since": "2014-01-01",
            "reason": "以合同为准",
        }
        return page("fact_correct", "spell", self.spell.pk)

    def data(self, cast: Cast) -> Mapping[str, Any]:
        shown = mark_in(cast, page("fact_correct", "spell", self.spell.pk))
        return {**self.data_sent, "shown": shown}

    def assert_done(self, cast: Cast, response: Any) -> None:
        new = EmploymentSpell.objects.current().get()
        assert (new.since, new.replaces) == (date(2014, 1, 1), self.spell)
        self.spell.refresh_from_db()
        assert (self.spell.void_reason, self.spell.voided_by) == ("以合同为准", cast.users["alice"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert EmploymentSpell.objects.get().voided_at is None


class TestTakingBack(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        self.grade = GradeFactory.create(worker=cast.worker("carol"))
        return page("fact_take_back", "grade", self.grade.pk)

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "reason": "证书系误发",
            "shown": mark_in(cast, page("fact_take_back", "grade", self.grade.pk)),
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        annulment = GradeRecord.objects.get(kind=GradeKind.ANNULMENT)
        assert (annulment.voids, annulment.reason) == (self.grade, "证书系误发")
        assert not GradeRecord.objects.current().exists()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert GradeRecord.objects.count() == 1


class TestAddingScans(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        self.grade = GradeFactory.create(worker=cast.worker("carol"))
        return page("fact_scans", "grade", self.grade.pk)

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"file": [scan()]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        document = Document.objects.get()
        assert (document.grade, document.worker) == (self.grade, cast.worker("carol"))
        assert browser_of(cast.users["erin"]).get(document.file.get_absolute_url()).status_code == 200
        assert browser_of(cast.users["dave"]).get(document.file.get_absolute_url()).status_code == 404

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Document.objects.exists()


class TestTakingScanBack(PageAccess):
    wrong = "erin"
    method = "post"

    def url(self, cast: Cast) -> str:
        grade = GradeFactory.create(worker=cast.worker("carol"))
        browser_of(cast.users["alice"]).post(page("fact_scans", "grade", grade.pk), {"file": [scan()]})
        return reverse("skills:scan_take_back", args=["C-carol", Document.objects.get().pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "传错了文件"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        document = Document.objects.get()
        assert (document.void_reason, document.voided_by) == ("传错了文件", cast.users["alice"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Document.objects.get().voided_at is None


def mark_in(cast: Cast, url: str, name: str = "alice") -> str:
    """The mark the form carries."""
    response = browser_of(cast.users[name]).get(url)
    return str(response.context["shown_mark"])


@pytest.mark.django_db
def test_nobody_keeps_their_own_facts(cast: Cast) -> None:
    url = reverse("skills:fact_record", args=["C-alice", "spell"])
    assert browser_of(cast.users["alice"]).get(url).status_code == 403


@pytest.mark.django_db
def test_fact_of_another_worker_is_not_found(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("ivan"))
    assert browser_of(cast.users["alice"]).get(page("fact_correct", "spell", spell.pk)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["personal", "nothing"])
def test_kind_that_is_no_fact_is_not_found(cast: Cast, kind: str) -> None:
    assert browser_of(cast.users["alice"]).get(page("fact_record", kind)).status_code == 404


@pytest.mark.django_db
def test_second_clerk_is_shown_what_the_first_changed_and_saves_knowingly(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    url = page("fact_correct", "spell", spell.pk)
    values = {"occupation": spell.occupation_id, "reason": "以合同为准"}
    mine, theirs = mark_in(cast, url, "alice"), mark_in(cast, url, "ruth")
    browser_of(cast.users["ruth"]).post(url, {**values, "since": "2014-01-01", "shown": theirs})
    refused = browser_of(cast.users["alice"]).post(url, {**values, "since": "2013-01-01", "shown": mine})
    said = text_of(refused)
    assert refused.status_code == 409
    assert "2015-07-01 → 2014-01-01" in said
    assert "陆如" in said
    assert 'value="2013-01-01"' in said
    assert EmploymentSpell.objects.current().get().since == date(2014, 1, 1)
    again = refused.context["shown_mark"]
    browser_of(cast.users["alice"]).post(url, {**values, "since": "2013-01-01", "shown": again})
    assert EmploymentSpell.objects.current().get().since == date(2013, 1, 1)
    assert EmploymentSpell.objects.count() == 3


@pytest.mark.django_db
def test_fact_taken_back_meanwhile_is_not_corrected(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    url = page("fact_correct", "spell", spell.pk)
    back = page("fact_take_back", "spell", spell.pk)
    mine = mark_in(cast, url)
    browser_of(cast.users["ruth"]).post(back, {"reason": "查无此事", "shown": mark_in(cast, back, "ruth")})
    sent = {"occupation": spell.occupation_id, "since": "2013-01-01", "reason": "合同", "shown": mine}
    refused = browser_of(cast.users["alice"]).post(url, sent)
    assert refused.status_code == 409
    assert "查无此事" in text_of(refused)
    assert not EmploymentSpell.objects.current().exists()


@pytest.mark.django_db
def test_correction_without_mark_is_refused(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    sent = {"occupation": spell.occupation_id, "since": "2013-01-01", "reason": "合同"}
    refused = browser_of(cast.users["alice"]).post(page("fact_correct", "spell", spell.pk), sent)
    assert refused.status_code == 409
    assert EmploymentSpell.objects.get().since == date(2015, 7, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("wage", {"month": "2026-13", "amount": "5000"}, "month"),
        ("wage", {"month": "2026-10", "amount": "-1"}, "amount"),
        ("wage", {"month": "2026-10", "amount": "1.234"}, "amount"),
        ("wage", {"month": "2099-10", "amount": "5000"}, "month"),
        ("spell", {"since": "2999-01-01"}, "since"),
        ("spell", {"since": "1950-01-01"}, "since"),
        ("spell", {"since": "2015-01-01", "until": "2014-01-01"}, "until"),
        ("spell", {"since": "2015-01-01", "until": "9999-12-31"}, "until"),
        ("title", {"rank": 2, "name": "", "awarded_on": "2020-01-01"}, "name"),
        ("diploma", {"kind": "大专", "graduated_on": "1950-07-01"}, "graduated_on"),
        (
            "grade",
            {"level": 3, "issued_on": "2020-06-01", "basis": "assessment", "certificate_no": "Z1"},
            "certificate_no",
        ),
        ("grade", {"level": 7, "issued_on": "2020-06-01", "basis": "assessment"}, "basis"),
    ],
)
def test_what_cannot_be_true_is_told_beside_its_field(
    cast: Cast, kind: str, sent: dict[str, Any], field: str
) -> None:
    carol = cast.worker("carol")
    carol.birth_date = date(1985, 5, 5)
    carol.save()
    if kind in ("spell", "grade"):
        sent = {**sent, "occupation": OccupationFactory.create().pk}
    refused = browser_of(cast.users["alice"]).post(page("fact_record", kind), sent)
    assert refused.status_code in (200, 400)
    assert list(refused.context["form"].errors) == [field]
    assert not any(
        model.objects.exists() for model in (MonthlyWage, EmploymentSpell, Title, Diploma, GradeRecord)
    )


@pytest.mark.django_db
def test_future_graduation_is_kept_as_expected_and_pointed_out(cast: Cast) -> None:
    sent = {"kind": "大专", "major_name": "机电一体化", "graduated_on": "2027-07-01"}
    told = browser_of(cast.users["alice"]).post(page("fact_record", "diploma"), sent, follow=True)
    assert Diploma.objects.get().graduated_on == date(2027, 7, 1)
    assert "counts as expected" in text_of(told)


@pytest.mark.django_db
def test_overlapping_work_is_kept_and_pointed_out(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    sent = {"occupation": spell.occupation_id, "since": "2016-01-01", "until": "2016-12-31"}
    told = browser_of(cast.users["alice"]).post(page("fact_record", "spell"), sent, follow=True)
    assert EmploymentSpell.objects.get(since=date(2016, 1, 1)).until == date(2017, 1, 1)
    assert "Days that overlap count once" in text_of(told)


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2026-10", "2026年10月", "202610", "2026-10-31"])
def test_month_is_read_in_any_spelling(cast: Cast, month: str) -> None:
    browser_of(cast.users["alice"]).post(page("fact_record", "wage"), {"month": month, "amount": "6543.21"})
    wage = MonthlyWage.objects.get()
    assert (wage.month, wage.amount) == (date(2026, 10, 1), Decimal("6543.21"))


@pytest.mark.django_db
def test_scan_that_is_no_scan_is_refused_and_nothing_recorded(cast: Cast) -> None:
    sent = {
        "rank": 2,
        "name": "工程师",
        "awarded_on": "2020-12-01",
        "file": [scan("a.pdf", b"MZ\x90\x00 exe")],
    }
    refused = browser_of(cast.users["alice"]).post(page("fact_record", "title"), sent)
    assert list(refused.context["form"].errors) == ["file"]
    assert not Title.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_scans_go_on_with_the_corrected_grade(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    alice = browser_of(cast.users["alice"])
    alice.post(page("fact_scans", "grade", grade.pk), {"file": [scan()]})
    url = page("fact_correct", "grade", grade.pk)
    sent = {
        "occupation": grade.occupation_id,
        "level": Level.SENIOR.value,
        "issued_on": "2020-06-01",
        "basis": "assessment",
        "reason": "等级录错",
        "shown": mark_in(cast, url),
    }
    alice.post(url, sent)
    new = GradeRecord.objects.current().get()
    assert (new.voids, new.level) == (grade, Level.SENIOR)
    assert Document.objects.get().grade == new


@pytest.mark.django_db
def test_wages_are_not_shown_to_the_union(cast: Cast) -> None:
    WageFactory.create(worker=cast.worker("carol"))
    assert "6,543.21" in text_of(
        browser_of(cast.users["alice"]).get(reverse("skills:facts", args=["C-carol"]))
    )
    assert browser_of(cast.users["dave"]).get(reverse("skills:facts", args=["C-carol"])).status_code == 403


class TestFactsQueries(QueryCount):
    queries = 11

    def url(self, cast: Cast) -> str:
        return reverse("skills:facts", args=["C-carol"])

    def make_rows(self, cast: Cast, number: int) -> None:
        carol = cast.worker("carol")
        SpellFactory.create_batch(number, worker=carol)
        TitleFactory.create_batch(number, worker=carol, voided_by=cast.users["ruth"])
        DiplomaFactory.create_batch(number, worker=carol)
        for _number in range(number):
            GradeFactory.create(worker=carol, recorded_by=cast.users["ruth"])
