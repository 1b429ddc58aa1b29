"""What one may do with the chosen rows of a list, and the bar that offers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from base.pagination import BoundedCount
from base.scoping import AnyUser
from base.selection import MOST_ROWS

Text = str | Promise


@dataclass(frozen=True)
class BulkAction:
    """An act on chosen rows: the address `url_name` is asked with repeated ``row`` (`base.selection`).

    Its page shows whom it will touch before anything is done. `who` offers it to those who have the right
    anywhere; the act's own service checks every row. `icon` names a drawing of ``base.icons``.
    """

    name: str
    label: Text
    url_name: str
    who: Callable[[AnyUser], bool] | None = None
    icon: str = ""

    @property
    def url(self) -> str:
        """The act's page."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class BulkBar:
    """The bar of a list: the acts this person may do, and the mark that stands for all matching rows.

    `matching` is empty where the page shows them all, or where they are more than one act takes.
    """

    actions: Sequence[BulkAction]
    matching: str
    matching_count: BoundedCount
    page_url: str
    is_whole_page_chosen: bool
    most: int = MOST_ROWS


def actions_of(actions: Sequence[BulkAction], user: AnyUser) -> list[BulkAction]:
    """The acts this person may do."""
    return [action for action in actions if action.who is None or action.who(user)]
