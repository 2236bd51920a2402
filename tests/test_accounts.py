from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from corpus.errors import AccountError
from ui.accounts import FAILURES, IDLE_SECONDS, LOCK_SECONDS, SESSION_SECONDS, Accounts, Role

PASSWORD = "ถามอะไรก็ได้นะ"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("ui.accounts.time", made)
    return made


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    made = Accounts(tmp_path / "accounts.sqlite3", CHEAP)
    made.add("somsri", PASSWORD, Role.STAFF)
    yield made
    made.close()


def test_login_gives_a_session_with_the_role(accounts: Accounts) -> None:
    user = accounts.session(accounts.login("somsri", PASSWORD))
    assert user is not None and (user.name, user.role) == ("somsri", Role.STAFF)
    assert user.may(Role.STAFF) and not user.may(Role.EVALUATOR)
    accounts.add("boss", PASSWORD, Role.ADMIN)
    assert all(user.may(Role.STAFF) and user.may(Role.EVALUATOR) for user in accounts.users() if user.name == "boss")


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_made_up_token_is_nobody(accounts: Accounts, token: str) -> None:
    accounts.login("somsri", PASSWORD)
    assert accounts.session(token) is None


def test_neither_passwords_nor_tokens_are_in_the_file(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.login("somsri", PASSWORD)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PASSWORD.encode() not in held and token.encode() not in held and b"$argon2id$" in held
    assert stat.S_IMODE((tmp_path / "accounts.sqlite3").stat().st_mode) == 0o600


def test_unknown_names_and_wrong_passwords_are_told_alike(accounts: Accounts) -> None:
    with pytest.raises(AccountError) as wrong:
        accounts.login("somsri", "wrong password")
    with pytest.raises(AccountError) as unknown:
        accounts.login("nobody", PASSWORD)
    assert str(wrong.value) == str(unknown.value)


def test_locked_after_failures_and_unlocked_by_time(accounts: Accounts, clock: Clock) -> None:
    for _ in range(FAILURES):
        with pytest.raises(AccountError, match="ไม่ถูกต้อง"):
            accounts.login("somsri", "wrong password")
    with pytest.raises(AccountError, match="ล็อก"):
        accounts.login("somsri", PASSWORD)
    clock.now += LOCK_SECONDS + 1
    assert accounts.login("somsri", PASSWORD)


def test_a_success_forgets_failures_before(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(FAILURES - 1):
            with pytest.raises(AccountError):
                accounts.login("somsri", "wrong password")
        assert accounts.login("somsri", PASSWORD)


def test_sessions_expire(accounts: Accounts, clock: Clock) -> None:
    token = accounts.login("somsri", PASSWORD)
    clock.now += IDLE_SECONDS + 1
    assert accounts.session(token) is None
    token = accounts.login("somsri", PASSWORD)
    for _ in range(int(SESSION_SECONDS // (IDLE_SECONDS - 60))):
        clock.now += IDLE_SECONDS - 60
        assert accounts.session(token) is not None
    clock.now += IDLE_SECONDS - 60
    assert accounts.session(token) is None, "however often it is used"


def test_logging_out_changing_the_password_and_removal_end_sessions(accounts: Accounts) -> None:
    first, second = accounts.login("somsri", PASSWORD), accounts.login("somsri", PASSWORD)
    accounts.logout(first)
    assert accounts.session(first) is None and accounts.session(second) is not None
    accounts.set_password("somsri", "another password")
    assert accounts.session(second) is None
    third = accounts.login("somsri", "another password")
    accounts.remove("somsri")
    assert accounts.session(third) is None and accounts.users() == []


def test_what_is_refused(accounts: Accounts) -> None:
    for name in ("", "a", "x y", "x/y", "<b>", "ก" * 65):
        with pytest.raises(AccountError, match="cannot be used"):
            accounts.add(name, PASSWORD, Role.STAFF)
    for password in ("", "short", "x" * 201):
        with pytest.raises(AccountError, match="characters"):
            accounts.add("new", password, Role.STAFF)
    with pytest.raises(AccountError, match="already"):
        accounts.add("somsri", PASSWORD, Role.STAFF)
    for act in (accounts.remove, lambda name: accounts.set_password(name, PASSWORD)):
        with pytest.raises(AccountError, match="no account"):
            act("nobody")


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "accounts.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(AccountError, match="cannot be used"):
        Accounts(tmp_path / "accounts.sqlite3", CHEAP)
