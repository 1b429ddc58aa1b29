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
from skills.models.grade import GradeRecordQuerySet
from skills.queries.figures import figure_reach, figure_units, shown_units
from skills.queries.kept_figures import PROMOTIONS, counted_at, is_large, kept_promotions
from workforce.reach import Reach


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
    return promotions_among(GradeRecord.objects.visible_to(user), figure_units(user, unit_id=unit_id))


def promotions_among(grades: GradeRecordQuerySet, reach: Reach) -> QuerySet[GradeRecord]:
    """Those of the grades that are promotions of people who work in these units today."""
    held_before = (
        GradeRecord.objects.current()
        .filter(worker=OuterRef("worker"), occupation=OuterRef("occupation"), level__gte=OuterRef("level"))
        .filter(
            Q(issued_on__lt=OuterRef("issued_on")) | Q(issued_on=OuterRef("issued_on"), pk__lt=OuterRef("pk"))
        )
    )
    lifting = grades.current().filter(reach.rows("worker__unit"), level__gte=Level.JUNIOR)
    return lifting.exclude(Exists(held_before))


def promotions_by_year(
    user: AnyUser, *, years: Sequence[int], base_year: int, unit_id: int | None = None
) -> list[YearOfPromotions]:
    """Of each year asked for, how many people were promoted, and as a multiple of the base year (000-16).

    A person promoted twice in a year is one person and two promotions. Two SQL queries beside the access;
    they may lag. Of many people they are read as counted last. Raises FiguresNotCounted.
    """
    wanted = {*years, base_year}
    if is_large(figure_reach(user)):
        counted_at(PROMOTIONS)
        counted = kept_promotions([unit.pk for unit in shown_units(user, unit_id=unit_id)])
    else:
        counted = _promotions_now(user, wanted, unit_id)
    base = counted.get(base_year, (0, 0))[0]
    return [_year(year, counted, base) for year in years]


def _promotions_now(user: AnyUser, years: set[int], unit_id: int | None) -> dict[int, tuple[int, int]]:
    by_year = (
        promotions(user, unit_id=unit_id)
        .filter(issued_on__year__gte=min(years), issued_on__year__lte=max(years))
        .values_list(ExtractYear("issued_on"))
        .annotate(people=Count("worker", distinct=True), grades=Count("pk"))
        .order_by()
    )
    rows = read_behind(lambda using: list(by_year.using(using)))
    return {year: (people, grades) for year, people, grades in rows}


def _year(year: int, counted: dict[int, tuple[int, int]], base: int) -> YearOfPromotions:
    people, grades = counted.get(year, (0, 0))
    return YearOfPromotions(year, people, grades, Fraction(people, base) if base else None)


def last_years(year: int, number: int) -> list[int]:
    """The years up to and with `year`, oldest first."""
    return list(range(year - number + 1, year + 1))
