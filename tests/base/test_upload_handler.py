"""What an upload leaves behind: nothing on the disk, and no more in memory than is accepted."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from base.errors import InvalidInput
from base.upload_handler import DroppedContent
from base.workbooks.safety import MAX_FILE_BYTES


def sent(**sizes: int) -> HttpRequest:
    """A request with files of these sizes."""
    files = {name: SimpleUploadedFile(f"{name}.bin", os.urandom(size)) for name, size in sizes.items()}
    return RequestFactory().post("/", {"said": "yes", **files})


@pytest.fixture(autouse=True)
def no_temporary_directory(settings: Any, tmp_path: Path) -> None:
    """Whatever wants to write an upload into the temporary directory fails."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")


def test_large_file_stays_in_memory_whole() -> None:
    files = sent(roster=6_000_000).FILES
    (upload,) = files.getlist("roster")
    assert (upload.size, len(upload.read()), upload.name) == (6_000_000, 6_000_000, "roster.bin")


def test_too_large_file_is_dropped_and_tells_its_size() -> None:
    request = sent(roster=MAX_FILE_BYTES + 1)
    (upload,) = request.FILES.getlist("roster")
    content: object = upload.file
    assert isinstance(content, DroppedContent)
    assert (upload.size, upload.seek(0, io.SEEK_END)) == (MAX_FILE_BYTES + 1, MAX_FILE_BYTES + 1)
    upload.seek(0)
    with pytest.raises(InvalidInput):
        upload.read()
    assert request.POST["said"] == "yes"


def test_largest_file_accepted_is_kept() -> None:
    (upload,) = sent(roster=MAX_FILE_BYTES).FILES.getlist("roster")
    assert len(upload.read()) == MAX_FILE_BYTES


def test_many_files_of_one_request_are_kept_up_to_the_limit_of_one() -> None:
    files = sent(first=MAX_FILE_BYTES // 2, second=MAX_FILE_BYTES // 2 + 1, third=1000).FILES
    kept = {name: not isinstance(files.getlist(name)[0].file, DroppedContent) for name in files}
    assert kept == {"first": True, "second": False, "third": True}
