"""Re-encrypting everything that is sealed: fields, sealed columns the apps declare, and kept files.

Every column of `EncryptedTextField` is found by itself. Envelopes kept otherwise, and blind indexes, are
declared in `<app>/keys.py`:

    declare_sealed(SealedColumn("base_stagedrow", "secret"))
    declare_blind_index(BlindIndex(...))

A batch is one short transaction: the rows are locked in key order, sealed anew and committed, so a rotation
that is killed goes on where it stopped and people keep writing meanwhile. What they write is sealed with the
current key already, provided their processes run with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from psycopg import sql

from base.encryption import EncryptedTextField, blind_index, decrypt, key_id_of, reseal
from base.file_contents import content_key_ids, content_path, reseal_content
from base.models.stored_file import StoredFile

BATCH = 500
FILES = "kept files"

Say = Callable[[str], None]


@dataclass(frozen=True)
class SealedColumn:
    """A column of envelopes, or of texts that hold some.

    `read` gives the envelopes a stored value holds, `reseal` the value with each of them sealed anew; by
    default the value is one envelope.
    """

    table: str
    column: str
    pk: str = "id"
    read: Callable[[Any], list[bytes]] = lambda value: [bytes(value)]
    reseal: Callable[[Any], Any] = lambda value: reseal(bytes(value))

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class BlindIndex:
    """A column of keyed digests over the plain text (in its `normal` form) of a sealed column of the row."""

    table: str
    column: str
    sealed: str
    purpose: str
    pk: str = "id"
    normal: Callable[[str], str] = str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


_sealed: dict[str, SealedColumn] = {}
_indexes: dict[str, BlindIndex] = {}


def declare_sealed(column: SealedColumn) -> None:
    """Have a column of envelopes taken along by every rotation."""
    _sealed[str(column)] = column


def declare_blind_index(index: BlindIndex) -> None:
    """Have a column of digests recomputed when BLIND_INDEX_KEY changes."""
    _indexes[str(index)] = index


def sealed_columns() -> list[SealedColumn]:
    """Every column that holds envelopes, in name order."""
    autodiscover_modules("keys")
    found = dict(_sealed)
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                column = SealedColumn(model._meta.db_table, str(field.column), model._meta.pk.attname)
                found[str(column)] = column
    return [found[name] for name in sorted(found)]


def blind_indexes() -> list[BlindIndex]:
    """Every declared column of digests, in name order."""
    autodiscover_modules("keys")
    return [_indexes[name] for name in sorted(_indexes)]


def key_usage() -> Mapping[str, Counter[str]]:
    """By place (a column, or kept files), how many values each key id seals. Reads everything."""
    usage = {str(column): _column_usage(column) for column in sealed_columns()}
    files: Counter[str] = Counter()
    for stored in StoredFile.objects.filter(removed_at=None).order_by("pk").iterator():
        if content_path(stored.key).exists():
            files.update(content_key_ids(stored.key))
    return {**usage, FILES: files}


def rotate(*, say: Say, batch: int = BATCH) -> int:
    """Seal everything under the current key; returns how many values and files were sealed anew.

    May be stopped at any point and begun again. Raises UnknownKey when a key is missing, DecryptionError when
    a value was altered; what was sealed until then stays so.
    """
    total = 0
    for column in sealed_columns():
        done = 0
        after: Any = None
        while True:
            after, changed = _rotate_batch(column, after, batch)
            done += changed
            if after is None:
                break
            say(f"{column}: {done}")
        total += done
    return total + _rotate_files(say)


def _rotate_batch(column: SealedColumn, after: Any, batch: int) -> tuple[Any, int]:
    """Seal the next rows of other keys; returns the last row's key (None: no more) and how many changed."""
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        names = _names(column)
        beyond = sql.SQL("") if after is None else sql.SQL("AND {pk} > %(after)s").format(**names)
        cursor.execute(
            sql.SQL(
                "SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL {beyond}"
                " ORDER BY {pk} LIMIT %(batch)s FOR NO KEY UPDATE"
            ).format(**names, beyond=beyond),
            {"after": after, "batch": batch},
        )
        rows = cursor.fetchall()
        for pk, value in rows:
            if any(key_id_of(one) != settings.ENCRYPTION_KEY_ID for one in column.read(value)):
                cursor.execute(
                    sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s").format(**names),
                    [column.reseal(value), pk],
                )
                changed += 1
    return (rows[-1][0] if len(rows) == batch else None), changed


