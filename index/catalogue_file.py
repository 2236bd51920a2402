"""The catalogue's SQLite file: its tables, connections for one writer and many readers, and errors people can act on.

The file is made whole or not at all; every transaction that changes documents raises the generation, which the derived
indexes compare themselves with.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from corpus.errors import CatalogueError
from index.derived import sync

SCHEMA_VERSION = 2
# The text stands last: SQLite reads a row from its beginning, and a long text fills page after page.
_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents(
    id TEXT NOT NULL, version INTEGER NOT NULL, current INTEGER NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    title TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT, language TEXT NOT NULL, url TEXT NOT NULL,
    note TEXT NOT NULL, length INTEGER NOT NULL, added REAL NOT NULL, pages TEXT NOT NULL, noise TEXT NOT NULL,
    text TEXT NOT NULL, PRIMARY KEY(id, version));
CREATE INDEX documents_by_hash ON documents(sha256, current);
CREATE TABLE aliases(source TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX aliases_by_document ON aliases(document);
CREATE TABLE chunks(
    id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, ordinal INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, generation INTEGER NOT NULL, context TEXT NOT NULL);
CREATE INDEX chunks_by_document ON chunks(document, ordinal);
CREATE INDEX chunks_by_generation ON chunks(generation);
CREATE TABLE vectors(chunk INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE vectors_next(chunk INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE removed(document TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX removed_by_generation ON removed(generation);
"""
_BUSY_SECONDS = 30
_BROKEN = "It is damaged or no catalogue. Put back a backup with `klum restore FILE`, or move it aside and ingest the "
_HINTS = {
    sqlite3.SQLITE_BUSY: "Another program holds it; try again in a moment.",
    sqlite3.SQLITE_LOCKED: "Another program holds it; try again in a moment.",
    sqlite3.SQLITE_FULL: "The disk is full: free some space and run the same again. What was stored before is safe.",
    sqlite3.SQLITE_IOERR: "Check the disk, its free space and quota, and try again. What was stored before is safe.",
    sqlite3.SQLITE_READONLY: "Get the right to write to it, or set KLUM_HOME to another folder.",
    sqlite3.SQLITE_CANTOPEN: "Check that the folder exists and may be written to, or set KLUM_HOME to another one.",
    sqlite3.SQLITE_PERM: "Get the right to open it, or set KLUM_HOME to another folder.",
}


class State(NamedTuple):
    """Where a catalogue stands.

    Args:
        identity: which catalogue it is; a restored one is another.
        generation: number of the last transaction that changed documents.
        encoder: name of the embedding model whose vectors are searched; "" before the first.
    """

    identity: str
    generation: int
    encoder: str


