"""Rows of the organisation tree: locked, checked, written, with a constraint's refusal said in words."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from workforce.access import Access
from workforce.models import Unit, User

_CYCLE = "unit_has_no_cycle"
_TWIN = "unit_name_unique_under_parent"
_CODE = "workforce_unit_code"


def check_unit_name(name: str) -> None:
    """Raise InvalidInput for a name that is missing or too long."""
    if not name:
        raise InvalidInput(_("A unit needs a name."), code="name_missing", field="name")
    if len(name) > 100:
        raise InvalidInput(_("A unit's name has at most 100 characters."), code="text_too_long", field="name")


def check_unit_open(unit: Unit) -> None:
    """Raise Conflict for a closed unit."""
    if unit.closed_on is not None:
        raise Conflict(
            gettext("The unit “%(name)s” is closed.") % {"name": unit.name}, code="unit_closed", field="unit"
        )


def lock_tree() -> None:
    """Changes of the tree take turns: two that are each legal could together make a cycle or a twin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('workforce_unit.tree'))")


def lock_unit(unit_id: int) -> Unit:
    """The unit, held as it is until the end of the transaction. Raises Missing."""
    return lock_units([unit_id])[0]


def lock_units(unit_ids: list[int]) -> list[Unit]:
    """The units in the order of their ids, held until the end of the transaction. Raises Missing."""
    units = list(
        Unit.objects.filter(pk__in=unit_ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    if len(units) != len(set(unit_ids)):
        raise Missing(_("There is no such unit."))
    return units


def write_unit(unit: Unit, *, created: bool = False) -> None:
    """Save, and say a constraint's refusal in words."""
    try:
        with transaction.atomic():
            unit.save(force_insert=created)
    except IntegrityError as error:
        refused = str(error)
        if _CYCLE in refused or "cannot stand below itself" in refused:
            raise Conflict(
                _("A unit cannot stand below itself or below a unit of its own."),
                code="unit_cycle",
                field="parent",
            ) from error
        if _TWIN in refused:
            raise Conflict(
                _("The unit above has another unit of this name, open or closed."),
                code="unit_name_taken",
                field="name",
            ) from error
        if _CODE in refused:
            raise Conflict(_("Another unit has this code."), code="unit_code_taken", field="code") from error
        raise


def record_unit_event(kind: str, unit: Unit, actor: User | None, payload: dict[str, object]) -> None:
    """Tell that a unit was changed."""
    record_event(kind, subject="workforce.unit", subject_id=unit.pk, payload=payload, actor=actor)
    if actor is not None:
        Access.forget(actor)  # the tree its reach was read from has changed
