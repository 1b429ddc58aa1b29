"""What this app keeps sealed or indexed besides `EncryptedTextField`; read by every rotation of keys."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from base.encryption import DecryptionError, key_id_of, reseal
from base.key_rotation import BlindIndex, SealedColumn, declare_blind_index, declare_sealed
from workforce.services.id_numbers import ID_NUMBER_PURPOSE, parse_id_number


def _envelope(value: object) -> bytes | None:
    """The envelope a text of a second factor holds; None for other texts."""
    if not isinstance(value, str):
        return None
    try:
        envelope = base64.b64decode(value, validate=True)
        key_id_of(envelope)
    except (binascii.Error, ValueError, DecryptionError):
        return None
    return envelope


def _envelopes_of_factor(stored: object) -> list[bytes]:
    data: dict[str, Any] = json.loads(str(stored))
    values = [*data.values(), *data.get("migrated_codes", ())]
    return [envelope for value in values if (envelope := _envelope(value)) is not None]


def _resealed(value: Any) -> Any:
    if isinstance(value, list):
        return [_resealed(one) for one in value]
    envelope = _envelope(value)
    return value if envelope is None else base64.b64encode(reseal(envelope)).decode()


def _reseal_factor(stored: object) -> str:
    return json.dumps({key: _resealed(value) for key, value in json.loads(str(stored)).items()})


# second factors: secrets of apps and seeds of recovery codes, in allauth's own table
declare_sealed(SealedColumn("mfa_authenticator", "data", read=_envelopes_of_factor, reseal=_reseal_factor))
declare_blind_index(
    BlindIndex("workforce_worker", "id_number_index", sealed="id_number", purpose=ID_NUMBER_PURPOSE)
)
declare_blind_index(
    BlindIndex(
        "base_stagedrow",
        "secret_index",
        sealed="secret",
        purpose=ID_NUMBER_PURPOSE,
        normal=lambda typed: parse_id_number(typed).number,
    )
)
