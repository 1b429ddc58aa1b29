"""For the system administrator: to look at, not to change; changes go through the services."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from workforce.models import IdNumberReading, RoleGrant, Unit, UnitHead, User

#: By the same door as everybody: with the lock after wrong passwords and the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

_standard_addresses = admin.site.get_urls


def _addresses() -> list[Any]:
    """Django's own without the way from any row of any table to its page: views of history have no table."""
    return [address for address in _standard_addresses() if getattr(address, "name", "") != "view_on_site"]


admin.site.get_urls = _addresses  # type: ignore[method-assign]


class ReadOnlyAdmin(admin.ModelAdmin[Model]):
    """Shows rows; adds, changes and deletes none."""

    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """Units."""

    list_display = ("code", "name", "kind", "parent", "opened_on", "closed_on")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(UnitHead)
class UnitHeadAdmin(ReadOnlyAdmin):
    """Heads of units."""

    list_display = ("unit", "worker", "since", "until")
    list_select_related = ("unit", "worker")


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts; never their passwords."""

    list_display = ("login", "display_name", "is_active", "is_staff", "last_login", "locked_until")
    search_fields = ("login", "display_name")
    fields = ("login", "display_name", "is_active", "is_staff", "language", "last_login", "locked_until")


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Roles."""

    list_display = ("user", "role", "unit", "since", "until", "granted_by")
    list_select_related = ("user__worker", "unit", "granted_by__worker")


@admin.register(IdNumberReading)
class IdNumberReadingAdmin(ReadOnlyAdmin):
    """Who read which id number, and why."""

    list_display = ("worker", "reader", "reason", "read_at")
    list_select_related = ("worker", "reader__worker")
