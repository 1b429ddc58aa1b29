"""The one seam between a list page and what is done with its rows elsewhere: exports, jobs, bulk acts.

A list page that names its kind (``export = ListExport(kind=…)`` or ``kind = …``) is known here by it, so that
a background job can open the same list for a user from (kind, parameters) as the page itself does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.errors import Missing
from base.scoping import AnyUser

if TYPE_CHECKING:
    from base.lists.page import ListPage

Text = str | Promise


class UnknownSource(LookupError):
    """No list of this kind is declared."""


@dataclass(frozen=True)
class ListExport:
    """What makes a list exportable: a stable `kind` (``"skills.people"``) and who may take it out.

    `who` answers for the person alone; rows and fields are those the page shows them.
    """

    kind: str
    who: Callable[[AnyUser], bool]


@dataclass(frozen=True)
class ListSource:
    """A kind of list and the page that shows it."""

    kind: str
    page: type[ListPage]

    @property
    def title(self) -> Text:
        """The name of the list."""
        return self.page.title

    def is_open_to(self, user: AnyUser) -> bool:
        """Whether the user may have this list at all, today."""
        return user.is_authenticated and user.is_active and self.page.is_open_to(user)

    def may_export(self, user: AnyUser) -> bool:
        """Whether the user may take this list out of the system, today."""
        export = self.page.export
        return export is not None and self.is_open_to(user) and export.who(user)

    def open(
        self, user: AnyUser, parameters: QueryDict, arguments: Mapping[str, Any] | None = None
    ) -> ListPage:
        """The list as the user would see it under these parameters; ask `is_open_to` first.

        Raises Missing when what the arguments name is not there, or not for this user.
        """
        try:
            return self.page.opened(user, parameters, arguments or {})
        except (Http404, PermissionDenied) as error:
            raise Missing(_("There is no such list."), code="list_missing") from error


_sources: dict[str, ListSource] = {}
_named: dict[str, NamedKind] = {}


@dataclass(frozen=True)
class NamedKind:
    """A kind of file that is no list, but made from the list `like` under that list's parameters.

    `who` answers whether somebody may take it out.
    """

    title: Text
    like: str
    who: Callable[[AnyUser], bool]


def name_kind(kind: str, title: Text, *, like: str, who: Callable[[AnyUser], bool]) -> None:
    """Say how the record of exports calls a kind of file, which list reads its parameters, and for whom."""
    _named[kind] = NamedKind(title, like, who)


def named_kind(kind: str) -> NamedKind | None:
    """The name of a kind that is no list."""
    return _named.get(kind)


def register_source(kind: str, page: type[ListPage]) -> None:
    """Declare the page that shows lists of `kind`. The later declaration of one name in one module counts."""
    known = _sources.get(kind)
    if known is not None and (known.page.__module__, known.page.__qualname__) != (
        page.__module__,
        page.__qualname__,
    ):
        raise ValueError(f"The list kind {kind!r} is declared twice.")
    _sources[kind] = ListSource(kind, page)


def source_for(kind: str) -> ListSource:
    """The list of a kind. Raises UnknownSource.

    A process that serves no pages (a worker) has not imported them; the addresses lead to them all.
    """
    if kind not in _sources:
        get_resolver().url_patterns  # noqa: B018 - importing the addresses declares the lists
    try:
        return _sources[kind]
    except KeyError:
        raise UnknownSource(kind) from None
