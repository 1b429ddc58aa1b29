"""A backup is restored into an empty system and is the same there, row by row and file by file."""

import base64
import json
import os
import shutil
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.databases import OwnDatabase, contents_of, migrated_database, own_database

KEYS = {
    "SECRET_KEY": "backup-test",
    "ENCRYPTION_KEYS": "first:" + base64.b64encode(b"1" * 32).decode(),
    "BLIND_INDEX_KEY": base64.b64encode(b"b" * 32).decode(),
}
FILL = """
import io
from datetime import timedelta
from django.utils import timezone
from base.files import store_file
from base.models import StoredFile
now = timezone.now()
for number in range(3):
    content = io.BytesIO(b"%PDF-1.4 " + bytes([48 + number]) * 1500000)
    store_file("skills.evidence", content=content, name=f"{number}.pdf", actor=None, now=now)
StoredFile.objects.create(kind="skills.evidence", name="gone.pdf", content_type="application/pdf", size=1,
                          sha256="0" * 64, created_at=now, removed_at=now)
"""


@dataclass(frozen=True)
class BackedUp:
    """A system with the demo enterprise, and the backup taken of it."""

    system: OwnDatabase
    backup: Path
    keys: Path


@pytest.fixture(scope="module")
def backed_up(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackedUp]:
    folder = tmp_path_factory.mktemp("backup")
    with migrated_database(folder / "media", **KEYS) as system:
        system.manage("load_demo", "--workers", "60")
        system.python(FILL)
        backup, keys = folder / "monday", folder / "apart" / "keys.env"
        system.manage("backup", str(backup), "--keys-to", str(keys))
        yield BackedUp(system, backup, keys)


@pytest.fixture
def empty(django_db_setup: None, tmp_path: Path) -> Iterator[OwnDatabase]:
    with own_database(tmp_path / "media", **KEYS) as database:
        yield database


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_row_and_every_file_is_the_same(backed_up: BackedUp, empty: OwnDatabase) -> None:
    empty.manage("restore", str(backed_up.backup))
    before, after = contents_of(backed_up.system), contents_of(empty)
    assert len(before) > 60
    assert sum(len(rows) for rows in before.values()) > 2000
    assert after.keys() == before.keys()
    assert [table for table, rows in before.items() if rows != after[table]] == []
    assert files_below(empty.media) == files_below(backed_up.system.media)
    assert len(files_below(empty.media)) == 3


def test_the_restored_system_works_on(backed_up: BackedUp, empty: OwnDatabase) -> None:
    empty.manage("restore", str(backed_up.backup))
    empty.manage("migrate", "--verbosity", "0")
    empty.manage("check_invariants")
    empty.manage("rotate_keys", "--check")
    # sequences stand where they stood, triggers and constraints are there
    empty.python(FILL)
    assert len(files_below(empty.media)) == 6


def test_one_tar_file_does_as_well(backed_up: BackedUp, empty: OwnDatabase, tmp_path: Path) -> None:
    archive = tmp_path / "monday.tar"
    backed_up.system.manage("backup", str(archive))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    empty.manage("restore", str(archive))
    assert contents_of(empty) == contents_of(backed_up.system)
    assert files_below(empty.media) == files_below(backed_up.system.media)


