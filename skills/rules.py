"""Who may do what with career facts, grades, correction requests, rosters and figures.

Predicates on (user, worker) unless said otherwise. HR officers keep the records of the units their role
reaches, but never their own; the system administrator's account holds no right over anybody's record.
"""

from __future__ import annotations

import rules
from django.utils.translation import gettext as _
from rules.predicates import Predicate

from base.errors import NotPermitted
from base.scoping import AnyUser
from skills.models import CorrectionRequest, PolicyChange
from workforce.access import Access
from workforce.enums import Role
from workforce.fields import Field, visible_fields
from workforce.models import Unit, Worker
from workforce.rules import (
    is_auditor_over,
    is_erased,
    is_finance_over,
    is_hr_at_root,
    is_hr_over,
    is_kept_by,
    is_oneself,
    is_union_officer_over,
    refuse_erased,
    sees_people,
)

KEEP_FACTS = "skills.keep_facts"
VIEW_FACT_RECORD = "skills.view_fact_record"
VIEW_WAGE = "skills.view_wage"
VIEW_EVIDENCE = "skills.view_evidence"
REQUEST_CORRECTION = "skills.request_correction"
DECIDE_CORRECTION = "skills.decide_correction"
WITHDRAW_CORRECTION = "skills.withdraw_correction"
IMPORT_ROSTER = "skills.import_roster"
EXPORT_ROSTER = "skills.export_roster"
EXPORT_LISTS = "skills.export_lists"
VIEW_FIGURES = "skills.view_figures"
KEEP_TARGETS = "skills.keep_targets"
VIEW_PEOPLE = "skills.view_people"
VIEW_POLICIES = "skills.view_policies"
DRAFT_POLICY = "skills.draft_policy"
CONFIRM_POLICY = "skills.confirm_policy"
ASK_WHAT_IF = "skills.ask_what_if"

#: Roles that see the figures of their units.
FIGURE_ROLES = (Role.HR_OFFICER, Role.UNION_OFFICER, Role.AUDITOR)


@rules.predicate  # type: ignore[untyped-decorator]
def is_signed_in(user: AnyUser) -> bool:
    """Anybody with an account that may sign in."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate  # type: ignore[untyped-decorator]
def sees_wage_of(user: AnyUser, worker: Worker | None) -> bool:
    """The role × field table shows the user this worker's wage."""
    return worker is not None and Field.WAGE in visible_fields(user, worker)


@rules.predicate  # type: ignore[untyped-decorator]
def sees_evidence_of(user: AnyUser, worker: Worker | None) -> bool:
    """The role × field table shows the user this worker's evidence files."""
    return worker is not None and Field.EVIDENCE in visible_fields(user, worker)


@rules.predicate  # type: ignore[untyped-decorator]
def sees_figures(user: AnyUser) -> bool:
    """HR, union or audit of any unit."""
    return bool(Access.of(user).reach(*FIGURE_ROLES))


@rules.predicate  # type: ignore[untyped-decorator]
def is_about_own_record(user: AnyUser, request: CorrectionRequest | None) -> bool:
    """The correction request is about the user's own record."""
    return request is not None and Access.of(user).worker_id == request.worker_id


@rules.predicate  # type: ignore[untyped-decorator]
def made_request(user: AnyUser, request: CorrectionRequest | None) -> bool:
    """The user made the correction request."""
    return request is not None and request.requested_by_id == user.pk


@rules.predicate  # type: ignore[untyped-decorator]
def is_hr_over_request(user: AnyUser, request: CorrectionRequest | None) -> bool:
    """An HR officer over the unit of the worker the correction request is about."""
    return request is not None and Access.of(user).holds(Role.HR_OFFICER, request.worker.unit_id)


@rules.predicate  # type: ignore[untyped-decorator]
def sees_records(user: AnyUser) -> bool:
    """HR or audit of any unit: those who see birth dates and records."""
    return bool(Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR))


