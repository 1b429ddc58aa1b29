"""Requests to addresses that people typed: never into private networks, unless a setting allows them.

A name is resolved once, all it resolves to is looked at, and the connection goes to the very address looked
at, so that a name which resolves otherwise a moment later leads nowhere else. A redirect is looked at like
the first address. Nothing raised or logged here holds an address: whoever knows the address of a robot can
write into its group.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as ReceiverTimeout

from base.errors import InvalidInput

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""How long a receiver may take to accept a connection, and to answer."""
_MOST_BYTES = 64 * 1024
_FOLLOWED = frozenset({307, 308})
"""Redirects that ask for the same request elsewhere; others would make it a GET."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Unreachable(Exception):
    """The receiver did not answer: no such name, no connection, no answer in time. Holds no address."""


class AddressRefused(Exception):
    """The address leads into a private network, or is none. Holds no address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered; of the body the first 64 KiB."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Target:
    """One request's way: the parts of the address, and the one place it resolved to."""

    parts: SplitResult
    place: str
    port: int


def check_address(address: str, *, field: str) -> None:
    """Refuse what nothing is ever sent to. Resolves the name.

    Raises InvalidInput for `field`: no https address, a name nobody knows, a private network.
    """
    try:
        _resolved(address)
    except Unreachable as error:
        raise InvalidInput(
            _("This host name is not known. Please check the address."), code="unknown_host", field=field
        ) from error
    except AddressRefused as error:
        raise InvalidInput(
            _(
                "Only https:// addresses outside of private networks are allowed."
                " Ask the administrator to allow another network."
            ),
            code="address_refused",
            field=field,
        ) from error


def post(address: str, *, body: bytes, headers: Mapping[str, str], most_redirects: int = 0) -> Answer:
    """Send a body, and return the answer whatever its status.

    Redirects are followed so many times, with the same body. A connection a request. Raises AddressRefused
    (also for a redirect) and Unreachable.
    """
    for _turn in range(most_redirects + 1):
        answer = _ask(_resolved(address), body, headers)
        location = answer.headers.get("location")
        if most_redirects == 0 or answer.status not in _FOLLOWED or not location:
            return answer
        address = urljoin(address, location)
    raise Unreachable("too many redirects")


def is_allowed(place: Address) -> bool:
    """Whether anything may be sent to a network address: a public one, or one of a network allowed."""
    return _is_named(place) or all(_is_public(one) for one in _meant(place))


def _is_named(place: Address) -> bool:
    """In one of the networks the setting OUTGOING_ALLOWED_NETWORKS names."""
    networks = (ipaddress.ip_network(one) for one in settings.OUTGOING_ALLOWED_NETWORKS)
    return any(place in network for network in networks)


def _is_public(place: Address) -> bool:
    return place.is_global and not place.is_multicast


def _meant(place: Address) -> Iterable[Address]:
    """The address, and those of the older kind it carries: a gateway may take it there."""
    yield place
    if isinstance(place, ipaddress.IPv6Address):
        carried = [place.ipv4_mapped, place.sixtofour, *(place.teredo or ())]
        if place in _NAT64:
            carried.append(ipaddress.IPv4Address(int(place) & 0xFFFFFFFF))
        yield from (one for one in carried if one is not None)


def _resolved(address: str) -> _Target:
    """Where a request goes. Plain http goes into networks the setting names and nowhere else."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AddressRefused("no address") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        raise AddressRefused("no https address")
    places = _places(parts.hostname, port)
    if not all(is_allowed(place) for place in places):
        raise AddressRefused("the address leads into a private network")
    if parts.scheme == "http" and not all(_is_named(place) for place in places):
        raise AddressRefused("no https address")
    return _Target(parts, str(places[0]), port)


def _places(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("the host name is not known") from error
    return [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_kind, place in found]


def _ask(target: _Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    path = target.parts.path or "/"
    if target.parts.query:
        path += f"?{target.parts.query}"
    sent = {"User-Agent": "Jiangjie", **headers, "Host": target.parts.netloc}
    deadline = time.monotonic() + ANSWER_SECONDS
    try:
        with _pool(target) as pool:
            response = pool.urlopen(
                "POST",
                path,
                body=body,
                headers=sent,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
            received = b""
            while len(received) < _MOST_BYTES and time.monotonic() < deadline:
                chunk = response.read(8192)
                if not chunk:
                    break
                received += chunk
            named = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, received[:_MOST_BYTES], named)
    except SSLError:
        # without what was raised: it quotes the address
        raise Unreachable("the receiver's certificate was not accepted") from None
    except (HTTPError, OSError) as error:
        raise Unreachable(_in_short(error)) from None


def _pool(target: _Target) -> urllib3.HTTPConnectionPool:
    """A pool of one connection to the very place that was looked at; the certificate is that of the name."""
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
    if target.parts.scheme == "http":
        return urllib3.HTTPConnectionPool(target.place, target.port, timeout=timeout, maxsize=1)
    name = target.parts.hostname
    return urllib3.HTTPSConnectionPool(
        target.place, target.port, timeout=timeout, maxsize=1, server_hostname=name, assert_hostname=name
    )


def _in_short(error: Exception) -> str:
    if isinstance(error, NewConnectionError | ConnectionError):  # the first is a time-out too, to urllib3
        return "no connection"
    if isinstance(error, TimeoutError | ReceiverTimeout):
        return "no answer in time"
    return type(error).__name__
