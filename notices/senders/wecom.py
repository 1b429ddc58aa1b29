"""Group robots of WeCom (企业微信)."""

from __future__ import annotations

from datetime import datetime, timedelta

from notices.senders.robots import RobotSender


class WeComSender(RobotSender):
    """The key in the address is all there is to prove who asks."""

    too_many = frozenset({45009, 45033})
    rest = timedelta(minutes=1)

    def address(self, now: datetime) -> str:
        """The address as it was given."""
        return self.channel.address or ""
