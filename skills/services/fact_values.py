"""What a career fact states, and the checks it must pass before it is written (domain rules: §4c of the grade
rules).

A value object knows its table. `check` raises InvalidInput with the field at fault, and returns notices about
what is accepted but worth a look. All days are dates; ranges are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.dates import add_years
from base.errors import InvalidInput
from skills.enums import DiplomaKind, FactKind, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    EmploymentSpell,
    Fact,
    Major,
    MonthlyWage,
    Occupation,
    Title,
)
from skills.services.career_changes import Notice
from workforce.models import Worker

Row = TypeVar("Row", bound=Model)

#: No living worker's career has a day before this one, or so many years ahead: the year was mistyped.
EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 50
#: Work before this age is pointed out to the clerk (劳动法 art. 15 forbids it; old records may still state
#: it).
WORKING_AGE = 16


def refuse_future(day: date, *, today: date, field: str) -> None:
    """A fact or certificate cannot be dated after today, nor before anybody living was born."""
    refuse_absurd_year(day, today=today, field=field)
    if day > today:
        raise InvalidInput(
            _("This day is in the future. Enter a day up to today."), code="in_future", field=field
        )


def refuse_absurd_year(day: date, *, today: date, field: str) -> None:
    """A year before 1900 or more than fifty years ahead is a slip of the keyboard."""
    if not EARLIEST <= day <= add_years(today, YEARS_AHEAD):
        raise InvalidInput(_("Please check the year."), code="absurd_year", field=field)


def refuse_before_birth(day: date, worker: Worker, *, field: str) -> None:
    """Nothing in a career comes before the person's birth."""
    if worker.birth_date is not None and day <= worker.birth_date:
        message = _("This day is not after the worker's birth date. Check the day and the birth date.")
        raise InvalidInput(message, code="before_birth", field=field)


