"""Celery tasks of the notices app."""

from celery import shared_task
from django.utils import timezone

from base.dates import today as local_today
from base.reminders import reminder_rules
from notices.services import making


@shared_task(name="notices.make_all")
def make_all() -> int:
    """Every night: every rule is looked at for everybody; how many reminders were made."""
    return making.make_all(today=local_today(), now=timezone.now()).made


@shared_task(name="notices.make_rule")
def make_rule(name: str) -> int:
    """After a rule was set: it is looked at for everybody; how many reminders were made."""
    rule = reminder_rules().get(name)
    return making.make_reminders(rule, ids=None, today=local_today(), now=timezone.now()).made if rule else 0
