"""Wiring of the notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Reminders: made of the rules the other apps declare, shown, and sent outside."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "notices"
