"""For the system administrator: the catalogues to look at.

People's facts and grades are not shown here at all.
"""

from __future__ import annotations

from django.contrib import admin

from skills.models import Occupation, Route, RuleSet, RuleSetVersion, Standard
from workforce.admin import ReadOnlyAdmin


@admin.register(Occupation)
class OccupationAdmin(ReadOnlyAdmin):
    """Occupations."""

    list_display = ("code", "name", "field", "code_mark")
    search_fields = ("code", "name")


@admin.register(Standard)
class StandardAdmin(ReadOnlyAdmin):
    """Standards and the rule sets they name."""

    list_display = ("occupation", "edition", "rule_set", "valid_from", "valid_to", "mark")
    list_select_related = ("occupation", "rule_set")


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnlyAdmin):
    """Rule sets."""

    list_display = ("code", "title", "applies_to_all")


@admin.register(RuleSetVersion)
class RuleSetVersionAdmin(ReadOnlyAdmin):
    """Versions of rule sets."""

    list_display = ("rule_set", "number", "valid_from", "valid_to", "document", "mark", "confirmed_at")
    list_select_related = ("rule_set",)


@admin.register(Route)
class RouteAdmin(ReadOnlyAdmin):
    """Application routes."""

    list_display = ("code", "target", "version", "document", "mark")
    list_select_related = ("version",)
