"""Correction requests and imports through the API."""

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from skills.enums import CorrectionState
from skills.models import CorrectionRequest
from skills.roster.staging import KIND
from tests.access import ApiAccess, Cast
from tests.factories.skills import CorrectionRequestFactory
from tests.skills.api.clients import API, signed_in


def carols_request(cast: Cast) -> CorrectionRequest:
    return CorrectionRequestFactory.create(worker=cast.worker("carol"), requested_by=cast.users["carol"])


class TestCorrectionShown(ApiAccess):
    wrong = None  # who does not keep or audit the record does not find the request
    stranger = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests/{carols_request(cast).pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = response.json()
        assert (shown["worker"], shown["proposed"]) == ("C-carol", {"phone": "13811112222"})


class TestCorrectionAsked(ApiAccess):
    method = "post"
    right = "carol"
    wrong = "erin"  # has no worker record of her own
    stranger = None  # everybody asks about their own record alone

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"fact_kind": "personal", "text": "电话已换", "proposed": {"phone": "13811112222"}}

    def assert_done(self, cast: Cast, response: Any) -> None:
        asked = CorrectionRequest.objects.get()
        assert (asked.worker, asked.requested_by) == (cast.worker("carol"), cast.users["carol"])
        assert (response.status_code, response.json()["state"]) == (201, "waiting")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not CorrectionRequest.objects.exists()


class TestCorrectionAccepted(ApiAccess):
    method = "post"
    wrong = "erin"  # audit reads, never decides

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests/{carols_request(cast).pk}/accept"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert cast.worker("carol").phone == "13811112222"
        assert CorrectionRequest.objects.get().decided_by == cast.users["alice"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert cast.worker("carol").phone == "13900000000"


class TestOwnCorrectionAccepted(TestCorrectionAccepted):
    wrong = "carol"  # nobody decides their own


class TestCorrectionDeclined(ApiAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests/{carols_request(cast).pk}/decline"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "请附证明"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        decided = CorrectionRequest.objects.get()
        assert (decided.state, decided.decision_reason) == (CorrectionState.DECLINED, "请附证明")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WAITING


class TestCorrectionWithdrawn(ApiAccess):
    method = "post"
    right = "carol"
    wrong = "alice"  # only who asked withdraws

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests/{carols_request(cast).pk}/withdraw"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WITHDRAWN

    def assert_nothing_done(self, cast: Cast) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WAITING


def test_second_decision_is_409(cast: Cast) -> None:
    address = f"{API}/correction-requests/{carols_request(cast).pk}"
    signed_in(cast, "alice").post(f"{address}/decline", {"reason": "请附证明"})
    answer = signed_in(cast, "ruth").post(f"{address}/accept", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "state_changed")


def roster() -> bytes:
    """A workbook with the header and one row that names nobody."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("花名册")
        sheet.write_row(0, 0, ["序号", "工号", "姓名", "性别", "身份证号", "单位", "部门/车间"])
        sheet.write_row(1, 0, ["1", "", "张三", "男", "", "甲公司", ""])
    return content.getvalue()


def alices_import(cast: Cast, state: ImportState = ImportState.STAGED) -> WorkbookImport:
    batch = WorkbookImport.objects.create(
        kind=KIND,
        file_name="花名册.xlsx",
        sha256="0" * 64,
        state=state,
        uploaded_by=cast.users["alice"],
        uploaded_at=timezone.now(),
        counts={"rows": 1, "rejected": 1},
    )
    fault = {"column": "employee_no", "code": "employee_no_missing", "params": {}}
    StagedRow.objects.create(
        batch=batch, sheet_row=2, cells={"name": "张三"}, verdict=RowVerdict.REJECTED, faults=[fault]
    )
    return batch


class TestRosterHandedIn(ApiAccess):
    method = "post"
    wrong = "dave"
    stranger = None  # everybody who imports has imports of their own

    def url(self, cast: Cast) -> str:
        return f"{API}/imports"

    def ask(self, cast: Cast, name: str | None) -> Any:
        client = self.client_class()
        if name is not None:
            client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
        return client.post(
            self.url(cast), {"file": SimpleUploadedFile("花名册.xlsx", roster())}, format="multipart"
        )

    def assert_done(self, cast: Cast, response: Any) -> None:
        batch = WorkbookImport.objects.get()
        assert (batch.uploaded_by, batch.state) == (cast.users["alice"], ImportState.UPLOADED)
        assert (response.status_code, response.json()["progress"]["done"]) == (202, 0)

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not WorkbookImport.objects.exists()


class TestImportShown(ApiAccess):
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["counts"] == {"rows": 1, "rejected": 1}


class TestImportRows(ApiAccess):
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/rows?verdict=rejected"

    def assert_done(self, cast: Cast, response: Any) -> None:
        (row,) = response.json()["results"]
        assert (row["sheet_row"], row["faults"][0]["code"]) == (2, "employee_no_missing")
        assert row["faults"][0]["message"]


class TestRejectedRows(ApiAccess):
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/rejected.xlsx"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert b"".join(response.streaming_content).startswith(b"PK")


class TestRowRepaired(ApiAccess):
    method = "post"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/rows/2/repair"

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"cells": {"employee_no": "C-new"}}

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = StagedRow.objects.get()
        assert row.cells["employee_no"] == "C-new"
        assert "employee_no_missing" not in {fault["code"] for fault in row.faults}

    def assert_nothing_done(self, cast: Cast) -> None:
        assert "employee_no" not in StagedRow.objects.get().cells


class TestRepairsAccepted(ApiAccess):
    method = "post"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/accept-repairs"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json() == {"mended": 0}


class TestImportConfirmed(ApiAccess):
    method = "post"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/confirm"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert WorkbookImport.objects.get().state == ImportState.COMMITTING

    def assert_nothing_done(self, cast: Cast) -> None:
        assert WorkbookImport.objects.get().state == ImportState.STAGED


class TestImportUndone(ApiAccess):
    method = "post"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        batch = alices_import(cast, ImportState.COMMITTED)
        batch.parameters = {"history_mark": {"Worker": 0, "Placement": 0}}
        batch.save()
        return f"{API}/imports/{batch.pk}/undo"

    def assert_done(self, cast: Cast, response: Any) -> None:
        batch = WorkbookImport.objects.get()
        assert (batch.state, batch.undone_by) == (ImportState.UNDONE, cast.users["alice"])

    def assert_nothing_done(self, cast: Cast) -> None:
        assert WorkbookImport.objects.get().state == ImportState.COMMITTED


class TestImportDiscarded(ApiAccess):
    method = "post"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{alices_import(cast).pk}/discard"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert WorkbookImport.objects.get().state == ImportState.DISCARDED

    def assert_nothing_done(self, cast: Cast) -> None:
        assert WorkbookImport.objects.get().state == ImportState.STAGED


def test_import_list_holds_ones_own(cast: Cast) -> None:
    batch = alices_import(cast)
    assert [row["id"] for row in signed_in(cast, "alice").get(f"{API}/imports").json()["results"]] == [
        batch.pk
    ]
    assert signed_in(cast, "ruth").get(f"{API}/imports").json()["results"] == []
