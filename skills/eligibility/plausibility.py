"""What-if facts that are well formed but can hardly be true: pointed out, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from base.dates import add_years
from skills.eligibility.facts import Facts

#: The age from which people may be employed (劳动法 §15).
WORKING_AGE = 16


@dataclass(frozen=True)
class Implausible:
    """Something implausible: the path of the field, a stable code, and a sentence."""

    field: str
    code: str
    message: str


def warnings(facts: Facts) -> list[Implausible]:
    """Everything implausible about the facts, in the order of the fields."""
    return [*_before_birth(facts), *_overlaps(facts)]


def _before_birth(facts: Facts) -> Iterator[Implausible]:
    if facts.born is None:
        yield Implausible(
            "born", "birth_date_missing", _("Without a birth date no clause on age can be reckoned.")
        )
        return
    of_age = add_years(facts.born, WORKING_AGE)
    for number, spell in enumerate(facts.spells):
        if spell.since < of_age:
            message = _("Work before the age of %(age)d.") % {"age": WORKING_AGE}
            yield Implausible(f"spells.{number}.from", "work_before_working_age", message)
    dated = [
        *((f"certificates.{n}.issued", row.issued_on) for n, row in enumerate(facts.certificates)),
        *((f"titles.{n}.on", row.awarded_on) for n, row in enumerate(facts.titles)),
        *((f"diplomas.{n}.graduated", row.graduated_on) for n, row in enumerate(facts.diplomas)),
        *((f"apprenticeships_completed.{n}", day) for n, day in enumerate(facts.apprenticeships_completed)),
    ]
    for field, day in dated:
        if day <= facts.born:
            yield Implausible(field, "before_birth", _("This date is not after the birth date."))


def _overlaps(facts: Facts) -> Iterator[Implausible]:
    spells = sorted(enumerate(facts.spells), key=lambda numbered: numbered[1].since)
    for (_earlier, before), (number, after) in pairwise(spells):
        if before.until is None or before.until > after.since:
            message = _("This spell overlaps another; the days count once.")
            yield Implausible(f"spells.{number}.from", "spells_overlap", message)
