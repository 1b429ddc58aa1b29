"""Files handed in by the pages and the API: never on the disk in plain text, and too large ones answered."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from base.models import StoredFile, WorkbookImport
from tests.access import Cast
from tests.skills.api.clients import signed_in
from tests.skills.roster.sheets import LABELS

API = "/api/v1/skills/imports"
TOO_LARGE = 25 * 1024 * 1024


@pytest.fixture(autouse=True)
def no_temporary_directory(settings: Any, tmp_path: Path) -> None:
    """Whatever wants to write an upload into the temporary directory fails."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")


def page_client(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def csv_of(size: int) -> SimpleUploadedFile:
    """A roster of this many bytes, all but its header blank."""
    header = (",".join(LABELS) + "\n").encode()
    return SimpleUploadedFile("名册.csv", header + b" " * (size - len(header)))


def test_roster_of_three_megabytes_is_taken_without_a_temporary_file(enterprise: Cast) -> None:
    page_client(enterprise, "alice").post(reverse("skills:imports"), {"file": csv_of(3_000_000)})
    assert WorkbookImport.objects.get().file_name == "名册.csv"


def test_page_answers_a_roster_that_is_too_large(enterprise: Cast) -> None:
    client = page_client(enterprise, "alice")
    answer = client.post(reverse("skills:imports"), {"file": csv_of(TOO_LARGE)})
    assert "文件大小为 25 MB" in answer.content.decode()
    assert not WorkbookImport.objects.exists()


def test_api_answers_a_roster_that_is_too_large(enterprise: Cast) -> None:
    answer = signed_in(enterprise, "alice").post(API, {"file": csv_of(TOO_LARGE)}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "file_too_large")


def test_proof_that_is_too_large_is_answered_beside_its_field(enterprise: Cast) -> None:
    proof = SimpleUploadedFile("证书.pdf", b"%PDF-1.7\n" + b" " * TOO_LARGE)
    data = {"text": "姓名有误", "name": "张叁", "file": proof}
    answer = page_client(enterprise, "carol").post(reverse("skills:ask_correction") + "?kind=personal", data)
    assert (answer.status_code, StoredFile.objects.exists()) == (400, False)
    assert "文件超过" in answer.content.decode()
