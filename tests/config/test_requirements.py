import re
import tomllib
from pathlib import Path

import pytest

from config.runner.layout import ROOT

LOCKS = [ROOT / "requirements" / name for name in ("run.txt", "dev.txt", "uv.txt")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_holds_versions_and_hashes_and_nothing_else(lock: Path) -> None:
    entry = re.compile(r"^[a-z0-9._-]+==\S+( ; [^\\]+)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$")
    assert [line for line in lock.read_text().splitlines() if not entry.match(line)] == []


def test_dev_holds_all_of_run_at_the_same_versions() -> None:
    run, dev = (pinned(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert {name: dev.get(name) for name in run} == run


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[><=]", text)[0].lower().replace("_", "-") for text in wanted}
    assert names - set(pinned(ROOT / "requirements" / "dev.txt")) == set()


def pinned(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE)
    return dict(found)
