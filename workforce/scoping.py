"""The scope of everything that belongs to a worker."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model

from base.scoping import AnyUser, ScopedQuerySet
from workforce.branches import InSight

Row = TypeVar("Row", bound=Model, covariant=True)


class OfWorkersQuerySet(ScopedQuerySet[Row]):
    """Rows with a `worker`: seen by that worker, and by those who see the people of the worker's unit."""

    def scope_for(self, user: AnyUser) -> Self:
        """The rows of the workers the user may see."""
        sight = InSight.of(user)
        return self.all() if sight.is_everything else self.filter(sight.people("worker"))
