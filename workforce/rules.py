"""Who may do what to units, workers and accounts: one predicate a sentence, read by views, API and templates.

Rights come from roles on units and from facts (oneself, head of the unit); being the system administrator
gives none over people or their records, only over the system's own work. The target is a worker or a unit;
without one the question is "anywhere at all?".
"""

from __future__ import annotations

import rules
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, NotPermitted
from base.models.export import sees_exports_of
from base.scoping import AnyUser
from workforce.access import HEAD, Access
from workforce.enums import Role
from workforce.models import Unit, User, Worker

Target = Worker | Unit | None


def _unit_id(target: Target) -> int | None:
    if target is None:
        return None
    return target.unit_id if isinstance(target, Worker) else target.pk


def _holds(role: str) -> rules.Predicate:
    def holds(user: AnyUser, target: Target = None) -> bool:
        access = Access.of(user)
        if isinstance(target, Worker) and "unit" in target._state.fields_cache:
            access.know([target.unit])
        return access.holds(role, _unit_id(target))

    return rules.Predicate(holds, name=f"holds_{role}")


is_hr_over = _holds(Role.HR_OFFICER)
is_union_officer_over = _holds(Role.UNION_OFFICER)
is_finance_over = _holds(Role.FINANCE)
is_auditor_over = _holds(Role.AUDITOR)
is_head_over = _holds(HEAD)


@rules.predicate  # type: ignore[untyped-decorator]
def is_oneself(user: AnyUser, worker: Worker | None = None) -> bool:
    """The worker record is the user's own."""
    return isinstance(worker, Worker) and Access.of(user).worker_id == worker.pk


@rules.predicate  # type: ignore[untyped-decorator]
def is_erased(user: AnyUser, target: Target = None) -> bool:
    """What identified the person was erased: the record stays for the figures, and nobody writes to it."""
    return isinstance(target, Worker) and target.erased_at is not None


@rules.predicate  # type: ignore[untyped-decorator]
def is_hr_at_root(user: AnyUser, target: Target = None) -> bool:
    """HR officer of the unit that has no parent: the right to change roles and policies."""
    return Access.of(user).holds_at_root(Role.HR_OFFICER)


@rules.predicate  # type: ignore[untyped-decorator]
def is_auditor_at_root(user: AnyUser, target: Target = None) -> bool:
    """Auditor of the unit that has no parent: sees what was taken out by anybody."""
    return Access.of(user).holds_at_root(Role.AUDITOR)


@rules.predicate  # type: ignore[untyped-decorator]
def is_administrator(user: AnyUser, target: Target = None) -> bool:
    """The system administrator: technical upkeep, nothing about people."""
    return bool(user.is_active and getattr(user, "is_superuser", False))


@rules.predicate  # type: ignore[untyped-decorator]
def works_in_unit(user: AnyUser, target: Target = None) -> bool:
    """The unit is the one the user works in."""
    return isinstance(target, Unit) and target.pk in Access.of(user).own_unit_ids


sees_people = is_hr_over | is_union_officer_over | is_finance_over | is_auditor_over | is_head_over
reads_everything = is_hr_over | is_auditor_over

rules.add_perm("workforce.view_worker", is_oneself | sees_people)
rules.add_perm("workforce.view_people", sees_people)
rules.add_perm("workforce.keep_worker", is_hr_over & ~is_oneself & ~is_erased)
rules.add_perm("workforce.view_unit", sees_people | works_in_unit)
rules.add_perm("workforce.keep_unit", is_hr_over)
rules.add_perm("workforce.issue_codes", is_hr_over)
rules.add_perm("workforce.reveal_id_number", is_hr_over & ~is_oneself & ~is_erased)
rules.add_perm("workforce.view_roles", reads_everything | is_hr_at_root)
rules.add_perm("workforce.manage_roles", is_hr_at_root)
rules.add_perm("workforce.keep_calendar", is_hr_at_root)
rules.add_perm("workforce.view_audit", reads_everything)
rules.add_perm("workforce.view_figures", reads_everything | is_union_officer_over)

# lists (the rights are named in `base`, which knows no roles): what everybody exported, views for everybody
rules.add_perm("base.view_all_exports", is_hr_at_root | is_auditor_at_root)
rules.add_perm("base.share_views", is_hr_at_root)

# scheduled work (named in `base` too): who sees it, who starts it by hand
rules.add_perm("base.view_schedules", is_hr_at_root | is_auditor_at_root | is_administrator)
rules.add_perm("base.run_schedules", is_hr_at_root | is_administrator)


@sees_exports_of
def of_ones_units(user: AnyUser) -> Q:
    """What people of the units one keeps or audits took out."""
    return Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR).rows("exported_by__worker__unit")


#: Rights to write to a worker's record, or to have shown what an erased one holds no more.
_KEEPING = frozenset({"workforce.keep_worker", "workforce.reveal_id_number"})


def is_kept_by(actor: AnyUser | None, worker: Worker) -> bool:
    """Whether `actor` (None: the system) is among those who keep this record, unless it was erased."""
    return actor is None or bool(is_hr_over.test(actor, worker) and not is_oneself.test(actor, worker))


def refuse_erased(worker: Worker) -> None:
    """Raise Conflict when what identified the person was erased: nothing more is written to the record."""
    if worker.erased_at is not None:
        raise Conflict(
            _("What identified this person was erased. Nothing is written to this record any more."),
            code="erased",
        )


def require(actor: User | None, permission: str, target: Target = None) -> None:
    """Raise NotPermitted unless the actor holds the right; the system itself (None) may.

    Nobody keeps an erased record: whoever otherwise would, and the system, get Conflict.
    """
    if permission in _KEEPING and isinstance(target, Worker) and is_kept_by(actor, target):
        refuse_erased(target)
    if actor is not None and not actor.has_perm(permission, target):
        raise NotPermitted(
            _("This is not among your rights. Ask an HR officer of the unit, or of the whole group.")
        )
