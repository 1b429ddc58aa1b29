"""Waking workers through the broker, without ever making a person wait for it.

The database rows (jobs, deliveries) are the truth; a message is only a nudge. When the broker cannot be
reached the nudge is dropped, and the periodic sweep finds the row later.
"""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from base.outage import Outage

_SECONDS_TO_CONNECT = 1
_SECONDS_TO_ANSWER = 2

_outage = Outage("broker")


def wake(task_name: str, *args: Any) -> bool:
    """Publish one task (to the queue it is routed to); False when the broker did not take it in time.

    After a failure the broker is left alone for a few seconds.
    """
    if _outage.is_fresh:
        return False
    task = current_app.tasks[task_name]
    options: dict[str, Any] = {
        **current_app.conf.broker_transport_options,
        "socket_connect_timeout": _SECONDS_TO_CONNECT,
        "socket_timeout": _SECONDS_TO_ANSWER,
        "max_retries": 0,
        "interval_start": 0,
    }
    try:
        if current_app.conf.task_always_eager:
            task.apply_async(args=args)
            return True
        with current_app.connection_for_write(
            connect_timeout=_SECONDS_TO_CONNECT, transport_options=options
        ) as connection:
            through: dict[str, Any] = {"connection": connection}
            task.apply_async(args=args, retry=False, **through)
    except (OperationalError, RedisError, OSError) as error:
        _outage.begin(error)
        return False
    _outage.end()
    return True
