"""How far a user sees: the units reached by each role, computed once a request."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from base.dates import today as local_today
from base.scoping import AnyUser
from workforce.enums import Role
from workforce.models.account import User
from workforce.models.role import RoleGrant
from workforce.models.unit import Unit, UnitHead

#: Heads of units see the people of their unit; not a granted role but a fact. So do their deputies, in the
#: days a delegation is in force.
HEAD = "head"
#: Roles that see the people of their units. A union reviewer sees assigned subjects only, so has none.
SEEING_ROLES = (Role.HR_OFFICER, Role.UNION_OFFICER, Role.FINANCE, Role.AUDITOR)


class Access:
    """The reach of one user on one day. Costs three statements on first use, none afterwards."""

    def __init__(self, user: AnyUser, day: date) -> None:
        self.user = user
        self.day = day

    @classmethod
    def of(cls, user: AnyUser) -> Access:
        """The access of a user today, kept on the user object for the length of the request."""
        day = local_today()
        kept = getattr(user, "_access", None)
        if kept is None or kept.day != day:
            kept = cls(user, day)
            user._access = kept  # type: ignore[union-attr]
        return kept

    @classmethod
    def forget(cls, user: AnyUser) -> None:
        """Drop what was kept, after the user's roles changed within the request."""
        if hasattr(user, "_access"):
            del user._access

    @cached_property
    def worker_id(self) -> int | None:
        """The user's own worker record."""
        return (
            getattr(self.user, "worker_id", None)
            if self.user.is_authenticated and self.user.is_active
            else None
        )

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        children: dict[int | None, list[int]] = defaultdict(list)
        for unit_id, parent_id in Unit.objects.order_by().values_list("pk", "parent_id"):
            children[parent_id].append(unit_id)
        return children

    def _subtree(self, roots: set[int]) -> frozenset[int]:
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            unit_id = waiting.pop()
            if unit_id not in found:
                found.add(unit_id)
                waiting.extend(self._children.get(unit_id, ()))
        return frozenset(found)

    @cached_property
    def granted_units(self) -> dict[str, frozenset[int]]:
        """By role (or `HEAD`), the units the role was granted on, without those below."""
        if not (self.user.is_authenticated and self.user.is_active):
            return {}
        in_force = Q(since__lte=self.day) & (Q(until__isnull=True) | Q(until__gt=self.day))
        granted: dict[str, set[int]] = defaultdict(set)
        for role, unit_id in RoleGrant.objects.filter(in_force, user_id=self.user.pk).values_list(
            "role", "unit_id"
        ):
            granted[role].add(unit_id)
        if self.worker_id:
            stands_in = Q(
                delegations__deputy_id=self.worker_id,
                delegations__since__lte=self.day,
                delegations__until__gt=self.day,
            )
            headed = UnitHead.objects.filter(in_force, Q(worker_id=self.worker_id) | stands_in).values_list(
                "unit_id", flat=True
            )
            if headed:
                granted[HEAD].update(headed)
        return {role: frozenset(units) for role, units in granted.items()}

    @cached_property
    def _reach(self) -> dict[str, frozenset[int]]:
        return {role: self._subtree(set(units)) for role, units in self.granted_units.items()}

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """All units the user reaches by any of the roles (each unit with everything below it)."""
        return frozenset().union(*(self._reach.get(role, frozenset()) for role in roles))

    def below(self, unit_id: int) -> frozenset[int]:
        """A unit and everything below it, in reach or not."""
        return self._subtree({unit_id})

    @cached_property
    def visible_unit_ids(self) -> frozenset[int]:
        """Units whose people the user sees, by role or as their head."""
        return self.unit_ids(*SEEING_ROLES, HEAD)

    @cached_property
    def own_unit_ids(self) -> frozenset[int]:
        """The unit the user works in, as a set."""
        worker = getattr(self.user, "worker", None) if self.worker_id else None
        return frozenset({worker.unit_id} if worker else ())

    @cached_property
    def sees_everything(self) -> bool:
        """Whether the seen units are all there are: then a list needs no filter."""
        return bool(self.visible_unit_ids) and len(self.visible_unit_ids) == sum(
            map(len, self._children.values())
        )

    def holds(self, role: str, unit_id: int | None = None) -> bool:
        """Whether the user holds a role, at all or over a unit."""
        reached = self.unit_ids(role)
        return bool(reached) if unit_id is None else unit_id in reached

    def holds_at_root(self, role: str) -> bool:
        """Whether the user holds a role on a unit without parent: the right to change roles and policies."""
        return any(unit_id in self.granted_units.get(role, ()) for unit_id in self._children.get(None, ()))

    def roles_over(self, unit_id: int) -> frozenset[str]:
        """The roles (and `HEAD`) the user holds over a unit."""
        return frozenset(role for role, units in self._reach.items() if unit_id in units)


def actor_of(request: HttpRequest) -> User:
    """The account that is signed in, as services want it. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


__all__ = ["HEAD", "SEEING_ROLES", "Access", "actor_of"]
