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


class Screen(Enum):
    """Which first screen a card stands on: the desk of those who keep records, or a worker's own page."""

    DESK = "desk"
    OWN = "own"


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
    """A block on a first screen (`screens`), for those to whom `who(user)` says yes.

    `context(request)` gives the template its values, or None when there is nothing to show. Cards that need
    attention have an order below 100, figures below 200, activity from 200 on.
    """

    name: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]
    who: Who
    order: int = 100
    screens: frozenset[Screen] = frozenset({Screen.DESK})


@dataclass(frozen=True)
class TopLink:
    """A link in the top line with a number beside it, for those to whom `who(user)` says yes.

    `number(request)` is what is known without asking the database (None: nothing is); the page asks the
    address `number_url_name` for the rest, and again every minute (`base/components/top_number.html`).
    """

    label: str | Promise
    url_name: str
    number_url_name: str
    icon: str
    number: Callable[[HttpRequest], str | None]
    who: Who


@dataclass(frozen=True)
class ShownTopLink:
    """A link of the top line as one person sees it."""

    label: str | Promise
    url: str
    number_url: str
    icon: str
    number: str | None


@dataclass(frozen=True)
class MenuLink:
    """A menu entry as one person sees it on one page."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


@dataclass
class MenuRegistry:
    """The declared entries, cards and top links. The project uses the one instance `registry`."""

    entries: list[MenuEntry] = field(default_factory=list)
    cards: list[DeskCard] = field(default_factory=list)
    top_links: list[TopLink] = field(default_factory=list)

    def register_entry(self, entry: MenuEntry) -> None:
        """Declare a link; declaring the same address in the same menu again replaces it."""
        self.entries = [known for known in self.entries if not _is_same_link(known, entry)] + [entry]

    def register_card(self, card: DeskCard) -> None:
        """Declare a desk card; declaring the same name again replaces it."""
        self.cards = [known for known in self.cards if known.name != card.name] + [card]

    def register_top_link(self, link: TopLink) -> None:
        """Declare a link of the top line; declaring the same address again replaces it."""
        self.top_links = [known for known in self.top_links if known.url_name != link.url_name] + [link]

    def top_links_for(self, request: HttpRequest) -> list[ShownTopLink]:
        """The links of the top line this person may follow. No SQL."""
        return [
            ShownTopLink(
                link.label,
                reverse(link.url_name),
                reverse(link.number_url_name),
                link.icon,
                link.number(request),
            )
            for link in self.top_links
            if link.who(request.user)
        ]

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

    def desk_cards_for(self, request: HttpRequest, screen: Screen = Screen.DESK) -> list[SafeString]:
        """The rendered cards of a screen this person has something in, in order."""
        rendered = []
        for card in sorted(self.cards, key=lambda card: card.order):
            if screen not in card.screens or not card.who(request.user):
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
register_top_link = registry.register_top_link
menu_for = registry.menu_for
desk_cards_for = registry.desk_cards_for
top_links_for = registry.top_links_for
