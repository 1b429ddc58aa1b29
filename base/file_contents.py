"""Content of kept files on disk: encrypted in pieces, written atomically, read back in order.

A file is a run of pieces, each a four-byte length and an envelope. A piece authenticates the file's key, its
place and whether it is the last, so pieces cannot be swapped, dropped, cut off or moved to another file.
"""

import os
import struct
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from base.encryption import DecryptionError, decrypt, encrypt, key_id_of

_LENGTH = struct.Struct(">I")


def content_path(key: uuid.UUID) -> Path:
    """Where the content of a file is kept."""
    return Path(settings.MEDIA_ROOT) / key.hex[:2] / key.hex


def _place(key: uuid.UUID, number: int, *, last: bool) -> bytes:
    return key.bytes + struct.pack(">Q?", number, last)


def write_content(key: uuid.UUID, pieces: Iterable[bytes]) -> int:
    """Write pieces as the content of `key`, all or nothing; returns the plain size in bytes."""
    path = content_path(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            size = 0
            for number, (piece, last) in enumerate(_with_last(pieces)):
                envelope = encrypt(piece, associated=_place(key, number, last=last))
                target.write(_LENGTH.pack(len(envelope)) + envelope)
                size += len(piece)
            target.flush()
            os.fsync(target.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink()
        raise
    return size


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece with whether it is the last one; no pieces give one empty piece."""
    waiting = b""
    started = False
    for piece in pieces:
        if started:
            yield waiting, False
        waiting, started = piece, True
    yield waiting, True


def read_content(key: uuid.UUID) -> Iterator[bytes]:
    """The plain content in pieces. Raises DecryptionError when anything was altered or cut off."""
    with content_path(key).open("rb") as source:
        number, last = 0, False
        while header := source.read(_LENGTH.size):
            if last or len(header) < _LENGTH.size:
                raise DecryptionError("The kept file was altered.")
            envelope = source.read(_LENGTH.unpack(header)[0])
            last = not source.peek(1)
            yield decrypt(envelope, associated=_place(key, number, last=last))
            number += 1
        if not last:
            raise DecryptionError("The kept file is cut off.")


def content_key_ids(key: uuid.UUID) -> set[str]:
    """The ids of the keys the content is sealed with; the pieces are not opened."""
    found = set()
    with content_path(key).open("rb") as source:
        while header := source.read(_LENGTH.size):
            if len(header) < _LENGTH.size:
                raise DecryptionError("The kept file is cut off.")
            found.add(key_id_of(source.read(_LENGTH.unpack(header)[0])))
    return found


def reseal_content(key: uuid.UUID) -> None:
    """Write the content anew under the current key, all or nothing. Raises as `read_content`."""
    write_content(key, read_content(key))


def remove_content(key: uuid.UUID) -> None:
    """Remove the content; no error when it is gone already."""
    content_path(key).unlink(missing_ok=True)


def stored_keys(*, written_before: datetime) -> Iterator[uuid.UUID]:
    """The keys of contents on disk older than an instant; drafts left by a crash are removed on the way."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.glob("??/*") if root.is_dir() else ():
        if path.stat().st_mtime >= written_before.timestamp():
            continue
        if path.name.startswith("draft-"):
            path.unlink(missing_ok=True)
            continue
        try:
            yield uuid.UUID(hex=path.name)
        except ValueError:
            continue  # not ours: somebody else's file stays
