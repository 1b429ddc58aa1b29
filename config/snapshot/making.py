"""The snapshot's SQL, as `pg_dump` writes it of a database, without what differs from dump to dump."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from config.runner.postgres import find_binaries
from config.snapshot.listing import FOLDER

SECTIONS = {"pre-data": "tables.sql", "data": "rows.sql", "post-data": "indexes.sql"}
"""pg_dump's sections in the order they are loaded, and the file of each."""

NOISE = re.compile(
    r"^(?:--\n-- .*\n--\n|-- Dumped .*\n|SET .*;\n|SELECT pg_catalog\.set_config\(.*\n|\\(?:un)?restrict .*\n"
    r"|COMMENT ON EXTENSION .*\n|SELECT pg_catalog\.setval\(.*, 1, false\);\n)\n*",
    re.MULTILINE,
)
"""Headings, versions, keys, settings of the session, what only a superuser may say, sequences unused."""


def file_of(section: str, folder: Path = FOLDER) -> Path:
    """Where a section is kept."""
    return folder / SECTIONS[section]


def dump_of(database: Mapping[str, Any]) -> dict[str, str]:
    """The SQL of a database by section; `database` as Django's settings name it."""
    return {section: _dump(database, section) for section in SECTIONS}


def _dump(database: Mapping[str, Any], section: str) -> str:
    (_, *address), variables = DatabaseClient.settings_to_cmd_args_env(dict(database), [])
    command = [
        str(find_binaries() / "pg_dump"),
        *address,
        f"--section={section}",
        "--no-owner",
        "--no-privileges",
        "--rows-per-insert=100",
        "--exclude-table-data=django_migrations",
        "--exclude-table-data=django_migrations_id_seq",
    ]
    done = subprocess.run(  # noqa: S603 - the program of PostgreSQL, and the settings' own address
        command, env={**os.environ, **(variables or {})}, capture_output=True, text=True, check=True
    )
    return NOISE.sub("", done.stdout).strip() + "\n"
