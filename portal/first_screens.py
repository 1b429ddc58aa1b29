"""Which screen a person sees first: what needs them, before anything else."""

from __future__ import annotations

from base.scoping import AnyUser
from skills.rules import may_view_figures, may_view_people
from workforce.access import Access
from workforce.enums import Role


def first_screen_of(user: AnyUser) -> str:
    """The name of the page a signed-in person starts on; empty when the account has nothing to see yet.

    HR starts at the desk; union and audit at the pyramid; a worker at the own ladder; others who see people
    (finance) at the people list.
    """
    access = Access.of(user)
    if access.holds(Role.HR_OFFICER):
        return "portal:desk"
    if may_view_figures.test(user):
        return "skills:figures"
    if access.worker_id is not None:
        return "skills:my_growth"
    return "skills:people" if may_view_people.test(user) else ""
