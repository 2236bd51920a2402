"""The rows that a document is made of: writing them, and releasing those of a text that is replaced or removed."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace

import numpy as np

from corpus.document import Document
from corpus.reading import document_id as id_of_source
from index.records import Prepared, row_of


def store(db: sqlite3.Connection, prepared: Prepared, generation: int) -> tuple[Document, list[int]]:
    """Store a document as the current version of itself.

    Args:
        db: a connection in a transaction.
        prepared: the document.
        generation: of the transaction.

    Returns:
        The document with its version, and the numbers of its chunks.
    """
    document = prepared.document
    version = _next_version(db, document.id)
    release(db, document.id, generation)
    marks = ",".join("?" * 16)
    db.execute(f"INSERT INTO documents VALUES({marks})", row_of(document, version, time.time()))
    db.execute("DELETE FROM aliases WHERE source=?", (document.source,))
    last = db.execute("SELECT seq FROM sqlite_sequence WHERE name='chunks'").fetchone()
    first = (last[0] if last else 0) + 1
    numbers = list(range(first, first + len(prepared.chunks)))
    db.executemany(
        "INSERT INTO chunks VALUES(?,?,?,?,?,?,?)",
        [
            (number, document.id, chunk.ordinal, chunk.span.start, chunk.span.end, generation, chunk.context)
            for number, chunk in zip(numbers, prepared.chunks, strict=True)
        ],
    )
    rows = prepared.vectors.astype(np.float16)
    db.executemany(
        "INSERT INTO vectors VALUES(?,?)", [(n, row.tobytes()) for n, row in zip(numbers, rows, strict=True)]
    )
    return (document if document.version == version else replace(document, version=version)), numbers


def release(db: sqlite3.Connection, document_id: str, generation: int) -> bool:
    """Take the current text out of a document; where another source has the same text, it lives on under that one.

    Args:
        db: a connection in a transaction.
        document_id: the document.
        generation: of the transaction.

    Returns:
        Whether there was a current text.
    """
    row = db.execute("SELECT version FROM documents WHERE id=? AND current=1", (document_id,)).fetchone()
    if row is None:
        return False
    db.execute("UPDATE documents SET current=0 WHERE id=? AND current=1", (document_id,))
    db.execute("INSERT INTO removed VALUES(?, ?)", (document_id, generation))
    heir = db.execute("SELECT min(source) FROM aliases WHERE document=?", (document_id,)).fetchone()[0]
    if heir is None:
        db.execute("DELETE FROM vectors WHERE chunk IN (SELECT id FROM chunks WHERE document=?)", (document_id,))
        db.execute("DELETE FROM vectors_next WHERE chunk IN (SELECT id FROM chunks WHERE document=?)", (document_id,))
        db.execute("DELETE FROM chunks WHERE document=?", (document_id,))
        return True
    new = id_of_source(heir)
    db.execute(
        "INSERT INTO documents SELECT ?, ?, 1, ?, sha256, title, publisher, published, language, '', note, length, ?,"
        " pages, noise, text FROM documents WHERE id=? AND version=?",
        (new, _next_version(db, new), heir, time.time(), document_id, row[0]),
    )
    db.execute("UPDATE chunks SET document=?, generation=? WHERE document=?", (new, generation, document_id))
    db.execute("DELETE FROM aliases WHERE source=?", (heir,))
    db.execute("UPDATE aliases SET document=? WHERE document=?", (new, document_id))
    return True


def _next_version(db: sqlite3.Connection, document_id: str) -> int:
    return (
        int(db.execute("SELECT coalesce(max(version), 0) FROM documents WHERE id=?", (document_id,)).fetchone()[0]) + 1
    )
