"""Career facts as one person may see them: by unit, and by the role × field table."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from base.scoping import AnyUser
from skills.enums import FactKind
from skills.models import CorrectionRequest, Diploma, Fact, MonthlyWage
from workforce.access import Access
from workforce.fields import SEEN_BY, SELF, Field, visible_fields

AnyFact = TypeVar("AnyFact", bound=Fact)

#: Facts not everybody sees who sees the worker.
_FIELD_OF: dict[type[Fact], Field] = {Diploma: Field.DIPLOMA, MonthlyWage: Field.WAGE}


def visible_facts(model: type[AnyFact], user: AnyUser) -> QuerySet[AnyFact]:
    """The rows of a table of facts that `user` may see."""
    rows: QuerySet[AnyFact] = model.objects.visible_to(user)  # type: ignore[assignment]
    field = _FIELD_OF.get(model)
    return rows if field is None else rows.filter(seen_by_field(user, field))


def seen_by_field(user: AnyUser, field: Field, *, worker: str = "worker") -> Q:
    """Rows of workers of whom the role × field table shows `user` this field; `worker` is the path to
    them.
    """
    access = Access.of(user)
    roles = SEEN_BY[field]
    reached = access.reach(*(roles - {SELF}))
    unit = f"{worker}__unit"
    return access.rows(reached, worker=worker, unit=unit) if SELF in roles else reached.rows(unit)


def visible_proposal(request: CorrectionRequest, viewer: AnyUser) -> dict[str, Any]:
    """What a correction request proposes, without the values the role × field table hides from `viewer`."""
    seen = visible_fields(viewer, request.worker)
    if request.fact_kind == FactKind.WAGE and Field.WAGE not in seen:
        return {}
    guarded = {field.value for field in Field} - seen if request.fact_kind == FactKind.PERSONAL else set()
    return {name: value for name, value in request.proposed.items() if name not in guarded}
