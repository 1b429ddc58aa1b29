import base64
import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import DatabaseAddress, Environment

KEY = bytes(range(32))
KEY_TEXT = base64.b64encode(KEY).decode()


def environment(**values: str) -> Environment:
    return Environment(values)


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "yes", "On"])
def test_flag_true_words(word: str) -> None:
    assert environment(DEBUG=word).flag("DEBUG", False) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "OFF"])
def test_flag_false_words(word: str) -> None:
    assert environment(DEBUG=word).flag("DEBUG", True) is False


def test_flag_names_variable_and_value() -> None:
    with pytest.raises(ImproperlyConfigured, match="DEBUG: expected true or false, got 'maybe'"):
        environment(DEBUG="maybe").flag("DEBUG", False)


def test_blank_counts_as_not_set() -> None:
    blank = environment(DEBUG="  ", NAME="")
    assert blank.flag("DEBUG", True) is True
    assert blank.text("NAME", "other") == "other"
    assert blank.is_set("NAME") is False


def test_number_reads_whole_numbers() -> None:
    assert environment(PORT=" 8001 ").number("PORT", 8000) == 8001
    assert environment().number("PORT", 8000) == 8000


@pytest.mark.parametrize(
    ("text", "fault"),
    [("8k", "whole number, got '8k'"), ("-1", "at least 0, got -1"), ("1.5", "whole number")],
)
def test_number_refuses(text: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"PORT: expected (a )?{fault}"):
        environment(PORT=text).number("PORT", 8000)


def test_choice_names_the_options() -> None:
    with pytest.raises(ImproperlyConfigured, match="MODE: expected one of demo, production, got 'live'"):
        environment(MODE="live").choice("MODE", ("demo", "production"), "demo")


def test_items_drops_blanks() -> None:
    assert environment(HOSTS=" a.example, ,b.example,").items("HOSTS") == ["a.example", "b.example"]
    assert environment().items("HOSTS", ("localhost",)) == ["localhost"]


def test_keys_reads_pairs_in_order() -> None:
    found = environment(KEYS=f"2026a:{KEY_TEXT}, 2025:{KEY_TEXT}").keys("KEYS")
    assert found == {"2026a": KEY, "2025": KEY}
    assert list(found) == ["2026a", "2025"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (KEY_TEXT, "entry 1 must read id:base64"),
        (f"a b:{KEY_TEXT}", "entry 1 must read id:base64"),
        ("a:c2hvcnQ=", "must be 32 bytes in base64, this one is 5"),
        ("a:***", "not base64"),
        (f"a:{KEY_TEXT},a:{KEY_TEXT}", "'a' stands there twice"),
    ],
)
def test_keys_refuses_and_keeps_the_secret(text: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=fault) as caught:
        environment(KEYS=text).keys("KEYS")
    assert KEY_TEXT not in str(caught.value)


def test_key_not_set_is_none() -> None:
    assert environment().key("KEY") is None
    assert environment(KEY=KEY_TEXT).key("KEY") == KEY


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "postgresql://ada:p%40ss@db.example:6432/jj?sslmode=require",
            DatabaseAddress("jj", "ada", "p@ss", "db.example", "6432", {"sslmode": "require"}),
        ),
        ("postgresql:///jj?host=/tmp/pg", DatabaseAddress("jj", "postgres", "", "/tmp/pg", "")),
        ("postgres://ada@%2FTmp%2FPg/jj", DatabaseAddress("jj", "ada", "", "/Tmp/Pg", "")),
        (
            "postgresql://ada@/jj?host=%2Frun%2Fpg&port=5433",
            DatabaseAddress("jj", "ada", "", "/run/pg", "5433"),
        ),
        ("postgresql://ada@[::1]:5432/jj", DatabaseAddress("jj", "ada", "", "::1", "5432")),
    ],
)
def test_database_reads(url: str, address: DatabaseAddress) -> None:
    assert environment(DATABASE_URL=url).database("DATABASE_URL", "") == address


def test_database_takes_user_from_pguser() -> None:
    found = environment(DATABASE_URL="postgresql:///jj?host=/tmp/pg", PGUSER="ada")
    assert found.database("DATABASE_URL", "").user == "ada"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://ada@db/jj", "expected postgresql://…, got a mysql address"),
        ("jj", "expected postgresql://…, got a bare address"),
        ("postgresql://ada:secret@db/", "expected a database name"),
        ("postgresql://ada:secret@db:port/jj", "expected a port number, got 'port'"),
    ],
)
def test_database_refuses_and_keeps_the_password(url: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"DATABASE_URL: {fault}") as caught:
        environment(DATABASE_URL=url).database("DATABASE_URL", "")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "broker", "client", "cache"),
    [
        (
            "unix:///run/v.sock?db=2",
            "redis+socket:///run/v.sock?virtual_host=2",
            "unix:///run/v.sock?db=2",
            "unix:///run/v.sock?db=3",
        ),
        (
            "redis+socket:///run/v.sock",
            "redis+socket:///run/v.sock?virtual_host=0",
            "unix:///run/v.sock?db=0",
            "unix:///run/v.sock?db=1",
        ),
        ("redis://:pw@b.example:6380", *(f"redis://:pw@b.example:6380/{n}" for n in (0, 0, 1))),
        (
            "rediss://b.example/4?ssl_cert_reqs=required",
            *(f"rediss://b.example/{n}?ssl_cert_reqs=required" for n in (4, 4, 5)),
        ),
    ],
)
def test_redis_spells_one_address_three_ways(url: str, broker: str, client: str, cache: str) -> None:
    found = environment(REDIS_URL=url).redis("REDIS_URL", "")
    assert (found.broker_url, found.client_url, found.cache_url) == (broker, client, cache)


def test_redis_socket_path_is_a_path_of_the_file_system() -> None:
    assert environment(R="unix:///run/a%20b/v.sock").redis("R", "").socket_path == "/run/a b/v.sock"
    assert environment(R="redis://b.example/0").redis("R", "").socket_path is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://b.example", "expected redis://, rediss:// or unix://, got http"),
        ("redis://b.example/first", "expected a database number, got 'first'"),
        ("unix:relative", "expected the full path of the socket"),
    ],
)
def test_redis_refuses(url: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"REDIS_URL: {fault}"):
        environment(REDIS_URL=url).redis("REDIS_URL", "")


def test_environment_reads_the_process_environment() -> None:
    assert Environment(os.environ).text("PATH", "") == os.environ["PATH"].strip()


@pytest.mark.parametrize(
    ("text", "expected"), [("600/min", (600, 60)), ("5/s", (5, 1)), ("1/day", (1, 86400)), (" ", (9, 3600))]
)
def test_rate(text: str, expected: tuple[int, int]) -> None:
    assert Environment({"RATE": text}).rate("RATE", "9/hour") == expected


@pytest.mark.parametrize("text", ["600", "0/min", "-1/min", "x/min", "6/week", "²/min", "1.5/s"])
def test_rate_of_the_wrong_kind(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RATE"):
        Environment({"RATE": text}).rate("RATE", "9/hour")


def test_origin_of_an_address() -> None:
    environment = Environment({"URL": "https://sso.example:8443/realms/a", "WRONG": "sso.example"})
    assert environment.origins("URL") == ["https://sso.example:8443"]
    assert environment.origins("NONE") == []
    with pytest.raises(ImproperlyConfigured, match="WRONG"):
        environment.origins("WRONG")
