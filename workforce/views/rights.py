"""Rights to look at: one's own, a person's, all of them for a review, and the role × field table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.pages import LoginRequired
from workforce.access import HEAD, actor_of
from workforce.enums import Role
from workforce.fields import FIELD_LABELS, SEEN_BY, SELF, Field
from workforce.models import User, Worker
from workforce.queries.roles import review_of_rights, rights_of

#: The columns of the role × field table, and how people call them.
READERS: Mapping[str, str | Promise] = {
    SELF: gettext_lazy("The worker"),
    Role.HR_OFFICER: Role.HR_OFFICER.label,
    Role.UNION_OFFICER: Role.UNION_OFFICER.label,
    Role.FINANCE: Role.FINANCE.label,
    Role.AUDITOR: Role.AUDITOR.label,
    HEAD: gettext_lazy("Head of the unit, or the deputy"),
}


class OwnRightsPage(LoginRequired, TemplateView):
    """What I hold: roles, headships, deputyships, given by whom and until when."""

    template_name = "workforce/person_rights.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """My own rights."""
        user = actor_of(self.request)
        rights = rights_of(user, viewer=user)
        return super().get_context_data(person=user, rights=rights, is_own=True, crumbs=[], **kwargs)


class PersonRightsPage(LoginRequired, TemplateView):
    """What a person holds and held over the units the reader keeps or audits; one's own for oneself."""

    template_name = "workforce/person_rights.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person's rights in sight. Raises Http404 when there is nothing to see of them."""
        viewer = actor_of(self.request)
        person = get_object_or_404(User.objects.select_related("worker"), pk=self.kwargs["pk"])
        rights = rights_of(person, viewer=viewer)
        is_own = viewer.pk == person.pk
        if rights.is_empty and not is_own and not _keeps_or_audits(viewer, person):
            raise Http404
        crumbs = (
            [Crumb(_("Roles"), reverse("workforce:roles"))] if viewer.has_perm("workforce.view_roles") else []
        )
        return super().get_context_data(person=person, rights=rights, is_own=is_own, crumbs=crumbs, **kwargs)


def _keeps_or_audits(viewer: User, person: User) -> bool:
    """Whether the reader would see roles over the unit the person works in."""
    seen = Worker.objects.visible_to(viewer).filter(pk=person.worker_id).first() if person.worker_id else None
    return seen is not None and viewer.has_perm("workforce.view_audit", seen)


class RightsReviewPage(LoginRequired, TemplateView):
    """Everybody who holds anything today over the units one keeps or audits, on paper for a review."""

    template_name = "workforce/rights_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of units, those behind ``after``. Raises PermissionDenied."""
        viewer = actor_of(self.request)
        if not viewer.has_perm("workforce.view_roles"):
            raise PermissionDenied
        day = today()
        page = review_of_rights(viewer, day=day, after=self.request.GET.get("after", ""))
        return super().get_context_data(
            units=page.units,
            next_url=f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
            day=day,
            crumbs=[Crumb(_("Roles"), reverse("workforce:roles"))],
            **kwargs,
        )


@dataclass(frozen=True)
class FieldLine:
    """A field with each reader in order, and whether they see it."""

    label: str | Promise
    seen: list[tuple[str | Promise, bool]]


def field_lines() -> list[FieldLine]:
    """The role × field table as it is enforced."""
    return [
        FieldLine(
            FIELD_LABELS[field], [(label, reader in SEEN_BY[field]) for reader, label in READERS.items()]
        )
        for field in Field
    ]


class FieldTablePage(LoginRequired, TemplateView):
    """Who sees which personal field: the very table pages, API and exports read. For everybody signed in."""

    template_name = "workforce/field_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table."""
        return super().get_context_data(readers=list(READERS.values()), lines=field_lines(), **kwargs)
