"""What a backup says of itself: its parts with checksums, the versions, and by which keys it can be read."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from base.encryption import DecryptionError, blind_index, decrypt, encrypt

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
MEDIA = "media/"
_TOKEN = "jiangjie backup"  # noqa: S105 - a known text, sealed to recognise the keys


class BadBackup(Exception):
    """The backup is incomplete or damaged, or this is not the place or the key for it."""


@dataclass(frozen=True)
class Part:
    """A file of the backup: its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Everything a restore checks before it writes anything."""

    format: int
    made_at: str
    server: int
    migrations: list[str]
    rows: dict[str, int]
    parts: list[Part]
    keys: dict[str, str]
    current_key: str
    look_up: str

    def as_json(self) -> bytes:
        """The manifest as it lies in the backup."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()


def read_manifest(text: bytes) -> Manifest:
    """Raises BadBackup when it is none, or of a format this version does not know."""
    try:
        raw: dict[str, Any] = json.loads(text)
        known = raw["format"]
        if known != FORMAT:
            raise BadBackup(f"The backup has format {known}; this version reads format {FORMAT}.")
        return Manifest(**{**raw, "parts": [Part(**part) for part in raw["parts"]]})
    except (ValueError, KeyError, TypeError) as error:
        raise BadBackup("The backup's manifest cannot be read.") from error


def marks_of_keys(ids: Iterable[str]) -> dict[str, str]:
    """A known text sealed under each key, by which the key is recognised; it tells nothing of the key."""
    return {key: base64.b64encode(encrypt(_TOKEN.encode(), key_id=key)).decode() for key in sorted(ids)}


def look_up_mark() -> str:
    """A digest by which BLIND_INDEX_KEY is recognised."""
    return blind_index(_TOKEN, purpose="backup").hex()


def check_keys(manifest: Manifest) -> None:
    """Raise BadBackup unless the settings hold every key the backup was written with."""
    unreadable = [key for key, mark in manifest.keys.items() if not _opens(key, mark)]
    if unreadable:
        raise BadBackup(
            f"ENCRYPTION_KEYS does not hold the key {unreadable[0]!r} this backup was written with: "
            "without it id numbers and files cannot be read. Restore with the keys kept apart from it."
        )
    if not hmac.compare_digest(manifest.look_up, look_up_mark()):
        raise BadBackup(
            "BLIND_INDEX_KEY is not the one of this backup: id numbers could not be found. "
            "Restore with the keys kept apart from it."
        )


def _opens(key: str, mark: str) -> bool:
    if key not in settings.ENCRYPTION_KEYS:
        return False
    try:
        return decrypt(base64.b64decode(mark)) == _TOKEN.encode()
    except (DecryptionError, ValueError):
        return False


def keys_as_environment() -> str:
    """The keys as lines of an environment file: what is kept apart from the backup."""
    keys: Mapping[str, bytes] = settings.ENCRYPTION_KEYS
    ordered = [settings.ENCRYPTION_KEY_ID, *sorted(set(keys) - {settings.ENCRYPTION_KEY_ID})]
    listed = ",".join(f"{name}:{base64.b64encode(keys[name]).decode()}" for name in ordered)
    return (
        f"ENCRYPTION_KEYS={listed}\n"
        f"ENCRYPTION_KEY_ID={settings.ENCRYPTION_KEY_ID}\n"
        f"BLIND_INDEX_KEY={base64.b64encode(settings.BLIND_INDEX_KEY).decode()}\n"
        f"SECRET_KEY={settings.SECRET_KEY}\n"
    )
