"""What other systems may be told of: apps declare outward events in `<app>/outward.py`.

    tell_outside(OutwardEvent(name="fact.changed", kinds=("skills.facts_changed",), ...))

The name and the fields of its data are a promise to whoever receives them: they may grow and never change.
The app `notices` sends them to the webhooks that ask for them. What leaves are ids and plain values: who may
know more asks the API for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from base.models.domain_event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OutwardEvent:
    """A domain event as the world outside hears of it.

    `kinds` are those of domain events; of these `fits` says which are meant. `units` gives the ids of the
    units (`workforce_unit`) the event is about: who subscribed for one of them, or for a unit above, is
    told. `data` gives what a subscriber of one unit hears: nothing of other units.
    """

    name: str
    label: str | Promise
    about: str | Promise
    kinds: frozenset[str]
    units: Callable[[DomainEvent], Collection[int]]
    data: Callable[[DomainEvent, int], Mapping[str, Any]]
    fits: Callable[[DomainEvent], bool] = lambda event: True


_declared: dict[str, OutwardEvent] = {}


def tell_outside(event: OutwardEvent) -> OutwardEvent:
    """Make an outward event known under its stable name; declaring another one by it is a mistake."""
    known = _declared.get(event.name)
    if known is not None and known != event:
        raise ValueError(f"The outward event {event.name!r} is declared twice.")
    _declared[event.name] = event
    return event


def outward_events() -> Mapping[str, OutwardEvent]:
    """Every outward event by name, in name order."""
    return MappingProxyType(dict(sorted(_declared.items())))


def outward_event_of(event: DomainEvent) -> OutwardEvent | None:
    """As what the world outside hears of a domain event; None: not at all. The first by name that fits."""
    fitting = (one for one in outward_events().values() if event.kind in one.kinds and one.fits(event))
    return next(fitting, None)
