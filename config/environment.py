"""Settings from environment variables, typed.

A blank value counts as not set. A fault names the variable, says what was expected, and repeats no secret.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
KEY_BYTES = 32
SECONDS_IN = {"s": 1, "min": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where PostgreSQL listens. ``host`` beginning with "/" is the folder of its unix socket."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RedisAddress:
    """A Redis-protocol server; Celery and redis-py spell the same address differently.

    ``server`` is the socket's path as it stands in an address, or everything up to the database number.
    """

    server: str
    number: int
    is_socket: bool
    options: str = ""

    @property
    def broker_url(self) -> str:
        """For Celery."""
        return (
            f"redis+socket://{self.server}?virtual_host={self.number}" if self.is_socket else self.client_url
        )

    @property
    def client_url(self) -> str:
        """For redis-py."""
        return self._client_url(self.number)

    @property
    def cache_url(self) -> str:
        """For Django's cache: the database after the broker's, because a cache may be emptied."""
        return self._client_url(self.number + 1)

    @property
    def socket_path(self) -> str | None:
        """The socket's path in the file system."""
        return unquote(self.server) if self.is_socket else None

    def moved(self, distance: int) -> "RedisAddress":
        """The same server, so many databases further."""
        return replace(self, number=self.number + distance)

    def _client_url(self, number: int) -> str:
        return (
            f"unix://{self.server}?db={number}" if self.is_socket else f"{self.server}/{number}{self.options}"
        )


