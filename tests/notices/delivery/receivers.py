"""A mail server and a web server on this machine, as real as those outside."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What a mail server took, in order; `refusals` answers for an address."""

    received: list[EmailMessage] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    port: int = 0
    acted: int = 0
    _hung_up_after: str = ""
    _stage: str | None = None
    _left: int = 0
    _act: Callable[[], None] | None = None

    def at_stage(self, stage: str | None, *, after: int = 0, act: Callable[[], None] | None = None) -> None:
        """Once, after so many messages more, do something "before" a message is taken, when it is "taken",
        or when its sender was "answered".
        """
        self._stage, self._left, self._act = stage, after, act

    def _reach(self, stage: str) -> None:
        if stage != self._stage or self._act is None:
            return
        self._left -= 1
        if self._left < 0:
            act, self._act = self._act, None
            self.acted += 1
            act()

    async def handle_MAIL(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.received:
            self._reach("answered")
            last = str(self.received[-1]["Message-ID"])
            if self.hangs_up and last != self._hung_up_after:
                self._hung_up_after = last
                server.transport.close()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self._reach("before")
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        parsed = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(parsed, EmailMessage)
        self.received.append(parsed)
        self._reach("taken")
        return "250 taken"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs, in order."""
        return [str(mail["Message-ID"]) for mail in self.received]

    @property
    def recipients(self) -> list[str]:
        """To whom, in order."""
        return [str(mail["To"]) for mail in self.received]

    def text(self, number: int = 0) -> str:
        """What one of them says."""
        content: str = self.received[number].get_content()
        return content


@contextmanager
def mail_server(mailbox: Mailbox | None = None, *, port: int = 0) -> Iterator[Mailbox]:
    """A mail server until the end of the block, at a free port."""
    kept = mailbox or Mailbox()
    controller = Controller(kept, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    kept.port = controller.port
    try:
        yield kept
    finally:
        controller.stop()


@dataclass
class Request:
    """What a web server was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


Respond = Callable[[Request], tuple[int, dict[str, str], bytes]]


@dataclass
class WebServer:
    """What it was asked, in order; `respond` answers."""

    respond: Respond
    asked: list[Request] = field(default_factory=list)
    port: int = 0

    def address(self, path: str = "/") -> str:
        """An address of it."""
        return f"http://127.0.0.1:{self.port}{path}"


def saying(**content: Any) -> Respond:
    """Always the same JSON."""
    return lambda _request: (200, {}, json.dumps(content).encode())


@contextmanager
def web_server(respond: Respond) -> Iterator[WebServer]:
    """A web server until the end of the block, at a free port."""
    server = WebServer(respond)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(parts.path, dict(parse_qsl(parts.query)), headers, body)
            server.asked.append(request)
            status, sent, answer = server.respond(request)
            self.send_response(status)
            for name, value in {**sent, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments: Any) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = listening.server_port
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def free_port() -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
