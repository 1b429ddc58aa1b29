"""The parts of policy, as the tabs above each of its lists name them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A part of policy with its page."""

    label: str | Promise
    url: str
    is_current: bool


_SECTIONS = (
    (_("Standards"), "skills:policies"),
    (_("Rule sets"), "skills:policy_versions"),
    (_("Trade names"), "skills:policy_aliases"),
    (_("Matching majors"), "skills:policy_majors"),
    (_("Related occupations"), "skills:policy_related"),
    (_("Changes"), "skills:policy_changes"),
)


def sections(request: HttpRequest) -> list[Section]:
    """All parts; everybody signed in reads them, of the changes those that are visible."""
    return [Section(label, reverse(name), request.path == reverse(name)) for label, name in _SECTIONS]
