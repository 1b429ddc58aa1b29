"""The ground: standard parts that know no word of the domain."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    """Finds what the apps declare: reminder rules, outward events, tasks, consumers, jobs, guards, menus."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "base"

    def ready(self) -> None:
        """Import each app's declarations, now that every model is loaded."""
        import_module("base.exports.jobs")
        autodiscover_modules("reminders", "outward")  # consumers ask which events these follow
        autodiscover_modules("tasks", "events", "jobs", "files", "menu")