def _rotate_files(say: Say) -> int:
    done = 0
    waiting = StoredFile.objects.filter(removed_at=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting):
        with transaction.atomic():  # a purge passes the locked row by and takes it the next night
            stored = StoredFile.objects.select_for_update().filter(pk=pk, removed_at=None).first()
            if stored is None or not content_path(stored.key).exists():
                continue
            if content_key_ids(stored.key) == {settings.ENCRYPTION_KEY_ID}:
                continue
            reseal_content(stored.key)
            done += 1
        if done % 100 == 0:
            say(f"{FILES}: {done}")
    return done


def _column_usage(column: SealedColumn) -> Counter[str]:
    counted: Counter[str] = Counter()
    for _pk, value in _values(column):
        counted.update(key_id_of(one) for one in column.read(value))
    return counted


def _values(column: SealedColumn, *, batch: int = 5_000) -> Iterator[tuple[Any, Any]]:
    """Key and value of every row that has one, in key order."""
    after: Any = None
    while True:
        with connection.cursor() as cursor:
            names = _names(column)
            beyond = sql.SQL("") if after is None else sql.SQL("AND {pk} > %(after)s").format(**names)
            cursor.execute(
                sql.SQL(
                    "SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL {beyond}"
                    " ORDER BY {pk} LIMIT %(batch)s"
                ).format(**names, beyond=beyond),
                {"after": after, "batch": batch},
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < batch:
            return
        after = rows[-1][0]


def stale_digests(index: BlindIndex) -> int:
    """How many digests are not those of the present BLIND_INDEX_KEY."""
    return sum(1 for _pk, _digest in _digests_due(index))


def rotate_blind_indexes(*, say: Say) -> int:
    """Compute every digest anew with the present BLIND_INDEX_KEY, in one transaction; returns how many.

    Nobody else writes the tables meanwhile: a digest of the old key written between two others would let the
    same number be stored twice. The unique constraints stand throughout.
    """
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for index in blind_indexes():
            names = _names(index)
            cursor.execute(sql.SQL("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE").format(**names))
            due = list(_digests_due(index))
            for pk, digest in due:
                cursor.execute(
                    sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s").format(**names), [digest, pk]
                )
            changed += len(due)
            say(f"{index}: {len(due)}")
    return changed


def _digests_due(index: BlindIndex) -> Iterator[tuple[Any, bytes]]:
    """Key and right digest of every row whose stored digest is another."""
    with connection.cursor() as cursor:
        names = _names(index)
        cursor.execute(
            sql.SQL(
                "SELECT {pk}, {column}, {sealed} FROM {table}"
                " WHERE {column} IS NOT NULL AND {sealed} IS NOT NULL ORDER BY {pk}"
            ).format(**names, sealed=sql.Identifier(index.sealed))
        )
        rows = cursor.fetchall()
    for pk, stored, sealed in rows:
        digest = blind_index(index.normal(decrypt(bytes(sealed)).decode()), purpose=index.purpose)
        if digest != bytes(stored):
            yield pk, digest


def _names(place: SealedColumn | BlindIndex) -> dict[str, sql.Composable]:
    return {
        "table": sql.Identifier(place.table),
        "column": sql.Identifier(place.column),
        "pk": sql.Identifier(place.pk),
    }


__all__ = [
    "BlindIndex",
    "SealedColumn",
    "blind_indexes",
    "declare_blind_index",
    "declare_sealed",
    "key_usage",
    "rotate",
    "rotate_blind_indexes",
    "sealed_columns",
    "stale_digests",
]
