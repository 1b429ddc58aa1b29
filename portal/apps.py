"""Wiring of the portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The desks and whatever belongs to no single app."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "portal"
