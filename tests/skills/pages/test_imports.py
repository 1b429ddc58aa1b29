"""The import clinic: hand in, look, mend, confirm, undo; and what it says when the background is away."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from base.jobs import run_job, sweep_jobs
from base.models import Job, StagedRow, WorkbookImport
from base.models.workbook import ImportState
from skills.models import GradeRecord, Occupation
from skills.roster.imports import confirm_roster, stage_roster
from tests.access import Cast, PageAccess, QueryCount
from tests.skills.api.test_correction_access import alices_import
from tests.skills.pages.clients import browser_of, text_of
from tests.skills.roster.conftest import enterprise, occupations
from tests.skills.roster.sheets import row, sheet, upload
from workforce.models import Worker

__all__ = ["enterprise", "occupations"]
LIST = reverse("skills:imports")
pytestmark = pytest.mark.django_db


def file_of(*rows: dict[str, Any], name: str = "名册.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sheet(*rows))


def run(batch: WorkbookImport) -> WorkbookImport:
    """Do the import's job here and now."""
    batch.refresh_from_db()
    run_job(batch.job_id or 0)
    batch.refresh_from_db()
    return batch


def checked(cast: Cast, *rows: dict[str, Any]) -> WorkbookImport:
    """An import of alice's, read and waiting for her."""
    return run(
        stage_roster(file=upload(*rows), name="名册.xlsx", actor=cast.user("alice"), now=timezone.now())
    )


def page_of(batch: WorkbookImport) -> str:
    return reverse("skills:import", args=[batch.pk])


def act_on(batch: WorkbookImport, act: str) -> str:
    return reverse("skills:act_on_import", args=[batch.pk, act])


class TestUploadPage(PageAccess):
    wrong = "erin"
    stranger = None

    def url(self, cast: Cast) -> str:
        alices_import(cast)
        return LIST

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "花名册.xlsx" in response.content.decode()

    def test_imports_of_others_are_not_listed(self, cast: Cast) -> None:
        assert "花名册.xlsx" not in self.ask(cast, "bob").content.decode()


