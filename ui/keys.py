"""Keys for programs that use the API; kept in the file of the accounts.

A key is 256 random bits, so its SHA-256 is all that has to be kept: nobody guesses such a key, and a slow hash as for
passwords, which people choose, would only make every request slow. The key itself is shown once, when it is made.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from corpus.errors import AccountError
from ui.account_file import AccountFile

PREFIX = "klum_"
"""What every key begins with, so that a scanner finds one that was published by mistake."""

_NAME = re.compile(r"[\w.@-]{2,64}")
_NOTED = 600.0
"""Seconds between two notes of when a key was used; a note is a write."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys(
    digest TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, made REAL NOT NULL,
    expires REAL NOT NULL DEFAULT 0, used REAL NOT NULL DEFAULT 0) WITHOUT ROWID;
"""


class Right(StrEnum):
    """What a key may do."""

    PUBLIC = "public"
    STAFF = "staff"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without its secret.

    Args:
        name: of the program, or of whom it was given to.
        role: what it may do.
        made: seconds since 1970.
        expires: seconds since 1970; 0 for never.
        used: seconds since 1970, to ten minutes; 0 for never.
    """

    name: str
    role: Right
    made: float
    expires: float = 0.0
    used: float = 0.0

    @property
    def expired(self) -> bool:
        """Whether it is of no use any more."""
        return bool(self.expires) and self.expires <= time.time()

    def may(self, role: Right) -> bool:
        """Whether it has the rights of a role; every key has the public ones."""
        return role is Right.PUBLIC or self.role in (role, Right.ADMIN)


class Keys:
    """Keeps keys; safe from any thread, and beside other processes.

    Args:
        path: the file; made when it is not there, readable by its owner only.

    Raises:
        AccountError: if the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._file = AccountFile(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, name: str, role: Right = Right.PUBLIC, last_day: date | None = None) -> str:
        """Make a key.

        Args:
            name: of the program, or of whom it is for.
            role: what it may do.
            last_day: after which it is of no use, in the server's time zone; None for never.

        Returns:
            The key; it cannot be shown again.

        Raises:
            AccountError: if the name is taken or not allowed, or the day is past.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"The name {name!r} cannot be used. ใช้ชื่อนี้ไม่ได้",
                hint="Use 2 to 64 letters, figures, dots, hyphens or @. ใช้ตัวอักษร ตัวเลข จุด ขีด หรือ @ 2-64 ตัว",
            )
        if last_day is not None and last_day < date.today():
            raise AccountError(f"The day {last_day} is past. วันหมดอายุผ่านไปแล้ว", hint="Give a later one.")
        end = datetime.combine(last_day + timedelta(days=1), datetime.min.time()).timestamp() if last_day else 0.0
        key = PREFIX + secrets.token_urlsafe(32)
        with self._file.changing() as db:
            if db.execute("SELECT 1 FROM keys WHERE name=?", (name,)).fetchone():
                raise AccountError(
                    f"There is a key {name!r} already. มีกุญแจชื่อนี้แล้ว",
                    hint="Choose another name, or revoke that one first.",
                )
            query = "INSERT INTO keys(digest, name, role, made, expires) VALUES(?,?,?,?,?)"
            db.execute(query, (_digest(key), name, role, time.time(), end))
        return key

    def revoke(self, name: str) -> None:
        """Make a key useless at once, also in a server that is running.

        Raises:
            AccountError: if there is no such key.
        """
        with self._file.changing() as db:
            if not db.execute("DELETE FROM keys WHERE name=?", (name,)).rowcount:
                raise AccountError(f"There is no key {name!r}. ไม่มีกุญแจนี้", hint="`klum key list` lists them.")

    def keys(self) -> list[Key]:
        """All keys by name."""
        with self._file.reading() as db:
            rows = db.execute("SELECT name, role, made, expires, used FROM keys ORDER BY name").fetchall()
        return [Key(name, Right(role), *moments) for name, role, *moments in rows]

    def found(self, key: str) -> Key | None:
        """What is known of a key; None if there is none such, or it has expired."""
        if not key.startswith(PREFIX):
            return None
        digest, now = _digest(key), time.time()
        with self._file.reading() as db:
            row = db.execute("SELECT name, role, made, expires, used FROM keys WHERE digest=?", (digest,)).fetchone()
        if row is None:
            return None
        known = Key(row[0], Right(row[1]), *row[2:])
        if known.expired:
            return None
        if now - known.used > _NOTED:
            with self._file.changing() as db:
                db.execute("UPDATE keys SET used=? WHERE digest=?", (now, digest))
        return known


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
