"""How far a user sees: the units reached by each role, asked in one statement a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest

from base.dates import today as local_today
from base.scoping import AnyUser
from workforce.enums import Role
from workforce.models.account import User
from workforce.models.unit import Unit, UnitPath
from workforce.reach import NAMED_UNITS, NOTHING, Held, Reach, join_reach

#: Heads of units see the people of their unit; not a granted role but a fact. So do their deputies, in the
#: days a delegation is in force.
HEAD = "head"
#: Roles that see the people of their units. A union reviewer sees assigned subjects only, so has none.
SEEING_ROLES = (Role.HR_OFFICER, Role.UNION_OFFICER, Role.FINANCE, Role.AUDITOR)

_OWN = "own"
_TOP = "top"

# Which units are held how, the topmost units and the one worked in; of each the ids at and below it, where
# they are few, and of the topmost ones those right below.
_HELD = f"""
WITH held(how, unit_id) AS (
    SELECT role, unit_id FROM workforce_rolegrant
     WHERE user_id = %(user)s AND since <= %(day)s AND (until IS NULL OR until > %(day)s)
    UNION
    SELECT '{HEAD}', unit_id FROM workforce_unithead
     WHERE worker_id = %(worker)s AND since <= %(day)s AND (until IS NULL OR until > %(day)s)
    UNION
    SELECT '{HEAD}', head.unit_id
      FROM workforce_delegation delegation JOIN workforce_unithead head ON head.id = delegation.headship_id
     WHERE delegation.deputy_id = %(worker)s AND delegation.since <= %(day)s AND delegation.until > %(day)s
       AND head.since <= %(day)s AND (head.until IS NULL OR head.until > %(day)s)
    UNION ALL
    SELECT '{_OWN}', unit_id FROM workforce_worker WHERE id = %(worker)s
    UNION ALL
    SELECT '{_TOP}', id FROM workforce_unit WHERE parent_id IS NULL
)
SELECT held.how, unit.id, unit.path,
       CASE WHEN unit.parent_id IS NOT NULL AND held.how <> '{_OWN}' THEN ARRAY(
           SELECT below.id FROM workforce_unit below
            WHERE below.path >= unit.path
              AND below.path < trim_array(unit.path, 1) || (unit.id + 1)
            LIMIT {NAMED_UNITS + 1}
       ) END,
       CASE WHEN held.how = '{_TOP}' THEN
           ARRAY(SELECT branch.id FROM workforce_unit branch WHERE branch.parent_id = unit.id ORDER BY id)
       END
  FROM held JOIN workforce_unit unit ON unit.id = held.unit_id
