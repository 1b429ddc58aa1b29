"""What becomes of every column of text about a person when the identifiers are erased.

The record stays for the figures under a pseudonym: units, posts, statuses, occupations, levels, dates,
amounts, sex and the year of birth: figures tell age groups and rules count years, day and month identify.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

WIPED = "erased"
"""Stands where a column may not be empty."""

Replace = Callable[[Any, int], Any]


def pseudonym(worker_id: int) -> str:
    """The number and name by which an erased record is called."""
    return f"ERASED-{worker_id}"


def _empty(_value: Any, _worker_id: int) -> str:
    return ""


def _none(_value: Any, _worker_id: int) -> None:
    return None


def _wiped(value: Any, _worker_id: int) -> str:
    return WIPED if value else ""


def _called(_value: Any, worker_id: int) -> str:
    return pseudonym(worker_id)


def _called_if_named(value: Any, worker_id: int) -> str:
    return pseudonym(worker_id) if value else ""


def _year_alone(value: date | None, _worker_id: int) -> date | None:
    return None if value is None else date(value.year, 1, 1)


def _no_values(_value: Any, _worker_id: int) -> dict[str, Any]:
    return {}


#: By table, the columns that change and how; the tables of old values follow the same list.
REPLACED: dict[str, dict[str, Replace]] = {
    "workforce.Worker": {
        "employee_no": _called,
        "name": _called,
        "name_pinyin": _empty,
        "name_initials": _empty,
        "birth_date": _year_alone,
        "id_number": _none,
        "id_number_index": _none,
        "id_number_mask": _empty,
        "phone": _empty,
        "remark": _empty,
    },
    "workforce.User": {
        "login": _called,
        "display_name": _called_if_named,
        "email": _empty,
        "purpose": _empty,
        "demo_note": _empty,
    },
    "workforce.Placement": {"reason": _empty},
    "workforce.RelativeDeclaration": {
        "employee_no": _wiped,
        "name": _wiped,
        "note": _empty,
        "decision_reason": _wiped,
    },
    "workforce.Delegation": {"reason": _wiped, "end_reason": _wiped},
    "workforce.RoleGrant": {"reason": _wiped, "end_reason": _wiped},
    "workforce.IdNumberReading": {"reason": _wiped},
    "workforce.PersonalExport": {"reason": _wiped},
    "skills.EmploymentSpell": {"void_reason": _wiped},
    "skills.Title": {"void_reason": _wiped},
    "skills.Diploma": {"void_reason": _wiped, "school": _empty},
    "skills.ApprenticeshipCompletion": {"void_reason": _wiped},
    "skills.MonthlyWage": {"void_reason": _wiped},
    "skills.Document": {"void_reason": _wiped},
    "skills.TitleMatch": {"reason": _wiped},
    "skills.DiplomaMatch": {"reason": _wiped},
    "skills.GradeRecord": {"certificate_no": _empty, "reason": _wiped},
    "skills.CorrectionRequest": {"text": _wiped, "proposed": _no_values, "decision_reason": _wiped},
}

#: Tables whose rows go altogether: they open or describe an account nobody uses any more, or tell of what was
#: due. Reminders to others that still hold are made again without a name.
DELETED: tuple[str, ...] = (
    "workforce.ActivationCode",
    "workforce.ApiToken",
    "base.SavedView",
    "notices.Message",
    "notices.Reminder",
    "notices.PersonSettings",
    "notices.Choice",
    "notices.CalendarLink",
    "mfa.Authenticator",
    "account.EmailAddress",
    "usersessions.UserSession",
    "socialaccount.SocialAccount",
)

#: Columns of text that stay, and why.
KEPT: dict[str, str] = {
    "workforce.Worker.post": "figures count posts; the typed identifiers in it are replaced",
    "workforce.Placement.post": "figures count posts; the typed identifiers in it are replaced",
    "workforce.User.password": "made unusable when the account is closed",
    "workforce.Erasure.reason": "why it was erased is what an audit asks; identifiers in it are replaced",
    "skills.Title.name": "the title's own name, from a list",
    "skills.Title.speciality": "the field of a title; figures and judgements read it",
    "skills.Diploma.major_name": "the major; judgements of whether it matches read it",
    "skills.PolicyImpact.before_route": "a code of the rules",
    "skills.PolicyImpact.after_route": "a code of the rules",
}
