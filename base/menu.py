"""What stands in the menu and on the first screens: each app declares its own in ``<app>/menu.py``.

``base.apps`` imports those modules when the project starts; pages ask `menu_for` and `desk_cards_for` what
the person in front of them may see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from base.scoping import AnyUser

Who = Callable[[AnyUser], bool]


class Place(Enum):
    """Which menu an entry stands in."""

    MAIN = "main"
    ACCOUNT = "account"


@dataclass(frozen=True)
class MenuEntry:
    """A link in the menu, for those to whom `who(user)` says yes. Lower `order` stands higher.

    `icon` names a drawing of ``base.icons``.
    """

    label: str | Promise
    url_name: str
    who: Who
    order: int = 100
    icon: str = ""
    place: Place = Place.MAIN


@dataclass(frozen=True)
class DeskCard:
    """A block on the first screen, for those to whom `who(user)` says yes.

    `context(request)` gives the template its values, or None when there is nothing to show. Cards that need
    attention have an order below 100, figures below 200, activity from 200 on.
    """

    name: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]
    who: Who
    order: int = 100


@dataclass(frozen=True)
class MenuLink:
    """A menu entry as one person sees it on one page."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


@dataclass
class MenuRegistry:
    """The declared entries and cards. The project uses the one instance `registry`."""

    entries: list[MenuEntry] = field(default_factory=list)
    cards: list[DeskCard] = field(default_factory=list)

    def register_entry(self, entry: MenuEntry) -> None:
        """Declare a link; declaring the same address in the same menu again replaces it."""
        self.entries = [known for known in self.entries if not _is_same_link(known, entry)] + [entry]

    def register_card(self, card: DeskCard) -> None:
        """Declare a desk card; declaring the same name again replaces it."""
        self.cards = [known for known in self.cards if known.name != card.name] + [card]

    def menu_for(self, request: HttpRequest, place: Place = Place.MAIN) -> list[MenuLink]:
        """The links this person may follow, in order; the one that leads to the present page is marked."""
        shown = [entry for entry in self.entries if entry.place is place and entry.who(request.user)]
        urls = {entry.url_name: reverse(entry.url_name) for entry in shown}
        current = max((url for url in urls.values() if request.path.startswith(url)), key=len, default="")
        if current == "/" and request.path != "/":
            current = ""
        return [
            MenuLink(
                entry.label, urls[entry.url_name], entry.icon, is_current=urls[entry.url_name] == current
            )
            for entry in sorted(shown, key=lambda entry: entry.order)
        ]

    def desk_cards_for(self, request: HttpRequest) -> list[SafeString]:
        """The rendered cards this person has something in, in order."""
        rendered = []
        for card in sorted(self.cards, key=lambda card: card.order):
            if not card.who(request.user):
                continue
            context = card.context(request)
            if context is not None:
                rendered.append(render_to_string(card.template, dict(context), request=request))
        return rendered


def _is_same_link(one: MenuEntry, other: MenuEntry) -> bool:
    return (one.place, one.url_name) == (other.place, other.url_name)


registry = MenuRegistry()
register_entry = registry.register_entry
register_card = registry.register_card
menu_for = registry.menu_for
desk_cards_for = registry.desk_cards_for
