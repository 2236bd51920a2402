from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.errors import AccountError
from ui.keys import PREFIX, Keys, Right


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    with closing(Keys(tmp_path / "accounts.sqlite3")) as made:
        yield made


def test_a_key_is_known_and_only_its_hash_is_kept(keys: Keys, tmp_path: Path) -> None:
    key = keys.add("line-bot", Right.STAFF)
    found = keys.found(key)
    assert found is not None and (found.name, found.role) == ("line-bot", Right.STAFF)
    assert key.startswith(PREFIX) and len(key) > 40 and key != keys.add("other")
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert key.encode() not in held and key.removeprefix(PREFIX).encode() not in held
    assert stat.S_IMODE((tmp_path / "accounts.sqlite3").stat().st_mode) == 0o600


@pytest.mark.parametrize("made_up", ["", "klum_", "klum_" + "a" * 43, "none", "Bearer"])
def test_a_made_up_key_is_nobodys(keys: Keys, made_up: str) -> None:
    keys.add("line-bot")
    assert keys.found(made_up) is None


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Right.PUBLIC, {Right.PUBLIC}),
        (Right.STAFF, {Right.PUBLIC, Right.STAFF}),
        (Right.EVALUATOR, {Right.PUBLIC, Right.EVALUATOR}),
        (Right.ADMIN, {*Right}),
    ],
)
def test_what_a_role_may_do(keys: Keys, role: Right, allowed: set[Right]) -> None:
    found = keys.found(keys.add("one", role))
    assert found is not None and {right for right in Right if found.may(right)} == allowed


def test_a_key_ends_after_its_last_day(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    key = keys.add("short", last_day=date.today())
    assert keys.found(key) is not None
    end = keys.keys()[0].expires
    monkeypatch.setattr("ui.keys.time.time", lambda: end)
    assert keys.found(key) is None and keys.keys()[0].expired
    with pytest.raises(AccountError, match="past"):
        keys.add("late", last_day=date.today() - timedelta(days=1))


def test_a_revoked_key_is_useless_at_once_in_another_process_too(keys: Keys, tmp_path: Path) -> None:
    key = keys.add("gone")
    with closing(Keys(tmp_path / "accounts.sqlite3")) as other:
        other.revoke("gone")
        with pytest.raises(AccountError, match="klum key list"):
            other.revoke("gone")
    assert keys.found(key) is None and keys.keys() == []


def test_when_a_key_was_used_is_noted(keys: Keys) -> None:
    key = keys.add("one")
    assert keys.keys()[0].used == 0.0
    keys.found(key)
    noted = keys.keys()[0].used
    keys.found(key)
    assert noted and keys.keys()[0].used == noted, "not at every use: that would be a write for each request"


@pytest.mark.parametrize("name", ["", "a", "a b", "x" * 65, "../x"])
def test_names(keys: Keys, name: str) -> None:
    with pytest.raises(AccountError, match="cannot be used"):
        keys.add(name)
    keys.add("one")
    with pytest.raises(AccountError, match="already"):
        keys.add("one")
