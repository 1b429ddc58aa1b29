"""A server that was found away is left alone for a moment, so that its time-out is paid once."""

import time

import structlog

log = structlog.get_logger(__name__)

SECONDS_BEFORE_RETRY = 5.0


class Outage:
    """Whether one server was found away a moment ago; shared by a process's threads, logged once each way."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._away = False
        self._retry_at = 0.0

    def begin(self, error: Exception) -> None:
        """The server did not answer."""
        self._retry_at = time.monotonic() + SECONDS_BEFORE_RETRY
        if not self._away:
            self._away = True
            log.error("server_unreachable", server=self.server, error=str(error))

    def end(self) -> None:
        """The server answered."""
        if self._away:
            self._away = False
            log.info("server_reachable_again", server=self.server)

    @property
    def is_fresh(self) -> bool:
        """Whether asking again so soon would only cost another time-out."""
        return self._away and time.monotonic() < self._retry_at
