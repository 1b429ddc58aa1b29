"""Wiring of the settings package: the Celery application and the deployment checks."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Makes the Celery application the current one in every process, and registers the deployment checks."""

    name = "config"

    def ready(self) -> None:
        """Import what registers itself on import."""
        import_module("config.celery")
        import_module("config.checks")
