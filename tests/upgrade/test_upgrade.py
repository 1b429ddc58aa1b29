"""A system of the first release is brought to the newest: nothing is lost, and what was reckoned stays so.

Here every migration really runs, so here the snapshot of the schema is held against them.
"""

import base64
import json
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from django.db import connection

from config.snapshot import listing
from config.snapshot.making import dump_of, file_of
from tests.databases import OwnDatabase, own_database

HERE = Path(__file__).parent
#: The schema of commit bfa9b70, which closed the first issue.
FIRST = (("base", "0001"), ("workforce", "0003"), ("skills", "0001"))
WHAT_TO_DO = "config/snapshot is not what the migrations give: run ./dev schema --anew and commit it.\n"
KEYS = {
    "SECRET_KEY": "upgrade-sample",
    "ENCRYPTION_KEYS": "first:" + base64.b64encode(b"upgrade sample key, 32 bytes..ok").decode(),
    "BLIND_INDEX_KEY": base64.b64encode(b"upgrade sample index 32 bytes ok").decode(),
}
DATES = """
    SELECT w.employee_no, o.code, e.target, r.code, v.number, e.opens_on, route.code
      FROM skills_eligibility e JOIN workforce_worker w ON w.id = e.worker_id
      JOIN skills_occupation o ON o.id = e.occupation_id JOIN skills_rulesetversion v ON v.id = e.version_id
      JOIN skills_ruleset r ON r.id = v.rule_set_id JOIN skills_route route ON route.id = e.route_id
     ORDER BY 1, 2, 3, 4, 5
"""
SIGN_IN = """
from django.test import Client
client = Client()
answer = client.post("/accounts/login/", {"login": "SJ200001", "password": "upgrade-sample-2026"})
print("sign-in", answer.status_code, "_auth_user_id" in client.session)
own = client.get("/skills/me/")
print("growth", own.status_code, "升级一" in own.content.decode())
"""
READ_PAGES = """
from django.test import Client
from workforce.models import User
client = Client()
client.force_login(User.objects.get(login="BY100001"), backend="workforce.accounts.AccountBackend")
for address in ("/skills/people/", "/skills/people/SJ200001/", "/skills/people/SJ200001/?tab=history",
                "/skills/people/SJ200001/ladder/", "/skills/corrections/", "/workforce/units/",
                "/workforce/roles/"):
    answer = client.get(address)
    print(address, answer.status_code, len(answer.content) > 1000)
"""
#: Rows the migrations write, by what names them.
NAMED_ROWS = """
    SELECT app_label, model, codename
      FROM django_content_type kind LEFT JOIN auth_permission ON content_type_id = kind.id
     ORDER BY 1, 2, 3
"""
READ_SECRETS = """
from base.files import open_file
from base.models import StoredFile
from workforce.models import Worker
from workforce.services.id_numbers import id_number_index
worker = Worker.objects.get(employee_no="SJ200001")
print(worker.id_number, bytes(worker.id_number_index) == id_number_index(worker.id_number))
for stored in StoredFile.objects.all():
    print(stored.name, len(b"".join(open_file(stored))) == stored.size)
"""


@pytest.fixture(scope="module")
def upgraded(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OwnDatabase, list[tuple[object, ...]]]]:
    """A database of the first release brought to the newest, with the dates it held before."""
    media = tmp_path_factory.mktemp("media")
    with own_database(media, **KEYS) as database:
        for app, migration in FIRST:
            database.manage("migrate", app, migration, "--verbosity", "0")
        before = _load(database, media)
        database.manage("migrate", "--verbosity", "0")
        yield database, before


def _load(database: OwnDatabase, media: Path) -> list[tuple[object, ...]]:
    """The kept rows and files; returns the dates as they were reckoned then."""
    with database.connect() as through, through.transaction():
        # the mark of voided grades is in the data; the trigger would set it a second time
        through.execute("ALTER TABLE skills_graderecord DISABLE TRIGGER USER")
        through.execute((HERE / "first_issue.sql").read_text())
        through.execute("SET CONSTRAINTS ALL IMMEDIATE")
        through.execute("ALTER TABLE skills_graderecord ENABLE TRIGGER USER")
        dates = through.execute(DATES).fetchall()
    for key, content in json.loads((HERE / "first_issue_media.json").read_text()).items():
        place = media / key[:2] / key
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(content))
    return [tuple(row) for row in dates]


