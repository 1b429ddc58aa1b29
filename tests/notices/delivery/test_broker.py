"""The broker stops in the middle of a morning and comes back, with what it held or without it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from config.runner.broker import answers, find_server
from notices.enums import MessageState
from notices.models import Message, Reminder
from notices.services.composing import email_channel
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, told
from tests.notices.delivery.receivers import Mailbox

SCRIPT = Path(__file__).with_name("broker_process.py")
SECONDS = 120

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Broker:
    """A Valkey of this test's own, which writes down every command at once."""

    folder: Path
    running: ExitStack
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / "valkey"

    def start(self) -> None:
        """Start it with what it wrote down, and wait until it answers."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "always",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        process = subprocess.Popen([find_server(), *arguments], stdout=subprocess.DEVNULL)
        self.running.callback(process.wait)
        self.running.callback(process.kill)
        self.processes.append(process)
        wait_for(lambda: answers(self.socket))

    def stop(self) -> None:
        """Kill it."""
        self.processes[-1].kill()
        self.processes[-1].wait()
        self.socket.unlink(missing_ok=True)

    def forget(self) -> None:
        """Lose what it wrote down."""
        for file in sorted((self.folder / "appendonlydir").iterdir()):
            file.unlink()


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with ExitStack() as running:
        kept = Broker(tmp_path_factory.mktemp("b"), running)
        kept.start()
        yield kept


@dataclass
class Kept:
    """A process that is started anew when it ends, as every supervisor does."""

    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start it unless it runs."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def end(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def system(broker: Broker, mailbox: Mailbox, tmp_path: Path) -> Iterator[list[Kept]]:
    """A worker and a beat at the broker; neither outlives the test."""
    database = str(connection.settings_dict["NAME"])
    common = [sys.executable, str(SCRIPT), database, str(mailbox.port)]
    environment = {**os.environ, "REDIS_URL": f"unix://{broker.socket}?db=0", "LOG_LEVEL": "ERROR"}
    kept = [
        Kept([*common, *arguments], environment)
        for arguments in (["worker"], ["beat", str(tmp_path / "beat")])
    ]
    yield kept
    for one in kept:
        one.end()


def wait_for(condition: Callable[[], bool], system: Sequence[Kept] = ()) -> None:
    """Ask until it is so, keeping the system up meanwhile, and fail when that takes too long."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        for one in system:
            one.keep()
        assert time.monotonic() < deadline


def tell(people: Cast, number: int) -> None:
    """So many matters, of which each person is told in messages of their own."""
    for name in list(people.users)[:number]:
        told(people.users[name], AT_ONCE)


@pytest.mark.parametrize("forgets", [False, True], ids=["with its data", "without its data"])
def test_a_broker_that_stops_and_comes_back_loses_and_doubles_nothing(
    people: Cast, mailbox: Mailbox, broker: Broker, system: list[Kept], forgets: bool
) -> None:
    email_channel(now=timezone.now())
    tell(people, 6)
    mailbox.at_stage("taken", after=2, act=broker.stop)
    wait_for(lambda: len(mailbox.received) >= 6, system)
    tell(people, 6)  # while it is away
    if forgets:
        broker.forget()
    broker.start()
    wait_for(lambda: Message.objects.filter(state=MessageState.SENT).count() == 12, system)
    assert (Message.objects.count(), Reminder.objects.filter(composed_at__isnull=True).count()) == (12, 0)
    assert mailbox.acted == 1
    assert len(mailbox.ids) == len(set(mailbox.ids)) == 12
