"""Facts and grades through the API: nobody, a stranger, the wrong role, the right one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from base.models import StoredFile
from skills.enums import Level
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Title,
    TitleMatch,
)
from tests.access import ApiAccess, Cast
from tests.factories.skills import (
    ApprenticeshipFactory,
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
)
from tests.skills.api.clients import API, signed_in


class TestSpellShown(ApiAccess):
    wrong = None  # whoever sees the worker sees the spells

    def url(self, cast: Cast) -> str:
        spell = SpellFactory.create(worker=cast.worker("carol"))
        return f"{API}/spells/{spell.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = response.json()
        assert (shown["worker"], shown["since"], shown["until"]) == ("C-carol", "2015-07-01", None)


class TestSpellRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/spells"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "occupation": OccupationFactory.create().pk, "since": "2012-03-01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        spell = EmploymentSpell.objects.get()
        assert (spell.worker, spell.since) == (cast.worker("carol"), date(2012, 3, 1))
        answer = response.json()
        assert (response.status_code, answer["record"]["id"], answer["notices"]) == (201, spell.pk, [])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not EmploymentSpell.objects.exists()


class TestSpellCorrected(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        spell = SpellFactory.create(worker=cast.worker("carol"))
        return f"{API}/spells/{spell.pk}/correct"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        occupation = OccupationFactory.create()
        return {"occupation": occupation.pk, "since": "2014-01-01", "reason": "以合同为准"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert EmploymentSpell.objects.current().get().since == date(2014, 1, 1)
        assert EmploymentSpell.objects.exclude(voided_at=None).get().void_reason == "以合同为准"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert EmploymentSpell.objects.get().voided_at is None


class TestSpellVoided(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        spell = SpellFactory.create(worker=cast.worker("carol"))
        return f"{API}/spells/{spell.pk}/void"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "重复登记"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert EmploymentSpell.objects.get().voided_by == cast.users["alice"]
        assert response.json()["void_reason"] == "重复登记"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert EmploymentSpell.objects.get().voided_at is None


class TestTitleRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/titles"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "rank": 2, "name": "工程师", "awarded_on": "2020-12-01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Title.objects.get().name == "工程师"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Title.objects.exists()


class TestTitleJudged(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        title = TitleFactory.create(worker=cast.worker("carol"))
        return f"{API}/titles/{title.pk}/judge"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"occupation": OccupationFactory.create().pk, "matches": True}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert TitleMatch.objects.get().matches is True
        assert response.json()["matches"] is True

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not TitleMatch.objects.exists()


class TestDiplomaShown(ApiAccess):
    def url(self, cast: Cast) -> str:
        diploma = DiplomaFactory.create(worker=cast.worker("carol"))
        return f"{API}/diplomas/{diploma.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["major_name"] == "机电一体化"


class TestDiplomaRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/diplomas"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "kind": "本科", "graduated_on": "2008-07-01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Diploma.objects.get().kind == "本科"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Diploma.objects.exists()


class TestDiplomaJudged(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        diploma = DiplomaFactory.create(worker=cast.worker("carol"))
        return f"{API}/diplomas/{diploma.pk}/judge"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"occupation": OccupationFactory.create().pk, "matches": False, "reason": "专业不符"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        match = DiplomaMatch.objects.get()
        assert (match.matches, match.reason) == (False, "专业不符")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not DiplomaMatch.objects.exists()


class TestApprenticeshipRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/apprenticeships"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        occupation = OccupationFactory.create()
        return {"worker": "C-carol", "occupation": occupation.pk, "completed_on": "2013-07-01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert ApprenticeshipCompletion.objects.get().completed_on == date(2013, 7, 1)

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ApprenticeshipCompletion.objects.exists()


class TestApprenticeshipVoided(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        completion = ApprenticeshipFactory.create(worker=cast.worker("carol"))
        return f"{API}/apprenticeships/{completion.pk}/void"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "登记错人"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert ApprenticeshipCompletion.objects.get().void_reason == "登记错人"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert ApprenticeshipCompletion.objects.get().voided_at is None


class TestWageShown(ApiAccess):
    right = "heidi"  # finance sees wages
    wrong = "dave"  # the union does not

    def url(self, cast: Cast) -> str:
        wage = WageFactory.create(worker=cast.worker("carol"))
        return f"{API}/wages/{wage.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["amount"] == "6543.21"


class TestWageRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/wages"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "month": "2026-10-17", "amount": "5432.10"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        wage = MonthlyWage.objects.get()
        assert (wage.month, wage.amount) == (date(2026, 10, 1), Decimal("5432.10"))

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not MonthlyWage.objects.exists()


class TestGradeShown(ApiAccess):
    wrong = None  # whoever sees the worker sees the grades

    def url(self, cast: Cast) -> str:
        grade = GradeFactory.create(worker=cast.worker("carol"))
        return f"{API}/grades/{grade.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = response.json()
        assert (shown["worker"], shown["level"], shown["kind"]) == ("C-carol", 3, "grant")


class TestGradeRecorded(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return f"{API}/grades"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "worker": "C-carol",
            "occupation": OccupationFactory.create().pk,
            "level": 4,
            "issued_on": "2019-06-01",
            "basis": "assessment",
            "certificate_no": "Y000123000001193000001",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        grade = GradeRecord.objects.get()
        assert (grade.worker, grade.level) == (cast.worker("carol"), Level.SENIOR)
        assert response.json()["record"]["certificate_no"] == "Y000123000001193000001"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not GradeRecord.objects.exists()


class TestGradeCorrected(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        grade = GradeFactory.create(worker=cast.worker("carol"))
        return f"{API}/grades/{grade.pk}/correct"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {
            "occupation": OccupationFactory.create().pk,
            "level": 3,
            "issued_on": "2019-06-01",
            "basis": "assessment",
            "reason": "以证书为准",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert GradeRecord.objects.current().get().issued_on == date(2019, 6, 1)

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not GradeRecord.objects.get().is_void


class TestGradeAnnulled(ApiAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        grade = GradeFactory.create(worker=cast.worker("carol"))
        return f"{API}/grades/{grade.pk}/annul"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "证书系伪造"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert not GradeRecord.objects.current().exists()
        assert response.json()["kind"] == "annulment"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert GradeRecord.objects.current().count() == 1


def test_second_correction_of_a_fact_is_409(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    client = signed_in(cast, "alice")
    client.post(f"{API}/spells/{spell.pk}/void", {"reason": "重复"})
    answer = client.post(f"{API}/spells/{spell.pk}/void", {"reason": "重复"})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_fault_names_its_field(cast: Cast) -> None:
    data = {"worker": "C-carol", "occupation": OccupationFactory.create().pk, "since": "2060-01-01"}
    answer = signed_in(cast, "alice").post(f"{API}/spells", data)
    assert (answer.status_code, answer.json()["code"]) == (400, "in_future")
    assert [error["field"] for error in answer.json()["errors"]] == ["since"]


def test_proof_is_kept_and_downloaded_by_those_who_may_see_it(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    proof = SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", "application/pdf")
    data = {
        "worker": "C-carol",
        "occupation": OccupationFactory.create().pk,
        "since": "2012-03-01",
        "evidence": proof,
    }
    answer = signed_in(cast, "alice").post(f"{API}/spells", data, format="multipart")
    assert answer.status_code == 201, answer.content
    address = answer.json()["record"]["evidence"]
    read = {name: signed_in(cast, name).get(address).status_code for name in cast.users}
    assert {name for name, status in read.items() if status == 200} == {"carol", "alice", "ruth", "erin"}
    assert {status for status in read.values() if status != 200} == {404}
    shown = signed_in(cast, "dave").get(f"{API}/spells/{answer.json()['record']['id']}")
    assert shown.json()["evidence"] is None


def test_file_that_is_no_proof_is_refused(cast: Cast) -> None:
    data = {
        "worker": "C-carol",
        "occupation": OccupationFactory.create().pk,
        "since": "2012-03-01",
        "evidence": SimpleUploadedFile("x.pdf", b"<html><script>alert(1)</script>", "application/pdf"),
    }
    answer = signed_in(cast, "alice").post(f"{API}/spells", data, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "file_type")
    assert not EmploymentSpell.objects.exists()


def test_lists_hold_what_each_may_see(cast: Cast) -> None:
    for name in ("carol", "ivan"):
        SpellFactory.create(worker=cast.worker(name))
        DiplomaFactory.create(worker=cast.worker(name))
        WageFactory.create(worker=cast.worker(name))
    expected: dict[str, dict[str, set[str]]] = {
        "alice": {"spells": {"C-carol"}, "diplomas": {"C-carol"}, "wages": {"C-carol"}},
        "heidi": {"spells": {"C-carol"}, "diplomas": set(), "wages": {"C-carol"}},
        "dave": {"spells": {"C-carol"}, "diplomas": {"C-carol"}, "wages": set()},
        "frank": {"spells": {"C-carol"}, "diplomas": {"C-carol"}, "wages": set()},
        "bob": {"spells": {"C-ivan"}, "diplomas": {"C-ivan"}, "wages": {"C-ivan"}},
        "carol": {"spells": {"C-carol"}, "diplomas": {"C-carol"}, "wages": {"C-carol"}},
        "grace": {"spells": set(), "diplomas": set(), "wages": set()},
        "admin": {"spells": set(), "diplomas": set(), "wages": set()},
    }
    for name, lists in expected.items():
        client = signed_in(cast, name)
        for kind, workers in lists.items():
            rows = client.get(f"{API}/{kind}").json()["results"]
            assert {row["worker"] for row in rows} == workers, (name, kind)


def test_refused_fact_leaves_no_file(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = {
        "worker": "C-carol",
        "occupation": OccupationFactory.create().pk,
        "since": "2060-01-01",
        "evidence": SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n%%EOF", "application/pdf"),
    }
    answer = signed_in(cast, "alice").post(f"{API}/spells", data, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "in_future")
    assert not StoredFile.objects.exists()
