"""What a token of the API may do: one table from address and method to the scope needed.

A scope narrows what the token's account may do and never widens it. Browser sessions have no scopes. The
longest prefix of the address decides; an address under none of them is closed to tokens, and a test walks all
addresses of the API so that none stays undecided.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

API_ROOT = "/api/v1/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Scope(TextChoices):
    """The named rights a token can carry."""

    RECORDS_READ = "records:read", _("Read people's records")
    RECORDS_WRITE = "records:write", _("Change people's records")
    IMPORTS_READ = "imports:read", _("Read imports")
    IMPORTS_WRITE = "imports:write", _("Upload, confirm and undo imports")
    EXPORTS_READ = "exports:read", _("Make and fetch exports of every list the account may export")
    FIGURES_READ = "figures:read", _("Read figures")
    POLICY_READ = "policy:read", _("Read policies")
    POLICY_WRITE = "policy:write", _("Draft and confirm policies")
    ORGANISATION_READ = "organisation:read", _("Read units, heads and roles")
    ORGANISATION_WRITE = "organisation:write", _("Change units, heads and roles")
    NOTICES_READ = "notices:read", _("Read to-dos and notices")
    NOTICES_WRITE = "notices:write", _("Mark notices as read or put away, and change how one is told")
    WEBHOOKS_READ = "webhooks:read", _("Read webhooks and what they were sent")
    WEBHOOKS_WRITE = "webhooks:write", _("Add and switch webhooks, send again what they were sent")


def read_scopes() -> list[str]:
    """What a token may do unless more is asked for: read."""
    return [scope.value for scope in Scope if scope.value.endswith(":read")]


@dataclass(frozen=True, slots=True)
class Area:
    """Addresses below `prefix` and what they need; a scope of None needs no more than a valid token.

    `is_closed`: browser sessions only, because the address could give a token more than it has, or
    because what is done there cannot be undone.
    """

    prefix: str
    read: Scope | None = None
    write: Scope | None = None
    is_closed: bool = False


#: The table. Areas whose `POST` only reckons or only makes a file need reading alone.
AREAS: tuple[Area, ...] = (
    Area("me"),
    Area("schema"),
    Area("docs"),
    Area("schedules"),  # how the system's own work goes; nothing about people
    Area("tokens", is_closed=True),
    Area("systems", is_closed=True),
    Area("units", Scope.ORGANISATION_READ, Scope.ORGANISATION_WRITE),
    Area("roles", Scope.ORGANISATION_READ, Scope.ORGANISATION_WRITE),
    Area("delegations", Scope.ORGANISATION_READ, Scope.ORGANISATION_WRITE),
    Area("working-calendar", Scope.ORGANISATION_READ, Scope.ORGANISATION_WRITE),
    Area("workers", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("relations", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("id-number-readings", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("notices", Scope.NOTICES_READ, Scope.NOTICES_WRITE),
    Area("notices/rules", Scope.POLICY_READ, Scope.POLICY_WRITE),
    Area("notices/told", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("notices/webhooks", Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE),
    Area("exports", Scope.EXPORTS_READ, Scope.EXPORTS_READ),
    Area("skills", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("skills/personal-exports", Scope.RECORDS_READ, Scope.RECORDS_WRITE),
    Area("skills/erasures", is_closed=True),
    Area("skills/retention", is_closed=True),
    Area("skills/eligibility", Scope.RECORDS_READ, Scope.RECORDS_READ),
    Area("skills/imports", Scope.IMPORTS_READ, Scope.IMPORTS_WRITE),
    Area("skills/exports", Scope.EXPORTS_READ, Scope.EXPORTS_READ),
    Area("skills/wage-imports", Scope.IMPORTS_READ, Scope.IMPORTS_WRITE),
    Area("skills/figures", Scope.FIGURES_READ, Scope.POLICY_WRITE),
    Area("skills/targets", Scope.FIGURES_READ, Scope.POLICY_WRITE),
    Area("skills/occupations", Scope.POLICY_READ, Scope.POLICY_WRITE),
    Area("skills/rule-sets", Scope.POLICY_READ, Scope.POLICY_WRITE),
    Area("skills/policy", Scope.POLICY_READ, Scope.POLICY_WRITE),
    Area("skills/policy-impact", Scope.POLICY_READ, Scope.POLICY_WRITE),
)


def area_of(path: str) -> Area | None:
    """The entry of the table that decides about an address below /api/v1/; None when there is none."""
    inside = path.removeprefix(API_ROOT).strip("/")
    fitting = [area for area in AREAS if inside == area.prefix or inside.startswith(f"{area.prefix}/")]
    return max(fitting, key=lambda area: len(area.prefix), default=None)


def scope_needed(path: str, method: str) -> Scope | None:
    """The scope a token needs; None where any valid token serves. Raises LookupError where none does."""
    area = area_of(path)
    if area is None or area.is_closed:
        raise LookupError(path)
    return area.read if method.upper() in READING else area.write


def is_allowed(path: str, method: str, scopes: Collection[str]) -> bool:
    """Whether a token with these scopes may ask this."""
    try:
        needed = scope_needed(path, method)
    except LookupError:
        return False
    return needed is None or needed in scopes
