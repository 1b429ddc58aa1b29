"""Encryption at rest: AES-256-GCM envelopes that name their key, and keyed blind indexes.

Settings: ENCRYPTION_KEYS {key id: 32 bytes}, ENCRYPTION_KEY_ID (the key for new values), BLIND_INDEX_KEY.
An envelope is: version byte | key id length | key id | 12-byte nonce | ciphertext with tag. Its header is
authenticated. Rotation: add a key, make it current, re-write the rows, remove the old key.
"""

import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Transform

_VERSION = 1
_NONCE_BYTES = 12
_TAG_BYTES = 16


class DecryptionError(Exception):
    """The stored bytes are no envelope, or they were altered."""


class UnknownKey(DecryptionError):
    """The envelope names a key that ENCRYPTION_KEYS does not hold."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The value is encrypted with key {key_id!r}, which ENCRYPTION_KEYS does not hold. "
            "Put that key back beside the current one."
        )
        self.key_id = key_id


def _cipher(key_id: str) -> AESGCM:
    try:
        key = settings.ENCRYPTION_KEYS[key_id]
    except KeyError as error:
        raise UnknownKey(key_id) from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"Encryption key {key_id!r} has {len(key)} bytes; 32 are needed.")
    return _cipher_of(key)


@lru_cache(maxsize=8)
def _cipher_of(key: bytes) -> AESGCM:
    """The cipher of a key, set up once: its methods keep no state and may be shared by threads."""
    return AESGCM(key)


def encrypt(plaintext: bytes, *, associated: bytes = b"", key_id: str | None = None) -> bytes:
    """Seal `plaintext` under the current key, or a named one. `associated` is authenticated, not stored."""
    key_id = key_id or settings.ENCRYPTION_KEY_ID
    header = envelope_prefix(key_id)
    nonce = os.urandom(_NONCE_BYTES)
    return header + nonce + _cipher(key_id).encrypt(nonce, plaintext, header + associated)


def decrypt(envelope: bytes, *, associated: bytes = b"") -> bytes:
    """Open an envelope. Raises UnknownKey for a key we do not hold, DecryptionError when it was altered."""
    key_id, header_bytes = _read_header(envelope)
    header, rest = envelope[:header_bytes], envelope[header_bytes:]
    nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return _cipher(key_id).decrypt(nonce, ciphertext, header + associated)
    except InvalidTag as error:
        raise DecryptionError("The encrypted value was altered or belongs elsewhere.") from error


def _read_header(envelope: bytes) -> tuple[str, int]:
    """The key id and the length of the header."""
    if len(envelope) < 2 or envelope[0] != _VERSION:
        raise DecryptionError("These bytes are not an encrypted value.")
    header_bytes = 2 + envelope[1]
    if len(envelope) < header_bytes + _NONCE_BYTES + _TAG_BYTES:
        raise DecryptionError("The encrypted value is cut short.")
    try:
        return envelope[2:header_bytes].decode(), header_bytes
    except UnicodeDecodeError as error:
        raise DecryptionError("These bytes are not an encrypted value.") from error


def key_id_of(envelope: bytes) -> str:
    """The id of the key an envelope is sealed with; what is not of the current key is due for rotation."""
    return _read_header(envelope)[0]


def envelope_prefix(key_id: str) -> bytes:
    """The first bytes of every envelope sealed with a key; what begins otherwise is sealed with another."""
    name = key_id.encode()
    return bytes((_VERSION, len(name))) + name


def reseal(envelope: bytes, *, associated: bytes = b"") -> bytes:
    """The same content sealed under the current key. Raises as `decrypt`."""
    return encrypt(decrypt(envelope, associated=associated), associated=associated)


def blind_index(text: str, *, purpose: str) -> bytes:
    """A keyed digest (32 bytes) for uniqueness and look-up of an encrypted text.

    The same text gives different digests for different purposes. Give it cleaned text.
    """
    message = purpose.encode() + b"\x00" + text.encode()
    return hmac.digest(settings.BLIND_INDEX_KEY, message, "sha256")


if TYPE_CHECKING:
    _BinaryColumn = models.BinaryField[str | None, str | None]
else:
    _BinaryColumn = models.BinaryField  # not subscriptable at run time


class EncryptedTextField(_BinaryColumn):
    """Text in Python, an AES-GCM envelope in the database.

    Two equal texts have different envelopes, so the only look-up is `isnull`; keep a blind index
    beside it for equality. Not shown in model forms, and not written to fixtures.
    """

    description = "Encrypted text"

    def from_db_value(
        self, value: bytes | memoryview | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        """Open the stored envelope."""
        return None if value is None else decrypt(bytes(value)).decode()

    def to_python(self, value: Any) -> Any:
        """Text is kept as it is."""
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Seal the text for the database."""
        return encrypt(value.encode()) if isinstance(value, str) else value

    def get_default(self) -> Any:
        """None where the column may be null, else empty text."""
        return None if self.null and not self.has_default() else super().get_default() or ""

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        """Only `isnull` can be asked of ciphertext."""
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted: it cannot be compared ({lookup_name}). Use its blind index."
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> type[Transform] | None:
        """Ciphertext has no parts."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Refused: plain text must not end in a fixture."""
        raise TypeError(
            f"{self.name} is encrypted and does not leave the database as a fixture; use pg_dump."
        )
