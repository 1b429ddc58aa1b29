"""You see what is yours: every read that reaches a person starts from `Model.objects.visible_to(user)`."""

from typing import Self, TypeVar

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


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The default manager of a model that has no rule yet: unscoped for services, empty for persons."""
