"""Accounts of staff and evaluators, and their sessions; one SQLite file in the home.

Passwords are kept as argon2id hashes, sessions as SHA-256 of random tokens. There is no account until one is made with
`klum user add`, and no default password.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from corpus.errors import AccountError
from ui.account_file import AccountFile

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
SESSION_SECONDS, IDLE_SECONDS = 12 * 3600.0, 2 * 3600.0
"""How long a session lasts at most, and without a request."""

FAILURES, LOCK_SECONDS = 5, 15 * 60.0
"""Failed logins in a row after which an account is locked, and for how long."""

_NAME = re.compile(r"[\w.@-]{2,64}")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS users(
    name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, made REAL NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, locked_until REAL NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions(
    token TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES users(name) ON DELETE CASCADE, begun REAL NOT NULL,
    used REAL NOT NULL) WITHOUT ROWID;
"""
_WRONG = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"


class Role(StrEnum):
    """What an account may do."""

    STAFF = "staff"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """An account.

    Args:
        name: what one logs in with.
        role: what it may do; an admin may do all.
        locked_until: seconds since 1970; in the past if it is not locked.
    """

    name: str
    role: Role
    locked_until: float = 0.0

    def may(self, role: Role) -> bool:
        """Whether this account has the rights of a role."""
        return self.role in (role, Role.ADMIN)


class Accounts:
    """Keeps accounts; safe from any thread, and from several processes.

    Args:
        path: the file; made when it is not there, readable by its owner only.
        hasher: of passwords; argon2-cffi's recommended parameters by default.

    Raises:
        AccountError: if the file cannot be used.
    """

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._file = AccountFile(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    # -- accounts -----------------------------------------------------------------------------------------------

    def add(self, name: str, password: str, role: Role) -> User:
        """Make an account.

        Raises:
            AccountError: if the name is taken or not allowed, or the password too short.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"The name {name!r} cannot be used. ใช้ชื่อนี้ไม่ได้",
                hint="Use 2 to 64 letters, figures, dots, hyphens or @. ใช้ตัวอักษร ตัวเลข จุด ขีด หรือ @ 2-64 ตัว",
            )
        hashed = self._hashed(password)
        with self._file.changing() as db:
            if db.execute("SELECT 1 FROM users WHERE name=?", (name,)).fetchone():
                raise AccountError(f"There is an account {name!r} already. มีบัญชีชื่อนี้แล้ว", hint="Choose another name.")
            db.execute(
                "INSERT INTO users(name, role, password, made) VALUES(?,?,?,?)", (name, role, hashed, time.time())
            )
        return User(name, role)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; it is unlocked, and its sessions end.

        Raises:
            AccountError: if there is no such account, or the password is too short.
        """
        hashed = self._hashed(password)
        with self._file.changing() as db:
            query = "UPDATE users SET password=?, failures=0, locked_until=0 WHERE name=?"
            self._found(db.execute(query, (hashed, name)), name)
            db.execute("DELETE FROM sessions WHERE name=?", (name,))

    def remove(self, name: str) -> None:
        """Delete an account with its sessions.

        Raises:
            AccountError: if there is no such account.
        """
        with self._file.changing() as db:
            self._found(db.execute("DELETE FROM users WHERE name=?", (name,)), name)

    def users(self) -> list[User]:
        """All accounts by name."""
        with self._file.changing() as db:
            rows = db.execute("SELECT name, role, locked_until FROM users ORDER BY name").fetchall()
        return [User(name, Role(role), locked) for name, role, locked in rows]

    # -- sessions -----------------------------------------------------------------------------------------------

    def login(self, name: str, password: str) -> str:
        """Begin a session.

        Whether the name, the password or both are wrong is not told, and takes the same time.

        Returns:
            The session's token.

        Raises:
            AccountError: if it cannot be begun, in Thai.
        """
        now = time.time()
        with self._file.changing() as db:
            row = db.execute("SELECT password, locked_until FROM users WHERE name=?", (name,)).fetchone()
        known, locked = row or (self._nobody, 0.0)
        right = self._verified(known, password[:LONGEST_PASSWORD]) and row is not None
        if locked > now:
            raise AccountError(
                "บัญชีนี้ถูกล็อกชั่วคราวเพราะใส่รหัสผ่านผิดหลายครั้ง", hint=f"โปรดลองใหม่ในอีก {int((locked - now) // 60) + 1} นาที"
            )
        if not right:
            self._failed(name, now)
            raise AccountError(_WRONG, hint="โปรดลองใหม่")
        token = secrets.token_urlsafe(32)
        with self._file.changing() as db:
            db.execute("UPDATE users SET failures=0, locked_until=0 WHERE name=?", (name,))
            db.execute("DELETE FROM sessions WHERE begun<? OR used<?", (now - SESSION_SECONDS, now - IDLE_SECONDS))
            db.execute("INSERT INTO sessions VALUES(?,?,?,?)", (_digest(token), name, now, now))
        return token

    def session(self, token: str) -> User | None:
        """Whose session a token is of; None if there is none, or it has expired."""
        if not token:
            return None
        now, digest = time.time(), _digest(token)
        with self._file.changing() as db:
            row = db.execute(
                "SELECT users.name, role, locked_until FROM sessions JOIN users USING(name) WHERE token=? AND begun>=?"
                " AND used>=?",
                (digest, now - SESSION_SECONDS, now - IDLE_SECONDS),
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE sessions SET used=? WHERE token=?", (now, digest))
        return User(row[0], Role(row[1]), row[2])

    def logout(self, token: str) -> None:
        """End a session."""
        with self._file.changing() as db:
            db.execute("DELETE FROM sessions WHERE token=?", (_digest(token),))

    # -- within -------------------------------------------------------------------------------------------------

    def _failed(self, name: str, now: float) -> None:
        with self._file.changing() as db:
            db.execute("UPDATE users SET failures=failures+1 WHERE name=?", (name,))
            db.execute(
                "UPDATE users SET failures=0, locked_until=? WHERE name=? AND failures>=?",
                (now + LOCK_SECONDS, name, FAILURES),
            )

    def _hashed(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise AccountError(
                f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters. "
                f"รหัสผ่านต้องยาว {SHORTEST_PASSWORD}-{LONGEST_PASSWORD} ตัวอักษร",
                hint="A few words in a row are easy to remember and hard to guess.",
            )
        return self._hasher.hash(password)

    def _verified(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False

    def _found(self, cursor: sqlite3.Cursor, name: str) -> None:
        if not cursor.rowcount:
            raise AccountError(f"There is no account {name!r}. ไม่มีบัญชีนี้", hint="`klum user list` lists them.")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
