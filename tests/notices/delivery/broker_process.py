"""A worker of the queue `light`, or a beat that has messages composed and sent every second.

`broker_process.py DATABASE PORT worker` or `… beat FILE`; the broker is that of REDIS_URL.
"""

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path


def main(database: str, port: str, role: str, *arguments: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    from base.schedule_plan import beat_entries

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    settings.SCHEDULE = {
        name: replace(settings.SCHEDULE[name], plan=timedelta(seconds=1))
        for name in ("compose messages", "send messages")
    }
    django.setup()
    from config.celery import app

    app.conf.beat_schedule = beat_entries(settings.SCHEDULE)
    if role == "beat":
        app.start(["beat", "--schedule", arguments[0], "--pidfile", "", "--max-interval", "1"])
    else:
        app.worker_main(
            ["worker", "-Q", "light", "--pool", "threads", "--concurrency", "4"]
            + ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
