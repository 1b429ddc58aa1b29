"""A worker in a process of its own: `python worker_process.py DATABASE JOB_ID` runs one job."""

import os
import sys
from importlib import import_module
from pathlib import Path


def main(database: str, job_id: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from base.jobs import run_job

    import_module("tests.base.job_handlers")
    run_job(job_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
