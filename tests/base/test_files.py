import io
import os
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base import files
from base.encryption import DecryptionError
from base.errors import InvalidInput, Missing
from base.file_contents import content_path
from base.file_types import XLS, XLSM, XLSX, ZIP, sniff_type
from base.files import MEGABYTE, file_guard, open_file, purge_files, readable_file, store_file
from base.invariants import missing_contents
from base.models import StoredFile
from base.scoping import AnyUser
from tests.base.conftest import NOW
from workforce.models import User

KIND = "tests.evidence"
PNG_BYTES = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"certificate of alice"


@pytest.fixture(autouse=True)
def guarded_kind() -> Iterator[None]:
    @file_guard(KIND, max_bytes=3 * MEGABYTE)
    def may_read(user: AnyUser, stored: StoredFile) -> bool:
        return stored.uploaded_by_id == user.pk

    yield
    del files._kinds[KIND]


@pytest.fixture
def keep(alice: User) -> Callable[..., StoredFile]:
    def keep(
        content: bytes = PNG_BYTES, name: str = "证书.png", kind: str = KIND, **more: object
    ) -> StoredFile:
        return store_file(kind, content=io.BytesIO(content), name=name, actor=alice, now=NOW, **more)  # type: ignore[arg-type]

    return keep


Keep = Callable[..., StoredFile]


def test_a_kept_file_comes_back_as_it_was(keep: Keep) -> None:
    content = PNG_BYTES + os.urandom(2 * MEGABYTE + 5)
    stored = keep(content)
    assert b"".join(open_file(stored)) == content
    assert (stored.size, stored.content_type, stored.name) == (len(content), "image/png", "证书.png")


def test_nothing_readable_is_on_disk(keep: Keep, media_root: Path) -> None:
    keep()
    on_disk = [path for path in media_root.rglob("*") if path.is_file()]
    assert len(on_disk) == 1
    assert b"alice" not in on_disk[0].read_bytes()


def test_an_altered_content_is_refused(keep: Keep) -> None:
    stored = keep()
    path = content_path(stored.key)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DecryptionError):
        list(open_file(stored))


def test_a_content_cut_between_two_pieces_is_refused(keep: Keep) -> None:
    stored = keep(PNG_BYTES + bytes(MEGABYTE))
    path = content_path(stored.key)
    whole = path.read_bytes()
    first = 4 + int.from_bytes(whole[:4])
    path.write_bytes(whole[:first])
    with pytest.raises(DecryptionError):
        list(open_file(stored))


def test_the_content_of_one_file_does_not_open_as_another(keep: Keep) -> None:
    one, other = keep(), keep()
    content_path(other.key).write_bytes(content_path(one.key).read_bytes())
    with pytest.raises(DecryptionError):
        list(open_file(other))


def test_an_empty_file_is_refused(keep: Keep) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(b"")
    assert (refused.value.code, refused.value.field) == ("file_empty", "file")


def test_a_file_over_the_limit_is_refused_and_not_kept(keep: Keep, media_root: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(PNG_BYTES + bytes(3 * MEGABYTE))
    assert refused.value.code == "file_too_large"
    assert not media_root.exists()


def test_a_program_called_png_is_refused(keep: Keep) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(b"MZ\x90\x00" + bytes(100), name="photo.png")
    assert refused.value.code == "file_type"


def test_a_path_in_the_name_is_dropped(keep: Keep) -> None:
    assert keep(name="..\\..\\etc/passwd\r\n.png").name == "passwd .png"


def test_a_long_name_keeps_its_ending(keep: Keep) -> None:
    name = keep(name="长" * 400 + ".png").name
    assert len(name) == 255
    assert name.endswith(".png")


def test_a_kind_without_a_guard_cannot_be_kept(keep: Keep) -> None:
    with pytest.raises(LookupError):
        keep(kind="tests.unknown")


def test_a_content_that_breaks_off_leaves_nothing(alice: User, media_root: Path) -> None:
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= MEGABYTE:
                raise OSError("connection reset")
            return super().read(size)

    with pytest.raises(OSError, match="reset"):
        store_file(KIND, content=BreaksOff(PNG_BYTES + bytes(MEGABYTE)), name="a.png", actor=alice, now=NOW)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


def workbook(*names: str) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (workbook("xl/workbook.xml", "[Content_Types].xml"), XLSX),
        (workbook("xl/workbook.xml", "[Content_Types].xml", "xl/vbaProject.bin"), XLSM),
        (workbook("a.txt"), ZIP),
        (io.BytesIO(b"PK\x03\x04 broken"), ZIP),
        (io.BytesIO(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), XLS),
        (io.BytesIO(b"%PDF-1.7 ..."), "application/pdf"),
        (io.BytesIO("工号,姓名".encode("gb18030")), "text/plain"),
        (io.BytesIO(b"\x00\x01\x02\x03"), "application/octet-stream"),
        (io.BytesIO(b""), None),
    ],
)
def test_a_type_is_told_from_the_bytes(content: io.BytesIO, expected: str | None) -> None:
    assert sniff_type(content) == expected
    assert content.tell() == 0


def test_the_owner_gets_the_file_as_an_attachment(keep: Keep, alice: User, client: Client) -> None:
    stored = keep(name='成绩"单".png')
    client.force_login(alice)
    response = client.get(stored.get_absolute_url())
    assert b"".join(response) == PNG_BYTES
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(PNG_BYTES))


def test_a_file_of_another_user_is_not_found(keep: Keep, bob: User, client: Client) -> None:
    stored = keep()
    client.force_login(bob)
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_an_unknown_key_is_not_found(alice: User, client: Client) -> None:
    client.force_login(alice)
    assert client.get(reverse("base:file", args=[uuid.uuid4()])).status_code == 404


def test_without_a_login_no_file_is_sent(keep: Keep, client: Client) -> None:
    response = client.get(keep().get_absolute_url())
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_file_whose_guard_is_gone_is_for_nobody(keep: Keep, alice: User) -> None:
    stored = keep()
    StoredFile.objects.filter(pk=stored.pk).update(kind="tests.retired")
    with pytest.raises(Missing):
        readable_file(stored.key, user=alice)


def test_an_expired_file_is_removed_and_its_record_stays(keep: Keep, alice: User) -> None:
    stored = keep(expires_at=NOW + timedelta(days=30))
    assert purge_files(now=NOW + timedelta(days=29)) == 0
    assert purge_files(now=NOW + timedelta(days=30)) == 1
    assert not content_path(stored.key).exists()
    assert StoredFile.objects.get(pk=stored.pk).removed_at == NOW + timedelta(days=30)
    with pytest.raises(Missing):
        readable_file(stored.key, user=alice)
    assert missing_contents() == []


def test_content_without_a_row_is_removed_after_a_day(keep: Keep, media_root: Path) -> None:
    kept = keep()
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert purge_files(now=timezone.now()) == 0
    assert purge_files(now=timezone.now() + timedelta(days=2)) == 1
    assert [path.name for path in media_root.rglob("*") if path.is_file()] == [kept.key.hex]


def test_a_row_without_content_is_reported(keep: Keep) -> None:
    stored = keep()
    content_path(stored.key).unlink()
    assert missing_contents() == [f"stored file {stored.pk} has no content"]
    with pytest.raises(Missing):
        open_file(stored)
