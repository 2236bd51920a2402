"""The catalogue: one SQLite file that holds documents, chunks, noise and vectors. It is the truth.

Each document is taken in by one transaction, together with its chunks and vectors; every transaction raises the
generation, which the derived indexes compare themselves with.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.document import Chunk, Document, Noise, NoiseReason, PartialDate, Span
from corpus.errors import CatalogueError, NotFoundError

_T = TypeVar("_T")
SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents(
    id TEXT NOT NULL, version INTEGER NOT NULL, current INTEGER NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
    title TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT, language TEXT NOT NULL, url TEXT NOT NULL,
    note TEXT NOT NULL, pages TEXT NOT NULL, noise TEXT NOT NULL, text TEXT NOT NULL, length INTEGER NOT NULL,
    added REAL NOT NULL, generation INTEGER NOT NULL, PRIMARY KEY(id, version));
CREATE INDEX documents_by_source ON documents(source, current);
CREATE INDEX documents_by_hash ON documents(sha256, current);
CREATE TABLE aliases(source TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chunks(
    id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, ordinal INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, context TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX chunks_by_document ON chunks(document, ordinal);
CREATE INDEX chunks_by_generation ON chunks(generation);
CREATE TABLE vectors(encoder TEXT NOT NULL, chunk INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY(encoder, chunk))
    WITHOUT ROWID;
CREATE TABLE removed(document TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX removed_by_generation ON removed(generation);
"""
_DOCUMENT = "id, version, source, sha256, title, publisher, published, language, url, note, pages, noise, text"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored: its chunks, and one vector for each.

    Args:
        document: the document; `id` and `version` are settled when it is stored.
        chunks: its chunks in order.
        vectors: unit vectors, shape (len(chunks), dimension), float16.
        searchable: for each chunk the text that the lexical index takes: words, context words, characters.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    vectors: np.ndarray
    searchable: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with its number in the catalogue and what a result needs to know of its document."""

    number: int
    chunk: Chunk
    source: str
    title: str
    publisher: str
    published: PartialDate | None
    version: int


class Catalogue:
    """Reads and writes the catalogue file.

    Args:
        path: the file; made when it is not there.
        read_only: open without the right to write.

    Raises:
        CatalogueError: if the file is damaged, or of a version that this program does not know.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        fresh = not path.exists()
        if fresh and read_only:
            raise CatalogueError(f"There is no catalogue at {path}.", hint="Run `klum ingest PATH` first.")
        with self._translated():
            mode = "ro" if read_only else "rwc"
            uri = f"{path.resolve().as_uri()}?mode={mode}"
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA mmap_size=268435456")
            if not read_only:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("PRAGMA journal_size_limit=67108864")
                self._create()
            version = self.meta("schema_version")
        if version != str(SCHEMA_VERSION):
            raise CatalogueError(
                f"The catalogue {path} has schema version {version!r}; this program reads {SCHEMA_VERSION}.",
                hint="Use the version of Klum that made it, or set KLUM_HOME to another folder.",
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise CatalogueError(
                    f"The catalogue {self.path} is busy: another program holds it.", hint="Try again in a moment."
                ) from error
            raise CatalogueError(
                f"The catalogue {self.path} cannot be read: {error}.",
                hint="It is damaged or no catalogue. Put back a backup with `klum restore FILE`, or move it aside and "
                "ingest the documents again; nothing has been changed.",
            ) from error

    def _create(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name='meta'").fetchone():
                for statement in _SCHEMA.split(";"):
                    if statement.strip():
                        self._db.execute(statement)
                self._db.executemany(
                    "INSERT INTO meta VALUES(?, ?)",
                    [("schema_version", str(SCHEMA_VERSION)), ("generation", "0"), ("encoder", "")],
                )
        finally:
            self._db.execute("COMMIT")

    @contextmanager
    def _transaction(self) -> Iterator[int]:
        """A write transaction under a new generation, which is yielded."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                generation = self.generation + 1
                yield generation
                self._db.execute("UPDATE meta SET value=? WHERE key='generation'", (str(generation),))
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # -- meta ---------------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A stored setting; "" if it was never set."""
        with self._translated():
            row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting."""
        with self._translated():
            self._db.execute("INSERT INTO meta VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (key, value))

    @property
    def generation(self) -> int:
        """Number of the last transaction that changed documents."""
        return int(self.meta("generation") or 0)

    @property
    def encoder(self) -> str:
        """Name of the embedding model whose vectors are searched; "" before the first."""
        return self.meta("encoder")

    def changed_elsewhere(self) -> int:
        """A number that changes when another connection has written (SQLite's data_version)."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    # -- writing ------------------------------------------------------------------------------------------------

    def put(self, prepared: Sequence[Prepared], encoder: str) -> list[Document]:
        """Store documents, each whole or not at all; a source that is there already gets a new version.

        Args:
            prepared: documents with chunks and vectors.
            encoder: name of the model that made the vectors.

        Returns:
            The documents as stored, with `version` settled.
        """
        stored = []
        with self._transaction() as generation:
            if self.encoder != encoder:
                if self.encoder and self._db.execute("SELECT 1 FROM chunks LIMIT 1").fetchone():
                    raise CatalogueError(
                        f"The index holds vectors of {self.encoder!r}, not of {encoder!r}.",
                        hint="Run `klum index rebuild` to change the embedding model.",
                    )
                self._db.execute("UPDATE meta SET value=? WHERE key='encoder'", (encoder,))
            for one in prepared:
                stored.append(self._put(one, encoder, generation))
        return stored

    def _put(self, prepared: Prepared, encoder: str, generation: int) -> Document:
        document = prepared.document
        row = self._db.execute("SELECT max(version) FROM documents WHERE id=?", (document.id,)).fetchone()
        version = (row[0] or 0) + 1
        self._drop(document.id, generation)
        noise = [[n.span.start, n.span.end, n.reason.value] for n in document.noise]
        self._db.execute(
            "INSERT INTO documents VALUES(?,?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                document.id, version, document.source, document.sha256, document.title, document.publisher,
                str(document.published) if document.published else None, document.language, document.url, document.note,
                json.dumps([[p.start, p.end] for p in document.pages]), json.dumps(noise), document.text,
                len(document.text), time.time(), generation,
            ),
        )  # fmt: skip
        self._db.execute("DELETE FROM aliases WHERE source=?", (document.source,))
        numbers = []
        for chunk in prepared.chunks:
            cursor = self._db.execute(
                "INSERT INTO chunks(document, ordinal, start, end, context, generation) VALUES(?,?,?,?,?,?)",
                (document.id, chunk.ordinal, chunk.span.start, chunk.span.end, chunk.context, generation),
            )
            numbers.append(cursor.lastrowid)
        self._db.executemany(
            "INSERT INTO vectors VALUES(?,?,?)",
            [(encoder, n, v.astype(np.float16).tobytes()) for n, v in zip(numbers, prepared.vectors, strict=True)],
        )
        return _replace_version(document, version)

    def _drop(self, document_id: str, generation: int) -> bool:
        there = self._db.execute("SELECT 1 FROM documents WHERE id=? AND current=1", (document_id,)).fetchone()
        if not there:
            return False
        numbers = [(n,) for (n,) in self._db.execute("SELECT id FROM chunks WHERE document=?", (document_id,))]
        encoders = [e for (e,) in self._db.execute("SELECT value FROM meta WHERE key LIKE 'encoder%' AND value<>''")]
        for encoder in set(encoders):
            self._db.executemany("DELETE FROM vectors WHERE encoder=? AND chunk=?", [(encoder, n) for (n,) in numbers])
        self._db.execute("DELETE FROM chunks WHERE document=?", (document_id,))
        self._db.execute("UPDATE documents SET current=0 WHERE id=? AND current=1", (document_id,))
        self._db.execute("INSERT INTO removed VALUES(?, ?)", (document_id, generation))
        return True

    def remove(self, document_id: str) -> None:
        """Take a document out of the index; its text stays, so that citations into it can still be shown.

        Raises:
            NotFoundError: if there is no such current document.
        """
        with self._transaction() as generation:
            if not self._drop(document_id, generation):
                raise NotFoundError(f"There is no document {document_id!r}.", hint="`klum sources` lists them.")
            self._db.execute("DELETE FROM aliases WHERE document=?", (document_id,))

    def add_alias(self, source: str, document_id: str) -> None:
        """Note that a source has the same content as a document that is there already."""
        with self._translated():
            self._db.execute("INSERT OR REPLACE INTO aliases VALUES(?, ?)", (source, document_id))

    def put_vectors(self, encoder: str, numbers: Sequence[int], vectors: np.ndarray) -> None:
        """Store vectors of another model beside the ones in use (see `use_encoder`)."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors SELECT ?,?,? WHERE EXISTS(SELECT 1 FROM chunks WHERE id=?)",
                [(encoder, n, v.astype(np.float16).tobytes(), n) for n, v in zip(numbers, vectors, strict=True)],
            )
            self._db.execute("COMMIT")

    def use_encoder(self, encoder: str) -> None:
        """Search the vectors of this model from now on, and forget those of others; all at once.

        Raises:
            CatalogueError: if a chunk has no vector of it.
        """
        with self._transaction():
            missing = self._db.execute(
                "SELECT count(*) FROM chunks LEFT JOIN vectors ON encoder=? AND chunk=chunks.id WHERE vector IS NULL", (encoder,)
            ).fetchone()[0]
            if missing:
                raise CatalogueError(f"{missing} chunks have no vector of {encoder!r} yet.", hint="Run `klum index rebuild`.")
            self._db.execute("UPDATE meta SET value=? WHERE key='encoder'", (encoder,))
            self._db.execute("DELETE FROM meta WHERE key='encoder_next'")
            self._db.execute("DELETE FROM vectors WHERE encoder<>?", (encoder,))

    # -- reading ------------------------------------------------------------------------------------------------

    def known_hashes(self) -> dict[str, tuple[str, str]]:
        """For each current source, aliases too: (document id, sha256 of its content)."""
        with self._translated():
            known = {s: (i, h) for s, i, h in self._db.execute("SELECT source, id, sha256 FROM documents WHERE current=1")}
            for source, i, h in self._db.execute(
                "SELECT aliases.source, id, sha256 FROM aliases JOIN documents ON id=document AND current=1"
            ):
                known.setdefault(source, (i, h))
        return known

    def with_hash(self, sha256: str) -> str | None:
        """Id of the current document with this content, if there is one."""
        with self._translated():
            row = self._db.execute("SELECT id FROM documents WHERE sha256=? AND current=1", (sha256,)).fetchone()
        return str(row[0]) if row else None

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document, the current version by default.

        Raises:
            NotFoundError: if there is no such document or version.
        """
        where = "current=1" if version is None else "version=?"
        args: tuple[object, ...] = (document_id,) if version is None else (document_id, version)
        with self._translated():
            row = self._db.execute(f"SELECT {_DOCUMENT} FROM documents WHERE id=? AND {where}", args).fetchone()
        if not row:
            raise NotFoundError(f"There is no document {document_id!r}.", hint="`klum sources` lists them.")
        return _document(row)

    def current_version(self, document_id: str) -> int | None:
        """Version number of the current text of a document; None if it was removed."""
        with self._translated():
            row = self._db.execute("SELECT version FROM documents WHERE id=? AND current=1", (document_id,)).fetchone()
        return int(row[0]) if row else None

    def versions(self, document_id: str) -> list[tuple[int, float, bool]]:
        """The versions of a document: (number, time added as seconds since 1970, whether it is current)."""
        with self._translated():
            rows = self._db.execute("SELECT version, added, current FROM documents WHERE id=? ORDER BY version", (document_id,))
            return [(v, a, bool(c)) for v, a, c in rows]

    def documents(self, *, with_text: bool = True) -> Iterator[Document]:
        """The current documents in the order they came in; without text for a listing (spans are left out too)."""
        columns = _DOCUMENT if with_text else _DOCUMENT.replace(" pages, noise, text", " '[]', '[]', ''")
        with self._translated():
            for row in self._db.execute(f"SELECT {columns} FROM documents WHERE current=1 ORDER BY rowid"):
                yield _document(row)

    def select(
        self,
        *,
        publisher: str | None = None,
        documents: Iterable[str] | None = None,
        since: PartialDate | None = None,
        until: PartialDate | None = None,
    ) -> list[str]:
        """Ids of the current documents that a filter lets through; dates compare as far as they are stated."""
        ids = []
        wanted = set(documents) if documents is not None else None
        with self._translated():
            rows = self._db.execute("SELECT id, publisher, published FROM documents WHERE current=1").fetchall()
        for document_id, by, published in rows:
            if wanted is not None and document_id not in wanted:
                continue
            if publisher is not None and publisher.casefold() not in by.casefold():
                continue
            if (since or until) and not _within(published, since, until):
                continue
            ids.append(document_id)
        return ids

    def chunks_of(self, document_id: str) -> list[tuple[int, Chunk]]:
        """The chunks of a current document with their numbers."""
        document = self.document(document_id)
        with self._translated():
            rows = self._db.execute(
                "SELECT id, ordinal, start, end, context FROM chunks WHERE document=? ORDER BY ordinal", (document_id,)
            ).fetchall()
        return [(n, Chunk.cut(document, o, Span(s, e), c)) for n, o, s, e, c in rows]

    def stored_chunks(self, numbers: Sequence[int]) -> dict[int, StoredChunk]:
        """Chunks by number; numbers that are no longer there are left out."""
        found: dict[int, StoredChunk] = {}
        with self._translated():
            for group in _groups(list(numbers), 500):
                marks = ",".join("?" * len(group))
                for row in self._db.execute(
                    "SELECT c.id, c.document, c.ordinal, c.start, c.end, substr(d.text, c.start+1, c.end-c.start), c.context,"
                    " d.source, d.title, d.publisher, d.published, d.version FROM chunks c"
                    f" JOIN documents d ON d.id=c.document AND d.current=1 WHERE c.id IN ({marks})",
                    group,
                ):
                    number, document, ordinal, start, end, text, context, source, title, publisher, published, version = row
                    chunk = Chunk(document, ordinal, Span(start, end), text, context)
                    date = PartialDate.parse(published) if published else None
                    found[number] = StoredChunk(number, chunk, source, title, publisher, date, version)
        return found

    def numbers(self, *, after: int = 0, documents: Sequence[str] | None = None) -> np.ndarray:
        """Numbers of the current chunks in ascending order, those after one number, or of some documents."""
        with self._translated():
            if documents is None:
                rows = self._db.execute("SELECT id FROM chunks WHERE id>? ORDER BY id", (after,)).fetchall()
            else:
                rows = [
                    row
                    for group in _groups(list(documents), 500)
                    for row in self._db.execute(
                        f"SELECT id FROM chunks WHERE document IN ({','.join('?' * len(group))}) AND id>?", [*group, after]
                    )
                ]
        return np.array(sorted(n for (n,) in rows), dtype=np.int64)

    def vectors(self, numbers: Sequence[int] | np.ndarray, encoder: str | None = None) -> np.ndarray:
        """Vectors of chunks, shape (len(numbers), dimension), float32; a row of NaN for a chunk that has none."""
        encoder = self.encoder if encoder is None else encoder
        wanted = [int(n) for n in numbers]
        found: dict[int, bytes] = {}
        with self._translated():
            for group in _groups(wanted, 500):
                found.update(
                    self._db.execute(
                        f"SELECT chunk, vector FROM vectors WHERE encoder=? AND chunk IN ({','.join('?' * len(group))})",
                        [encoder, *group],
                    ).fetchall()
                )
        if not found:
            return np.zeros((len(wanted), 0), dtype=np.float32)
        dimension = len(next(iter(found.values()))) // 2
        nothing = np.full(dimension, np.nan, dtype=np.float16).tobytes()
        joined = b"".join(found.get(n, nothing) for n in wanted)
        return np.frombuffer(joined, dtype=np.float16).reshape(len(wanted), dimension).astype(np.float32)

    def iter_vectors(self, *, after: int = 0, batch: int = 5000) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All vectors in use in order of chunk number: batches of (numbers int64, vectors float32)."""
        encoder = self.encoder
        while True:
            with self._translated():
                rows = self._db.execute(
                    "SELECT chunk, vector FROM vectors WHERE encoder=? AND chunk>? ORDER BY chunk LIMIT ?", (encoder, after, batch)
                ).fetchall()
            if not rows:
                return
            numbers = np.array([n for n, _ in rows], dtype=np.int64)
            matrix = np.frombuffer(b"".join(v for _, v in rows), dtype=np.float16).reshape(len(rows), -1)
            yield numbers, matrix.astype(np.float32)
            after = int(numbers[-1])

    def chunks_without_vector(self, encoder: str, limit: int) -> list[int]:
        """Numbers of chunks that have no vector of a model yet."""
        with self._translated():
            rows = self._db.execute(
                "SELECT chunks.id FROM chunks LEFT JOIN vectors ON encoder=? AND chunk=chunks.id WHERE vector IS NULL"
                " ORDER BY chunks.id LIMIT ?",
                (encoder, limit),
            ).fetchall()
        return [n for (n,) in rows]

    def changed_since(self, generation: int) -> tuple[list[str], list[str]]:
        """What changed after a generation: ids removed or replaced, and ids of documents that have new chunks."""
        with self._translated():
            gone = self._db.execute("SELECT DISTINCT document FROM removed WHERE generation>?", (generation,)).fetchall()
            new = self._db.execute("SELECT DISTINCT document FROM chunks WHERE generation>?", (generation,)).fetchall()
        return [d for (d,) in gone], [d for (d,) in new]

    def counts(self) -> Mapping[str, int]:
        """Numbers of documents, old versions, chunks, vectors in use, and characters of current text."""
        with self._translated():
            one = self._db.execute
            documents, characters = one("SELECT count(*), coalesce(sum(length), 0) FROM documents WHERE current=1").fetchone()
            return {
                "documents": documents,
                "old_versions": one("SELECT count(*) FROM documents WHERE current=0").fetchone()[0],
                "chunks": one("SELECT count(*) FROM chunks").fetchone()[0],
                "vectors": one("SELECT count(*) FROM vectors WHERE encoder=?", (self.encoder,)).fetchone()[0],
                "characters": characters,
            }

    def check(self) -> list[str]:
        """Faults that SQLite finds in the file, and chunks that do not lie in their text; empty when all is well."""
        with self._translated():
            faults = [str(row[0]) for row in self._db.execute("PRAGMA quick_check") if row[0] != "ok"]
            outside = self._db.execute(
                "SELECT count(*) FROM chunks LEFT JOIN documents d ON d.id=document AND d.current=1"
                " WHERE d.id IS NULL OR start<0 OR end<start OR end>d.length"
            ).fetchone()[0]
            naked = self._db.execute(
                "SELECT count(*) FROM chunks LEFT JOIN vectors ON encoder=? AND chunk=chunks.id WHERE vector IS NULL", (self.encoder,)
            ).fetchone()[0]
        if outside:
            faults.append(f"{outside} chunks do not lie in a current document")
        if naked:
            faults.append(f"{naked} chunks have no vector of {self.encoder!r}")
        return faults

    def backup(self, target: Path) -> None:
        """Copy the catalogue, consistent, while it may be in use."""
        with self._translated():
            copy = sqlite3.connect(target)
            try:
                self._db.backup(copy)
            finally:
                copy.close()


def _document(row: Sequence[object]) -> Document:
    document_id, version, source, sha256, title, publisher, published, language, url, note, pages, noise, text = row
    return Document(
        id=str(document_id),
        source=str(source),
        title=str(title),
        text=str(text),
        publisher=str(publisher),
        published=PartialDate.parse(str(published)) if published else None,
        language=str(language),
        sha256=str(sha256),
        pages=tuple(Span(s, e) for s, e in json.loads(str(pages))),
        noise=tuple(Noise(Span(s, e), NoiseReason(reason)) for s, e, reason in json.loads(str(noise))),
        url=str(url),
        note=str(note),
        version=int(str(version)),
    )


def _replace_version(document: Document, version: int) -> Document:
    from dataclasses import replace

    return document if document.version == version else replace(document, version=version)


def _within(published: str | None, since: PartialDate | None, until: PartialDate | None) -> bool:
    if not published or published.startswith("-"):
        return False  # no year is stated: it cannot be said to lie within
    return not (
        (since and published[: len(str(since))] < str(since)[: len(published)])
        or (until and published[: len(str(until))] > str(until)[: len(published)])
    )


def _groups(items: list[_T], size: int) -> Iterator[list[_T]]:
    for i in range(0, len(items), size):
        yield items[i : i + size]