def others_than(row: Model | None, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows without the one being replaced."""
    return rows if row is None else rows.exclude(pk=row.pk)


@dataclass(frozen=True, kw_only=True)
class FactValues:
    """The values of one fact, without whose it is and who entered it."""

    fact_kind: ClassVar[FactKind]
    model: ClassVar[type[Fact]]

    def columns(self) -> dict[str, Any]:
        """The values by column name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """Refuse what cannot be true; point out what is odd. `replaces` is the row being corrected."""
        raise NotImplementedError

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """The values a stored fact states."""
        return cls(**{item.name: getattr(fact, item.name) for item in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class SpellValues(FactValues):
    """Work in an occupation from `since` until the day before `until` (None: still in it)."""

    fact_kind: ClassVar[FactKind] = FactKind.SPELL
    model: ClassVar[type[Fact]] = EmploymentSpell
    occupation: Occupation
    since: date
    until: date | None = None

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """The spell begins by today and after birth, and ends after it begins; overlaps are pointed out."""
        refuse_future(self.since, today=today, field="since")
        refuse_before_birth(self.since, worker, field="since")
        if self.until is not None:
            refuse_absurd_year(self.until, today=today, field="until")
        if self.until is not None and self.until <= self.since:
            message = _("The work ends before it begins. The last day must not be before the first.")
            raise InvalidInput(message, code="ends_before_it_begins", field="until")
        return [*self._early(worker), *self._overlaps(worker, replaces)]

    def _early(self, worker: Worker) -> list[Notice]:
        if worker.birth_date is None or self.since >= add_years(worker.birth_date, WORKING_AGE):
            return []
        return [Notice("work_before_16", _("The work begins before the age of 16. Please check both dates."))]

    def _overlaps(self, worker: Worker, replaces: Fact | None) -> list[Notice]:
        spells = EmploymentSpell.objects.current().filter(worker=worker)
        others = others_than(replaces, spells.filter(Q(until__isnull=True) | Q(until__gt=self.since)))
        if self.until is not None:
            others = others.filter(since__lt=self.until)
        message = _("Overlaps with work as %(occupation)s since %(since)s. Days that overlap count once.")
        return [
            Notice(
                "spells_overlap",
                message % {"occupation": other.occupation.name, "since": date_format(other.since, "Y-m-d")},
            )
            for other in others.select_related("occupation")
        ]


@dataclass(frozen=True, kw_only=True)
class TitleValues(FactValues):
    """A professional title; it counts for an occupation once judged to match."""

    fact_kind: ClassVar[FactKind] = FactKind.TITLE
    model: ClassVar[type[Fact]] = Title
    rank: int
    name: str
    speciality: str = ""
    major: Major | None = None
    awarded_on: date

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """The title has a known rank and a day up to today, after birth; the same title twice is an error."""
        if self.rank not in TitleRank.values:
            raise InvalidInput(_("Choose the rank of the title."), code="unknown_rank", field="rank")
        if not self.name:
            raise InvalidInput(_("Enter the title."), code="required", field="name")
        refuse_future(self.awarded_on, today=today, field="awarded_on")
        refuse_before_birth(self.awarded_on, worker, field="awarded_on")
        same = Title.objects.filter(
            worker=worker, voided_at__isnull=True, name=self.name, speciality=self.speciality, rank=self.rank
        )
        if others_than(replaces, same).exists():
            message = _("This title is on record already. Correct that one instead of adding it again.")
            raise InvalidInput(message, code="title_twice", field="name")
        return []


@dataclass(frozen=True, kw_only=True)
class DiplomaValues(FactValues):
    """Schooling finished or, when `graduated_on` lies ahead, expected to finish."""

    fact_kind: ClassVar[FactKind] = FactKind.DIPLOMA
    model: ClassVar[type[Fact]] = Diploma
    kind: str
    major_name: str = ""
    major: Major | None = None
    school: str = ""
    graduated_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """The values by column name; a major known by its name is linked."""
        columns = super().columns()
        columns["major"] = self.major or (
            Major.objects.filter(name=self.major_name).first() if self.major_name else None
        )
        columns["major_name"] = self.major_name or (self.major.name if self.major else "")
        return columns

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """The schooling is a known kind, ends after birth, and is not on record already."""
        if self.kind not in DiplomaKind.values:
            raise InvalidInput(_("Choose the schooling."), code="unknown_schooling", field="kind")
        if self.graduated_on is not None:
            refuse_absurd_year(self.graduated_on, today=today, field="graduated_on")
            refuse_before_birth(self.graduated_on, worker, field="graduated_on")
        same = Diploma.objects.filter(
            worker=worker,
            voided_at__isnull=True,
            kind=self.kind,
            major_name=self.columns()["major_name"],
            graduated_on=self.graduated_on,
        )
        if others_than(replaces, same).exists():
            message = _("This diploma is on record already. Correct that one instead of adding it again.")
            raise InvalidInput(message, code="diploma_twice", field="kind")
        if self.graduated_on is not None and self.graduated_on > today:
            return [Notice("graduation_expected", _("The graduation lies ahead: it counts as expected."))]
        return []


@dataclass(frozen=True, kw_only=True)
class ApprenticeshipValues(FactValues):
    """An apprenticeship completed in the occupation itself."""

    fact_kind: ClassVar[FactKind] = FactKind.APPRENTICESHIP
    model: ClassVar[type[Fact]] = ApprenticeshipCompletion
    occupation: Occupation
    completed_on: date

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """Completed by today, after birth, and not on record already for the same day."""
        refuse_future(self.completed_on, today=today, field="completed_on")
        refuse_before_birth(self.completed_on, worker, field="completed_on")
        same = ApprenticeshipCompletion.objects.filter(
            worker=worker, voided_at__isnull=True, occupation=self.occupation
        )
        if others_than(replaces, same).exists():
            message = _(
                "A completed apprenticeship in this occupation is on record. Correct that one instead."
            )
            raise InvalidInput(message, code="apprenticeship_twice", field="occupation")
        return []


@dataclass(frozen=True, kw_only=True)
class WageValues(FactValues):
    """The gross wage of a month in yuan; any day of the month names it."""

    fact_kind: ClassVar[FactKind] = FactKind.WAGE
    model: ClassVar[type[Fact]] = MonthlyWage
    month: date
    amount: Decimal

    def columns(self) -> dict[str, Any]:
        """The values by column name; the month becomes its first day."""
        return {"month": self.month.replace(day=1), "amount": self.amount}

    def check(self, worker: Worker, *, today: date, replaces: Fact | None) -> list[Notice]:
        """A month up to the present one, an amount of whole fen not below zero, one wage a month."""
        month = self.month.replace(day=1)
        refuse_future(month, today=today, field="month")
        if not self.amount.is_finite() or self.amount < 0 or self.amount >= Decimal("10000000000"):
            raise InvalidInput(_("Enter an amount of zero yuan or more."), code="bad_amount", field="amount")
        if self.amount != self.amount.quantize(Decimal("0.01")):
            raise InvalidInput(_("Enter yuan with at most two decimals."), code="bad_amount", field="amount")
        same = MonthlyWage.objects.filter(worker=worker, voided_at__isnull=True, month=month)
        if others_than(replaces, same).exists():
            message = _("A wage for this month is on record. Correct that one instead of adding another.")
            raise InvalidInput(message, code="wage_twice", field="month")
        return []


VALUES_BY_KIND: dict[FactKind, type[FactValues]] = {
    values.fact_kind: values
    for values in (SpellValues, TitleValues, DiplomaValues, ApprenticeshipValues, WageValues)
}


def kind_of(fact: Fact) -> FactKind:
    """The kind a stored fact is of."""
    return next(kind for kind, values in VALUES_BY_KIND.items() if values.model is type(fact))
