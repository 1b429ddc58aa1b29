"""Promotions: grades that lifted their holder above every level held before in that occupation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from base.replica import read_behind
from base.scoping import AnyUser
from skills.enums import Level
from skills.models import GradeRecord
from skills.queries.figures import figure_units


@dataclass(frozen=True)
class YearOfPromotions:
    """People promoted and promotions in a calendar year; `multiple` is of the base year's people."""

    year: int
    people: int
    promotions: int
    multiple: Fraction | None


def promotions(user: AnyUser, *, unit_id: int | None = None) -> QuerySet[GradeRecord]:
    """Promotions of the people whose figures the user sees, by where they work today.

    The first certificate counts (from apprentice worker to a level); a grade below or equal to one held
    earlier, or taken back since, does not. Raises Missing for a unit not reached.
    """
    held_before = (
        GradeRecord.objects.current()
        .filter(worker=OuterRef("worker"), occupation=OuterRef("occupation"), level__gte=OuterRef("level"))
        .filter(
            Q(issued_on__lt=OuterRef("issued_on")) | Q(issued_on=OuterRef("issued_on"), pk__lt=OuterRef("pk"))
        )
    )
    return (
        GradeRecord.objects.visible_to(user)
        .current()
        .filter(worker__unit__in=figure_units(user, unit_id=unit_id), level__gte=Level.JUNIOR)
        .exclude(Exists(held_before))
    )


def promotions_by_year(
    user: AnyUser, *, years: Sequence[int], base_year: int, unit_id: int | None = None
) -> list[YearOfPromotions]:
    """Of each year asked for, how many people were promoted, and as a multiple of the base year (000-16).

    A person promoted twice in a year is one person and two promotions. One SQL query beside the access, which
    may lag.
    """
    wanted = {*years, base_year}
    by_year = (
        promotions(user, unit_id=unit_id)
        .filter(issued_on__year__gte=min(wanted), issued_on__year__lte=max(wanted))
        .values_list(ExtractYear("issued_on"))
        .annotate(people=Count("worker", distinct=True), grades=Count("pk"))
        .order_by()
    )
    rows = read_behind(lambda using: list(by_year.using(using)))
    counted = {year: (people, grades) for year, people, grades in rows}
    base = counted.get(base_year, (0, 0))[0]
    return [_year(year, counted, base) for year in years]


def _year(year: int, counted: dict[int, tuple[int, int]], base: int) -> YearOfPromotions:
    people, grades = counted.get(year, (0, 0))
    return YearOfPromotions(year, people, grades, Fraction(people, base) if base else None)


def last_years(year: int, number: int) -> list[int]:
    """The years up to and with `year`, oldest first."""
    return list(range(year - number + 1, year + 1))
