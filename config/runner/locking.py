"""``./dev lock``: requirements/*.txt from pyproject.toml, with hashes and without any registry's address."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from config.runner.installation import LOCKS, REQUIREMENTS, tool
from config.runner.layout import ROOT
from config.runner.progress import Failure, say

OPTIONS = ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--generate-hashes"]


def refresh_locks(arguments: Sequence[str]) -> int:
    """Resolve anew. ``--upgrade`` takes newer versions; without it only what pyproject.toml asks for."""
    uv = shutil.which("uv") or shutil.which(tool("uv"))
    if uv is None:
        raise Failure("uv is needed to resolve the dependencies: https://docs.astral.sh/uv/")
    sources = {
        LOCKS["run"]: ["pyproject.toml"],
        LOCKS["dev"]: ["pyproject.toml", "--group", "dev", "--constraint", "requirements/run.txt"],
        REQUIREMENTS / "uv.txt": ["requirements/uv.in"],
    }
    for lock, source in sources.items():
        say(f"resolving {lock.relative_to(ROOT)}")
        done = subprocess.run(
            [uv, "--no-config", "pip", "compile", "--quiet", *OPTIONS, *arguments, *source]
            + ["--output-file", str(lock.relative_to(ROOT))],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("UV_")},
            check=False,
        )
        if done.returncode:
            raise Failure(f"{lock.name} was not resolved; the reason stands above.")
    return 0
