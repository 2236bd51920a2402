"""What was asked, what visitors thought of the answers, and what they left for the staff; one SQLite file in the home.

It is kept apart from the catalogue: it is no source of answers, is not backed up with the documents, and forgets.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InboxError, NotFoundError
from ui.inquiry import NAMES, WHERE, Inquiry, Only

if TYPE_CHECKING:
    from assistant.answer import Answer

FILE = "inbox.sqlite3"
LONGEST_REASON, LONGEST_MESSAGE, LONGEST_CONTACT = 500, 2000, 200
"""Upper lengths in characters."""

_DAY = 86_400.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions(
    id TEXT PRIMARY KEY, asked REAL NOT NULL, door TEXT NOT NULL, question TEXT NOT NULL, standalone TEXT NOT NULL,
    answer TEXT NOT NULL, abstained INTEGER NOT NULL, sources TEXT NOT NULL, verdict TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '',
    handled REAL NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS questions_by_time ON questions(asked);
"""
_LATER = {"seconds": "REAL NOT NULL DEFAULT 0"}
"""Columns that files of earlier versions lack."""

_COLUMNS = ", ".join(NAMES)

_log = logging.getLogger(__name__)


class Verdict(StrEnum):
    """What a visitor thinks of an answer."""

    GOOD = "good"
    BAD = "bad"


class Inbox:
    """Keeps questions; safe from any thread, and from several processes.

    Args:
        path: the file; made when it is not there.
        keep_days: questions that are older are deleted; those with a message that nobody took up too.

    Raises:
        InboxError: if the file cannot be used.
    """

    def __init__(self, path: Path, *, keep_days: int = 180) -> None:
        self._path, self._keep = path, keep_days
        self._lock = threading.Lock()
        self._swept = 0.0
        try:
            self._db = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.executescript(_SCHEMA)
            self._add_columns()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def note(self, answer: Answer, door: str) -> str:
        """Keep a question with its answer; a failure is logged and does not hold up the visitor.

        Returns:
            The id that a verdict or message names; "" if it could not be kept.
        """
        identifier = secrets.token_urlsafe(12)
        sources = "\n".join(dict.fromkeys(citation.source for citation in answer.citations))
        row = (
            identifier, time.time(), door, answer.question, answer.standalone_question, answer.text, answer.abstained,
            sources, "", "", "", "", 0.0, answer.seconds.get("total", 0.0),
        )  # fmt: skip
        try:
            with self._writing() as db:
                db.execute(f"INSERT INTO questions({_COLUMNS}) VALUES({','.join('?' * len(row))})", row)
        except InboxError as error:
            _log.warning("a question was not kept: %s", error.message)
            return ""
        return identifier

    def judge(self, identifier: str, verdict: Verdict, reason: str = "") -> None:
        """Note what a visitor thinks of an answer; the last word counts.

        Raises:
            NotFoundError: if there is no such answer.
            InboxError: if it cannot be kept.
        """
        self._set(identifier, "verdict=?, reason=?", (verdict.value, reason.strip()[:LONGEST_REASON]))

    def leave(self, identifier: str, message: str, contact: str = "") -> None:
        """Leave a message for the staff about a question.

        Raises:
            NotFoundError: if there is no such answer.
            InboxError: if it cannot be kept.
        """
        left = message.strip()[:LONGEST_MESSAGE], contact.strip()[:LONGEST_CONTACT]
        self._set(identifier, "message=?, contact=?", left)

    def handle(self, identifier: str) -> None:
        """Note that the staff is done with a question.

        Raises:
            NotFoundError: if there is no such answer.
            InboxError: if it cannot be kept.
        """
        self._set(identifier, "handled=?", (time.time(),))

    def inquiries(self, only: Only = Only.ALL, *, since: float = 0.0, limit: int = 100) -> list[Inquiry]:
        """Questions, newest first.

        Args:
            only: which.
            since: seconds since 1970.
            limit: how many at most.
        """
        where = f"{WHERE[only]} AND asked>=? ORDER BY asked DESC LIMIT ?"
        return [Inquiry.of(row) for row in self.rows(f"SELECT {_COLUMNS} FROM questions WHERE {where}", (since, limit))]

    def inquiry(self, identifier: str) -> Inquiry:
        """One question.

        Raises:
            NotFoundError: if there is no such answer.
            InboxError: if the file cannot be read.
        """
        for row in self.rows(f"SELECT {_COLUMNS} FROM questions WHERE id=?", (identifier,)):
            return Inquiry.of(row)
        raise _gone()

    def rows(self, query: str, values: tuple[str | float, ...] = ()) -> list[tuple[Any, ...]]:
        """What a query of the table `questions` gives.

        Raises:
            InboxError: if the file cannot be read.
        """
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _add_columns(self) -> None:
        """Bring a file of an earlier version up to date; another process may be doing the same."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            there = {row[1] for row in self._db.execute("PRAGMA table_info(questions)")}
            for name, kind in _LATER.items():
                if name not in there:
                    self._db.execute(f"ALTER TABLE questions ADD COLUMN {name} {kind}")

    def _set(self, identifier: str, what: str, values: tuple[str | float, ...]) -> None:
        with self._writing() as db:
            if not db.execute(f"UPDATE questions SET {what} WHERE id=?", (*values, identifier)).rowcount:
                raise _gone()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with self._db:
                    self._db.execute("BEGIN IMMEDIATE")
                    if time.monotonic() - self._swept > _DAY / 24 or not self._swept:
                        self._db.execute("DELETE FROM questions WHERE asked<?", (time.time() - self._keep * _DAY,))
                        self._swept = time.monotonic()
                    yield self._db
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> InboxError:
        return InboxError(
            f"The inbox {self._path} cannot be used: {error}.",
            hint="Move it aside to begin with an empty one, or set KLUM_KEEP_QUESTIONS=0 to keep none.",
        )


def _gone() -> NotFoundError:
    return NotFoundError("There is no such answer.", hint="It may have been deleted after its time.")
