"""Resident id numbers (GB 11643-1999): checked, masked, found by blind index, read only with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from base.encryption import blind_index
from base.errors import InvalidInput, Missing
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.enums import Sex
from workforce.models import IdNumberReading, User, Worker
from workforce.rules import require

ID_NUMBER_PURPOSE = "worker.id_number"
"""Names the blind index of id numbers (see `base.encryption.blind_index`)."""
_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


@dataclass(frozen=True)
class IdNumber:
    """A valid id number with all that is stored of it."""

    number: str
    #: The birth date the number states.
    birth_date: date

    @property
    def mask(self) -> str:
        """Six digits of the area and the last four; the birth date is hidden."""
        return mask_id_number(self.number)

    @cached_property
    def index(self) -> bytes:
        """The keyed digest by which the number is found and kept unique."""
        return id_number_index(self.number)

    @property
    def sex(self) -> Sex:
        """The sex the number states: its 17th digit is odd for men."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE


def parse_id_number(text: str) -> IdNumber:
    """The id number a person typed. Raises InvalidInput (`id_number_format`, `id_check_digit`).

    The area is not looked up: it is the one of the first registration, so people born before a county was
    founded bear its code, and a table of counties would refuse them (as `ric.validate` does).
    """
    number = text if _SHAPE.fullmatch(text) else "".join(clean(text).upper().split())
    birth_date = _birth_date(number[6:14]) if _SHAPE.fullmatch(number) else None
    if birth_date is None:
        raise InvalidInput(
            _("An id number has 18 characters: 17 digits and a digit or X."),
            code="id_number_format",
            field="id_number",
        )
    if ric.calc_check_digit(number) != number[-1]:
        raise InvalidInput(
            _("The id number's check digit is wrong: a digit was mistyped."),
            code="id_check_digit",
            field="id_number",
        )
    return IdNumber(number, birth_date)


@lru_cache(maxsize=32_768)
def _birth_date(digits: str) -> date | None:
    """The day that eight digits name, None when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def mask_id_number(number: str) -> str:
    """The number with the birth date hidden: 620302********123X."""
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def id_number_index(number: str) -> bytes:
    """The keyed digest of a whole, valid number."""
    return blind_index(number, purpose=ID_NUMBER_PURPOSE)


def reveal_id_number(*, actor: User, worker: Worker, reason: str, now: datetime) -> str:
    """The full id number, once its reading is written down with who, when and why.

    Raises NotPermitted, InvalidInput (`reason`) without a reason, Missing when none is stored.
    """
    require(actor, "workforce.reveal_id_number", worker)
    reason = hide_typed_id_numbers(clean(reason))
    if not reason:
        raise InvalidInput(_("Say what the number is needed for."), code="reason_missing", field="reason")
    if not worker.id_number:
        raise Missing(_("No id number is stored."))
    with transaction.atomic():
        IdNumberReading.objects.create(worker=worker, reader=actor, reason=reason[:200], read_at=now)
    return worker.id_number