"""  # noqa: S608 - constant SQL


@dataclass(frozen=True)
class _Standing:
    """What one statement tells of a user: units held by each role, the topmost units with those right below
    them, the one worked in.
    """

    held: dict[str, tuple[Held, ...]]
    tops: dict[int, tuple[int, ...]]
    own: UnitPath


class Access:
    """The reach of one user on one day. Costs one statement on first use, none afterwards; where somebody
    holds more than `NAMED_UNITS` units and not all, one more when a unit is asked about that no row brought.
    """

    def __init__(self, user: AnyUser, day: date) -> None:
        self.user = user
        self.day = day
        self._paths: dict[int, UnitPath] = {}
        self._ids: dict[tuple[UnitPath, ...], frozenset[int]] = {}

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
    def _standing(self) -> _Standing:
        if not (self.user.is_authenticated and self.user.is_active):
            return _Standing({}, {}, ())
        with connection.cursor() as cursor:
            cursor.execute(_HELD, {"user": self.user.pk, "worker": self.worker_id, "day": self.day})
            rows = cursor.fetchall()
        held: dict[str, list[Held]] = defaultdict(list)
        tops: dict[int, tuple[int, ...]] = {}
        for how, unit_id, path, below, branches in rows:
            self._paths[unit_id] = path
            if how == _TOP:
                tops[unit_id] = tuple(branches)
            else:
                held[how].append(Held(unit_id, tuple(path), below))
        own = held.pop(_OWN, ())
        return _Standing({how: tuple(units) for how, units in held.items()}, tops, own[0].path if own else ())

    @cached_property
    def granted_units(self) -> dict[str, frozenset[int]]:
        """By role (or `HEAD`), the units the role was granted on, without those below."""
        return {
            role: frozenset(unit.unit_id for unit in units) for role, units in self._standing.held.items()
        }

    @cached_property
    def _reach(self) -> dict[str, Reach]:
        return {
            role: join_reach(units, self._standing.tops.keys()) for role, units in self._standing.held.items()
        }

    def reach(self, *roles: str) -> Reach:
        """All units the user reaches by any of the roles (each unit with everything below it)."""
        if len(roles) == 1:
            return self._reach.get(roles[0], NOTHING)
        held = [unit for role in roles for unit in self._standing.held.get(role, ())]
        return join_reach(held, self._standing.tops.keys())

    @cached_property
    def sight(self) -> Reach:
        """Units whose people the user sees, by role or as their head."""
        return self.reach(*SEEING_ROLES, HEAD)

    @property
    def sees_everything(self) -> bool:
        """Whether the seen units are all there are: then a list needs no filter."""
        return self.sight.is_everything

    @property
    def whole_branches(self) -> tuple[int, ...]:
        """The branches (`Worker.branch`) all of whose people the user sees."""
        seen: list[int] = []
        for path in self.sight.paths:
            if len(path) <= 2:
                seen.append(path[-1])
            if len(path) == 1:
                seen.extend(self._standing.tops.get(path[0], ()))
        return tuple(seen)

    @property
    def own_path(self) -> UnitPath:
        """The path of the unit the user works in; empty for who is no worker."""
        return self._standing.own

    @property
    def own_unit_ids(self) -> frozenset[int]:
        """The unit the user works in, as a set."""
        return frozenset(self.own_path[-1:])

    def rows(self, reach: Reach, *, worker: str, unit: str) -> Q:
        """Rows of the user's own (`worker` is the path to the worker) or of a unit reached (path `unit`)."""
        reached = reach.rows(unit)
        if self.worker_id is None or reach.covers(self.own_path):
            return reached
        return Q(**{worker: self.worker_id}) | reached

    def know(self, units: Iterable[Unit]) -> None:
        """Take in the paths of units that were read anyway, so that nothing need be asked about them."""
        self._paths.update((unit.pk, unit.path) for unit in units if unit.path)

    def holds(self, role: str, unit_id: int | None = None) -> bool:
        """Whether the user holds a role, at all or over a unit."""
        reach = self.reach(role)
        return bool(reach) if unit_id is None else self._covers(reach, unit_id)

    def reaches(self, unit_id: int, *roles: str) -> bool:
        """Whether the user reaches a unit by any of the roles."""
        return self._covers(self.reach(*roles), unit_id)

    def _covers(self, reach: Reach, unit_id: int) -> bool:
        if reach.decides_by_id:
            return reach.has(unit_id)
        if unit_id in self._paths:
            return reach.covers(self._paths[unit_id])
        if reach.paths not in self._ids:  # once a reach, however many rows are asked about
            self._ids[reach.paths] = frozenset(reach.units.values_list("pk", flat=True))
        return unit_id in self._ids[reach.paths]

    def holds_at_root(self, role: str) -> bool:
        """Whether the user holds a role on a unit without parent: the right to change roles and policies."""
        return bool(self._standing.tops.keys() & self.granted_units.get(role, frozenset()))

    def roles_over(self, unit_id: int) -> frozenset[str]:
        """The roles (and `HEAD`) the user holds over a unit."""
        return frozenset(role for role, reach in self._reach.items() if self._covers(reach, unit_id))

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """The ids of all units reached by the roles, for a job that compares many rows. One statement."""
        return frozenset(self.reach(*roles).units.values_list("pk", flat=True))

    def below(self, unit_id: int) -> frozenset[int]:
        """The ids of a unit and everything below it, in reach or not. One statement."""
        return frozenset(Unit.objects.below([unit_id]).order_by().values_list("pk", flat=True))

    @cached_property
    def visible_unit_ids(self) -> frozenset[int]:
        """The ids of the units whose people the user sees. One statement."""
        return self.unit_ids(*SEEING_ROLES, HEAD)


def actor_of(request: HttpRequest) -> User:
    """The account that is signed in, as services want it. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


__all__ = ["HEAD", "SEEING_ROLES", "Access", "actor_of"]
