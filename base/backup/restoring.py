"""Restoring a backup into an empty system: everything is checked before anything is written."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from base.backup.archive import Reader, open_backup
from base.backup.making import count_rows
from base.backup.manifest import DATABASE, MEDIA, BadBackup, Manifest, Part, check_keys
from base.backup.programs import run_program, server_major

Say = Callable[[str], None]

_OBJECTS = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
   AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%%'
"""


def restore_backup(source: Path, *, say: Say) -> Manifest:
    """Restore the backup at `source` into the database and the folder for kept files of the settings.

    Both must be empty (files of the same content, left by a restore that failed, may lie there). The files
    come first and the database in one transaction, so a failure leaves no half-filled database. Raises
    BadBackup and ProgramFailure.
    """
    reader = open_backup(source)
    manifest = reader.manifest()
    check_keys(manifest)
    _check_server(manifest)
    _check_empty(manifest)
    say("checking every part")
    reader.check(manifest)
    _restore_files(reader, manifest, say)
    say("database")
    _restore_database(reader)
    _compare(manifest)
    return manifest


def _check_server(manifest: Manifest) -> None:
    if server_major() < manifest.server:
        raise BadBackup(
            f"The backup is of PostgreSQL {manifest.server}, this server is {server_major()}: "
            "restore into the same or a later version."
        )


def _check_empty(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS)
        if cursor.fetchone()[0]:
            raise BadBackup(
                "The database is not empty. A backup is restored into a new, empty database only: "
                "make one (createdb) and name it in DATABASE_URL."
            )
    root = Path(settings.MEDIA_ROOT)
    known = {part.name.removeprefix(MEDIA): part for part in _files(manifest)}
    for path in (one for one in root.rglob("*") if one.is_file()) if root.is_dir() else ():
        part = known.get(path.relative_to(root).as_posix())
        if part is None or not _same(path, part):
            raise BadBackup(
                f"The folder for kept files is not empty: {path}. Name an empty one in MEDIA_ROOT."
            )


def _files(manifest: Manifest) -> list[Part]:
    return [part for part in manifest.parts if part.name.startswith(MEDIA)]


def _same(path: Path, part: Part) -> bool:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == part.sha256


def _restore_files(reader: Reader, manifest: Manifest, say: Say) -> None:
    files = _files(manifest)
    for part in files:
        place = Path(settings.MEDIA_ROOT) / part.name.removeprefix(MEDIA)
        if not place.exists():
            reader.extract(part.name, place)
    say(f"{len(files)} files")


def _restore_database(reader: Reader) -> None:
    with tempfile.TemporaryDirectory(prefix="jiangjie-restore-") as folder:
        dump = Path(folder) / DATABASE
        reader.extract(DATABASE, dump)
        connection.close()
        run_program(
            "pg_restore",
            [
                "--single-transaction",
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                dump,
            ],
        )


def _compare(manifest: Manifest) -> None:
    counted = count_rows()
    differing = [
        table for table in {*counted, *manifest.rows} if counted.get(table) != manifest.rows.get(table)
    ]
    if differing:
        raise BadBackup(f"The restored database differs from the backup in {', '.join(sorted(differing))}.")
