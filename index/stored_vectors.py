"""The vectors in the catalogue: those in use, and those of another model that is to take over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from corpus.errors import CatalogueError, OtherModelError
from index.catalogue_file import CatalogueFile

_T = TypeVar("_T")
_GROUP = 1000


class StoredVectors:
    """Reads and writes vectors; stored as 16-bit floats.

    Args:
        file: the catalogue's file.
    """

    def __init__(self, file: CatalogueFile) -> None:
        self._file = file

    def of(self, numbers: Sequence[int] | np.ndarray, *, encoder: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of chunks.

        Args:
            numbers: chunk numbers; those that have no vector are left out.
            encoder: name of the model that they must be of; None for any.

        Returns:
            Chunk numbers in ascending order, shape (n,), int64, and their vectors, shape (n, dimension), float32.

        Raises:
            OtherModelError: if those of another model have taken over.
        """
        wanted = sorted(int(number) for number in numbers)
        rows: list[tuple[int, bytes]] = []
        with self._file.reading() as db:
            _check(db, encoder)
            for group, marks in groups(wanted):
                query = f"SELECT chunk, vector FROM vectors WHERE chunk IN ({marks}) ORDER BY chunk"
                rows += db.execute(query, group).fetchall()
        return _arrays(rows)

    def after(
        self, number: int = 0, *, batch: int = 5000, encoder: str | None = None
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All vectors of chunks after a number, as `of` gives them, a batch at a time."""
        while True:
            with self._file.reading() as db:
                _check(db, encoder)
                rows = db.execute(
                    "SELECT chunk, vector FROM vectors WHERE chunk>? ORDER BY chunk LIMIT ?", (number, batch)
                ).fetchall()
            if not rows:
                return
            yield _arrays(rows)
            number = rows[-1][0]

    # -- another model ------------------------------------------------------------------------------------------

    def begin_next(self, encoder: str) -> None:
        """Prepare to take vectors of another model; those that it left here before, interrupted, are kept."""
        with self._file.transaction() as db:
            before = db.execute("SELECT value FROM meta WHERE key='encoder_next'").fetchone()
            if before is None or before[0] != encoder:
                db.execute("DELETE FROM vectors_next")
                db.execute("INSERT OR REPLACE INTO meta VALUES('encoder_next', ?)", (encoder,))

    def without_next(self) -> list[str]:
        """Ids of the documents that lack vectors of the other model."""
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT DISTINCT document FROM chunks LEFT JOIN vectors_next ON chunk=id WHERE vector IS NULL"
            ).fetchall()
        return [document for (document,) in rows]

    def put_next(self, numbers: Sequence[int], vectors: np.ndarray, encoder: str) -> None:
        """Store vectors of the other model beside the ones in use; those of chunks that are gone are left out.

        Args:
            numbers: chunk numbers.
            vectors: their vectors, shape (len(numbers), dimension).
            encoder: name of the other model.

        Raises:
            OtherModelError: if it is not, or no longer, the one that is to take over.
        """
        rows = [(n, row.tobytes(), n) for n, row in zip(numbers, vectors.astype(np.float16), strict=True)]
        with self._file.transaction() as db:
            _check(db, encoder, "encoder_next")
            db.executemany(
                "INSERT OR REPLACE INTO vectors_next SELECT ?, ? WHERE EXISTS(SELECT 1 FROM chunks WHERE id=?)", rows
            )

    def lacking_next(self, document: str) -> set[int]:
        """Numbers of the chunks of a document that lack a vector of the other model."""
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT id FROM chunks LEFT JOIN vectors_next ON chunk=id WHERE document=? AND vector IS NULL",
                (document,),
            )
            return {number for (number,) in rows}

    def use_next(self, encoder: str) -> None:
        """Let the vectors of the other model take over, all at once.

        Args:
            encoder: its name.

        Raises:
            OtherModelError: if it is not, or no longer, the one that is to take over.
            CatalogueError: if a chunk has none.
        """
        with self._file.changing() as (db, _):
            _check(db, encoder, "encoder_next")
            missing = db.execute(
                "SELECT count(*) FROM chunks LEFT JOIN vectors_next ON chunk=id WHERE vector IS NULL"
            ).fetchone()[0]
            if missing:
                raise CatalogueError(
                    f"{missing} chunks have no vector of the new model yet.", hint="Run `klum index rebuild` again."
                )
            db.execute("DROP TABLE vectors")
            db.execute("ALTER TABLE vectors_next RENAME TO vectors")
            db.execute("CREATE TABLE vectors_next(chunk INTEGER PRIMARY KEY, vector BLOB NOT NULL)")
            db.execute("INSERT OR REPLACE INTO meta VALUES('encoder', ?)", (encoder,))
            db.execute("DELETE FROM meta WHERE key='encoder_next'")


def _check(db: sqlite3.Connection, encoder: str | None, key: str = "encoder") -> None:
    """Make sure that vectors are of a model, within the transaction that reads or writes them."""
    if encoder is None:
        return
    row = db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    if (row[0] if row else "") != encoder:
        raise OtherModelError(
            f"The vectors are of the embedding model {row[0] if row else ''!r} now, not of {encoder!r}.",
            hint="Try again.",
        )


def groups(items: Sequence[_T]) -> Iterator[tuple[Sequence[_T], str]]:
    """Parts of a list small enough for one query, with as many question marks."""
    for start in range(0, len(items), _GROUP):
        part = items[start : start + _GROUP]
        yield part, ",".join("?" * len(part))


def _arrays(rows: Sequence[tuple[int, bytes]]) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.fromiter((number for number, _ in rows), np.int64, len(rows))
    if not rows:
        return numbers, np.zeros((0, 0), np.float32)
    matrix = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float16).reshape(len(rows), -1)
    return numbers, matrix.astype(np.float32)