Upgraded = tuple[OwnDatabase, list[tuple[object, ...]]]


def test_every_invariant_holds_after_the_upgrade(upgraded: Upgraded) -> None:
    lines = upgraded[0].manage("check_invariants").splitlines()
    assert len(lines) >= 8
    assert [line for line in lines if not line.endswith(": ok")] == []


def test_the_kept_schema_is_what_the_migrations_give(upgraded: Upgraded, tmp_path: Path) -> None:
    """Compared as a server shows them after a dump was loaded: it words some expressions anew then."""
    migrated, _dates = upgraded
    folder = Path(shutil.copytree(listing.FOLDER, tmp_path / "migrated"))
    for section, text in _schema(migrated).items():
        file_of(section, folder).write_text(text)
    with own_database(tmp_path) as anew, own_database(tmp_path) as kept:
        _load_snapshot(anew, folder)
        _load_snapshot(kept, listing.FOLDER)
        really, shown = ("".join(_schema(one).values()).splitlines() for one in (anew, kept))
        with kept.connect() as ours, migrated.connect() as theirs:
            rows = [through.execute(NAMED_ROWS).fetchall() for through in (ours, theirs)]
    assert len(shown) > 5_000
    changes = list(unified_diff(shown, really, "config/snapshot", "the migrations", lineterm=""))
    assert changes == [], WHAT_TO_DO + "\n".join(changes[:60])
    assert rows[0] == rows[1], WHAT_TO_DO


def _schema(database: OwnDatabase) -> dict[str, str]:
    """Tables and indexes as a dump tells them, without the rows."""
    dumped = dump_of({**connection.settings_dict, "NAME": database.name})
    return {section: text for section, text in dumped.items() if section != "data"}


def _load_snapshot(database: OwnDatabase, folder: Path) -> None:
    loaded = database.python(
        "from pathlib import Path\n"
        "from config.snapshot.loading import load_snapshot\n"
        f"print('loaded:', load_snapshot(folder=Path({str(folder)!r})))"
    )
    assert loaded == "loaded: True\n"


def test_recomputing_gives_the_dates_of_before(upgraded: Upgraded) -> None:
    database, before = upgraded
    assert len(before) == 64
    database.manage("recompute_eligibility")
    with database.connect() as through:
        assert [tuple(row) for row in through.execute(DATES).fetchall()] == before


def test_no_row_is_lost(upgraded: Upgraded) -> None:
    with upgraded[0].connect() as through:
        counted = [
            through.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("workforce_worker", "skills_graderecord", "skills_monthlywage", "workforce_user")
        ]
    assert [row[0] for row in counted if row] == [52, 110, 294, 54]


def test_an_account_of_then_signs_in_and_sees_its_record(upgraded: Upgraded) -> None:
    printed = upgraded[0].python(SIGN_IN, variables={"ALLOWED_HOSTS": "testserver"})
    assert "sign-in 302 True" in printed
    assert "growth 200 True" in printed


def test_the_pages_of_people_open(upgraded: Upgraded) -> None:
    printed = upgraded[0].python(READ_PAGES, variables={"ALLOWED_HOSTS": "testserver"})
    lines = [line for line in printed.splitlines() if line.startswith("/")]
    assert len(lines) == 7
    assert [line for line in lines if not line.endswith(" 200 True")] == []


def test_id_numbers_and_files_of_then_are_read(upgraded: Upgraded) -> None:
    printed = upgraded[0].python(READ_SECRETS)
    assert "620102198503124516 True" in printed
    assert "roster.xlsx True" in printed


def test_the_data_set_stays_small() -> None:
    assert sum(path.stat().st_size for path in HERE.glob("first_issue*")) < 300_000
