"""Kept files: who may hand in what, and who may have it back.

An app that keeps files declares a guard in its `files.py`; without one nobody gets the file:

    @file_guard("skills.evidence", allow=(PDF, JPEG, PNG), max_bytes=10 * MEGABYTE)
    def may_read_evidence(user: AnyUser, stored: StoredFile) -> bool: ...
"""

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from base.errors import InvalidInput, Missing
from base.file_contents import content_path, read_content, remove_content, stored_keys, write_content
from base.file_types import JPEG, PDF, PNG, sniff_type, type_names
from base.log_redaction import hide_typed_id_numbers
from base.models.stored_file import StoredFile
from base.scoping import AnyUser
from base.text import clean

log = structlog.get_logger(__name__)

MEGABYTE = 1024 * 1024
ORPHAN_AGE = timedelta(days=1)
"""Content without a row is left alone this long: its row may be about to be committed."""

MayRead = Callable[[AnyUser, StoredFile], bool]


@dataclass(frozen=True)
class FileKind:
    """What one use of files accepts (None: any type) and who may read them."""

    name: str
    allow: tuple[str, ...] | None
    max_bytes: int
    may_read: MayRead


_kinds: dict[str, FileKind] = {}


def file_guard(
    kind: str, *, allow: tuple[str, ...] | None = (PDF, JPEG, PNG), max_bytes: int = 10 * MEGABYTE
) -> Callable[[MayRead], MayRead]:
    """Register who may read the files of a kind, and which content types and how many bytes it accepts."""

    def register(may_read: MayRead) -> MayRead:
        known = _kinds.get(kind)
        if known is not None and known.may_read is not may_read:
            raise ValueError(f"The file kind {kind!r} is declared twice.")
        _kinds[kind] = FileKind(kind, allow, max_bytes, may_read)
        return may_read

    return register


def store_file(
    kind: str,
    *,
    content: BinaryIO,
    name: str,
    actor: AbstractBaseUser | None,
    now: datetime,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a file (seekable): check size and true type, write it encrypted, then the row.

    Raises InvalidInput(field="file") when it is empty, too large or of a type this use does not accept.
    Raises LookupError for a kind without a guard. When the caller's transaction rolls back, the content
    is an orphan that `purge_files` removes.
    """
    file_kind = _kinds.get(kind)
    if file_kind is None:
        raise LookupError(f"No guard is declared for files of kind {kind!r}.")
    content_type = _accepted_type(content, file_kind)
    key = uuid.uuid4()
    digest = hashlib.sha256()
    size = write_content(key, _digested(content, digest.update))
    return StoredFile.objects.create(
        key=key,
        kind=kind,
        name=_short_name(name),
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by_id=None if actor is None else actor.pk,
        created_at=now,
        expires_at=expires_at,
    )


def _accepted_type(content: BinaryIO, file_kind: FileKind) -> str:
    if content.seek(0, os.SEEK_END) > file_kind.max_bytes:
        raise InvalidInput(
            _("The file is larger than %(limit)s. Please choose a smaller one.")
            % {"limit": filesizeformat(file_kind.max_bytes)},
            code="file_too_large",
            field="file",
        )
    content_type = sniff_type(content)
    if content_type is None:
        raise InvalidInput(
            _("The file is empty. Please choose another one."), code="file_empty", field="file"
        )
    if file_kind.allow is not None and content_type not in file_kind.allow:
        raise InvalidInput(
            _("This kind of file is not accepted here. Accepted: %(types)s.")
            % {"types": type_names(file_kind.allow)},
            code="file_type",
            field="file",
        )
    return content_type


def _digested(content: BinaryIO, digest: Callable[[bytes], None]) -> Iterator[bytes]:
    """The content in pieces, each also given to the digest."""
    while piece := content.read(MEGABYTE):
        digest(piece)
        yield piece


def _short_name(name: str) -> str:
    """The last part of the name as sent, cleaned, at most 255 characters with its ending kept."""
    short = hide_typed_id_numbers(clean(name.replace("\\", "/").rsplit("/", 1)[-1])) or "file"
    stem, dot, ending = short.rpartition(".")
    return short if len(short) <= 255 else f"{stem[: 254 - len(ending)]}{dot}{ending[-50:]}"[:255]


def open_file(stored: StoredFile) -> Iterator[bytes]:
    """The plain content in pieces, for a service; pages go through `readable_file` first.

    Raises Missing when the content was removed, DecryptionError when it was altered.
    """
    if stored.removed_at is not None or not content_path(stored.key).exists():
        raise Missing(_("The file is no longer kept."), code="file_removed")
    return read_content(stored.key)


def readable_file(key: uuid.UUID, *, user: AnyUser) -> StoredFile:
    """The file `user` asks for. Raises Missing when there is none, or none for them."""
    stored = StoredFile.objects.filter(key=key, removed_at=None).first()
    file_kind = _kinds.get(stored.kind) if stored is not None else None
    if (
        stored is None
        or file_kind is None
        or not user.is_authenticated
        or not file_kind.may_read(user, stored)
    ):
        raise Missing(_("There is no such file."), code="file_missing")
    return stored


def purge_files(*, now: datetime) -> int:
    """Remove the content of expired files, and content that no row knows; returns how many were removed."""
    removed = 0
    with transaction.atomic():
        expired = StoredFile.objects.select_for_update(skip_locked=True).filter(
            expires_at__lte=now, removed_at=None
        )
        for stored in expired.order_by("pk"):
            remove_content(stored.key)
            stored.removed_at = now
            stored.save(update_fields=["removed_at"])
            removed += 1
    for key in stored_keys(written_before=now - ORPHAN_AGE):
        if not StoredFile.objects.filter(key=key, removed_at=None).exists():
            remove_content(key)
            removed += 1
    if removed:
        log.info("files_purged", count=removed)
    return removed
