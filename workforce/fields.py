"""Who sees which personal field: one table of role × field, read by the page, the API and every export.

What is not in the table (number, name, unit, post, status, grades) is seen by everybody who sees the worker
at all. The full id number is in no column: revealing it is an act of its own (`services.id_numbers`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser
from workforce.access import HEAD, Access
from workforce.enums import Role
from workforce.models import Worker

#: The worker as a reader of the own record.
SELF = "self"


class Field(StrEnum):
    """Personal fields that not everybody who sees a worker may see."""

    BIRTH_DATE = "birth_date"
    ID_NUMBER_MASK = "id_number_mask"
    PHONE = "phone"
    HIRE_DATE = "hire_date"
    REMARK = "remark"
    DIPLOMA = "diploma"
    WAGE = "wage"
    EVIDENCE = "evidence"


#: How people call the fields, in the order of the table.
FIELD_LABELS: dict[Field, Promise] = {
    Field.BIRTH_DATE: _("Birth date"),
    Field.ID_NUMBER_MASK: _("Resident id number, its middle hidden"),
    Field.PHONE: _("Phone"),
    Field.HIRE_DATE: _("Hire date"),
    Field.REMARK: _("Remark"),
    Field.DIPLOMA: _("Diplomas"),
    Field.WAGE: _("Wages"),
    Field.EVIDENCE: _("Scans and proofs"),
}

_HR, _UNION, _FINANCE, _AUDITOR = Role.HR_OFFICER, Role.UNION_OFFICER, Role.FINANCE, Role.AUDITOR

SEEN_BY: dict[Field, frozenset[str]] = {
    Field.BIRTH_DATE: frozenset({SELF, _HR, _AUDITOR}),
    Field.ID_NUMBER_MASK: frozenset({SELF, _HR, _AUDITOR}),
    Field.PHONE: frozenset({SELF, _HR, _UNION, HEAD}),
    Field.HIRE_DATE: frozenset({SELF, _HR, _UNION, _FINANCE, _AUDITOR, HEAD}),
    Field.REMARK: frozenset({_HR, _AUDITOR}),
    Field.DIPLOMA: frozenset({SELF, _HR, _UNION, _AUDITOR, HEAD}),
    Field.WAGE: frozenset({SELF, _HR, _FINANCE, _AUDITOR}),
    Field.EVIDENCE: frozenset({SELF, _HR, _AUDITOR}),
}


class FieldSight:
    """The fields one user sees of many workers; worked out once per unit, without a statement per row."""

    def __init__(self, user: AnyUser) -> None:
        self._access = Access.of(user)
        self._by_unit: dict[int, frozenset[Field]] = {}
        self._own = _seen_as({SELF})

    def of(self, worker: Worker) -> frozenset[Field]:
        """The fields of this worker the user sees."""
        if worker.unit_id not in self._by_unit:
            if "unit" in worker._state.fields_cache:
                self._access.know([worker.unit])
            self._by_unit[worker.unit_id] = _seen_as(self._access.roles_over(worker.unit_id))
        seen = self._by_unit[worker.unit_id]
        return seen | self._own if worker.pk == self._access.worker_id else seen

    def of_all(self, workers: Iterable[Worker]) -> dict[int, frozenset[Field]]:
        """By worker id, the fields the user sees."""
        return {worker.pk: self.of(worker) for worker in workers}

    def anywhere(self) -> frozenset[Field]:
        """The fields the user sees of anybody at all: the columns worth offering in a list or an export."""
        roles = {role for role, units in self._access.granted_units.items() if units}
        return _seen_as(roles) | (self._own if self._access.worker_id else frozenset())


def _seen_as(roles: Iterable[str]) -> frozenset[Field]:
    held = set(roles)
    return frozenset(field for field, seen_by in SEEN_BY.items() if held & seen_by)


def visible_fields(user: AnyUser, worker: Worker) -> frozenset[Field]:
    """The personal fields of one worker the user sees; for many workers keep one `FieldSight`."""
    return FieldSight(user).of(worker)
