"""An empty database gets the kept schema, however it is started.

That it is what the migrations give is proved where all of them really run: in tests/upgrade.
"""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.snapshot import listing
from tests.databases import OwnDatabase, connected_to, own_database

SAID = "Loaded the snapshot"
WHAT_TO_DO = "config/snapshot is not what the migrations give: run ./dev schema --anew and commit it.\n"


@pytest.fixture
def empty(django_db_setup: None, tmp_path: Path) -> Iterator[OwnDatabase]:
    with own_database(tmp_path) as database:
        yield database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the snapshot to be spoilt."""
    return Path(shutil.copytree(listing.FOLDER, tmp_path / "snapshot"))


def tables_of(database: OwnDatabase) -> set[str]:
    with database.connect() as through:
        found = through.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name for (name,) in found}


def load_from(folder: Path, database: OwnDatabase) -> str:
    return database.python(
        "from pathlib import Path\n"
        "from config.snapshot.loading import load_snapshot\n"
        f"print('loaded:', load_snapshot(folder=Path({str(folder)!r})))"
    )


def test_the_snapshot_names_every_migration(empty: OwnDatabase) -> None:
    known, present = listing.listed(), listing.on_disk()
    assert listing.changed_since(known, present) == [], WHAT_TO_DO
    assert listing.missing_in(known, present) == [], WHAT_TO_DO
    assert SAID in empty.manage("migrate")
    with empty.connect() as through:
        applied = through.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    assert applied == list(known)


def test_two_at_once_load_it_once_and_migrate_what_it_lacks(empty: OwnDatabase) -> None:
    later = {"DJANGO_SETTINGS_MODULE": "tests.config.later_settings"}
    both = [empty.start("migrate", variables=later) for _ in range(2)]
    answers = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert sum(SAID in printed for printed, _ in answers) == 1
    assert sum("Applying later.0001_initial... OK" in printed for printed, _ in answers) == 1
    assert "later_note" in tables_of(empty)


def test_an_ordinary_owner_loads_it(empty: OwnDatabase) -> None:
    owner = f"{empty.name}_owner"
    with connected_to("postgres") as server:
        server.execute(f"CREATE ROLE \"{owner}\" NOSUPERUSER LOGIN PASSWORD '{uuid.uuid4().hex}'")
        server.execute(f'GRANT "{owner}" TO CURRENT_USER')
        server.execute(f'ALTER DATABASE "{empty.name}" OWNER TO "{owner}"')
        server.execute(f'ALTER ROLE CURRENT_USER IN DATABASE "{empty.name}" SET role = "{owner}"')
    try:
        assert SAID in empty.manage("migrate")
        with empty.connect() as through:
            owners = through.execute(
                "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        assert owners == [(owner,)]
    finally:
        with connected_to("postgres") as server:
            server.execute(f'ALTER DATABASE "{empty.name}" OWNER TO CURRENT_USER')
            server.execute(f'ALTER ROLE CURRENT_USER IN DATABASE "{empty.name}" RESET role')
        with connected_to(empty.name) as through:
            through.execute(f'REASSIGN OWNED BY "{owner}" TO CURRENT_USER')
            through.execute(f'DROP OWNED BY "{owner}"')
            through.execute(f'DROP ROLE "{owner}"')


def test_a_database_with_one_of_our_tables_is_left_alone(empty: OwnDatabase) -> None:
    with empty.connect() as through:
        through.execute("CREATE TABLE django_session (session_key text)")
    assert load_from(listing.FOLDER, empty) == "loaded: False\n"
    assert tables_of(empty) == {"django_session"}


def test_tables_of_others_are_no_obstacle(empty: OwnDatabase) -> None:
    with empty.connect() as through:
        through.execute("CREATE TABLE spatial_ref_sys (srid integer)")
    assert load_from(listing.FOLDER, empty) == "loaded: True\n"


def test_a_wish_for_one_migration_is_not_answered_with_all(empty: OwnDatabase) -> None:
    assert SAID not in empty.manage("migrate", "sessions")
    assert tables_of(empty) == {"django_migrations", "django_session"}


def test_another_schema_is_left_to_the_migrations(empty: OwnDatabase) -> None:
    with empty.connect() as through:
        through.execute("CREATE SCHEMA house")
        through.execute(f'ALTER DATABASE "{empty.name}" SET search_path = house, public')
    assert load_from(listing.FOLDER, empty) == "loaded: False\n"


@pytest.mark.parametrize(
    "line", ["workforce 0001_initial 0000000000000000", "workforce 0001_of_another_branch 0000000000000000"]
)
def test_a_snapshot_of_other_migrations_is_not_used(empty: OwnDatabase, folder: Path, line: str) -> None:
    with (folder / "migrations.txt").open("a") as known:
        known.write(f"{line}\n")
    assert load_from(folder, empty) == "loaded: False\n"
    assert tables_of(empty) == set()


def test_a_server_that_refuses_it_is_left_empty_and_told_of(empty: OwnDatabase, folder: Path) -> None:
    with (folder / "indexes.sql").open("a") as statements:
        statements.write("ALTER TABLE public.workforce_worker ADD COLUMN of_the_future unheard_of;\n")
    printed = load_from(folder, empty)
    assert "unheard_of" in printed
    assert "loaded: False\n" in printed
    assert tables_of(empty) == set()


def test_the_check_names_what_the_snapshot_lacks(empty: OwnDatabase) -> None:
    printed = empty.manage(
        "schema_snapshot",
        "--check",
        fails=True,
        variables={"DJANGO_SETTINGS_MODULE": "tests.config.later_settings"},
    )
    assert "later.0001_initial" in printed
    assert "./dev schema" in printed
