"""Every address of the API, read from the address table itself, so that no new one is forgotten."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")


class ApiRoute(NamedTuple):
    """A named address with the names of its parameters and one of its methods."""

    name: str
    parameters: tuple[str, ...]
    method: str


def api_routes() -> list[ApiRoute]:
    """All routes below /api/v1/ that are asked with a method of their own."""
    root = next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and str(entry.pattern) == "api/v1/"
    )
    return sorted(set(_routes(root)))


def _routes(entry: URLPattern | URLResolver) -> Iterator[ApiRoute]:
    if isinstance(entry, URLResolver):
        for inner in entry.url_patterns:
            yield from _routes(inner)
        return
    parameters = tuple(entry.pattern.regex.groupindex)
    for method in _methods(entry.callback):
        yield ApiRoute(str(entry.name), parameters, method)


def _methods(view: Any) -> list[str]:
    actions = getattr(view, "actions", None)
    if actions is not None:
        return list(actions)
    return [method for method in METHODS if hasattr(view.cls, method)]
