"""Everything about one worker, for the worker and for HR with a reason: whole, sealed, told to the worker."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.errors import Conflict, InvalidInput, NotPermitted
from base.file_contents import content_path
from base.files import open_file, purge_files
from base.jobs import run_job
from base.models import ExportRecord, StoredFile
from skills.privacy.belongings import IN_OFFICE, NOT_HANDED_OUT, OWNED
from skills.privacy.exports import ask_personal_export
from tests.access import Cast
from tests.skills.privacy.conftest import ID_NUMBER, NAME, NOW, OLD_NAME, PDF, PHONE, SCHOOL, Subject
from workforce.models import IdNumberReading, PersonalExport, User, Worker

#: Ways from a table to a worker that are neither rows of the record nor acts in office, and why.
EXPLAINED = {
    ("workforce.Worker", "merged_into"): "a merged record is handed out as the person's own rows",
    ("workforce.Delegation", "headship"): "a way to the head, followed by OWNED",
}


def made(actor: User, subject: Subject, **asked: Any) -> PersonalExport:
    export = ask_personal_export(actor=actor, worker=subject.worker, now=timezone.now(), **asked)
    assert export.job is not None
    run_job(export.job.pk)
    export.refresh_from_db()
    export.job.refresh_from_db()
    assert export.job.state == "succeeded", export.job.error
    return export


def unpacked(export: PersonalExport) -> tuple[dict[str, Any], zipfile.ZipFile]:
    assert export.file is not None
    archive = zipfile.ZipFile(BytesIO(b"".join(open_file(export.file))))
    return json.loads(archive.read("data.json")), archive


def rows(document: dict[str, Any], table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["tables"][table]["rows"]
    return found


def test_every_way_to_a_worker_is_handed_out_or_explained() -> None:
    """A new table about people must be added to `OWNED`, or explained here or in NOT_HANDED_OUT."""
    open_ways = [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
        for column in model._meta.local_concrete_fields
        if column.is_relation
        and column.related_model in (Worker, User)
        and column.name not in {way.split("__")[0] for way in OWNED.get(model._meta.label, ())}
        and column.name not in IN_OFFICE
        and model._meta.label not in NOT_HANDED_OUT
        and (model._meta.label, column.name) not in EXPLAINED
    ]
    assert open_ways == []


@pytest.mark.django_db
class TestContents:
    def test_every_table_with_a_row_about_the_worker_is_in_it(self, subject: Subject) -> None:
        document, _archive = unpacked(made(subject.user, subject))
        filled = {name for name, table in document["tables"].items() if table["rows"]}
        assert filled >= {
            "workforce.Worker",
            "workforce.User",
            "workforce.Relation",
            "workforce.RoleGrant",
            "workforce.ApiToken",
            "workforce.IdNumberReading",
            "workforce.PersonalExport",
            "skills.EmploymentSpell",
            "skills.Title",
            "skills.Diploma",
            "skills.ApprenticeshipCompletion",
            "skills.MonthlyWage",
            "skills.TitleMatch",
            "skills.DiplomaMatch",
            "skills.GradeRecord",
            "skills.Standing",
            "skills.CorrectionRequest",
            "base.SavedView",
            "notices.Reminder",
            "notices.Message",
            "notices.PersonSettings",
            "notices.Choice",
            "notices.CalendarLink",
            "mfa.Authenticator",
        }

    def test_voided_facts_and_old_values_are_in_it(self, subject: Subject) -> None:
        document, _archive = unpacked(made(subject.user, subject))
        assert rows(document, "skills.MonthlyWage")[0]["voided_at"]
        assert document["history"]["workforce.Worker"][0]["old_values"]["name"] == OLD_NAME
        assert any(one["what"] == "tests.noted" for one in document["happenings"])
        assert document["imported_rows"][0]["cells"]["name"] == NAME

    def test_files_are_in_it_in_plain(self, subject: Subject) -> None:
        document, archive = unpacked(made(subject.user, subject))
        assert [archive.read(one["path"]) for one in document["files"]] == [PDF]

    def test_the_index_is_readable_and_escapes(self, subject: Subject) -> None:
        Worker.objects.filter(pk=subject.worker.pk).update(phone="<script>")
        _document, archive = unpacked(made(subject.user, subject))
        index = archive.read("index.html").decode()
        assert SCHOOL in index
        assert "<script>" not in index
        assert "&lt;script&gt;" in index

    def test_nothing_that_opens_an_account_is_in_it(self, subject: Subject) -> None:
        document, _archive = unpacked(made(subject.user, subject))
        assert "password" not in rows(document, "workforce.User")[0]
        assert set(rows(document, "workforce.ApiToken")[0]) & {"digest", "token_key"} == set()
        assert "data" not in rows(document, "mfa.Authenticator")[0]

    def test_the_worker_is_given_the_own_number_but_not_hrs_remark(self, subject: Subject) -> None:
        document, _archive = unpacked(made(subject.user, subject))
        own = rows(document, "workforce.Worker")[0]
        assert (own["id_number"], own["phone"]) == (ID_NUMBER, PHONE)
        assert "remark" not in own
        assert not any("remark" in old["old_values"] for old in document["history"]["workforce.Worker"])
        assert {"what": "remark"}.items() <= document["left_out"][len(NOT_HANDED_OUT)].items()

    def test_nobody_elses_rows_are_in_it(self, cast: Cast, subject: Subject) -> None:
        document, _archive = unpacked(made(subject.user, subject))
        assert [row["employee_no"] for row in rows(document, "workforce.Worker")] == [
            subject.worker.employee_no
        ]
        assert "C-bob" not in json.dumps(document, ensure_ascii=False)


@pytest.mark.django_db
class TestAsking:
    def test_hr_gives_a_reason_and_gets_the_mask_alone(self, cast: Cast, subject: Subject) -> None:
        with pytest.raises(InvalidInput) as refused:
            ask_personal_export(actor=cast.user("alice"), worker=subject.worker, now=NOW)
        assert refused.value.field == "reason"
        document, _archive = unpacked(made(cast.user("alice"), subject, reason="劳动仲裁"))
        assert "id_number" not in rows(document, "workforce.Worker")[0]
        assert ID_NUMBER not in json.dumps(document)

    def test_the_whole_number_for_hr_is_a_logged_reading(self, cast: Cast, subject: Subject) -> None:
        before = IdNumberReading.objects.count()
        export = made(cast.user("alice"), subject, reason="劳动仲裁", with_id_number=True)
        document, _archive = unpacked(export)
        assert rows(document, "workforce.Worker")[0]["id_number"] == ID_NUMBER
        assert IdNumberReading.objects.count() == before + 1
        assert IdNumberReading.objects.latest("pk").reason == "劳动仲裁"

    @pytest.mark.parametrize("name", ["bob", "dave", "erin", "heidi", "frank", "carol", "admin"])
    def test_others_may_not(self, cast: Cast, subject: Subject, name: str) -> None:
        with pytest.raises(NotPermitted):
            ask_personal_export(actor=cast.user(name), worker=subject.worker, reason="x", now=NOW)

    def test_a_second_one_waits_for_the_first(self, subject: Subject) -> None:
        ask_personal_export(actor=subject.user, worker=subject.worker, now=NOW)
        with pytest.raises(Conflict):
            ask_personal_export(actor=subject.user, worker=subject.worker, now=NOW)

    def test_a_right_that_ended_meanwhile_ends_the_job(self, cast: Cast, subject: Subject) -> None:
        export = ask_personal_export(actor=cast.user("alice"), worker=subject.worker, reason="x", now=NOW)
        Worker.objects.filter(pk=subject.worker.pk).update(unit=cast.company_b)
        assert export.job is not None
        run_job(export.job.pk)
        export.job.refresh_from_db()
        assert export.job.state == "failed"
        assert not StoredFile.objects.filter(kind="skills.personal_export").exists()

    def test_the_export_is_recorded_and_ends(self, cast: Cast, subject: Subject) -> None:
        export = made(cast.user("alice"), subject, reason="劳动仲裁")
        record = ExportRecord.objects.get(kind="skills.personal_data")
        assert (record.exported_by, record.arguments["worker"]) == (cast.user("alice"), subject.worker.pk)
        assert export.file is not None
        assert export.made_at is not None
        assert export.file.expires_at == export.made_at + timedelta(days=7)
        assert NAME.encode() not in content_path(export.file.key).read_bytes()
        purge_files(now=export.made_at + timedelta(days=8))
        assert not content_path(export.file.key).exists()


@pytest.mark.django_db
class TestPages:
    def ask(self, cast: Cast, user: User, subject: Subject, **data: str) -> Any:
        client = Client()
        client.force_login(user, backend="workforce.accounts.AccountBackend")
        return client.post(reverse("skills:personal_data", args=[subject.worker.employee_no]), data)

    def read(self, user: User, address: str) -> Any:
        client = Client()
        client.force_login(user, backend="workforce.accounts.AccountBackend")
        return client.get(address)

    def test_the_worker_asks_and_fetches(self, cast: Cast, subject: Subject) -> None:
        assert self.ask(cast, subject.user, subject).status_code == 302
        export = PersonalExport.objects.get()
        assert export.job is not None
        run_job(export.job.pk)
        export.refresh_from_db()
        assert export.file is not None
        page = self.read(subject.user, reverse("skills:personal_data", args=[subject.worker.employee_no]))
        assert export.file.get_absolute_url() in page.content.decode()
        answer = self.read(subject.user, export.file.get_absolute_url())
        assert zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None

    def test_only_the_asker_fetches_and_the_worker_sees_who_asked(self, cast: Cast, subject: Subject) -> None:
        export = made(cast.user("alice"), subject, reason="劳动仲裁需要")
        assert export.file is not None
        assert self.read(cast.user("alice"), export.file.get_absolute_url()).status_code == 200
        for name in ("ruth", "carol", "erin", "admin", "bob"):
            assert self.read(cast.user(name), export.file.get_absolute_url()).status_code == 404
        assert self.read(subject.user, export.file.get_absolute_url()).status_code == 404
        page = self.read(subject.user, reverse("skills:personal_data", args=[subject.worker.employee_no]))
        assert "劳动仲裁需要" in page.content.decode()
        assert "艾丽" in page.content.decode()

    @pytest.mark.parametrize(
        ("name", "status"), [("bob", 404), ("carol", 404), ("heidi", 403), ("erin", 403), ("admin", 404)]
    )
    def test_others_are_refused(self, cast: Cast, subject: Subject, name: str, status: int) -> None:
        assert self.ask(cast, cast.user(name), subject, reason="x").status_code == status
        assert not PersonalExport.objects.exists()

    def test_without_a_reason_hr_is_told_beside_the_field(self, cast: Cast, subject: Subject) -> None:
        answer = self.ask(cast, cast.user("alice"), subject, reason=" ")
        assert answer.context["form"].errors["reason"]
        assert not PersonalExport.objects.exists()
