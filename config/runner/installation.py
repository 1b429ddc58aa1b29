"""The virtual environment and the locked dependencies in it."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from config.runner.layout import ROOT, VAR, VENV
from config.runner.locks import exclusive
from config.runner.processes import leave_with_parent
from config.runner.progress import Failure, say

REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "jiangjie-installed.json"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": REQUIREMENTS / "run.txt", "dev": REQUIREMENTS / "dev.txt"}
"""``dev`` holds everything ``run`` holds, at the same versions, and what tests and checks need beside."""


def ensure_installed(lock: str) -> None:
    """Make the virtual environment hold the packages of ``run`` or ``dev``, if it does not already."""
    if _is_installed(lock):
        return
    with exclusive(VAR / "install.lock", "another command that installs the dependencies"):
        if _is_installed(lock):
            return
        _ensure_environment()
        say(f"installing the dependencies ({LOCKS[lock].relative_to(ROOT)})")
        _install(LOCKS[lock])
        _write_stamp(lock)


def tool(name: str) -> str:
    """Path of a program installed in the virtual environment."""
    return str(VENV / "bin" / name)


def command_environment() -> dict[str, str]:
    """The caller's environment with the virtual environment in front of PATH."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    }
    kept["PYTHONPATH"] = os.environ.get("PYTHONPATH", "").removeprefix(str(ROOT)).removeprefix(os.pathsep)
    if not kept["PYTHONPATH"]:
        del kept["PYTHONPATH"]
    return {
        **kept,
        "VIRTUAL_ENV": str(VENV),
        "PATH": os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)]),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _fingerprint(lock: str) -> str:
    return hashlib.sha256(LOCKS[lock].read_bytes()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMP.read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _is_installed(lock: str) -> bool:
    stamps = _stamps()
    names = ("run", "dev") if lock == "run" else ("dev",)
    return PYTHON.exists() and any(stamps.get(name) == _fingerprint(name) for name in names)


def _write_stamp(lock: str) -> None:
    """Packages of one set replace those of the other, so only the last installed one is known to be whole."""
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps({lock: _fingerprint(lock)}), "ascii")
    fresh.replace(STAMP)


def _ensure_environment() -> None:
    if _works(PYTHON):
        return
    if VENV.exists():
        say("the virtual environment is broken; making it anew")
        shutil.rmtree(VENV)
    python = _base_python()
    say(f"making the virtual environment with Python {sys.version_info.major}.{sys.version_info.minor}")
    if shutil.which("uv"):
        _run(["uv", "venv", "--quiet", "--no-project", "--python", python, str(VENV)])
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Failure(
            "This Python has no ensurepip, so it cannot make a virtual environment.\n"
            "On Debian and Ubuntu: apt install python3-venv"
        )
    _run([python, "-m", "venv", str(VENV)])


def _base_python() -> str:
    """The interpreter itself, not the one of a virtual environment that is about to be replaced."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    asked = subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False)
    return asked.returncode == 0


def _install(lock: Path) -> None:
    """With uv when it is on PATH, else with pip, which brings uv first: that is quicker than pip alone."""
    uv = shutil.which("uv")
    if uv is None:
        _ensure_pip()
        bootstrap = _try(
            [*_pip(), "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS / "uv.txt")]
        )
        uv = tool("uv") if bootstrap else None
    if uv is not None:
        installed = _try(
            [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)],
            environment=_uv_environment(),
        )
        if installed:
            return
        say("uv could not install them; trying pip")
    _ensure_pip()
    _run([*_pip(), "install", "--quiet", "--require-hashes", "-r", str(lock)])


def _ensure_pip() -> None:
    """An environment that uv made has no pip."""
    if not (VENV / "bin" / "pip").exists():
        _run([str(PYTHON), "-m", "ensurepip", "--default-pip"])


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]


def _uv_environment() -> dict[str, str]:
    """uv reads no pip configuration: hand it the index and the certificate a person has set for pip."""
    given = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true", **os.environ}
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        value = given.get(pip_name) or _pip_setting(pip_name.removeprefix("PIP_").lower().replace("_", "-"))
        if value:
            given.setdefault(uv_name, value)
    return given


def _pip_setting(name: str) -> str:
    asked = subprocess.run(
        [*_pip(), "config", "get", f"global.{name}"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _try(command: Sequence[str], environment: dict[str, str] | None = None) -> bool:
    done = subprocess.run(
        command, env=environment, stdout=sys.stderr, preexec_fn=leave_with_parent(signal.SIGTERM), check=False
    )
    return done.returncode == 0


def _run(command: Sequence[str]) -> None:
    if not _try(command):
        raise Failure(f"`{' '.join(command[:4])} …` failed; its own words stand above.")
