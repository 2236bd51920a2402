"""The SQLite file in the home that holds accounts, sessions and keys; each part opens it for itself."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import AccountError

FILE = "accounts.sqlite3"


class AccountFile:
    """A connection to the file; safe from any thread, and beside other processes.

    Args:
        path: the file; made when it is not there, readable by its owner only.
        schema: statements that make what is missing.

    Raises:
        AccountError: if the file cannot be used.
    """

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.executescript(schema)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction.

        Raises:
            AccountError: if the file cannot be used.
        """
        with self._lock:
            try:
                with self._db:
                    self._db.execute("BEGIN IMMEDIATE")
                    yield self._db
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Look something up; waits for no writer.

        Raises:
            AccountError: if the file cannot be used.
        """
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> AccountError:
        return AccountError(
            f"The accounts in {self._path} cannot be used: {error}.",
            hint="Check the file and its permissions; moved aside, accounts are made anew with `klum user add`.",
        )
