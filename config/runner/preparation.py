"""Migrations, policy catalogues and the demo enterprise: loaded when something changed, else skipped."""

import hashlib
import json
import signal
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from config.runner.installation import PYTHON
from config.runner.layout import ROOT
from config.runner.locks import exclusive
from config.runner.processes import leave_with_parent
from config.runner.progress import Failure, say
from config.runner.services import Services

APPS = ("base", "workforce", "skills", "notices", "portal")


def prepare_data(services: Services, environment: Mapping[str, str]) -> str:
    """Bring the database up to this code. Returns the text that names the demo accounts."""
    home = services.instance.home
    with exclusive(home / "prepare.lock", "another command that prepares the data"):
        stamp = home / "prepared.json"
        wanted = _fingerprint(services, environment["JIANGJIE_MODE"])
        known = _read(stamp)
        if services.embeds_database and known.get("fingerprint") == wanted:
            return str(known["accounts"])
        accounts_file = home / "accounts.txt"
        say("migrating, loading the catalogues and, the first time, the demo enterprise")
        done = subprocess.run(
            [PYTHON, ROOT / "manage.py", "prepare", "--accounts-file", accounts_file],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            preexec_fn=leave_with_parent(signal.SIGTERM),
            stdout=2,
            cwd=ROOT,
            check=False,
        )
        if done.returncode:
            raise Failure("The data could not be prepared; the reason stands above.")
        accounts = accounts_file.read_text("utf-8")
        accounts_file.unlink()
        fresh = stamp.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"fingerprint": wanted, "accounts": accounts}), "utf-8")
        fresh.replace(stamp)
        return accounts


def _read(stamp: Path) -> dict[str, str]:
    try:
        known = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _fingerprint(services: Services, mode: str) -> str:
    """Changes with the migrations, the seeds, the locked packages (some migrate too), the data folder."""
    digest = hashlib.sha256(mode.encode())
    for path in sorted(_sources()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    made = services.instance.data / "PG_VERSION"
    if made.exists():
        status = made.stat()
        digest.update(f"{status.st_ino} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def _sources() -> Iterable[Path]:
    for app in APPS:
        yield from (ROOT / app / "migrations").glob("*.py")
    yield from (path for path in (ROOT / "seeds").rglob("*") if path.is_file() and path.suffix != ".pyc")
    yield ROOT / "requirements" / "run.txt"
