"""Keys of a development checkout: made once under ``var/``, so that none is written in the source."""

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckoutSecrets:
    """The three keys a deployment names in its environment."""

    secret_key: str
    encryption_key: bytes
    blind_index_key: bytes


def load_checkout_secrets(path: Path) -> CheckoutSecrets:
    """Read the checkout's keys, made first if there are none; two first starts at once agree on one set."""
    if not path.exists():
        _write_once(path)
    stored = json.loads(path.read_text("ascii"))
    return CheckoutSecrets(
        secret_key=stored["secret_key"],
        encryption_key=base64.b64decode(stored["encryption_key"]),
        blind_index_key=base64.b64decode(stored["blind_index_key"]),
    )


def _write_once(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "secret_key": secrets.token_urlsafe(48),
        "encryption_key": base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
        "blind_index_key": base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
    }
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        json.dump(keys, handle)
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
