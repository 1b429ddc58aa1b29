from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from config.health import MigrationState, broker_state, database_state
from config.runner.broker import answers


def test_healthz_asks_no_server(client: Client) -> None:
    """Without the `db` fixture any query would fail the test."""
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_tells_the_parts(client: Client) -> None:
    answer = client.get("/readyz").json()
    assert answer["database"] == "ok"
    assert (answer["status"], answer["broker"]) in {("ok", "ok"), ("degraded", "down")}


@pytest.mark.django_db
def test_readyz_without_broker_is_degraded(client: Client, settings: Settings) -> None:
    settings.REDIS_CLIENT_URL = "unix:///nowhere/valkey?db=0"
    response = client.get("/readyz")
    assert response.status_code == 200
    parts = {"database": "ok", "broker": "down", "schedules": "ok"}
    assert response.json() == {"status": "degraded", **parts}


@pytest.mark.django_db
def test_missing_migration_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert database_state(MigrationState()) == "migrations missing"


@pytest.mark.django_db
def test_applied_migrations_are_asked_for_once() -> None:
    state = MigrationState()
    assert database_state(state) == "ok"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert database_state(state) == "ok"


def test_broker_that_is_away_is_down() -> None:
    assert broker_state("redis://127.0.0.1:1/0") == "down"


def test_health_is_read_only(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405


def test_socket_without_server_does_not_answer(tmp_path: Path) -> None:
    assert answers(tmp_path / "valkey") is False
