"""What a bench is given: enterprises of several sizes, their connections, and people signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches
from django.db import connection, connections
from django.test import Client

from benchmarks.enterprise.viewers import Viewer, token_of
from workforce.models import User


class Bench:
    """Databases by number of workers; all code runs against the one chosen by `at`.

    The connections to all sizes stay open, so that runs on two sizes can take turns. Each size has a part of
    the cache of its own.
    """

    def __init__(self, databases: Mapping[int, str], *, say: Callable[[str], None] = print) -> None:
        self.databases = dict(sorted(databases.items()))
        self.say = say
        self._connections: dict[str, Any] = {}
        self._caches: dict[str, Any] = {}

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of workers there are enterprises of, rising."""
        return tuple(self.databases)

    @property
    def small(self) -> int:
        """The smallest enterprise."""
        return self.sizes[0]

    @property
    def large(self) -> int:
        """The largest enterprise."""
        return self.sizes[-1]

    @contextmanager
    def at(self, workers: int) -> Iterator[None]:
        """Everything inside runs against the enterprise of so many workers. Cheap: a connection is kept."""
        with self._connected_to(self.databases[workers]):
            yield

    @contextmanager
    def copy_of(self, workers: int, *, name: str = "bench_scratch") -> Iterator[str]:
        """Everything inside runs against a copy one may write to; it is dropped afterwards."""
        source = self.databases[workers]
        self._drop(source)
        with self._connected_to("postgres"), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        try:
            with self._connected_to(name):
                yield name
        finally:
            self._drop(name)
            with self._connected_to("postgres"), connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def run_at(self, workers: int, run: Callable[[], object]) -> Callable[[], object]:
        """`run` against the enterprise of so many workers, for `timing.paired`."""

        def switched() -> object:
            with self.at(workers):
                return run()

        return switched

    def client(self, viewer: Viewer) -> Client:
        """A browser in which the viewer is signed in; asks the enterprise of the moment, in process."""
        client = Client(HTTP_HOST="localhost")
        user = User.objects.get(login=viewer.login)
        client.force_login(user, backend="workforce.accounts.AccountBackend")
        return client

    def api_client(self, viewer: Viewer) -> Client:
        """A program that asks the API with the viewer's key, in process."""
        return Client(HTTP_HOST="localhost", headers={"authorization": f"Token {token_of(viewer.login)}"})

    def close(self) -> None:
        """Close every connection."""
        for name in list(self._connections):
            self._drop(name)

    @contextmanager
    def _connected_to(self, name: str) -> Iterator[None]:
        if name not in self._connections:
            self._connections[name] = _connect(name)
            self._caches[name] = caches.create_connection("default")
            self._caches[name].key_prefix = f"bench-{name}"
        earlier = connections["default"], caches["default"]
        connections["default"], caches["default"] = self._connections[name], self._caches[name]
        try:
            yield
        finally:
            connections["default"], caches["default"] = earlier

    def _drop(self, name: str) -> None:
        kept = self._connections.pop(name, None)
        if kept is not None:
            kept.close()
        self._caches.pop(name, None)


def _connect(name: str) -> Any:
    made: Any = connections.create_connection("default")
    options = {key: value for key, value in made.settings_dict["OPTIONS"].items() if key != "pool"}
    # kept open from run to run, and not asked each time whether it still is
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    made.settings_dict = {**made.settings_dict, "NAME": name, "OPTIONS": options, **kept}
    return made
