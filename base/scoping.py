"""You see what is yours: every read that reaches a person starts from `Model.objects.visible_to(user)`."""

from typing import Self, TypeVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

AnyUser = AbstractBaseUser | AnonymousUser

M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that yields nothing to a person until its model says what they may see."""

    def visible_to(self, user: AnyUser) -> Self:
        """The rows `user` may see. Nobody who is not logged in and active sees anything."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.scope_for(user)

    def scope_for(self, user: AnyUser) -> Self:
        """Overridden per model with its rule; without a rule nothing is visible."""
        return self.none()


class ScopedManager(models.Manager[M]):
    """The manager of a model whose reads are scoped; all rows for services, scoped ones for persons.

    Made by `ScopedManager.from_queryset(ItsQuerySet)()`; `ItsQuerySet.as_manager()` does the same and keeps
    the queryset's own methods in sight of the type checker.
    """

    _queryset_class = ScopedQuerySet

    def visible_to(self, user: AnyUser) -> ScopedQuerySet[M]:
        """The rows `user` may see."""
        return cast("ScopedQuerySet[M]", self.get_queryset()).visible_to(user)
