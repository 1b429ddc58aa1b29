"""Where things stand on disk: the virtual environment, the instances under ``var/``, their addresses."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
SECRETS = VAR / "secrets.json"
MEDIA = VAR / "media"

DATABASE_NAME = "jiangjie"
DATABASE_USER = "jiangjie"
SOCKET_PATH_LIMIT = 100
"""Bytes a socket path may take; the kernel holds 107, PostgreSQL adds a lock file's ending beside it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One set of embedded servers. ``run`` is the running system; the others stand beside it."""

    name: str

    @property
    def home(self) -> Path:
        """Folder of everything this instance keeps."""
        return VAR / self.name

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self._kept("postgres")

    @property
    def broker_data(self) -> Path:
        """Valkey's working folder."""
        return self.home / "valkey"

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.home / "logs"

    @property
    def sockets(self) -> Path:
        """Folder of the unix sockets: under ``home``, or a short temporary one where that is too long."""
        wanted = self._kept("sockets")
        if len(os.fsencode(wanted / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT:
            return wanted
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"jiangjie-{os.getuid()}-{digest}"

    @property
    def broker_socket(self) -> Path:
        """Valkey's unix socket."""
        return self.sockets / "valkey"

    def _kept(self, name: str) -> Path:
        """A folder of this instance, which is a link where PostgreSQL had to step aside (see launching)."""
        path = self.home / name
        return path.readlink() if path.is_symlink() else path

    @property
    def attendant_socket(self) -> Path:
        """Where the keeper of the embedded servers listens."""
        return self.sockets / "attendant"

    @property
    def database_url(self) -> str:
        """Address of the instance's PostgreSQL, readable by libpq's own tools too."""
        return f"postgresql://{DATABASE_USER}@/{DATABASE_NAME}?host={quote(str(self.sockets))}"

    @property
    def redis_url(self) -> str:
        """Address of the instance's Valkey."""
        return f"unix://{quote(str(self.broker_socket))}?db=0"


RUN = Instance("run")
TEST = Instance("test")
PICTURES = Instance("pictures")
BENCH = Instance("bench")


def is_embedded(socket_path: str | None) -> bool:
    """Whether a socket (or its folder) is one of this checkout's own embedded servers."""
    if not socket_path:
        return False
    path = Path(socket_path)
    return any(
        path == instance.sockets or instance.sockets in path.parents
        for instance in (RUN, TEST, PICTURES, BENCH)
    )
