"""The export that a list offers: what would be in the file, and what is sent to ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing

from base.models.export import ExportFormat
from base.pagination import BoundedCount

_SALT = "base.lists.exporting"


@dataclass(frozen=True)
class ExportOffer:
    """What the export form of a list shows and sends. `arguments` is signed, empty for a list without any."""

    kind: str
    query: str
    arguments: str
    rows: BoundedCount
    columns: int

    @property
    def formats(self) -> list[ExportFormat]:
        """What the list may be written as."""
        return list(ExportFormat)

    @property
    def rows_at_once_shown(self) -> str:
        """Above this many rows the file is made in the background."""
        return f"{settings.EXPORT_ROWS_AT_ONCE:,}"


def sign_arguments(arguments: Mapping[str, Any]) -> str:
    """The arguments of a list's path as a form sends them."""
    return signing.dumps(dict(arguments), salt=_SALT) if arguments else ""


def read_arguments(text: str) -> dict[str, Any]:
    """Read them back. Raises BadSignature for anything else."""
    return dict(signing.loads(text, salt=_SALT)) if text else {}
