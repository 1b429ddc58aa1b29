"""How shares, multiples and wages of groups are written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from skills.enums import TargetMeasure
from skills.queries.wage_figures import SMALLEST_GROUP, WageGroup

register = template.Library()


@register.filter
def percent(share: Fraction | None) -> str:
    """A share as per cent with one decimal, e.g. ``12.6 %``; a dash when there is nothing to divide by."""
    return "—" if share is None else f"{float(share) * 100:.1f} %"


@register.filter
def multiple(value: Fraction | None) -> str:
    """A multiple with two decimals, e.g. ``1.25 ×``; a dash without a base."""
    return "—" if value is None else f"{float(value):.2f} ×"


@register.filter
def group_people(group: WageGroup) -> str:
    """The people of a group, or that they are too few to be told."""
    return _("under %(number)d") % {"number": SMALLEST_GROUP} if group.people is None else f"{group.people:,}"


@register.filter
def group_mean(group: WageGroup) -> str:
    """The mean wage of a group in yuan; hidden where it would tell one person's."""
    if group.is_hidden:
        return _("hidden")
    return "—" if group.mean is None else f"{group.mean:,.2f}"


@register.filter
def target_value(value: Decimal, measure: str) -> str:
    """The value of a target as its measure is written: per cent with decimals, people without."""
    if measure == TargetMeasure.HIGH_SHARE:
        return f"{value:.1f} %"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
