"""``./dev schema``: docs/openapi.yaml from what the code offers."""

import subprocess
from collections.abc import Sequence

from config.runner.installation import PYTHON, command_environment, ensure_installed
from config.runner.layout import ROOT


def write_schema(arguments: Sequence[str]) -> int:
    """Write the document anew. The status of the command."""
    ensure_installed("dev")
    command = [str(PYTHON), "manage.py", "api_schema"]
    return subprocess.run(command, cwd=ROOT, env=command_environment(), check=False).returncode
