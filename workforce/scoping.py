"""The scope of everything that belongs to a worker."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model

from base.scoping import AnyUser, ScopedQuerySet
from workforce.access import Access

Row = TypeVar("Row", bound=Model, covariant=True)


class OfWorkersQuerySet(ScopedQuerySet[Row]):
    """Rows with a `worker`: seen by that worker, and by those who see the people of the worker's unit."""

    def scope_for(self, user: AnyUser) -> Self:
        """The rows of the workers the user may see."""
        access = Access.of(user)
        if access.sees_everything:
            return self.all()
        return self.filter(access.rows(access.sight, worker="worker", unit="worker__unit"))
