"""What the pages of the own account ask."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from base.components import Crumb

register = template.Library()


@register.simple_tag
def account_crumbs(above: str = "") -> list[Crumb]:
    """The own account, and below it the second factor when `above` is its address's name."""
    crumbs = [Crumb(_("My account"), reverse("workforce:account"))]
    if above:
        crumbs.append(Crumb(_("Second factor"), reverse(above)))
    return crumbs


@register.simple_tag
def recovery_codes_file(codes: Sequence[str]) -> str:
    """A link that holds the codes as a text file: they are in this one answer and nowhere else."""
    lines = [_("Recovery codes of 匠阶 Jiangjie; each works once."), "", *codes, ""]
    return "data:text/plain;charset=utf-8," + quote("\r\n".join(lines))
