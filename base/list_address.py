"""The parameters of a list's address, and which of them say what list it is."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from base.errors import InvalidInput

SORT_FIELD = "sort"
CURSOR_FIELD = "cursor"
COUNT_FIELD = "count"
#: Ticks every row of the page, for those without JavaScript.
CHOSEN_FIELD = "chosen"
#: The chosen columns in their order: ``columns=name,unit``.
COLUMNS_FIELD = "columns"
#: The saved view the list is looked at through.
VIEW_FIELD = "view"
#: What belongs to one look at a list and not to the list one looks at.
PASSING_FIELDS = (CURSOR_FIELD, COUNT_FIELD, CHOSEN_FIELD)

#: The longest address that is kept, in characters.
LONGEST_QUERY = 4_000


def kept_parameters(parameters: QueryDict) -> dict[str, list[str]]:
    """What of an address says which list it is. Raises InvalidInput when it cannot be kept."""
    if len(parameters.urlencode()) > LONGEST_QUERY:
        raise InvalidInput(_("The filters are too long to keep."), code="query_too_long", field="parameters")
    if any("\x00" in text for name, values in parameters.lists() for text in (name, *map(str, values))):
        raise InvalidInput(_("The filters cannot be read."), code="query_unreadable", field="parameters")
    return {
        name: [str(value) for value in values]
        for name, values in parameters.lists()
        if name not in PASSING_FIELDS
    }


def query_of(parameters: dict[str, list[str]]) -> QueryDict:
    """Kept parameters as an address has them."""
    query = QueryDict(mutable=True)
    for name, values in parameters.items():
        query.setlist(name, list(values))
    return query
