import os
from pathlib import Path

import pytest

from config.runner import layout
from config.runner.launching import can_reach


def test_sockets_lie_under_var(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "VAR", Path("/srv/jj/var"))
    assert layout.Instance("run").sockets == Path("/srv/jj/var/run/sockets")
    assert (
        layout.Instance("run").database_url == "postgresql://jiangjie@/jiangjie?host=/srv/jj/var/run/sockets"
    )


def test_sockets_move_where_their_path_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "VAR", Path("/srv") / ("a" * 100) / "var")
    run, test = layout.Instance("run").sockets, layout.Instance("test").sockets
    assert run != test
    for folder in (run, test):
        assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= layout.SOCKET_PATH_LIMIT


def test_path_length_is_counted_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "VAR", Path("/srv") / ("匠" * 30) / "var")
    assert Path("/srv") not in layout.Instance("run").sockets.parents


def test_instance_follows_a_folder_that_stepped_aside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(layout, "VAR", tmp_path)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "postgres").symlink_to("/srv/elsewhere")
    assert layout.Instance("run").data == Path("/srv/elsewhere")


def test_embedded_sockets_are_known() -> None:
    assert layout.is_embedded(str(layout.RUN.sockets))
    assert layout.is_embedded(str(layout.TEST.broker_socket))
    assert not layout.is_embedded("/run/postgresql")
    assert not layout.is_embedded("")
    assert not layout.is_embedded(None)


def test_private_folder_is_out_of_reach(tmp_path: Path) -> None:
    inner = tmp_path / "private" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    assert can_reach(Path("/usr/bin"))
    assert not can_reach(inner)
