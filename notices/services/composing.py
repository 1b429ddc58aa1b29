"""Messages are put together for what people were told: who, by which channel, when.

One composing at a time (an advisory lock), a few thousand reminders a transaction. What it looked at is
marked in the same transaction, so that a composing which dies has done nothing and the next one does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from base.broker import wake
from base.id_arrays import id_array
from notices.enums import ChannelKind, Mode
from notices.models import Channel, Reminder
from notices.queries.policies import policies
from notices.statement import part
from workforce.working_days import working_day_from

COMPOSE_TASK = "notices.compose"
DELIVER_TASK = "notices.deliver_due"

ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK)
DIGEST_AT = time(8, 30)
"""When a digest comes to whoever chose no other time, and what is not urgent to a group."""
GROUPS_HEAR_UNTIL = time(20, 0)
"""From then until `DIGEST_AT` nothing is said in a group."""

_BATCH = 5_000
_SECONDS_BETWEEN_WAKES = 5
_TURN = "SELECT pg_advisory_xact_lock(hashtext('notices.compose'))"


@dataclass(frozen=True, slots=True)
class Composed:
    """How many messages were put together, and how many reminders go with messages, new or waiting."""

    messages: int = 0
    items: int = 0

    def __add__(self, other: Composed) -> Composed:
        """Both together."""
        return Composed(self.messages + other.messages, self.items + other.items)


def compose(*, now: datetime) -> Composed:
    """Put together what is to be sent for every reminder not looked at yet.

    A person with an e-mail address gets one message a moment: at once, or the digest of the day, as they
    chose or the rule says; nothing in their quiet hours. What comes at once for one person in one composing
    is one message, so that a night caught up is no flood. A robot hears of its unit by its rules. The queue
    is woken when something may be sent now.
    """
    total = Composed()
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_TURN)
            ids = _not_looked_at()
            if ids:
                total += _compose(ids, now)
        if len(ids) < _BATCH:
            break
    if total.messages:
        wake(DELIVER_TASK)
    return total


def wake_composing() -> None:
    """Have what was just made composed soon; one message to the broker for many wishes."""
    if cache.add("notices.composing_woken", True, _SECONDS_BETWEEN_WAKES):
        wake(COMPOSE_TASK)


def email_channel(*, now: datetime) -> Channel:
    """The one channel for e-mail; made when it is first asked for."""
    channel, _made = Channel.objects.get_or_create(
        kind=ChannelKind.EMAIL, defaults={"name": "E-mail", "added_at": now}
    )
    return channel


def _not_looked_at() -> list[int]:
    """The oldest of them; what somebody is changing just now is left for the next time."""
    rows = Reminder.objects.open().filter(composed_at__isnull=True).order_by("pk")
    locked = rows.select_for_update(skip_locked=True, no_key=True)
    return list(locked.values_list("pk", flat=True)[:_BATCH])


def _compose(ids: list[int], now: datetime) -> Composed:
    modes = {name: Mode.AT_ONCE if policy.at_once else Mode.DIGEST for name, policy in policies().items()}
    values: dict[str, Any] = {
        "ids": id_array(ids),
        "rules": list(modes),
        "modes": [mode.value for mode in modes.values()],
        "language": settings.LANGUAGE_CODE,
        "now": now,
    }
    composed = _for_people(values, now) + _for_groups(values, now)
    Reminder.objects.filter(pk__in=ids).update(composed_at=now)
    return composed


def _for_people(values: dict[str, Any], now: datetime) -> Composed:
    """Nothing without a mail server: what is told then stays in the inbox."""
    channel = email_channel(now=now) if settings.EMAIL_HOST else None
    if channel is None or not channel.is_on:
        return Composed()
    local = now.astimezone(_zone())
    today = local.date()
    moments: dict[str, Any] = {
        "channel": channel.pk,
        "zone": settings.TIME_ZONE,
        "local_now": local.replace(tzinfo=None),
        "today": today,
        "worked": _worked_from(today),
        "worked_next": _worked_from(today + timedelta(days=1)),
        "digest_at": DIGEST_AT,
    }
    return _run("compose_people.sql", {**values, **moments})


def _for_groups(values: dict[str, Any], now: datetime) -> Composed:
    channels = list(Channel.objects.filter(kind__in=ROBOTS, is_on=True).values_list("pk", flat=True))
    if not channels:
        return Composed()
    moments: dict[str, Any] = {
        "channels": id_array(channels),
        "at_once_from": _heard_at_once(now),
        "digest_from": _heard_in_the_morning(now),
    }
    return _run("compose_groups.sql", {**values, **moments})


def _run(name: Literal["compose_people.sql", "compose_groups.sql"], values: dict[str, Any]) -> Composed:
    with connection.cursor() as cursor:
        cursor.execute(part(name), values)
        row: tuple[int, int] = cursor.fetchone()
    return Composed(*row)


def _heard_at_once(now: datetime) -> datetime:
    """Now, or when the group is at work again this day or the next."""
    local = now.astimezone(_zone())
    if DIGEST_AT <= local.time() < GROUPS_HEAR_UNTIL:
        return now
    return _morning(local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1))


def _heard_in_the_morning(now: datetime) -> datetime:
    """The next morning of a working day."""
    local = now.astimezone(_zone())
    first = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return _morning(_worked_from(first))


def _morning(day: date) -> datetime:
    return datetime.combine(day, DIGEST_AT, _zone())


def _worked_from(day: date) -> date:
    """The day itself if it is worked, else the next that is."""
    return working_day_from(day).day


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
