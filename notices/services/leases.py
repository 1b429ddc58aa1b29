"""Who sends which message: leases over the rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from notices.enums import MessageState
from notices.models import Channel, Message

LEASE = timedelta(minutes=3)
"""How long a message is held; far longer than any one sending takes, and begun anew with it."""

_LEASE = """
WITH chosen AS (
    SELECT id FROM notices_message
     WHERE channel_id = %(channel)s AND state = 'queued' AND send_after <= %(now)s
     ORDER BY send_after, id
     LIMIT %(most)s
       FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE notices_message message
   SET lease_until = %(until)s, lease_by = %(fence)s, send_after = %(until)s
  FROM chosen
 WHERE message.id = chosen.id
RETURNING message.id
"""


def lease(channel: Channel, fence: UUID, *, most: int, now: datetime) -> list[int]:
    """Take the next due messages of a channel that nobody holds, oldest first. One statement."""
    values: dict[str, Any] = {
        "channel": channel.pk,
        "fence": fence,
        "most": most,
        "now": now,
        "until": now + LEASE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, values)
        return sorted(pk for (pk,) in cursor.fetchall())


def release(channel: Channel, fence: UUID, *, now: datetime) -> None:
    """Put back what is held and was not begun."""
    held = Message.objects.filter(channel=channel, state=MessageState.QUEUED, lease_by=fence)
    held.update(lease_by=None, lease_until=None, send_after=now)
