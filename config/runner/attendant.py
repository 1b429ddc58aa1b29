"""The process that keeps an instance's embedded servers as long as any command of this checkout needs them.

Commands (``./dev run``, ``./dev exec`` …) are its clients over a unix socket. When the last one has gone, in
whatever way, it stops the servers and ends. It also ends the processes a vanished client had asked it to
guard, so that killing a command with SIGKILL leaves nothing behind.

    on connection                              the attendant says: hello
    client: need postgres | need valkey        answer: ready | failed <reason in JSON>
    client: guard <process group>              no answer
    client: bye                                answer: kept (others use the servers), or the end once stopped
"""

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from config.runner.broker import EmbeddedBroker
from config.runner.launching import find_launch, own_folder, shelter_folders
from config.runner.layout import Instance
from config.runner.locks import exclusive
from config.runner.postgres import EmbeddedPostgres
from config.runner.processes import kill_group, stop_processes
from config.runner.progress import Failure

FIRST_CLIENT_SECONDS = 30
GUARDED_SECONDS = 5
STOP_SECONDS = 20

Server = EmbeddedPostgres | EmbeddedBroker


@dataclass(slots=True)
class Client:
    """One connected command and the process groups it wants ended should it vanish."""

    connection: socket.socket
    unread: bytes = b""
    guarded: list[int] = field(default_factory=list)


class Attendant:
    """Serves clients one request at a time, on one thread: the death signal of children is tied to it."""

    def __init__(self, instance: Instance, listener: socket.socket) -> None:
        self.instance = instance
        self.listener = listener
        self.selector = selectors.DefaultSelector()
        self.clients: list[Client] = []
        self.servers: dict[str, Server] = {}
        self.leaving: list[Client] = []

    def serve(self) -> None:
        """Run until the last client has gone, then stop the servers."""
        self.selector.register(self.listener, selectors.EVENT_READ)
        deadline = time.monotonic() + FIRST_CLIENT_SECONDS
        had_client = False
        while self.clients or (not had_client and time.monotonic() < deadline):
            for key, _ in self.selector.select(timeout=1):
                if key.data is None:
                    self._welcome()
                    had_client = True
                else:
                    self._hear(key.data)
        self.listener.close()
        self._stop_servers()
        for client in self.leaving:
            client.connection.close()

    def _welcome(self) -> None:
        connection, _ = self.listener.accept()
        client = Client(connection)
        self.clients.append(client)
        self.selector.register(connection, selectors.EVENT_READ, client)
        _send(client, "hello")

    def _hear(self, client: Client) -> None:
        try:
            received = client.connection.recv(4096)
        except OSError:
            received = b""
        if not received:
            self._forget(client)
            end_groups(client.guarded)
            client.connection.close()
            return
        *lines, client.unread = (client.unread + received).split(b"\n")
        for line in lines:
            self._answer(client, line.decode())

    def _answer(self, client: Client, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "guard":
            client.guarded.append(int(rest))
        elif word == "need":
            _send(client, self._provide(rest))
        elif word == "bye":
            self._forget(client)
            if self.clients:
                _send(client, "kept")
                client.connection.close()
            else:
                self.leaving.append(client)

    def _provide(self, name: str) -> str:
        server = self.servers.get(name)
        if server is not None and server.process is not None and server.process.poll() is None:
            return "ready"
        try:
            server = EmbeddedPostgres(self.instance) if name == "postgres" else EmbeddedBroker(self.instance)
            self.servers[name] = server
            server.start()
        except (Failure, OSError) as error:
            return f"failed {json.dumps(str(error))}"
        return "ready"

    def _forget(self, client: Client) -> None:
        self.clients.remove(client)
        self.selector.unregister(client.connection)

    def _stop_servers(self) -> None:
        running = [server for server in self.servers.values() if server.process is not None]
        stop_processes(
            [(server.process, server.stop_signal()) for server in running if server.process is not None],
            patience=STOP_SECONDS,
        )


def _send(client: Client, line: str) -> None:
    with contextlib.suppress(OSError):
        client.connection.sendall(line.encode() + b"\n")


def end_groups(groups: list[int]) -> None:
    """End process groups politely, then firmly."""
    for group in groups:
        kill_group(group, signal.SIGTERM)
    deadline = time.monotonic() + GUARDED_SECONDS
    while any(_lives(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        kill_group(group, signal.SIGKILL)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def main(name: str) -> None:
    """Attend the instance. The lock makes a new attendant wait until the last one has stopped its servers."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    instance = Instance(name)
    with exclusive(instance.home / "attendant.lock", "the servers of the last command to stop"):
        launch = find_launch()
        shelter_folders(instance, launch)
        own_folder(instance.sockets, launch)
        path = instance.attendant_socket
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(path))
            listener.listen(16)
            Attendant(instance, listener).serve()


if __name__ == "__main__":
    main(sys.argv[1])
