"""Processes that send messages and can be killed.

`sending_process.py DATABASE PORT` prepares itself once. For each line of input, the seconds its clock is
ahead, it starts a child that sends what is due, writes the child's process id, and "ended" when it is gone.
The child writes "done" and how many it sent.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path


def main(database: str, port: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    settings.DELIVERERS_AT_ONCE = 1_000
    django.setup()
    from django.core.mail import DNS_NAME, get_connection

    import notices.services.delivering  # noqa: F401 - so that no child has to

    get_connection()
    DNS_NAME.get_fqdn()

    for line in sys.stdin:
        child = os.fork()
        if not child:
            send(float(line))
            os._exit(0)
        say(str(child))
        os.waitpid(child, 0)
        say("ended")


def send(ahead: float) -> None:
    from django.utils import timezone

    from notices.services.delivering import deliver

    delivered = deliver(clock=lambda: timezone.now() + timedelta(seconds=ahead))
    say(f"done {delivered.sent}")


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
