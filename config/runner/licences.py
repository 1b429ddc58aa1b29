"""``./dev licences``: docs/third-party-licences.md from the metadata of what is installed."""

import subprocess
from collections.abc import Sequence

from config.runner.installation import PYTHON, command_environment, ensure_installed
from config.runner.layout import ROOT


def write_licences(arguments: Sequence[str]) -> int:
    """Rewrite the file; ``--check`` only says whether it is current."""
    ensure_installed("dev")
    done = subprocess.run(
        [PYTHON, "-m", "config.third_party", *arguments], cwd=ROOT, env=command_environment(), check=False
    )
    return done.returncode
