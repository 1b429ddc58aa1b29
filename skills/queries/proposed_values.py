"""What a correction request is about, side by side: the values on record and the values proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from base.errors import Missing
from skills.enums import FactKind, GradeKind
from skills.models import Fact, GradeRecord
from skills.services.fact_values import VALUES_BY_KIND
from skills.services.proposals import PERSONAL_FIELDS, proposable_fields, read_proposal
from workforce.models import Worker
from workforce.queries.value_names import ValueNames


@dataclass(frozen=True)
class ValueRow:
    """A field with what stands on record and what is proposed, in words; empty where nothing is."""

    label: str
    stated: str
    proposed: str


def stated_values(
    kind: FactKind, fact_id: int | None, *, worker: Worker, in_force_only: bool = True
) -> dict[str, Any]:
    """The values on record by column, rows of other tables by id; empty when a record is to be added.

    Raises Missing for a record of somebody else, and with `in_force_only` for one taken back.
    """
    if kind == FactKind.PERSONAL:
        return {name: getattr(worker, name) for name in PERSONAL_FIELDS}
    if fact_id is None:
        return {}
    rows: models.QuerySet[Any] = GradeRecord.objects.filter(kind=GradeKind.GRANT)
    if kind != FactKind.GRADE:
        rows = VALUES_BY_KIND[kind].model.objects.all()
    row = rows.filter(pk=fact_id, worker=worker).first()
    if row is None or (in_force_only and not _in_force(row)):
        raise Missing(_("There is no such record."))
    return {name: getattr(row, field.attname) for name, field in proposable_fields(kind).items()}


def value_rows(kind: FactKind, stated: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[ValueRow]:
    """Every field with a value on record or a proposed one, in words. At most one statement a named table."""
    fields = proposable_fields(kind)
    wanted = {name: _plain(value) for name, value in read_proposal(kind, proposed).items()}
    ids = [
        (field.related_model, value)
        for name, field in fields.items()
        for value in (stated.get(name), wanted.get(name))
        if isinstance(field, models.ForeignKey) and value is not None
    ]
    names = ValueNames.of(ids, ())
    return [
        ValueRow(
            str(field.verbose_name),
            names.in_words(field, stated.get(name)),
            names.in_words(field, wanted[name]) if name in wanted else "",
        )
        for name, field in fields.items()
        if stated.get(name) not in (None, "") or name in wanted
    ]


def _in_force(row: Fact | GradeRecord) -> bool:
    return not row.is_void if isinstance(row, GradeRecord) else row.voided_at is None


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
