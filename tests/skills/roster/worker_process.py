"""The roster in a process of its own: `worker_process.py DATABASE MEDIA_ROOT (job ID | import FILE)`."""

import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path


def main(database: str, media_root: str, act: str, what: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.MEDIA_ROOT = Path(media_root)
    django.setup()
    if act == "job":
        from base.jobs import run_job

        run_job(int(what))
        return
    from skills.roster.at_once import import_at_once

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = Path(what)
    now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    report = import_at_once(path.read_bytes(), name=path.name, create_units=False, commit=True, now=now)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sys.stdout.write(f"{report.counts['new']} {grown // 1024}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
