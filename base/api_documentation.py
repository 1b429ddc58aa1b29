"""What the OpenAPI document says of every POST: it may bear an idempotency key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from base.idempotency import HEADER

_PARAMETER: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": (
        "Send the same key with the same request again, and it is not done twice: the first answer is given "
        "again, with the header Idempotency-Replayed. Kept for 24 hours; a refused request frees its key. "
        "The key with another request is answered 422, one whose first request is still running 409."
    ),
}


def operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the document with its path and method."""
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield path, method.upper(), operation


def document_idempotency(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Name the header at every POST. A postprocessing hook of drf-spectacular."""
    for _path, method, operation in operations(result):
        if method == "POST":
            operation.setdefault("parameters", []).append(_PARAMETER)
    return result