@rules.predicate  # type: ignore[untyped-decorator]
def has_drafted(user: AnyUser, change: PolicyChange | None) -> bool:
    """The user wrote on the draft of a change of policy. Costs one statement."""
    return change is not None and change.drafters.filter(user_id=user.pk or 0).exists()


@rules.predicate  # type: ignore[untyped-decorator]
def is_program(user: AnyUser) -> bool:
    """The account is that of a program, for which a person answers; that person may be the drafter."""
    return bool(getattr(user, "is_system", False))


may_keep_facts: Predicate = is_signed_in & is_hr_over & ~is_oneself & ~is_erased
may_view_fact_record: Predicate = is_signed_in & (is_hr_over | is_auditor_over)
may_view_wage: Predicate = is_signed_in & sees_wage_of
may_view_evidence: Predicate = is_signed_in & sees_evidence_of
may_request_correction: Predicate = is_signed_in & is_oneself
may_decide_correction: Predicate = is_signed_in & is_hr_over_request & ~is_about_own_record & ~made_request
may_withdraw_correction: Predicate = is_signed_in & made_request
may_import_roster: Predicate = is_signed_in & is_hr_over
may_view_figures: Predicate = is_signed_in & sees_figures
may_view_people: Predicate = is_signed_in & sees_people
# heads of units look, those with a role take lists out: rows and fields are those the list shows them
may_export_lists: Predicate = is_signed_in & (
    is_hr_over | is_union_officer_over | is_finance_over | is_auditor_over
)
may_keep_targets: Predicate = is_signed_in & is_hr_over
may_draft_policy: Predicate = is_signed_in & is_hr_at_root
may_see_impact: Predicate = is_signed_in & sees_records
may_confirm_policy: Predicate = is_signed_in & is_hr_at_root & ~is_program & ~has_drafted

rules.add_perm(KEEP_FACTS, may_keep_facts)
rules.add_perm(VIEW_FACT_RECORD, may_view_fact_record)
rules.add_perm(VIEW_WAGE, may_view_wage)
rules.add_perm(VIEW_EVIDENCE, may_view_evidence)
rules.add_perm(REQUEST_CORRECTION, may_request_correction)
rules.add_perm(DECIDE_CORRECTION, may_decide_correction)
rules.add_perm(WITHDRAW_CORRECTION, may_withdraw_correction)
rules.add_perm(IMPORT_ROSTER, may_import_roster)
rules.add_perm(EXPORT_ROSTER, may_import_roster)
rules.add_perm(EXPORT_LISTS, may_export_lists)
rules.add_perm(VIEW_FIGURES, may_view_figures)
rules.add_perm(KEEP_TARGETS, may_keep_targets)
rules.add_perm(VIEW_PEOPLE, may_view_people)
rules.add_perm(VIEW_POLICIES, is_signed_in)
rules.add_perm(DRAFT_POLICY, may_draft_policy)
rules.add_perm(CONFIRM_POLICY, may_confirm_policy)
rules.add_perm(ASK_WHAT_IF, is_signed_in)


def require_keeping(actor: AnyUser | None, worker: Worker) -> None:
    """Raise NotPermitted unless `actor` (None: the system) may write the worker's facts; Conflict for an
    erased record.
    """
    if is_kept_by(actor, worker):
        refuse_erased(worker)
    if actor is None or may_keep_facts.test(actor, worker):
        return
    if is_oneself.test(actor, worker):
        message = _("Nobody changes their own record. Ask for a correction; another HR officer decides.")
        raise NotPermitted(message, code="own_record")
    raise NotPermitted(_("Only HR officers of this worker's unit keep these records."), code="not_the_keeper")


def require_target_keeping(actor: AnyUser | None, unit: Unit) -> None:
    """Raise NotPermitted unless `actor` (None: the system) may set the unit's targets."""
    if actor is not None and not may_keep_targets.test(actor, unit):
        raise NotPermitted(_("Only HR officers of this unit set its targets."), code="not_the_keeper")
