"""What the OpenAPI document says of every address: the scope a token needs."""

from __future__ import annotations

from typing import Any

from base.api_documentation import operations
from workforce.api_scopes import scope_needed


def document_scopes(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Name the scope at every operation. A postprocessing hook of drf-spectacular."""
    for path, method, operation in operations(result):
        operation["x-required-scope"] = _named(path, method)
        told = operation.get("description", "")
        operation["description"] = f"{told}\n\nToken scope: {operation['x-required-scope']}.".strip()
    return result


def _named(path: str, method: str) -> str:
    try:
        needed = scope_needed(path, method)
    except LookupError:
        return "none; browser sessions only"
    return "any" if needed is None else needed.value