class TestUpload(PageAccess):
    method = "post"
    wrong = "dave"
    stranger = None

    def url(self, cast: Cast) -> str:
        return LIST

    def data(self, cast: Cast) -> dict[str, Any]:
        return {"file": file_of(row())}

    def assert_done(self, cast: Cast, response: Any) -> None:
        batch = WorkbookImport.objects.get()
        assert response.headers["Location"] == page_of(batch)
        assert (batch.state, batch.uploaded_by) == (ImportState.UPLOADED, cast.users["alice"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not WorkbookImport.objects.exists()


class TestImportPage(PageAccess):
    wrong = "heidi"

    def url(self, cast: Cast) -> str:
        return page_of(WorkbookImport.objects.first() or alices_import(cast))

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "张三" in response.content.decode()


class TestMendPage(TestImportPage):
    def url(self, cast: Cast) -> str:
        batch = WorkbookImport.objects.first() or alices_import(cast)
        return reverse("skills:repair_row", args=[batch.pk, 2])


class TestProgress(TestImportPage):
    def url(self, cast: Cast) -> str:
        batch = WorkbookImport.objects.first() or alices_import(cast)
        return reverse("skills:import_progress", args=[batch.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.headers["HX-Refresh"] == "true"


class TestRejectedWorkbook(TestImportPage):
    def url(self, cast: Cast) -> str:
        batch = WorkbookImport.objects.first() or alices_import(cast)
        return reverse("skills:import_rejected", args=[batch.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert "张三" in {cell for line in book.worksheets[0].values for cell in line}


class TestDiscard(PageAccess):
    method = "post"

    def url(self, cast: Cast) -> str:
        return act_on(WorkbookImport.objects.first() or alices_import(cast), "discard")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert WorkbookImport.objects.get().state == ImportState.DISCARDED

    def assert_nothing_done(self, cast: Cast) -> None:
        assert WorkbookImport.objects.get().state == ImportState.STAGED


class TestQueries(QueryCount):
    queries = 9  # one of them asked by `url` below

    def url(self, cast: Cast) -> str:
        return page_of(WorkbookImport.objects.get())

    def make_rows(self, cast: Cast, number: int) -> None:
        batch = alices_import(cast)
        for position in range(number):
            StagedRow.objects.create(
                batch=batch, sheet_row=position + 10, cells={"name": "李四"}, verdict="new", key=str(position)
            )


def test_roster_goes_from_upload_to_undo(enterprise: Cast, occupations: dict[str, Occupation]) -> None:
    client = browser_of(enterprise.users["alice"])
    bad = row("A2", name="李四", level="超级工")
    client.post(LIST, {"file": file_of(row(), bad)})
    batch = run(WorkbookImport.objects.get())
    page = text_of(client.get(page_of(batch)))
    assert "Confirm: 1 new, 0 changed" in page
    assert '<span class="state state-green">New</span>' in page
    assert '<span class="state state-red">Rejected</span>' in page
    mend = reverse("skills:repair_row", args=[batch.pk, 3])
    form = client.get(mend).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert (
        client.post(mend, {**typed, "level": "初级工", "certificate_no": "", "issued_on": ""}).status_code
        == 302
    )
    batch.refresh_from_db()
    assert not Worker.objects.filter(employee_no="A1").exists()
    client.post(act_on(batch, "confirm"))
    batch = run(batch)
    assert batch.state == ImportState.COMMITTED
    assert GradeRecord.objects.filter(worker__employee_no="A1", is_void=False).exists()
    page = text_of(client.post(act_on(batch, "undo"), follow=True))
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE, page
    assert not GradeRecord.objects.current().filter(worker__employee_no="A1").exists()


def test_suggestions_are_taken_at_once(enterprise: Cast, occupations: dict[str, Occupation]) -> None:
    batch = checked(enterprise, row(sex="女"))
    assert batch.counts["rejected"] == 1
    page = text_of(browser_of(enterprise.users["alice"]).post(act_on(batch, "accept-repairs"), follow=True))
    batch.refresh_from_db()
    assert "Suggestions taken in 1 rows." in page
    assert (batch.counts["rejected"], batch.counts["new"]) == (0, 1)


def test_id_number_is_never_on_the_page(enterprise: Cast, occupations: dict[str, Occupation]) -> None:
    good, bad = row(), row("A2", name="", id_number="11010119850601123")
    batch = checked(enterprise, good, bad)
    client = browser_of(enterprise.users["alice"])
    pages = [page_of(batch), reverse("skills:repair_row", args=[batch.pk, 3])]
    for page in pages:
        shown = client.get(page).content.decode()
        assert good["id_number"] not in shown
        assert "11010119850601123" not in shown


def test_unreadable_file_is_refused_in_the_form(cast: Cast) -> None:
    for content in (b"", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 600):
        response = browser_of(cast.users["alice"]).post(
            LIST, {"file": SimpleUploadedFile("名册.xlsx", content)}
        )
        assert response.context["form"].errors, content
    assert not WorkbookImport.objects.exists()


def test_hostile_names_are_written_as_text(enterprise: Cast, occupations: dict[str, Occupation]) -> None:
    client = browser_of(enterprise.users["alice"])
    client.post(LIST, {"file": file_of(row(name="<img src=x>"), name="<img src=y>.xlsx")})
    batch = run(WorkbookImport.objects.get())
    for address in (page_of(batch), LIST):
        page = client.get(address).content.decode()
        assert "<img" not in page
    assert "&lt;img src=x&gt;" in client.get(page_of(batch)).content.decode()


def test_job_nobody_could_be_told_of_says_that_it_waits(enterprise: Cast) -> None:
    alice = enterprise.user("alice")
    batch = stage_roster(file=upload(row()), name="名册.xlsx", actor=alice, now=timezone.now())
    Job.objects.update(published_at=None)
    page = text_of(browser_of(enterprise.users["alice"]).get(page_of(batch)))
    assert "Waiting: the background service cannot be reached." in page


def test_import_confirmed_twice_is_written_once(enterprise: Cast, occupations: dict[str, Occupation]) -> None:
    batch = checked(enterprise, row())
    client = browser_of(enterprise.users["alice"])
    client.post(act_on(batch, "confirm"))
    page = text_of(client.post(act_on(batch, "confirm"), follow=True))
    assert "alert-danger" in page
    assert Job.objects.filter(kind="skills.roster.commit").count() == 1


@pytest.mark.parametrize("act", ["confirm", "discard", "undo", "accept-repairs"])
def test_each_act_has_a_page_that_asks_without_script(cast: Cast, act: str) -> None:
    batch = alices_import(cast)
    page = browser_of(cast.users["alice"]).get(act_on(batch, act)).content.decode()
    assert '<form method="post"' in page


def test_act_that_is_none_is_not_found(cast: Cast) -> None:
    batch = alices_import(cast)
    client = browser_of(cast.users["alice"])
    assert client.get(act_on(batch, "burn")).status_code == 404
    assert client.post(act_on(batch, "burn")).status_code == 404


def test_import_found_by_its_owner_alone_after_confirmation(
    enterprise: Cast, occupations: dict[str, Occupation]
) -> None:
    batch = checked(enterprise, row())
    confirm_roster(batch.pk, actor=enterprise.user("alice"), now=timezone.now())
    assert browser_of(enterprise.users["ruth"]).get(page_of(batch)).status_code == 404
    assert sweep_jobs(now=timezone.now()) >= 0
