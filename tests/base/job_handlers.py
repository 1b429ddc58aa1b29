"""Job handlers of the tests, importable by a worker process of its own."""

import sys
from typing import Any

from django.db import transaction

from base.job_run import JobRun
from base.jobs import job_handler
from base.models import StoredFile
from tests.base.conftest import NOW


def keep_note(name: str) -> StoredFile:
    return StoredFile.objects.create(
        kind="k", name=name, content_type="t", size=0, sha256="0" * 64, created_at=NOW
    )


@job_handler("tests.write_note")
def write_note(run: JobRun) -> dict[str, Any]:
    """Write a note; with `wait`, say on stdout that it has begun, and go on when told so on stdin."""
    with transaction.atomic():
        keep_note(f"attempt {run.attempt}")
        run.advance(1, 2, "half way")
        if run.params.get("wait"):
            sys.stdout.write("begun\n")
            sys.stdout.flush()
            sys.stdin.readline()
        run.complete({"attempt": run.attempt})
    return {}
