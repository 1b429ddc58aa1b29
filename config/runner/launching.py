"""How PostgreSQL's programs are started by root, which they refuse to serve.

Root maps itself to an ordinary user in a user namespace: to PostgreSQL it is user 1000, to the file system
still root, so nothing changes hands. Where namespaces are refused, only PostgreSQL's programs run as an
account without rights, in folders of its own; the mode of a parent folder is never changed.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.runner.layout import Instance
from config.runner.progress import Failure

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "setpriv", "--pdeathsig", "INT")
SHELTERS = Path("/var/tmp")  # noqa: S108 - kept over restarts, and every account may pass through
OTHERS_PASS = stat.S_IXOTH


@dataclass(frozen=True, slots=True)
class Launch:
    """What stands before a command, and which account it runs as (None: the caller's own)."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None


def find_launch() -> Launch:
    """The way that works here. Raises ``Failure`` when there is none."""
    if os.getuid() != 0:
        return Launch()
    if _namespaces_allowed():
        return Launch(NAMESPACE)
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return Launch(user=account.pw_uid, group=account.pw_gid)
    raise Failure("PostgreSQL does not run as root here: run ./dev as an ordinary user.")


def own_folder(path: Path, launch: Launch) -> None:
    """Make a private folder that the account of ``launch`` owns; refuse one that somebody else has made."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.getuid(), launch.user):
        raise Failure(f"{path} belongs to somebody else; remove it first.")
    path.chmod(0o700)
    if launch.user is not None and launch.group is not None:
        os.chown(path, launch.user, launch.group)


def shelter_folders(instance: Instance, launch: Launch) -> None:
    """Where the account cannot reach the checkout, keep data and sockets in a folder it can reach.

    The instance's own names become links to it, which ``Instance`` follows.
    """
    instance.home.mkdir(parents=True, exist_ok=True)
    if launch.user is None or can_reach(instance.home):
        return
    shelter = _shelter(instance.home)
    for path in (instance.home / "postgres", instance.home / "sockets"):
        if path.is_symlink() or path.exists():
            continue
        path.symlink_to(shelter / path.name)


def reachable_programs(binaries: Path, launch: Launch) -> Path:
    """The folder of programs, or a copy of it where the account cannot reach the original."""
    if launch.user is None or can_reach(binaries):
        return binaries
    package = binaries.parents[1]
    status = (binaries / "postgres").stat()
    copy = _shelter(package) / f"{status.st_mtime_ns}-{status.st_size}"
    if not copy.exists():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, fresh / folder.name)
        fresh.rename(copy)
    return copy / package.name / binaries.relative_to(package)


def can_reach(path: Path) -> bool:
    """Whether any account may pass through every folder down to ``path``."""
    resolved = path.resolve()
    return all(folder.stat().st_mode & OTHERS_PASS for folder in (resolved, *resolved.parents))


def _namespaces_allowed() -> bool:
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _shelter(path: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    shelter = SHELTERS / f"jiangjie-{digest}"
    shelter.mkdir(mode=0o711, exist_ok=True)
    status = shelter.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise Failure(f"{shelter} belongs to somebody else; remove it first.")
    shelter.chmod(0o711)
    return shelter
