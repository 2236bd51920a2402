"""The chunks in the catalogue: by document, by number, and which of them there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.document import Chunk, Document, PartialDate, Span
from index.catalogue_file import CatalogueFile
from index.records import StoredChunk, page_at
from index.stored_vectors import groups

_MOST = 2**63 - 1  # the highest number that SQLite knows


class StoredChunks:
    """Reads the current chunks.

    Args:
        file: the catalogue's file.
    """

    def __init__(self, file: CatalogueFile) -> None:
        self._file = file

    def of(self, document: Document) -> list[tuple[int, Chunk]]:
        """The chunks of a current document with their numbers, in order."""
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT id, ordinal, start, end, context FROM chunks WHERE document=? ORDER BY ordinal", (document.id,)
            ).fetchall()
        return [(n, Chunk.cut(document, ordinal, Span(a, b), context)) for n, ordinal, a, b, context in rows]

    def found(self, numbers: Sequence[int]) -> dict[int, StoredChunk]:
        """Chunks by number; numbers that are no longer there are left out."""
        found: dict[int, StoredChunk] = {}
        with self._file.reading() as db:
            for group, marks in groups(numbers):
                for row in db.execute(
                    "SELECT c.id, c.document, c.ordinal, c.start, c.end, c.context, d.source, d.title, d.publisher,"
                    " d.published, d.version, d.pages, substr(d.text, c.start+1, c.end-c.start) FROM chunks c"
                    f" JOIN documents d ON d.id=c.document AND d.current=1 WHERE c.id IN ({marks})",
                    group,
                ):
                    number, document, ordinal, start, end, context, source, title, publisher, published = row[:10]
                    chunk = Chunk(document, ordinal, Span(start, end), row[12], context)
                    date = PartialDate.parse(published) if published else None
                    page = page_at(row[11], start)
                    found[number] = StoredChunk(number, chunk, source, title, publisher, date, row[10], page)
        return found

    def numbers(self, *, after: int = 0, up_to: int = _MOST) -> np.ndarray:
        """Numbers of the current chunks after one number and up to another, in ascending order."""
        # All of them are read from an index, which is a tenth of the table.
        where = "INDEXED BY chunks_by_generation WHERE generation>=0 AND" if after == 0 else "WHERE"
        with self._file.reading() as db:
            rows = db.execute(f"SELECT id FROM chunks {where} id>? AND id<=?", (after, up_to)).fetchall()
        return np.sort(np.fromiter((number for (number,) in rows), np.int64, len(rows)))

    def numbers_of(self, documents: Sequence[str]) -> np.ndarray:
        """Numbers of the chunks of some current documents, in ascending order."""
        rows: list[tuple[int]] = []
        with self._file.reading() as db:
            for group, marks in groups(documents):
                rows += db.execute(f"SELECT id FROM chunks WHERE document IN ({marks})", group).fetchall()
        return np.sort(np.fromiter((number for (number,) in rows), np.int64, len(rows)))

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of the numbers that are current chunks."""
        found: set[int] = set()
        with self._file.reading() as db:
            for group, marks in groups(numbers):
                found.update(n for (n,) in db.execute(f"SELECT id FROM chunks WHERE id IN ({marks})", group))
        return found

    def count(self, *, after: int = 0) -> int:
        """How many current chunks there are after a number."""
        where, arguments = (
            (" WHERE id>?", (after,)) if after else ("", ())
        )  # without a bound SQLite reads an index only
        with self._file.reading() as db:
            return int(db.execute(f"SELECT count(*) FROM chunks{where}", arguments).fetchone()[0])

    def documents(self) -> int:
        """How many current documents have chunks."""
        with self._file.reading() as db:
            return int(db.execute("SELECT count(DISTINCT document) FROM chunks").fetchone()[0])

    def changed_since(self, generation: int) -> tuple[list[str], list[str]]:
        """What changed after a generation: ids removed or replaced, and ids of documents that have new chunks."""
        with self._file.reading() as db:  # told which index to use, or SQLite reads all for the sake of DISTINCT
            gone, new = (
                db.execute(
                    f"SELECT DISTINCT document FROM {table} INDEXED BY {table}_by_generation WHERE generation>?",
                    (generation,),
                ).fetchall()
                for table in ("removed", "chunks")
            )
        return [document for (document,) in gone], [document for (document,) in new]
