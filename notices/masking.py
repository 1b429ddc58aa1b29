"""An address as it is shown: where it leads, without what whoever knows it could use."""

from __future__ import annotations

from urllib.parse import urlsplit


def masked_address(address: str | None) -> str:
    """Scheme and host; the path and the key in it are not shown. Empty for none."""
    if not address:
        return ""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}/…"
