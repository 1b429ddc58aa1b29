"""Units offered in forms."""

from __future__ import annotations

from django.db.models import QuerySet

from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import Role
from workforce.models import Unit


def kept_units(user: AnyUser) -> QuerySet[Unit]:
    """Open units the user keeps as HR officer, in the order of their codes."""
    kept = Access.of(user).reach(Role.HR_OFFICER)
    return kept.units.filter(closed_on__isnull=True).order_by("code")
