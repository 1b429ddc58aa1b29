"""Wiring of the seeds app."""

from django.apps import AppConfig


class SeedsConfig(AppConfig):
    """Policy catalogues and the demo enterprise; owns no tables."""

    name = "seeds"
