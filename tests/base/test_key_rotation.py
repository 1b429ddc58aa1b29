"""Keys are changed while the system runs: nothing stays under the old one, and a killed rotation goes on."""

import base64
import os
import time
import uuid
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pghistory.models
import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from base.encryption import DecryptionError, EncryptedTextField, decrypt, encrypt, key_id_of
from base.file_contents import content_key_ids, content_path, write_content
from base.files import open_file, store_file
from base.key_rotation import FILES, key_usage, rotate, sealed_columns
from base.models import IdempotentAnswer, StagedRow, StoredFile, WorkbookImport
from tests.databases import migrated_database
from tests.factories.workforce import UserFactory, WorkerFactory
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Worker
from workforce.services.id_numbers import id_number_index

OLD, NEW = os.urandom(32), os.urandom(32)
EVIDENCE = "skills.evidence"
PDF = b"%PDF-1.4 proof"


@pytest.fixture
def old_key(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = {"old": OLD}
    settings.ENCRYPTION_KEY_ID = "old"


def bring_new_key(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = {"new": NEW, "old": OLD}
    settings.ENCRYPTION_KEY_ID = "new"


def id_number(serial: int) -> str:
    return make_id_number(date(1985, 3, 12), serial)


def worker_with_number(serial: int) -> Worker:
    number = id_number(serial)
    return WorkerFactory.create(id_number=number, id_number_index=id_number_index(number))


def sealed_number(worker: Worker) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM workforce_worker WHERE id = %s", [worker.pk])
        return bytes(cursor.fetchone()[0])


def run(*arguments: str) -> str:
    printed = StringIO()
    call_command("rotate_keys", *arguments, stdout=printed)
    return printed.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("old_key")
class TestRotation:
    def test_fields_are_sealed_under_the_new_key_and_read_the_same(self, settings: Settings) -> None:
        workers = [worker_with_number(serial) for serial in range(5)]
        before = {worker.pk: Worker.objects.get(pk=worker.pk).id_number for worker in workers}
        bring_new_key(settings)
        run("--batch", "2")
        assert {key_id_of(sealed_number(worker)) for worker in workers} == {"new"}
        assert {worker.pk: Worker.objects.get(pk=worker.pk).id_number for worker in workers} == before

    def test_the_old_key_may_go_afterwards(self, settings: Settings) -> None:
        worker = worker_with_number(1)
        bring_new_key(settings)
        run()
        settings.ENCRYPTION_KEYS = {"new": NEW}
        assert Worker.objects.get(pk=worker.pk).id_number == id_number(1)

    def test_kept_files_are_sealed_under_the_new_key(self, settings: Settings) -> None:
        stored = store_file(EVIDENCE, content=BytesIO(PDF), name="a.pdf", actor=None, now=timezone.now())
        bring_new_key(settings)
        run()
        assert content_key_ids(stored.key) == {"new"}
        assert b"".join(open_file(stored)) == PDF

    def test_a_file_of_many_pieces_is_kept_whole(self, settings: Settings) -> None:
        key = uuid.uuid4()
        write_content(key, [b"one", b"two", b"three"])
        stored = StoredFile.objects.create(
            key=key, kind=EVIDENCE, name="a", content_type="x", size=11, sha256="", created_at=timezone.now()
        )
        bring_new_key(settings)
        assert rotate(say=lambda _line: None) == 1
        assert list(open_file(stored)) == [b"one", b"two", b"three"]

    def test_removed_files_are_left_alone(self, settings: Settings) -> None:
        stored = store_file(EVIDENCE, content=BytesIO(PDF), name="a.pdf", actor=None, now=timezone.now())
        StoredFile.objects.filter(pk=stored.pk).update(removed_at=timezone.now())
        content_path(stored.key).unlink()
        bring_new_key(settings)
        run()
        assert not content_path(stored.key).exists()

    def test_staged_numbers_and_kept_answers_go_along(self, settings: Settings) -> None:
        batch = WorkbookImport.objects.create(kind="x", file_name="x", sha256="x", uploaded_at=timezone.now())
        row = StagedRow.objects.create(batch=batch, sheet_row=2, secret=encrypt(b"number"))
        answer = IdempotentAnswer.objects.create(
            asker="a", key="k", fingerprint=b"f", status=200, body=encrypt(b"{}"), created_at=timezone.now()
        )
        bring_new_key(settings)
        run()
        row.refresh_from_db()
        answer.refresh_from_db()
        assert (key_id_of(bytes(row.secret or b"")), decrypt(bytes(row.secret or b""))) == ("new", b"number")
        assert key_id_of(bytes(answer.body or b"")) == "new"

    def test_secrets_of_second_factors_go_along(self, settings: Settings) -> None:
        sealed = base64.b64encode(encrypt(b"secret")).decode()
        factor = Authenticator.objects.create(
            user=UserFactory.create(), type="totp", data={"secret": sealed, "note": "plain"}
        )
        bring_new_key(settings)
        run()
        factor.refresh_from_db()
        envelope = base64.b64decode(factor.data["secret"])
        assert (key_id_of(envelope), decrypt(envelope)) == ("new", b"secret")
        assert factor.data["note"] == "plain"

    def test_rotating_writes_no_history(self, settings: Settings) -> None:
        worker = worker_with_number(1)
        bring_new_key(settings)
        run()
        assert not pghistory.models.Events.objects.tracks(worker).exists()

    def test_check_names_what_the_old_key_seals_and_fails(self, settings: Settings) -> None:
        worker_with_number(1)
        bring_new_key(settings)
        with pytest.raises(CommandError, match="'old' still seals 1 values"):
            run("--check")
        run()
        assert "Everything is sealed with the current key 'new'" in run("--check")

    def test_check_counts_by_place_and_key(self, settings: Settings) -> None:
        worker_with_number(1)
        bring_new_key(settings)
        worker_with_number(2)
        store_file(EVIDENCE, content=BytesIO(PDF), name="a.pdf", actor=None, now=timezone.now())
        usage = key_usage()
        assert usage["workforce_worker.id_number"] == {"old": 1, "new": 1}
        assert usage[FILES] == {"new": 1}

    def test_a_missing_key_is_named(self, settings: Settings) -> None:
        worker_with_number(1)
        settings.ENCRYPTION_KEYS = {"new": NEW}
        settings.ENCRYPTION_KEY_ID = "new"
        with pytest.raises(CommandError, match="'old'"):
            run()

    def test_a_second_run_changes_nothing(self, settings: Settings) -> None:
        worker = worker_with_number(1)
        bring_new_key(settings)
        run()
        before = sealed_number(worker)
        assert "0 values sealed anew" in run()
        assert sealed_number(worker) == before


@pytest.mark.django_db
class TestBlindIndex:
    def test_digests_are_computed_anew_and_find_the_number(self, settings: Settings) -> None:
        worker = worker_with_number(1)
        settings.BLIND_INDEX_KEY = os.urandom(32)
        assert not Worker.objects.filter(id_number_index=id_number_index(id_number(1))).exists()
        with pytest.raises(CommandError, match="look-up digests are due"):
            run("--check")
        run("--blind-index")
        assert Worker.objects.get(id_number_index=id_number_index(id_number(1))) == worker

    def test_the_same_number_is_refused_before_and_after(self, settings: Settings) -> None:
        worker_with_number(1)
        settings.BLIND_INDEX_KEY = os.urandom(32)
        run("--blind-index")
        with pytest.raises(IntegrityError), transaction.atomic():
            worker_with_number(1)


def test_no_history_table_keeps_ciphertext() -> None:
    sealed = {str(column) for column in sealed_columns()}
    kept = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if hasattr(model, "pgh_obj") or model.__name__.endswith("Event")
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    assert "workforce_worker.id_number" in sealed
    assert kept == []


MAKE = """
import io
from datetime import date
from django.utils import timezone
from base.files import store_file
from workforce.enums import Sex, UnitKind
from workforce.models import Unit
from workforce.services.id_numbers import parse_id_number
from workforce.services.workers import NewWorker, create_workers
from stdnum.cn import ric
unit = Unit.objects.create(code="G", name="G", kind=UnitKind.GROUP)
def number(serial):
    first = f"62010219850312{serial:03}"
    return first + ric.calc_check_digit(first + "0")
create_workers(actor=None, today=date(2026, 11, 21), rows=[
    NewWorker(employee_no=f"K{serial}", name="钥", unit_id=unit.pk, since=date(2020, 1, 1),
              id_number=number(serial)) for serial in range(300)])
for serial in range(20):
    content = io.BytesIO(b"%PDF-1.4 " + bytes([65 + serial]))
    store_file("skills.evidence", content=content, name="a.pdf", actor=None, now=timezone.now())
"""
READ = """
from base.files import open_file
from base.models import StoredFile
from workforce.models import Worker
from workforce.services.id_numbers import id_number_index
right = [bytes(w.id_number_index) == id_number_index(w.id_number) for w in Worker.objects.all()]
print("numbers", len(right), all(right))
print("files", sorted(b"".join(open_file(f))[-1] for f in StoredFile.objects.all()) == list(range(65, 85)))
"""


def _keys(*ids: str) -> str:
    return ",".join(f"{name}:{base64.b64encode({'old': OLD, 'new': NEW}[name]).decode()}" for name in ids)


def test_a_killed_rotation_goes_on(django_db_setup: None, tmp_path: Path) -> None:
    blind = base64.b64encode(b"b" * 32).decode()
    keys = {"SECRET_KEY": "x", "BLIND_INDEX_KEY": blind, "ENCRYPTION_KEYS": _keys("old")}
    with migrated_database(tmp_path, **keys) as database:
        database.python(MAKE)
        both = {"ENCRYPTION_KEYS": _keys("new", "old")}
        with database.connect() as through, database.connect() as watching:
            # a clerk holds row 150: the rotation stands still there and is killed in the middle of its work
            with through.transaction():
                through.execute("SELECT 1 FROM workforce_worker WHERE employee_no = 'K150' FOR UPDATE")
                process = database.start("rotate_keys", "--batch", "10", variables=both)
                deadline = time.monotonic() + 120
                waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
                while watching.execute(waiting, [database.name]).fetchone() is None:
                    assert process.poll() is None
                    assert time.monotonic() < deadline
                process.kill()
                process.communicate()
            count = "SELECT count(*) FROM workforce_worker WHERE substring(id_number from 3 for 3) = 'new'"
            done = watching.execute(count).fetchone()
        assert done == (150,)
        database.manage("rotate_keys", "--check", fails=True, variables=both)
        database.manage("rotate_keys", "--batch", "10", variables=both)
        database.manage("rotate_keys", "--check", variables=both)
        printed = database.python(READ, variables={"ENCRYPTION_KEYS": _keys("new")})
        assert "numbers 300 True" in printed
        assert "files True" in printed


@pytest.mark.django_db
def test_a_damaged_value_stops_the_rotation_with_its_reason(settings: Settings) -> None:
    worker = worker_with_number(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workforce_worker SET id_number = '\\x00' WHERE id = %s", [worker.pk])
    with pytest.raises(DecryptionError):
        rotate(say=lambda _line: None)
