"""``./dev check``: every gate that needs no server, all of them reported."""

import base64
import secrets
import subprocess
import time
from collections.abc import Sequence

from config.runner.installation import PYTHON, command_environment, ensure_installed, tool
from config.runner.layout import ROOT
from config.runner.progress import say, show

MANAGE = [str(PYTHON), "manage.py"]


def check_all(arguments: Sequence[str]) -> int:
    """Run every check and report each failure; 0 when all passed. Arguments choose checks by name."""
    ensure_installed("dev")
    environment = command_environment() | {"PYTHONPATH": str(ROOT)}
    failed = []
    for name, (command, extra) in _checks().items():
        if arguments and name not in arguments:
            continue
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        verdict = "ok" if done.returncode == 0 else "FAILED"
        say(f"{name}: {verdict} ({time.monotonic() - began:.1f} s)")
        if done.returncode:
            failed.append(name)
            show(done.stdout)
    if failed:
        show(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    return {
        "format": ([tool("ruff"), "format", "--check", "."], {}),
        "lint": ([tool("ruff"), "check", "."], {}),
        "types": ([tool("mypy"), "."], {}),
        "imports": ([tool("lint-imports")], {}),
        "migrations": ([*MANAGE, "makemigrations", "--check", "--dry-run"], _quiet_database()),
        "snapshot": ([*MANAGE, "schema_snapshot", "--check"], {}),
        "translations": ([*MANAGE, "sync_translations", "--check"], {}),
        "deployment": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], _production()),
        "licences": ([str(PYTHON), "-m", "config.third_party", "--check"], {}),
        "schema": ([*MANAGE, "api_schema", "--check"], {}),
    }


def _quiet_database() -> dict[str, str]:
    """makemigrations asks the database for its history and only warns without one: keep that warning out."""
    return {"PYTHONWARNINGS": "ignore::RuntimeWarning"}


def _production() -> dict[str, str]:
    """An environment as production has it, with keys of this moment."""
    key = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    return {
        "JIANGJIE_MODE": "production",
        "DEBUG": "false",  # whatever the shell says
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ENCRYPTION_KEYS": f"check:{key}",
        "BLIND_INDEX_KEY": key,
        "ALLOWED_HOSTS": "jiangjie.example",
        "DATABASE_URL": "postgresql://jiangjie@database.example/jiangjie",
        "REDIS_URL": "redis://broker.example/0",
    }
