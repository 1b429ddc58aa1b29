"""Group robots of DingTalk (钉钉)."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from notices.senders.robots import RobotSender


class DingTalkSender(RobotSender):
    """With a secret each request is signed; the signature is good for an hour."""

    too_many = frozenset({130101, 410100, 90030})
    rest = timedelta(minutes=10)

    def address(self, now: datetime) -> str:
        """The address with the moment and its signature, if the robot has a secret."""
        address = self.channel.address or ""
        if not self.channel.secret:
            return address
        timestamp = int(now.timestamp() * 1000)
        return f"{address}&timestamp={timestamp}&sign={signature(timestamp, self.channel.secret)}"


def signature(timestamp: int, secret: str) -> str:
    """HMAC-SHA256 of "timestamp, line feed, secret" keyed with the secret, as an address carries it."""
    digest = hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), "sha256")
    return quote_plus(base64.b64encode(digest).decode())
