"""Wiring of the workforce app."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """The organisation, its people, their accounts and roles."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "workforce"