class Environment:
    """Typed reader of environment variables; raises ``ImproperlyConfigured`` on a value of the wrong kind."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def _raw(self, name: str) -> str | None:
        value = self._values.get(name, "").strip()
        return value or None

    def is_set(self, name: str) -> bool:
        """Whether the variable holds anything but blanks."""
        return self._raw(name) is not None

    def text(self, name: str, default: str) -> str:
        """The value without blanks around it."""
        return self._raw(name) or default

    def flag(self, name: str, default: bool) -> bool:
        """true/false, yes/no, on/off, 1/0 in any case."""
        raw = self._raw(name)
        if raw is None:
            return default
        if raw.lower() in TRUE_WORDS:
            return True
        if raw.lower() in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name}: expected true or false, got {raw!r}")

    def number(self, name: str, default: int, *, minimum: int = 0) -> int:
        """A whole number not below ``minimum``."""
        raw = self._raw(name)
        if raw is None:
            return default
        try:
            value = int(raw)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: expected a whole number, got {raw!r}") from None
        if value < minimum:
            raise ImproperlyConfigured(f"{name}: expected at least {minimum}, got {value}")
        return value

    def rate(self, name: str, default: str) -> tuple[int, int]:
        """``number/period``, the period being s, min, hour or day; (number, seconds of the period)."""
        raw = self.text(name, default)
        number, _slash, period = raw.partition("/")
        if not (number.isascii() and number.isdigit() and int(number)) or period not in SECONDS_IN:
            raise ImproperlyConfigured(f"{name}: expected a rate such as 600/min, got {raw!r}")
        return int(number), SECONDS_IN[period]

    def choice(self, name: str, options: Sequence[str], default: str) -> str:
        """One of ``options``."""
        raw = self._raw(name)
        if raw is None:
            return default
        if raw not in options:
            raise ImproperlyConfigured(f"{name}: expected one of {', '.join(options)}, got {raw!r}")
        return raw

    def items(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A comma-separated list; blanks around items and empty items are dropped."""
        raw = self._raw(name)
        if raw is None:
            return list(default)
        return [item.strip() for item in raw.split(",") if item.strip()]

    def origins(self, name: str) -> list[str]:
        """The origin of an address, as the content security policy names it; nothing when it is not set."""
        raw = self._raw(name)
        if raw is None:
            return []
        parts = urlsplit(raw)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ImproperlyConfigured(f"{name}: expected https://…, got {raw!r}")
        return [f"{parts.scheme}://{parts.netloc}"]

    def networks(self, name: str) -> list[str]:
        """Addresses of networks such as ``10.0.0.0/8`` or ``fd00::/8``, separated by commas."""
        found = self.items(name)
        for network in found:
            try:
                ip_network(network)
            except ValueError:
                raise ImproperlyConfigured(
                    f"{name}: expected networks such as 10.0.0.0/8, got {network!r}"
                ) from None
        return found

    def key(self, name: str) -> bytes | None:
        """32 bytes written in base64, or None when not set."""
        raw = self._raw(name)
        return None if raw is None else _decode_key(name, raw)

    def keys(self, name: str) -> dict[str, bytes]:
        """``id:base64`` pairs, comma-separated, each key 32 bytes."""
        found: dict[str, bytes] = {}
        for position, item in enumerate(self.items(name), start=1):
            key_id, separator, encoded = item.partition(":")
            if not separator or not key_id.isascii() or not key_id.isalnum() or len(key_id) > 32:
                raise ImproperlyConfigured(
                    f"{name}: entry {position} must read id:base64, the id of letters and digits, at most 32"
                )
            if key_id in found:
                raise ImproperlyConfigured(f"{name}: the id {key_id!r} stands there twice")
            found[key_id] = _decode_key(name, encoded)
        return found

    def database(self, name: str, default: str) -> DatabaseAddress:
        """``postgresql://user:password@host:port/name?sslmode=…``; a socket: ``?host=/run/postgresql``.

        Without a user, PGUSER is taken, else "postgres".
        """
        raw = self.text(name, default)
        scheme, user, password, host, port, path, query = _split(name, raw)
        if scheme not in ("postgresql", "postgres"):
            raise ImproperlyConfigured(f"{name}: expected postgresql://…, got a {scheme or 'bare'} address")
        if not path or "/" in path:
            raise ImproperlyConfigured(f"{name}: expected a database name after the host")
        host = query.pop("host", host)
        port = query.pop("port", port)
        user = query.pop("user", user) or self.text("PGUSER", "postgres")
        return DatabaseAddress(path, user, password or query.pop("password", ""), host, port, query)

    def redis(self, name: str, default: str) -> RedisAddress:
        """``redis://…/0``, ``rediss://…/0``, ``unix:///path?db=0`` or ``redis+socket:///path``.

        The broker uses the database named (0 when none is); the cache, which may be emptied, the next one.
        """
        parts = urlsplit(self.text(name, default))
        query = dict(parse_qsl(parts.query))
        if parts.scheme in ("unix", "redis+socket"):
            if not parts.path.startswith("/"):
                raise ImproperlyConfigured(f"{name}: expected the full path of the socket")
            number = _database_number(name, query.get("db") or query.get("virtual_host") or "0")
            return RedisAddress(parts.path, number, is_socket=True)
        if parts.scheme in ("redis", "rediss"):
            number = _database_number(name, parts.path.strip("/") or "0")
            options = f"?{parts.query}" if parts.query else ""
            return RedisAddress(f"{parts.scheme}://{parts.netloc}", number, is_socket=False, options=options)
        raise ImproperlyConfigured(
            f"{name}: expected redis://, rediss:// or unix://, got {parts.scheme or 'no scheme'}"
        )


def _decode_key(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{name}: a key is not base64") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"{name}: a key must be {KEY_BYTES} bytes in base64, this one is {len(key)}"
        )
    return key


def _database_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name}: expected a database number, got {text!r}")
    return int(text)


def _split(name: str, url: str) -> tuple[str, str, str, str, str, str, dict[str, str]]:
    """Scheme, user, password, host, port, path and query; the host may be a socket folder (``%2Frun``)."""
    parts = urlsplit(url)
    credentials, _, address = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    host, port = address, ""
    if address.startswith("["):
        host, _, rest = address[1:].partition("]")
        port = rest.removeprefix(":")
    elif ":" in address:
        host, _, port = address.rpartition(":")
    if port and not port.isdigit():
        raise ImproperlyConfigured(f"{name}: expected a port number, got {port!r}")
    query = dict(parse_qsl(parts.query))
    return (
        parts.scheme,
        unquote(user),
        unquote(password),
        unquote(host),
        port,
        unquote(parts.path.lstrip("/")),
        query,
    )
