"""The processes of `notices_delivery`: a mail server that takes its time, and workers that send when told.

`notices_workers.py server SECONDS` writes its port. `notices_workers.py worker DATABASE PORT` writes 0 when
it is ready, and for each line of input sends what is due and writes how many it sent.
"""

from __future__ import annotations

import os
import selectors
import socket
import sys
import threading
import time
from pathlib import Path


def serve(pause: float) -> None:
    """A mail server, a thread a connection; it answers a message after the pause."""
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    with selectors.DefaultSelector() as waiting:
        waiting.register(listening, selectors.EVENT_READ)
        while True:
            waiting.select()
            client, _address = listening.accept()
            threading.Thread(target=_talk, args=(client, pause), daemon=True).start()


def _talk(client: socket.socket, pause: float) -> None:
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with client, client.makefile("rwb") as lines:

        def say(text: str) -> None:
            lines.write(text.encode() + b"\r\n")
            lines.flush()

        say("220 here")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                say("354 go on")
                for content in lines:
                    if content == b".\r\n":
                        break
                time.sleep(pause)
            say("221 bye" if verb == b"QUIT" else "250 taken")


def work(database: str, port: str) -> None:
    """Send what is due whenever a line of input comes."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    django.setup()
    from django.utils import timezone

    from notices.services.delivering import deliver

    print(deliver(clock=timezone.now).sent, flush=True)
    for _line in sys.stdin:
        print(deliver(clock=timezone.now).sent, flush=True)


if __name__ == "__main__":
    role, *arguments = sys.argv[1:]
    if role == "server":
        serve(float(arguments[0]))
    else:
        work(*arguments)
