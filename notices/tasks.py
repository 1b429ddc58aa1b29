"""Celery tasks of the notices app."""

import threading
from typing import Any

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from base.broker import wake
from base.dates import today as local_today
from base.reminders import reminder_rules
from notices.services import composing, delivering, making

_stopping = threading.Event()


@worker_shutting_down.connect
def stop_sending(**_told: Any) -> None:
    """A worker that is to end sends the message at hand and puts the others back."""
    _stopping.set()


@shared_task(name="notices.make_all")
def make_all() -> int:
    """Every night: every rule is looked at for everybody; how many reminders were made."""
    made = making.make_all(today=local_today(), now=timezone.now()).made
    composing.wake_composing()
    return made


@shared_task(name="notices.make_rule")
def make_rule(name: str) -> int:
    """After a rule was set: it is looked at for everybody; how many reminders were made."""
    rule = reminder_rules().get(name)
    if rule is None:
        return 0
    made = making.make_reminders(rule, ids=None, today=local_today(), now=timezone.now()).made
    composing.wake_composing()
    return made


@shared_task(name=composing.COMPOSE_TASK)
def compose() -> int:
    """Put together what is to be sent of the reminders made since; how many messages."""
    return composing.compose(now=timezone.now()).messages


@shared_task(name=composing.DELIVER_TASK)
def deliver_due() -> int:
    """Send what is due, with one task more for every 500 messages; how many this one sent."""
    wanted = delivering.tasks_wanted(now=timezone.now())
    for _number in range(wanted - 1):
        wake("notices.deliver")
    return deliver() if wanted else 0


@shared_task(name="notices.deliver")
def deliver() -> int:
    """Send what is due until nothing is; how many."""
    return delivering.deliver(clock=timezone.now, is_stopping=_stopping.is_set).sent
