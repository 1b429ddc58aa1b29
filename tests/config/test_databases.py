"""The addresses of the databases as Django wants them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import database_settings
from config.environment import Environment

PRIMARY = "postgresql://app:secret@db.example:5433/grades?sslmode=require"


def settings_of(**variables: str) -> dict[str, dict[str, Any]]:
    env = Environment({"DATABASE_URL": PRIMARY, **variables})
    return database_settings(env, env.database("DATABASE_URL", ""))


def test_without_more_there_is_one_database_with_cursors_of_the_server() -> None:
    found = settings_of()
    assert list(found) == ["default"]
    assert (found["default"]["HOST"], found["default"]["PORT"]) == ("db.example", "5433")
    assert found["default"]["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}
    assert (found["default"]["CONN_MAX_AGE"], found["default"]["DISABLE_SERVER_SIDE_CURSORS"]) == (60, False)


def test_a_pool_keeps_the_connections_instead_of_each_thread() -> None:
    default = settings_of(DATABASE_POOL_SIZE="12")["default"]
    assert default["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 12, "timeout": 5}
    assert default["CONN_MAX_AGE"] == 0


def test_behind_a_transaction_pooler_no_cursor_outlives_its_transaction() -> None:
    assert settings_of(DATABASE_POOLER="transaction")["default"]["DISABLE_SERVER_SIDE_CURSORS"] is True
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOLER: expected one of none, transaction"):
        settings_of(DATABASE_POOLER="session")


def test_a_replica_is_a_second_database_without_pool_that_is_given_up_soon() -> None:
    found = settings_of(
        REPLICA_DATABASE_URL="postgresql://reader@replica.example/grades", DATABASE_POOL_SIZE="3"
    )
    assert (found["replica"]["USER"], found["replica"]["HOST"]) == ("reader", "replica.example")
    assert found["replica"]["OPTIONS"] == {"connect_timeout": 2}
    assert found["replica"]["TEST"] == {"MIRROR": "default"}
