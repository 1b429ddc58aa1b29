"""The Celery application. Heavy work runs on queue ``heavy`` (prefork), deliveries on ``light`` (threads)."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jiangjie")
app.config_from_object(settings.CELERY)
app.autodiscover_tasks()


@setup_logging.connect
def use_project_logging(**kwargs: Any) -> None:
    """Log as the web process does; with a receiver here Celery leaves the loggers alone."""
    logging.config.dictConfig(settings.LOGGING)
