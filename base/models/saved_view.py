"""A list as somebody likes to see it: filters, order and columns under a name."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser, ScopedQuerySet

NAME_LENGTH = 30
#: The right to show a view to everybody; a rule of the app that knows roles.
SHARE_VIEWS = "base.share_views"


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    """A person sees their own views and those shown to everybody."""

    def scope_for(self, user: AnyUser) -> Self:
        """One's own, and the shared ones. A view opens nothing: the rows are still those of the reader."""
        return self.filter(models.Q(owner_id=user.pk) | models.Q(is_shared=True))


class SavedView(models.Model):
    """A named state of the list `kind`: the parameters of its address, name → values.

    `position` orders the owner's tabs, from 0. At most one view of an owner and kind is the default, shown
    when the list is opened without parameters.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    parameters = models.JSONField(_("parameters"), default=dict)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_default = models.BooleanField(_("opened first"), default=False)
    is_shared = models.BooleanField(_("shown to everybody"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "owner", "kind", Lower("name"), name="saved_view_name_once_an_owner_and_list"
            ),
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default_an_owner_and_list",
            ),
        ]
        # the tabs of a list
        indexes: ClassVar = [
            models.Index(fields=["kind"], condition=models.Q(is_shared=True), name="base_view_shared")
        ]

    def __str__(self) -> str:
        return self.name
