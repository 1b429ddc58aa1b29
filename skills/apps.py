"""Wiring of the skills app."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """Grades: occupations, facts, records, rules and eligibility."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "skills"
