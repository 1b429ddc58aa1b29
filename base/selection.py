"""The rows a person chose in a list, read again for the act that is to touch them.

A list sends the chosen rows as repeated ``row`` (primary keys) to the act's own page, or ``matching``: a
signed mark of "all rows that match this list's filters", which is evaluated again when it arrives. Whatever
was chosen is looked up among `rows`, the rows in the actor's scope now: what has gone meanwhile, or never was
theirs, is counted in `missing` and not told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.exports.sources import UnknownSource, source_for
from base.scoping import AnyUser

#: The parameter that holds a chosen row's primary key, once a row.
ROW_FIELD = "row"
#: The parameter that stands for all rows a list's filters match.
MATCHING_FIELD = "matching"
#: The most rows one act takes.
MOST_ROWS = 2_000

_SALT = "base.selection.matching"
_LARGEST_KEY = 2**63 - 1

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Selection(Generic[Row]):
    """The chosen rows that are still there, in the order of the queryset, and how many are not."""

    rows: list[Row]
    missing: int


def read_selection(
    data: QueryDict, rows: QuerySet[Row], *, most: int = MOST_ROWS, asker: AnyUser | None = None
) -> Selection[Row]:
    """The rows `data` names, looked up in `rows` (which must be in the actor's scope).

    Costs one statement; with ``matching`` also those of the list it comes from. Raises InvalidInput when
    nothing is chosen (``nothing_chosen``), more than `most` rows (``too_many_chosen``), or the mark of a list
    cannot be read (``matching_unreadable``) or was given to another than the `asker`: it may filter by
    fields only that person sees.
    """
    mark = data.get(MATCHING_FIELD)
    if mark:
        return Selection(_matching_rows(str(mark), rows, most=most, asker=asker), missing=0)
    chosen = list(dict.fromkeys(data.getlist(ROW_FIELD)))
    if not chosen:
        raise InvalidInput(
            _("Nothing is chosen. Go back to the list and tick the rows this is about."),
            code="nothing_chosen",
            field=ROW_FIELD,
        )
    if len(chosen) > most:
        raise _too_many(most)
    keys = {int(text) for text in chosen if text.isascii() and text.isdigit() and int(text) <= _LARGEST_KEY}
    found = list(rows.filter(pk__in=keys))
    return Selection(found, missing=len(chosen) - len(found))


def mark_of_matching(
    kind: str, *, user: AnyUser, parameters: QueryDict, arguments: Mapping[str, Any] | None = None
) -> str:
    """The value of ``matching``: all rows of the list `kind` under these filters, as `user` sees it."""
    mark = [kind, user.pk, parameters.urlencode(), dict(arguments or {})]
    return signing.dumps(mark, salt=_SALT, compress=True)


def _matching_rows(mark: str, rows: QuerySet[Row], *, most: int, asker: AnyUser | None) -> list[Row]:
    try:
        kind, user_id, query, arguments = signing.loads(mark, salt=_SALT)
        source = source_for(kind)
    except (signing.BadSignature, UnknownSource) as error:
        raise _unreadable() from error
    if asker is not None and asker.pk != user_id:
        raise _unreadable()
    user = get_user_model()._default_manager.filter(pk=user_id).first()
    if user is None or not source.is_open_to(user):
        raise _unreadable()
    matching = source.open(user, QueryDict(query), arguments).matching
    if matching.model is not rows.model:
        raise _unreadable()
    found = list(rows.filter(pk__in=matching.order_by().values("pk"))[: most + 1])
    if len(found) > most:
        raise _too_many(most)
    if not found:
        raise InvalidInput(
            _("No row matches the filters any more. Go back to the list and choose again."),
            code="nothing_chosen",
            field=ROW_FIELD,
        )
    return found


def _too_many(most: int) -> InvalidInput:
    return InvalidInput(
        _("More than %(most)d rows are chosen. Choose fewer, for instance by a filter on the unit.")
        % {"most": most},
        code="too_many_chosen",
        field=ROW_FIELD,
    )


def _unreadable() -> InvalidInput:
    return InvalidInput(
        _("The choice cannot be read any more. Go back to the list and choose again."),
        code="matching_unreadable",
        field=ROW_FIELD,
    )