class CatalogueFile:
    """One SQLite file in WAL mode, used from any thread.

    Args:
        path: the file; made when it is not there.
        read_only: open without the right to write; works on a read-only disk too.

    Raises:
        CatalogueError: if the file is damaged, or of a version that this program does not know.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._mode = "mode=ro" if read_only else "mode=rw"
        self._idle: deque[sqlite3.Connection] = deque()
        self._writing = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._closed = False
        try:
            self._check_or_create()
            version = self.meta("schema_version")
            if version != str(SCHEMA_VERSION):
                raise CatalogueError(
                    f"The catalogue {path} has schema version {version!r}; this program reads {SCHEMA_VERSION}.",
                    hint="Use the version of Klum that made it, or set KLUM_HOME to another folder.",
                )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; connections that are in use close as they come back."""
        self._closed = True
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file throughout, also while another one writes."""
        with self._translated():
            connection = self._take()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                self._idle.append(connection)
                if self._closed:
                    self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are all on disk after the block, or none of them if anything is raised in it."""
        if self.read_only:
            raise CatalogueError(
                f"The catalogue {self.path} is open for reading only.",
                hint="Set KLUM_HOME to a folder you may write to.",
            )
        with self._translated(), self._writing:
            if self._writer is None:
                self._writer = self._connect()
                self._writer.execute("PRAGMA synchronous=FULL")
                self._writer.execute("PRAGMA journal_size_limit=67108864")
            writer = self._writer
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:  # SQLite itself rolls back when the disk is full
                    writer.execute("ROLLBACK")
                raise

    @contextmanager
    def changing(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """A transaction that changes documents, and the generation that it brings the catalogue to."""
        with self.transaction() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key='generation'").fetchone()
            generation = int(row[0]) + 1
            yield connection, generation
            connection.execute("UPDATE meta SET value=? WHERE key='generation'", (str(generation),))

    def meta(self, key: str) -> str:
        """A stored setting; "" if it was never set."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))

    def state(self) -> State:
        """Where the catalogue stands now."""
        with self.reading() as connection:
            found = dict(
                connection.execute("SELECT key, value FROM meta WHERE key IN ('identity','generation','encoder')")
            )
        return State(found.get("identity", ""), int(found.get("generation", 0)), found.get("encoder", ""))

    def copy_to(self, target: Path) -> None:
        """Copy the file, one state of it, while it may be in use; the copy needs no files beside it.

        Raises:
            CatalogueError: if this file cannot be read, or the copy not be written.
        """
        with self._translated():
            source = self._connect()
        try:
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
        except sqlite3.Error as error:
            raise CatalogueError(
                f"The catalogue {self.path} cannot be copied to {target}: {error}.",
                hint="Check that folder and its free space; `klum index verify` checks the catalogue.",
            ) from error
        finally:
            source.close()

    def take_over(self, other: Path) -> None:
        """Replace all content by that of another catalogue, at once; readers go on and see the new content.

        It gets an identity of its own, so that indexes derived from what was here before are made anew.
        """
        incoming = self.path.with_name(f"{self.path.name}.incoming")
        with self._translated(), self._writing:
            try:
                _copied(other, incoming)
                source, target = sqlite3.connect(incoming), self._connect()
                try:
                    source.backup(target)
                finally:
                    source.close()
                    target.close()
            finally:
                incoming.unlink(missing_ok=True)

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise CatalogueError(f"The catalogue {self.path} has been closed.", hint="Open the index again.")
        try:
            return self._idle.pop()
        except IndexError:
            connection = self._connect()
            connection.execute("PRAGMA query_only=ON")
            return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?{self._mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_BUSY_SECONDS,
        )
        connection.execute("PRAGMA cache_size=-8000")
        return connection

    def _check_or_create(self) -> None:
        with self._translated():
            there = self.path.exists()
            size = self.path.stat().st_size if there else 0
        if not there:
            if self.read_only:
                raise CatalogueError(f"There is no catalogue at {self.path}.", hint="Run `klum ingest PATH` first.")
            with self._translated():
                self._create()
        elif not size:
            raise CatalogueError(f"The catalogue {self.path} is empty.", hint=f"{_BROKEN}documents again.")
        if self.read_only:
            try:
                self.state()
            except CatalogueError:
                # On a read-only disk SQLite can only read a file that nobody has left changes beside.
                beside = self.path.with_name(f"{self.path.name}-wal")
                if beside.exists() and beside.stat().st_size:
                    raise
                while self._idle:
                    self._idle.pop().close()
                self._mode = "mode=ro&immutable=1"

    def _create(self) -> None:
        beside = self.path.with_name(f"{self.path.name}-wal")
        if beside.exists() and beside.stat().st_size:
            raise CatalogueError(
                f"{beside} is there without {self.path.name}, which it belongs to.",
                hint="Put the two together again, or move both away to begin anew.",
            )
        temporary = self.path.with_name(f"{self.path.name}.new-{uuid.uuid4().hex[:8]}")
        try:
            new = sqlite3.connect(temporary, isolation_level=None)
            try:
                new.execute("PRAGMA page_size=8192")
                new.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
                settings = {"schema_version": str(SCHEMA_VERSION), "identity": uuid.uuid4().hex, "generation": "0"}
                new.executemany("INSERT INTO meta VALUES(?, ?)", settings.items())
                new.execute("PRAGMA journal_mode=WAL")
            finally:
                new.close()
            try:
                os.link(temporary, self.path)
            except FileExistsError:
                return  # another process was faster, and its file may already hold documents
            except OSError:  # a file system without hard links
                os.rename(temporary, self.path)
            sync(self.path.parent)
        finally:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # mistakes of ours, not faults of the file
        except sqlite3.DatabaseError as error:
            hint = _HINTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            doing = "used" if hint else "read"
            raise CatalogueError(
                f"The catalogue {self.path} cannot be {doing}: {error}.",
                hint=hint or f"{_BROKEN}documents again; nothing has been changed.",
            ) from error
        except OSError as error:
            raise CatalogueError(
                f"The catalogue {self.path} cannot be used: {error.strerror}.",
                hint="Check the folder and your rights in it, or set KLUM_HOME to another one.",
            ) from error


def adopt(other: Path, path: Path) -> None:
    """Make a catalogue of a copy of another one, with an identity of its own; it appears when it is complete.

    Raises:
        OSError: if it cannot be written.
    """
    incoming = path.with_name(f"{path.name}.incoming")
    try:
        _copied(other, incoming)
        sync(incoming)
        os.replace(incoming, path)
        sync(path.parent)
    finally:
        incoming.unlink(missing_ok=True)


def _copied(other: Path, incoming: Path) -> None:
    shutil.copyfile(other, incoming)
    copy = sqlite3.connect(incoming)
    try:
        with copy:
            copy.execute("UPDATE meta SET value=? WHERE key='identity'", (uuid.uuid4().hex,))
    finally:
        copy.close()
