"""How shares are written."""

from __future__ import annotations

from fractions import Fraction

from django import template

register = template.Library()


@register.filter
def percent(share: Fraction | None) -> str:
    """A share as per cent with one decimal, e.g. ``12.6 %``; a dash when there is nothing to divide by."""
    return "—" if share is None else f"{float(share) * 100:.1f} %"
