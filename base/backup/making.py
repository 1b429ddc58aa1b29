"""Making a backup: one moment of the database, and the files its rows name."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from base.backup.archive import Writer, discard, new_backup
from base.backup.manifest import (
    DATABASE,
    FORMAT,
    MEDIA,
    BadBackup,
    Manifest,
    keys_as_environment,
    look_up_mark,
    marks_of_keys,
)
from base.backup.programs import run_program, server_major
from base.file_contents import content_path

Say = Callable[[str], None]

#: Kept files as of the snapshot. The weak lock lets people write and makes the purge pass these rows by, so
#: that no content is removed before it was copied.
_FILES = "SELECT key FROM base_storedfile WHERE removed_at IS NULL ORDER BY id FOR KEY SHARE"


def make_backup(target: Path, *, keys_to: Path | None, now: datetime, say: Say) -> Manifest:
    """Write a backup to `target` (a folder, or a file ending in .tar) and, apart, the keys to `keys_to`.

    People may go on writing; what they write after the snapshot is not in it. Raises BadBackup and
    ProgramFailure; nothing is left behind then.
    """
    if keys_to is not None:
        _refuse_keys_beside(keys_to, target)
    writer = new_backup(target)
    try:
        with _snapshot() as name:
            say("database")
            _dump(writer, name)
            _copy_files(writer, say)
            manifest = _manifest(writer, now)
        writer.finish(manifest)
    except BaseException:
        discard(target)
        raise
    if keys_to is not None:
        _write_keys(keys_to)
    return manifest


def _refuse_keys_beside(keys_to: Path, target: Path) -> None:
    place, beside = keys_to.resolve(), target.resolve()
    if place == beside or beside in place.parents:
        raise BadBackup("The keys are not kept inside the backup: whoever has both can read everything.")
    if keys_to.exists():
        raise BadBackup(f"{keys_to} exists already; keys are never overwritten.")


@contextmanager
def _snapshot() -> Iterator[str]:
    """A moment of the database that pg_dump and this transaction both look at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _dump(writer: Writer, snapshot: str) -> None:
    with tempfile.TemporaryDirectory(prefix="jiangjie-backup-", dir=_scratch(writer)) as folder:
        dump = Path(folder) / DATABASE
        run_program(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={dump}"],
        )
        writer.add(DATABASE, dump)


def _scratch(writer: Writer) -> Path:
    """The dump is put beside the backup, on a disk that has room for it, in a folder of mode 0700."""
    return writer.place.parent


def _copy_files(writer: Writer, say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILES)
        keys = [uuid.UUID(str(key)) for (key,) in cursor.fetchall()]
    for number, key in enumerate(keys, 1):
        path = content_path(key)
        if not path.exists():
            raise BadBackup(f"The kept file {key} has no content; see manage.py check_invariants.")
        writer.add(f"{MEDIA}{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
        if number % 500 == 0:
            say(f"{number} of {len(keys)} files")
    say(f"{len(keys)} files")


def _manifest(writer: Writer, now: datetime) -> Manifest:
    return Manifest(
        format=FORMAT,
        made_at=now.isoformat(),
        server=server_major(),
        migrations=sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        rows=count_rows(),
        parts=writer.parts,
        keys=marks_of_keys(settings.ENCRYPTION_KEYS),
        current_key=settings.ENCRYPTION_KEY_ID,
        look_up=look_up_mark(),
    )


def count_rows() -> dict[str, int]:
    """By table, how many rows it has; as of the snapshot inside one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        counted = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counted[table] = int(cursor.fetchone()[0])
    return counted


def _write_keys(place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(keys_as_environment())
        target.flush()
        os.fsync(target.fileno())
