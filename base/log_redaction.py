"""Resident id numbers never reach a log line, whatever put them there."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_MASK = "[id number]"


#: The same in what people type: with blanks between its groups, or next to letters.
TYPED_ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}[\s-]?(?:18|19|20)\d\d[\s-]?\d\d[\s-]?\d\d[\s-]?\d{3}[\dXx](?!\d)"
)


def hide_typed_id_numbers(text: str) -> str:
    """Free text (a remark, a reason, a request) without the id numbers people write into it."""
    return TYPED_ID_NUMBER.sub(_MASK, text)


def redact_id_numbers(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: whatever looks like an 18-digit resident id number is masked, at any depth.

    Place it last before rendering, after exceptions were formatted.
    """
    for key, value in line.items():
        if not key.startswith("_"):
            line[key] = _redacted(value)
    return line


def _redacted(value: Any) -> Any:
    match value:
        case str():
            return _ID_NUMBER.sub(_MASK, value)
        case bool() | None | float():
            return value
        case int():
            return _MASK if _ID_NUMBER.fullmatch(str(value)) else value
        case Mapping():
            return {_redacted(key): _redacted(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_redacted(inner) for inner in value]
        case _:
            text = str(value)
            masked = _ID_NUMBER.sub(_MASK, text)
            return value if masked == text else masked
