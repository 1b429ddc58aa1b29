"""A second alias that leads to the test database and says of itself, as told, that it is a standby."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connection, connections

from base import replica as replica_module
from base.replica import REPLICA, ReplicaWatch

_STANDBY = """
CREATE SCHEMA standby;
CREATE TABLE standby.state (keeps_up boolean, position pg_lsn, in_recovery boolean);
INSERT INTO standby.state VALUES (true, pg_current_wal_insert_lsn(), true);
CREATE FUNCTION standby.pg_is_in_recovery() RETURNS boolean LANGUAGE sql
    AS 'SELECT in_recovery FROM standby.state';
CREATE FUNCTION standby.pg_last_wal_replay_lsn() RETURNS pg_lsn LANGUAGE sql
    AS 'SELECT CASE WHEN keeps_up THEN pg_catalog.pg_current_wal_insert_lsn() ELSE position END
          FROM standby.state';
"""


class Standby:
    """What the stand-in says; everything else it is asked, the test database answers."""

    def stop(self) -> None:
        """Stay at the place reached, while the primary goes on."""
        self._tell("UPDATE standby.state SET keeps_up = false, position = pg_current_wal_insert_lsn()")
        self._tell("SELECT pg_logical_emit_message(false, 'tests', 'later')")

    def go_on(self) -> None:
        """Keep up again."""
        self._tell("UPDATE standby.state SET keeps_up = true")

    def promote(self) -> None:
        """Be a server of its own."""
        self._tell("UPDATE standby.state SET in_recovery = false")

    def go_away(self) -> None:
        """Answer no more."""
        connections[REPLICA].close()
        connections[REPLICA].settings_dict["HOST"] = "/nonexistent"

    def _tell(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def standby() -> Iterator[Standby]:
    """The alias `replica`, and nothing known of it, until the end of the block. Needs committed test data.

    Its own answers to where it stands hide those of the server: its schema comes first on the path.
    """
    settings: dict[str, Any] = deepcopy(connections["default"].settings_dict)
    settings["OPTIONS"].pop("pool", None)
    settings["OPTIONS"]["options"] = "-c search_path=standby,pg_catalog,public"
    with connection.cursor() as cursor:
        cursor.execute(_STANDBY)
    connections.settings[REPLICA] = settings
    made = connections.create_connection(REPLICA)
    made.alias = "standby"  # Django's test case lets connect whom it does not know
    connections[REPLICA] = connections["standby"] = made
    replica_module.watch = ReplicaWatch()
    try:
        yield Standby()
    finally:
        connections[REPLICA].close()
        del connections[REPLICA], connections["standby"], connections.settings[REPLICA]
        replica_module.watch = ReplicaWatch()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA standby CASCADE")
