import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.checkout_secrets import load_checkout_secrets


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secrets.json"
    first = load_checkout_secrets(path)
    assert load_checkout_secrets(path) == first
    assert (len(first.encryption_key), len(first.blind_index_key)) == (32, 32)
    assert len(first.secret_key) >= 50


def test_secrets_differ_between_checkouts_and_purposes(tmp_path: Path) -> None:
    one, other = (load_checkout_secrets(tmp_path / name) for name in ("a.json", "b.json"))
    keys = {one.encryption_key, one.blind_index_key, other.encryption_key, other.blind_index_key}
    assert len(keys) == 4
    assert one.secret_key != other.secret_key


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    load_checkout_secrets(tmp_path / "secrets.json")
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_first_starts_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(load_checkout_secrets, [tmp_path / "secrets.json"] * 8))
    assert len(set(found)) == 1
