"""``./dev schema``: docs/openapi.yaml as the code has it, config/snapshot as the migrations have it."""

import os
import subprocess
from collections.abc import Sequence

from config.runner.installation import PYTHON, command_environment, ensure_installed
from config.runner.layout import ROOT, TEST
from config.runner.progress import say
from config.runner.services import Services

MANAGE = [str(PYTHON), "manage.py"]


def write_schema(arguments: Sequence[str]) -> int:
    """Write the document anew, and the snapshot if it is behind or `--anew` is said. The worse status."""
    ensure_installed("dev")
    environment = command_environment()
    document = subprocess.run([*MANAGE, "api_schema"], cwd=ROOT, env=environment, check=False)
    check = [*MANAGE, "schema_snapshot", "--check"]
    is_behind = subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, check=False).returncode
    if not is_behind and "--anew" not in arguments:
        return document.returncode
    services = Services(
        TEST, database_url=os.environ.get("TEST_DATABASE_URL"), redis_url=os.environ.get("TEST_REDIS_URL")
    )
    with services:
        say("migrating from nothing for the snapshot, which takes a minute")
        made = subprocess.run(
            [*MANAGE, "schema_snapshot"], cwd=ROOT, env=services.environment(environment), check=False
        )
    return max(document.returncode, made.returncode)
