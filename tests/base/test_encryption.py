import os

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from pytest_django import Settings

from base.encryption import DecryptionError, UnknownKey, blind_index, decrypt, encrypt, key_id_of
from tests.factories.workforce import WorkerFactory
from workforce.models import Worker

pytestmark = pytest.mark.usefixtures("two_keys")


@pytest.fixture
def two_keys(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = {"2025": os.urandom(32), "2026": os.urandom(32)}
    settings.ENCRYPTION_KEY_ID = "2026"


def test_what_is_sealed_opens_again() -> None:
    assert decrypt(encrypt("身份证".encode())) == "身份证".encode()


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert encrypt(b"same") != encrypt(b"same")


def test_the_envelope_names_its_key() -> None:
    assert key_id_of(encrypt(b"text")) == "2026"


def test_an_older_key_still_opens(settings: Settings) -> None:
    settings.ENCRYPTION_KEY_ID = "2025"
    envelope = encrypt(b"text")
    settings.ENCRYPTION_KEY_ID = "2026"
    assert decrypt(envelope) == b"text"


def test_a_key_we_do_not_hold_is_named(settings: Settings) -> None:
    envelope = encrypt(b"text")
    settings.ENCRYPTION_KEYS = {"2025": settings.ENCRYPTION_KEYS["2025"]}
    with pytest.raises(UnknownKey, match="'2026'"):
        decrypt(envelope)


def test_another_key_under_the_same_name_does_not_open(settings: Settings) -> None:
    envelope = encrypt(b"text")
    settings.ENCRYPTION_KEYS = {"2026": os.urandom(32)}
    with pytest.raises(DecryptionError, match="altered"):
        decrypt(envelope)


def test_one_changed_byte_anywhere_is_refused() -> None:
    envelope = encrypt(b"110")
    for place in range(len(envelope)):
        tampered = bytearray(envelope)
        tampered[place] ^= 1
        with pytest.raises(DecryptionError):
            decrypt(bytes(tampered))


@pytest.mark.parametrize("length", [0, 1, 5, 20])
def test_a_cut_envelope_is_refused(length: int) -> None:
    with pytest.raises(DecryptionError):
        decrypt(encrypt(b"text")[:length])


def test_an_envelope_does_not_open_for_another_use() -> None:
    with pytest.raises(DecryptionError):
        decrypt(encrypt(b"text", associated=b"here"), associated=b"there")


def test_a_blind_index_depends_on_text_and_purpose() -> None:
    assert blind_index("1", purpose="a") == blind_index("1", purpose="a")
    assert (
        len({blind_index("1", purpose="a"), blind_index("2", purpose="a"), blind_index("1", purpose="b")})
        == 3
    )


def test_a_blind_index_depends_on_its_key(settings: Settings) -> None:
    before = blind_index("1", purpose="a")
    settings.BLIND_INDEX_KEY = os.urandom(32)
    assert blind_index("1", purpose="a") != before


@pytest.mark.django_db
def test_the_column_holds_no_plain_text() -> None:
    worker = WorkerFactory.create()
    Worker.objects.filter(pk=worker.pk).update(id_number="130429199001011234", id_number_index=bytes(32))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM workforce_worker WHERE id = %s", [worker.pk])
        stored = bytes(cursor.fetchone()[0])
    assert b"130429" not in stored
    assert Worker.objects.get(pk=worker.pk).id_number == "130429199001011234"


@pytest.mark.django_db
def test_an_absent_value_stays_absent() -> None:
    worker = WorkerFactory.create()
    Worker.objects.filter(pk=worker.pk).update(id_number=None, id_number_index=None)
    assert Worker.objects.get(pk=worker.pk).id_number is None
    assert Worker.objects.filter(id_number__isnull=True).count() == 1


def test_ciphertext_cannot_be_searched() -> None:
    with pytest.raises(FieldError, match="blind index"):
        Worker.objects.filter(id_number="130429199001011234")
