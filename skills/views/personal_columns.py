"""Columns of personal fields for lists of workers: each cell for those the role × field table names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from base.cells import CellKind
from base.lists import Column
from base.scoping import AnyUser
from workforce.fields import Field, FieldSight
from workforce.models import Worker


def _seen_anywhere(field: Field) -> Callable[[AnyUser], bool]:
    def seen(user: AnyUser) -> bool:
        return field in FieldSight(user).anywhere()

    return seen


def _seen_of(field: Field) -> Callable[[AnyUser], Callable[[Any], bool]]:
    def sight(user: AnyUser) -> Callable[[Any], bool]:
        fields = FieldSight(user)

        def seen(worker: Worker) -> bool:
            return field in fields.of(worker)

        return seen

    return sight


def _personal(field: Field, label: Any, kind: CellKind) -> Column:
    """A column that is shown on request; its name is the field's."""
    return Column(
        field.value, label, kind=kind, who=_seen_anywhere(field), sight=_seen_of(field), optional=True
    )


def _post(row: Any) -> object:
    """The post of the day the list is about."""
    return getattr(row, "shown_post", row.post)


#: For lists whose rows carry `school`.
SCHOOL_COLUMN = Column(
    "school",
    _("School"),
    who=_seen_anywhere(Field.DIPLOMA),
    sight=_seen_of(Field.DIPLOMA),
    optional=True,
)
#: Columns of rows that are workers; none is shown until somebody chooses it.
PERSONAL_COLUMNS = (
    Column("sex", _("Sex"), "get_sex_display", optional=True),
    Column("post", _("Post"), _post, optional=True),
    _personal(Field.HIRE_DATE, _("Hire date"), CellKind.DATE),
    _personal(Field.BIRTH_DATE, _("Birth date"), CellKind.DATE),
    _personal(Field.ID_NUMBER_MASK, _("Resident id number"), CellKind.CODE),
    _personal(Field.PHONE, _("Phone"), CellKind.CODE),
    _personal(Field.REMARK, _("Remark"), CellKind.TEXT),
)
