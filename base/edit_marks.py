"""Two people edit one record: the second is shown what the first changed, and nothing is overwritten unseen.

A form carries, signed and hidden, the values its reader had before them (`Shown`). The service that writes
compares them with what is stored under its lock and refuses with the differences. A program sends the
record's `ETag` back as `If-Match` instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.errors import Conflict

#: The hidden input of a form that edits a record.
SHOWN_FIELD = "shown"

Text = str | Promise


@dataclass(frozen=True)
class ChangedField:
    """A value that is no longer what the reader was shown; `shown` is None when only an ETag was sent."""

    label: Text
    shown: str | None
    now: str


class ChangedMeanwhile(Conflict):
    """Somebody else changed the record since it was read (HTTP 409); `changes` says what."""

    default_code = "changed_meanwhile"

    def __init__(self, changes: tuple[ChangedField, ...], *, last_change: str = "") -> None:
        self.changes = changes
        named = "; ".join(
            f"{change.label} {change.shown or '–'} → {change.now or '–'}"
            if change.shown is not None
            else f"{change.label}: {change.now or '–'}"
            for change in changes
        )
        message = _("Meanwhile the record was changed: %(changes)s.") % {"changes": named}
        if last_change:
            message += " " + last_change
        message += " " + _("What you entered is kept and nothing was written. Look at it and save again.")
        super().__init__(message)


@dataclass(frozen=True)
class Shown:
    """What a person or program had before it when it began to edit: the values, or their digest alone."""

    digest: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The mark of a record's values as they are now."""
        values = _as_text(record)
        return cls(_digest(values), values)

    def to_field(self, key: str) -> str:
        """The value of the hidden input; `key` names the record, so that no mark serves for another."""
        return signing.dumps(dict(self.values), salt=f"{__name__}.{key}", compress=True)

    @classmethod
    def from_field(cls, text: str, key: str) -> Self | None:
        """Read the hidden input back. None when it was not sent or is not this record's."""
        try:
            values = signing.loads(text, salt=f"{__name__}.{key}")
        except signing.BadSignature:
            return None
        return cls(_digest(values), values)

    @property
    def etag(self) -> str:
        """The mark as HTTP writes it, quotes included."""
        return f'"{self.digest}"'

    @classmethod
    def from_etag(cls, header: str) -> Self | None:
        """Read an `If-Match` header. None when there is none, or it asks for any (`*`)."""
        digest = header.strip().removeprefix("W/").strip('"')
        return None if digest in {"", "*"} else cls(digest)


def refuse_if_changed(
    shown: Shown | None,
    record: Mapping[str, Any],
    labels: Mapping[str, Text],
    *,
    last_change: str = "",
) -> None:
    """Raise ChangedMeanwhile when the record, read under its lock, is not what was shown.

    `labels` names the fields in the reader's words; `last_change` is a sentence on who changed it and when.
    None for `shown` means the writer did not read the record first (a program without `If-Match`).
    """
    if shown is None:
        return
    values = _as_text(record)
    if _digest(values) == shown.digest:
        return
    changes = tuple(
        ChangedField(labels.get(name, name), shown.values.get(name) if shown.values else None, value)
        for name, value in values.items()
        if not shown.values or shown.values.get(name) != value
    )
    raise ChangedMeanwhile(changes, last_change=last_change)


def _as_text(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in sorted(record.items())}


def _digest(values: Mapping[str, str]) -> str:
    """Keyed: by a plain digest, a value the reader may not see could be found by trying all there are."""
    text = json.dumps(dict(sorted(values.items())), cls=DjangoJSONEncoder, ensure_ascii=False)
    return salted_hmac(__name__, text, algorithm="sha256").hexdigest()[:32]
