"""What the person at the terminal reads. All of it goes to stderr: stdout belongs to the command run."""

import sys
import time

_started = time.monotonic()


class Failure(Exception):
    """Something the person can mend; the text says what and how. Ends the command with ``status``."""

    def __init__(self, text: str, *, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


def say(text: str) -> None:
    """One line of progress, with the seconds since the command began."""
    print(f"[{time.monotonic() - _started:5.1f}s] {text}", file=sys.stderr, flush=True)


def show(text: str) -> None:
    """A line without the clock."""
    print(text, file=sys.stderr, flush=True)
