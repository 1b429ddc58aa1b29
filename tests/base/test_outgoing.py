"""What is asked outside: never in private networks, and where it was looked, it goes."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from pytest_django import Settings

from base.errors import InvalidInput
from base.outgoing import AddressRefused, Unreachable, check_address, is_allowed, post
from tests.notices.delivery.receivers import Request, saying, web_server

HERE = ["127.0.0.0/8"]


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::1",
    ],
)
def test_private_places_are_refused(place: str) -> None:
    assert not is_allowed(ipaddress.ip_address(place))


@pytest.mark.parametrize("place", ["1.1.1.1", "203.119.206.1", "2400:3200::1", "::ffff:1.1.1.1"])
def test_public_places_are_allowed(place: str) -> None:
    assert is_allowed(ipaddress.ip_address(place))


def test_a_network_the_setting_names_is_allowed(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = ["10.1.0.0/16", "fd00::/8"]
    assert is_allowed(ipaddress.ip_address("10.1.2.3"))
    assert is_allowed(ipaddress.ip_address("fd00::1"))
    assert not is_allowed(ipaddress.ip_address("10.2.0.1"))


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://2130706433/hook",
        "https://0x7f.1/hook",
        "https://[::1]/hook",
        "http://1.1.1.1/hook",
        "ftp://1.1.1.1/hook",
        "https://user:word@1.1.1.1/",
        "https:///hook",
        "https://1.1.1.1:99999/",
        "hook",
        "",
    ],
)
def test_what_is_never_asked_is_refused_when_it_is_typed(address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_address(address, field="address")
    assert refused.value.field == "address"


def test_a_name_that_leads_to_both_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, "1.1.1.1", "10.0.0.1")
    with pytest.raises(AddressRefused):
        post("https://both.example/hook", body=b"", headers={})


def test_a_name_is_looked_up_once_and_the_connection_goes_there(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """A name that leads elsewhere a moment later."""
    settings.OUTGOING_ALLOWED_NETWORKS = HERE
    with web_server(saying(ok=True)) as server:
        asked = lead(monkeypatch, "127.0.0.1", then="127.0.0.2")
        answer = post(f"http://hook.example:{server.port}/in?key=1", body=b"{}", headers={"X-One": "1"})
    assert (answer.status, asked) == (200, ["hook.example"])
    (request,) = server.asked
    assert (request.path, request.query, request.body) == ("/in", {"key": "1"}, b"{}")
    assert (request.headers["host"], request.headers["x-one"]) == (f"hook.example:{server.port}", "1")


def test_a_redirect_into_a_private_network_is_refused(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.1/32"]

    def elsewhere(_request: Request) -> tuple[int, dict[str, str], bytes]:
        return 307, {"Location": f"http://127.0.0.2:{server.port}/inside"}, b""

    with web_server(elsewhere) as server:
        with pytest.raises(AddressRefused):
            post(server.address("/hook"), body=b"", headers={}, most_redirects=3)
        assert [request.path for request in server.asked] == ["/hook"]


def test_a_redirect_is_followed_with_the_same_body_so_many_times(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = HERE

    def onward(request: Request) -> tuple[int, dict[str, str], bytes]:
        left = int(request.path.strip("/"))
        return (308, {"Location": f"/{left - 1}"}, b"") if left else (200, {}, b"there")

    with web_server(onward) as server:
        answer = post(server.address("/2"), body=b"{}", headers={}, most_redirects=2)
        assert (answer.body, [request.body for request in server.asked]) == (b"there", [b"{}"] * 3)
        with pytest.raises(Unreachable):
            post(server.address("/3"), body=b"{}", headers={}, most_redirects=2)
        assert post(server.address("/1"), body=b"{}", headers={}).status == 308


def test_a_long_answer_is_cut(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = HERE
    with web_server(lambda _request: (200, {}, b"x" * 1_000_000)) as server:
        assert len(post(server.address(), body=b"", headers={}).body) == 64 * 1024


def test_what_goes_wrong_is_told_without_the_address(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = HERE
    with web_server(saying()) as server:
        address = server.address("/send?key=very-secret")
    with pytest.raises(Unreachable) as gone:
        post(address, body=b"", headers={})
    assert (str(gone.value), gone.value.__cause__) == ("no connection", None)


def lead(monkeypatch: pytest.MonkeyPatch, *places: str, then: str | None = None) -> list[str]:
    """Have every name lead to these places, and from the second question on elsewhere."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *arguments: Any, **options: Any) -> Any:
        if host.replace(".", "").isdigit():
            return real(host, port, *arguments, **options)
        asked.append(host)
        found = places if len(asked) == 1 or then is None else (then,)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked
