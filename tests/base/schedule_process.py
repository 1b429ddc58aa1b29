"""Beat, worker or one run in a process of its own.

`schedule_process.py DATABASE NIGHT beat FILE (missed | empty)`: a beat with a state file; `missed` knows that
the night's work ran last two days ago. `… worker`: takes the queue `light`. `… run TASK`: one run of it.
"""

import os
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any


def main(database: str, night: str, role: str, *arguments: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    tasks: Any = import_module("tests.base.scheduled_tasks")
    settings.SCHEDULE = tasks.schedule_of_tests(tasks.night_of(night))
    if role == "beat":
        be_beat(*arguments)
    elif role == "worker":
        be_worker()
    else:
        run_once(*arguments)


def be_beat(file: str, memory: str) -> None:
    from django.conf import settings
    from django.utils import timezone

    from base.schedule_plan import beat_entries
    from config.celery import app

    entries = beat_entries(settings.SCHEDULE)
    if memory == "missed":
        entries["night"]["last_run_at"] = timezone.now() - timedelta(days=2)
    app.conf.beat_schedule = entries
    app.start(["beat", "--schedule", file, "--pidfile", "", "--loglevel", "INFO"])


def be_worker() -> None:
    from config.celery import app

    app.worker_main(
        ["worker", "-Q", "light", "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO"]
        + ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    )


def run_once(task: str) -> None:
    from dataclasses import replace

    from django.conf import settings
    from django.utils import timezone

    from base.schedules import run_scheduled

    settings.SCHEDULE["night"] = replace(settings.SCHEDULE["night"], task=task)
    run_scheduled("night", now=timezone.now())


if __name__ == "__main__":
    main(*sys.argv[1:])
