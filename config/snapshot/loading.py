"""The snapshot into an empty database, at once or not at all."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

from config.snapshot import listing
from config.snapshot.making import SECTIONS, file_of

LOCK = 0x6A69616E67
"""Advisory lock of whoever migrates; the second of two finds nothing left to do."""

logger = logging.getLogger(__name__)


@contextmanager
def migrating_alone(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Wait for any other process that migrates this database.

    The lock is that of a transaction on a connection of its own: a pooler hands sessions to others.
    """
    beside = connections[alias].copy()
    beside.settings_dict["OPTIONS"].pop("pool", None)
    try:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
    finally:
        beside.close()


def load_snapshot(alias: str = DEFAULT_DB_ALIAS, folder: Path = listing.FOLDER) -> bool:
    """Fill a database that has none of our tables; whether that was done.

    Left to the migrations: any other schema than `public`, which the SQL names; a snapshot that holds what
    this code has not, or has otherwise; and a server that refuses the SQL (a warning says why).
    """
    connection = connections[alias]
    try:
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            if not _is_empty(alias, cursor):
                return False
            known = listing.listed(folder)
            if listing.changed_since(known, listing.on_disk()):
                return False
            _load(alias, cursor, known, folder)
    except DatabaseError as refusal:
        logger.warning("The snapshot of the schema is not used, the migrations run one by one: %s", refusal)
        return False
    return True


def _is_empty(alias: str, cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT current_schema()")
    if cursor.fetchone() != ("public",):
        return False
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    present = connections[alias].introspection.table_names(cursor, include_views=True)
    return not (ours | {"django_migrations"}) & set(present)


def _load(alias: str, cursor: CursorWrapper, known: listing.Listing, folder: Path) -> None:
    cursor.execute("SELECT current_setting('search_path'), current_setting('check_function_bodies')")
    before = cursor.fetchone()
    cursor.execute(
        "SELECT set_config('search_path', '', true), set_config('check_function_bodies', 'off', true)"
    )
    for section in SECTIONS:
        cursor.execute(file_of(section, folder).read_text("utf-8"))
    cursor.execute(
        "SELECT set_config('search_path', %s, true), set_config('check_function_bodies', %s, true)", before
    )
    recorder = MigrationRecorder(connections[alias])
    recorder.migration_qs.bulk_create([recorder.Migration(app=app, name=name) for app, name in known])
