"""Which rows of which tables are about a worker. Exports and erasures both read it; a test keeps it whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from workforce.models import Worker

#: By table, the ways that lead from a row to the worker it is about.
OWNED: dict[str, tuple[str, ...]] = {
    "workforce.Worker": ("pk",),
    "workforce.User": ("worker",),
    "workforce.Placement": ("worker",),
    "workforce.Relation": ("from_worker", "to_worker"),
    "workforce.RelativeDeclaration": ("worker",),
    "workforce.UnitHead": ("worker",),
    "workforce.Delegation": ("deputy", "headship__worker"),
    "workforce.RoleGrant": ("user__worker",),
    "workforce.ActivationCode": ("user__worker",),
    "workforce.ApiToken": ("user__worker",),
    "workforce.IdNumberReading": ("worker",),
    "workforce.PersonalExport": ("worker",),
    "workforce.Erasure": ("worker",),
    "skills.EmploymentSpell": ("worker",),
    "skills.Title": ("worker",),
    "skills.Diploma": ("worker",),
    "skills.ApprenticeshipCompletion": ("worker",),
    "skills.MonthlyWage": ("worker",),
    "skills.TitleMatch": ("title__worker",),
    "skills.DiplomaMatch": ("diploma__worker",),
    "skills.GradeRecord": ("worker",),
    "skills.Eligibility": ("worker",),
    "skills.Standing": ("worker",),
    "skills.CorrectionRequest": ("worker",),
    "skills.PolicyImpact": ("worker",),
    "skills.Document": ("worker",),
    "notices.Reminder": ("recipient__worker", "worker"),
    "notices.Message": ("recipient__worker",),
    "notices.PersonSettings": ("user__worker",),
    "notices.Choice": ("user__worker",),
    "notices.CalendarLink": ("user__worker",),
    "base.SavedView": ("owner__worker",),
    "mfa.Authenticator": ("user__worker",),
    "account.EmailAddress": ("user__worker",),
    "usersessions.UserSession": ("user__worker",),
    "socialaccount.SocialAccount": ("user__worker",),
}

#: Tables that lead to a person and yet are not handed out with them, and why.
NOT_HANDED_OUT: dict[str, str] = {
    "skills.LikelyDuplicate": "that name, birth date or phone stand on two records, which are handed out",
    "skills.MatchToJudge": "a view over titles and diplomas, which are handed out",
    "account.EmailConfirmation": "a passing secret that confirms an address; the address is handed out",
    "socialaccount.SocialToken": "a secret of the directory's login; the link itself is handed out",
    "admin.LogEntry": "what an administrator did in office; about the system, not about the person",
    "skills.PolicyDrafter": "who wrote a draft of policy: an act in office, told with the policy",
}

#: Columns that name who did something in office. What was done stands with those it was done to.
IN_OFFICE: frozenset[str] = frozenset(
    {
        "actor",
        "added_by",
        "asked_by",
        "cancelled_by",
        "changed_by",
        "committed_by",
        "confirmed_by",
        "created_by",
        "decided_by",
        "declared_by",
        "drafted_by",
        "ended_by",
        "exported_by",
        "granted_by",
        "issued_by",
        "judged_by",
        "made_by",
        "measured_by",
        "owner",
        "reader",
        "recorded_by",
        "requested_by",
        "set_by",
        "undone_by",
        "uploaded_by",
        "voided_by",
        "withdrawn_by",
    }
)


def person_ids(worker: Worker) -> list[int]:
    """The worker and the duplicates merged into the record: one person."""
    return [worker.pk, *worker.merged_records.order_by("pk").values_list("pk", flat=True)]


def owned_models() -> Iterator[type[Model]]:
    """Every table with rows about workers, in a fixed order, without the tables of old values."""
    for label in OWNED:
        yield apps.get_model(label)


def rows_about(model: type[Model], ids: Sequence[int]) -> QuerySet[Any]:
    """The rows of a table that are about the person."""
    wanted = Q()
    for way in OWNED[model._meta.label]:
        wanted |= Q(**{f"{way}__in": list(ids)})
    return model._base_manager.filter(wanted).order_by("pk").distinct()


def history_model(model: type[Model]) -> type[Model] | None:
    """The table of a tracked model's old values."""
    found = getattr(model, "pgh_event_model", None)
    return found if isinstance(found, type) and issubclass(found, Model) else None


def old_values_about(model: type[Model], ids: Sequence[int]) -> QuerySet[Any] | None:
    """The old values kept of those rows (of deleted ones too), oldest first; None for an untracked model."""
    events = history_model(model)
    if events is None:
        return None
    wanted = Q()
    for way in OWNED[model._meta.label]:
        wanted |= Q(**{f"{'id' if way == 'pk' else way}__in": list(ids)})
    return events._base_manager.filter(wanted).order_by("pk").distinct()
