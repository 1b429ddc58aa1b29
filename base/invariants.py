"""Statements that must hold over the whole database; `manage.py check_invariants` proves them.

Each app declares its own in `<app>/invariants.py`; an invariant returns one readable line per violation.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.module_loading import autodiscover_modules

Check = Callable[[], list[str]]

_invariants: dict[str, Check] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a check under a stable name such as "skills.eligibility_is_current"."""

    def register(check: Check) -> Check:
        known = _invariants.get(name)
        if known is not None and known is not check:
            raise ValueError(f"The invariant {name!r} is declared twice.")
        _invariants[name] = check
        return check

    return register


def all_invariants() -> Mapping[str, Check]:
    """Every declared invariant by name, in name order; imports each app's `invariants` module."""
    autodiscover_modules("invariants")
    return MappingProxyType(dict(sorted(_invariants.items())))
