"""Dated rights in templates: where they stand today, and who may end them."""

from __future__ import annotations

from typing import Any

from django import template

from base.dates import today
from base.scoping import AnyUser
from workforce.enums import Term
from workforce.models import Delegation, User
from workforce.queries.roles import term_on
from workforce.services.delegations import may_delegate

register = template.Library()


@register.simple_tag
def term_of(row: Any) -> Term:
    """Whether a role, headship or delegation is in force, coming or ended today."""
    return term_on(row, today())


@register.filter
def endable_by(delegation: Delegation, user: AnyUser) -> bool:
    """Whether this person may end the delegation: its head, its deputy, HR over the unit."""
    if not isinstance(user, User):
        return False
    return user.worker_id == delegation.deputy_id or may_delegate(user, delegation.headship)
