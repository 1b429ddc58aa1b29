"""A value that some readers are not told of some rows."""

from __future__ import annotations

from django.db.models import Case, F, Q, When


class ToldValue(Case):
    """The value at `path`, empty in the rows of `hidden`.

    Lists sort and filter by it, so they tell no more than they show. Where it is not empty it equals the
    value itself, so a page is read in the order of the value's own index.
    """

    def __init__(self, path: str, hidden: Q) -> None:
        super().__init__(When(hidden, then=None), default=F(path))
        self.path = path
