import pytest

from base import cache as cache_module
from base.cache import ResilientRedisCache

AWAY = "unix:///nonexistent/redis.sock"


@pytest.fixture
def away() -> ResilientRedisCache:
    cache_module._outages.pop(AWAY, None)
    return ResilientRedisCache(AWAY, {})


def test_reads_are_misses_while_the_server_is_away(away: ResilientRedisCache) -> None:
    assert away.get("k") is None
    assert away.get("k", "default") == "default"
    assert away.get_many(["k"]) == {}
    assert away.has_key("k") is False
    assert away.get_or_set("k", 5) == 5


def test_writes_do_nothing_while_the_server_is_away(away: ResilientRedisCache) -> None:
    away.set("k", 1)
    away.delete_many(["k"])
    away.clear()
    assert away.add("k", 1) is True  # who asks for a lock is let through
    assert away.touch("k") is False
    assert away.delete("k") is False
    assert away.set_many({"k": 1}) == ["k"]


def test_counting_fails_as_for_a_missing_key(away: ResilientRedisCache) -> None:
    with pytest.raises(ValueError, match="'k'"):
        away.incr("k")


def test_an_outage_is_logged_once(
    away: ResilientRedisCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("base.outage.SECONDS_BEFORE_RETRY", 0.0)
    for _turn in range(3):
        away.get("k")
    lines = [record.getMessage() for record in caplog.records if record.name == "base.outage"]
    assert len(lines) == 1
    assert "server_unreachable" in lines[0]
