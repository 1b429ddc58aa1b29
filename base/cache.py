"""A cache that may be away: a page must not fail because Redis does."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from base.outage import Outage

Answer = TypeVar("Answer")


_outages: dict[str, Outage] = {}


class ResilientRedisCache(RedisCache):
    """Django's Redis cache; while the server is away a read is a miss and a write does nothing.

    After a failure the server is left alone for a few seconds, so a slow time-out is paid once.
    Anything that must hold (locks, limits on money, sessions) does not belong here.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._outage = _outages.setdefault(str(server), Outage("cache"))

    def _ask(self, call: Callable[[], Answer], *, otherwise: Answer) -> Answer:
        if self._outage.is_fresh:
            return otherwise
        try:
            answer = call()
        except (RedisConnectionError, RedisTimeoutError) as error:
            self._outage.begin(error)
            return otherwise
        self._outage.end()
        return answer

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store what is not there yet; True while the server is away.

        Rate limits take an `add` for their lock and refuse everybody who does not get it: nobody could
        sign in.
        """
        return self._ask(
            lambda: super(ResilientRedisCache, self).add(key, value, timeout, version), otherwise=True
        )

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default while the server is away."""
        return self._ask(
            lambda: super(ResilientRedisCache, self).get(key, default, version), otherwise=default
        )

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value; nothing happens while the server is away."""
        self._ask(lambda: super(ResilientRedisCache, self).set(key, value, timeout, version), otherwise=None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Prolong a value; False while the server is away."""
        return self._ask(
            lambda: super(ResilientRedisCache, self).touch(key, timeout, version), otherwise=False
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Remove a value; False while the server is away."""
        return self._ask(lambda: super(ResilientRedisCache, self).delete(key, version), otherwise=False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """The values found; none while the server is away."""
        return self._ask(lambda: super(ResilientRedisCache, self).get_many(keys, version), otherwise={})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether the key is there; False while the server is away."""
        return self._ask(lambda: super(ResilientRedisCache, self).has_key(key, version), otherwise=False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As for a key that is not there, ValueError is raised while the server is away."""
        number = self._ask(lambda: super(ResilientRedisCache, self).incr(key, delta, version), otherwise=None)
        if number is None:
            raise ValueError(f"Key {key!r} not found")
        return number

    def set_many(
        self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        """Store values; the keys not stored are returned."""
        return self._ask(
            lambda: super(ResilientRedisCache, self).set_many(data, timeout, version), otherwise=list(data)
        )

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Remove values; nothing happens while the server is away."""
        self._ask(lambda: super(ResilientRedisCache, self).delete_many(keys, version), otherwise=None)

    def clear(self) -> None:
        """Empty the cache; nothing happens while the server is away."""
        self._ask(lambda: super(ResilientRedisCache, self).clear(), otherwise=None)
