"""The vectors in the catalogue: those in use, and those of another model that is to take over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from corpus.errors import CatalogueError
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

    def of(self, numbers: Sequence[int] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of chunks.

        Args:
            numbers: chunk numbers; those that have no vector are left out.

        Returns:
            Chunk numbers in ascending order, shape (n,), int64, and their vectors, shape (n, dimension), float32.
        """
        wanted = sorted(int(number) for number in numbers)
        rows: list[tuple[int, bytes]] = []
        with self._file.reading() as db:
            for group, marks in groups(wanted):
                query = f"SELECT chunk, vector FROM vectors WHERE chunk IN ({marks}) ORDER BY chunk"
                rows += db.execute(query, group).fetchall()
        return _arrays(rows)

    def after(self, number: int = 0, *, batch: int = 5000) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All vectors of chunks after a number, as `of` gives them, a batch at a time."""
        while True:
            with self._file.reading() as db:
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

    def put_next(self, numbers: Sequence[int], vectors: np.ndarray) -> None:
        """Store vectors of the other model beside the ones in use."""
        rows = [(n, row.tobytes()) for n, row in zip(numbers, vectors.astype(np.float16), strict=True)]
        with self._file.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO vectors_next VALUES(?,?)", rows)

    def use_next(self) -> None:
        """Let the vectors of the other model take over, all at once.

        Raises:
            CatalogueError: if a chunk has none.
        """
        with self._file.changing() as (db, _):
            encoder = db.execute("SELECT value FROM meta WHERE key='encoder_next'").fetchone()
            missing = db.execute(
                "SELECT count(*) FROM chunks LEFT JOIN vectors_next ON chunk=id WHERE vector IS NULL"
            ).fetchone()[0]
            if missing or encoder is None:
                raise CatalogueError(
                    f"{missing} chunks have no vector of the new model yet.", hint="Run `klum index rebuild` again."
                )
            db.execute("DROP TABLE vectors")
            db.execute("ALTER TABLE vectors_next RENAME TO vectors")
            db.execute("CREATE TABLE vectors_next(chunk INTEGER PRIMARY KEY, vector BLOB NOT NULL)")
            db.execute("INSERT OR REPLACE INTO meta VALUES('encoder', ?)", encoder)
            db.execute("DELETE FROM meta WHERE key='encoder_next'")


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
