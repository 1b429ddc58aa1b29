"""A receiver of webhooks: checks who sent it, and drops what it had. Needs nothing but Python.

WEBHOOK_SECRET=whsec_... python webhook_receiver.py
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: A message signed longer ago than this is refused: somebody may have kept it to send it again.
OLDEST_SECONDS = 5 * 60


class BadSignature(Exception):
    """The message was not signed by who knows the secret, was altered, or is old."""


def checked(headers: Mapping[str, str], body: bytes, secret: str, *, now: float) -> dict[str, object]:
    """What the message says, if it is genuine. `headers` by lower-case name, `body` as it came."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > OLDEST_SECONDS:
        raise BadSignature("old, or without a time")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    given = headers.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given):
        raise BadSignature("signed otherwise")
    message: dict[str, object] = json.loads(body)
    return message


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 for a message, had or new, and 400 for one that is not genuine."""

    had: set[str] = set()  # a real receiver keeps the ids in its database, in one transaction with its work

    def do_POST(self) -> None:
        """Check, drop what was had, else work with it."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            message = checked(headers, body, os.environ["WEBHOOK_SECRET"], now=time.time())
        except BadSignature:
            self.send_response(400)
        else:
            if headers["webhook-id"] not in self.had:
                print(message["event"], message["data"], flush=True)  # noqa: T201 - what an example does
                self.had.add(headers["webhook-id"])
            self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8765"))), Receiver).serve_forever()