def test_a_cut_off_archive_is_refused(backed_up: BackedUp, empty: OwnDatabase, tmp_path: Path) -> None:
    archive = tmp_path / "monday.tar"
    backed_up.system.manage("backup", str(archive))
    whole = archive.stat().st_size
    for left in (whole // 2, whole - 20_000, 100):
        os.truncate(archive, left)
        complaint = empty.manage("restore", str(archive), fails=True)
        assert "cut off" in complaint
    assert contents_of(empty) == {"(sequences)": []}
    assert not empty.media.exists()


def test_a_folder_without_its_end_is_refused(backed_up: BackedUp, empty: OwnDatabase, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(backed_up.backup, copy)
    dump = copy / "database.dump"
    os.truncate(dump, dump.stat().st_size - 1)
    assert "database.dump was altered or cut off" in empty.manage("restore", str(copy), fails=True)
    (copy / "manifest.json").unlink()
    assert "has no manifest" in empty.manage("restore", str(copy), fails=True)
    assert contents_of(empty) == {"(sequences)": []}


@pytest.mark.parametrize("lead", ["media//", "media/../"])
def test_a_part_that_leads_out_of_the_folder_is_refused(
    backed_up: BackedUp, empty: OwnDatabase, tmp_path: Path, lead: str
) -> None:
    copy, outside = tmp_path / "copy", tmp_path / "outside"
    shutil.copytree(backed_up.backup, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    part = next(part for part in manifest["parts"] if part["name"].startswith("media/"))
    content = (copy / part["name"]).read_bytes()
    part["name"] = f"{lead}{str(outside).lstrip('/')}"
    place = copy / "media" / str(outside).lstrip("/")
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert "leads out" in empty.manage("restore", str(copy), fails=True)
    assert not outside.exists()
    assert contents_of(empty) == {"(sequences)": []}


def test_an_altered_file_is_refused(backed_up: BackedUp, empty: OwnDatabase, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(backed_up.backup, copy)
    victim = next(path for path in (copy / "media").rglob("*") if path.is_file())
    content = bytearray(victim.read_bytes())
    content[1000] ^= 1
    victim.write_bytes(content)
    assert f"{victim.name} was altered" in empty.manage("restore", str(copy), fails=True)
    assert contents_of(empty) == {"(sequences)": []}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ENCRYPTION_KEYS", "first:" + base64.b64encode(b"2" * 32).decode()),
        ("ENCRYPTION_KEYS", "other:" + base64.b64encode(b"1" * 32).decode()),
        ("BLIND_INDEX_KEY", base64.b64encode(b"c" * 32).decode()),
    ],
)
def test_a_wrong_key_is_refused_before_anything_is_written(
    backed_up: BackedUp, empty: OwnDatabase, variable: str, value: str
) -> None:
    complaint = empty.manage("restore", str(backed_up.backup), fails=True, variables={variable: value})
    assert variable in complaint
    assert contents_of(empty) == {"(sequences)": []}
    assert not empty.media.exists()


def test_only_an_empty_database_is_restored_into(backed_up: BackedUp) -> None:
    before = contents_of(backed_up.system)
    assert "not empty" in backed_up.system.manage("restore", str(backed_up.backup), fails=True)
    assert contents_of(backed_up.system) == before


def test_only_an_empty_folder_is_restored_into(backed_up: BackedUp, empty: OwnDatabase) -> None:
    empty.media.mkdir()
    (empty.media / "foreign").write_text("mine")
    assert "folder for kept files is not empty" in empty.manage("restore", str(backed_up.backup), fails=True)
    assert contents_of(empty) == {"(sequences)": []}


def test_a_restore_that_failed_after_the_files_is_begun_again(
    backed_up: BackedUp, empty: OwnDatabase
) -> None:
    shutil.copytree(backed_up.system.media, empty.media)
    empty.manage("restore", str(backed_up.backup))
    assert contents_of(empty) == contents_of(backed_up.system)


def test_the_keys_are_apart_and_only_there(backed_up: BackedUp, empty: OwnDatabase) -> None:
    assert stat.S_IMODE(backed_up.keys.stat().st_mode) == 0o600
    lines = dict(line.split("=", 1) for line in backed_up.keys.read_text().splitlines())
    secrets = [base64.b64encode(b"1" * 32), b"1" * 32, base64.b64encode(b"b" * 32), b"b" * 32]
    together = b"".join(files_below(backed_up.backup).values())
    assert [secret for secret in secrets if secret in together] == []
    # what stands in the file is what a restore needs
    with_keys = replace(empty, variables=lines)
    with_keys.manage("restore", str(backed_up.backup))
    assert "Everything is sealed" in with_keys.manage("rotate_keys", "--check")


def test_keys_inside_the_backup_are_refused(backed_up: BackedUp, tmp_path: Path) -> None:
    inside = tmp_path / "new" / "keys.env"
    complaint = backed_up.system.manage("backup", str(tmp_path / "new"), "--keys-to", str(inside), fails=True)
    assert "not kept inside" in complaint
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(backed_up: BackedUp) -> None:
    before = files_below(backed_up.backup)
    assert "exists already" in backed_up.system.manage("backup", str(backed_up.backup), fails=True)
    assert files_below(backed_up.backup) == before


def test_a_file_without_content_stops_the_backup_and_leaves_nothing(
    django_db_setup: None, tmp_path: Path
) -> None:
    with migrated_database(tmp_path / "media", **KEYS) as system:
        system.python(FILL)
        next(path for path in system.media.rglob("*") if path.is_file()).unlink()
        assert "has no content" in system.manage("backup", str(tmp_path / "b.tar"), fails=True)
    assert not (tmp_path / "b.tar").exists()


def test_the_manifest_tells_what_is_in_it(backed_up: BackedUp) -> None:
    manifest = json.loads((backed_up.backup / "manifest.json").read_text())
    assert manifest["rows"]["workforce_worker"] == 61  # the demo's likely duplicate beside them
    assert "workforce.0001_initial" in manifest["migrations"]
    assert {part["name"] for part in manifest["parts"]} == set(files_below(backed_up.backup)) - {
        "manifest.json"
    }


def test_a_tar_holds_the_same_parts(backed_up: BackedUp, tmp_path: Path) -> None:
    archive = tmp_path / "b.tar"
    backed_up.system.manage("backup", str(archive))
    with tarfile.open(archive) as tar:
        assert set(tar.getnames()) == set(files_below(backed_up.backup))
