"""The catalogue: documents, their versions, chunks and vectors in one SQLite file. It is the truth.

Each document is taken in by one transaction, together with its chunks and vectors. The tables are in
`index.catalogue_file`, what is written in `index.storing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.document import Document
from corpus.errors import CatalogueError, NotFoundError, OtherModelError
from corpus.reading import document_id as id_of_source
from index.catalogue_file import CatalogueFile
from index.records import DOCUMENT_COLUMNS, LISTING_COLUMNS, Filter, Prepared, document_of
from index.stored_chunks import StoredChunks
from index.stored_vectors import StoredVectors
from index.storing import release, store


class Catalogue:
    """Reads and writes the catalogue; safe to use from any thread.

    Args:
        path: the file; made when it is not there.
        read_only: open without the right to write.

    Attributes:
        file: its SQLite file.
        chunks: the current chunks.
        vectors: their vectors.

    Raises:
        CatalogueError: if the file is damaged, or of a version that this program does not know.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.file = CatalogueFile(path, read_only=read_only)
        self.chunks = StoredChunks(self.file)
        self.vectors = StoredVectors(self.file)

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    @property
    def generation(self) -> int:
        """Number of the last transaction that changed documents."""
        return self.file.state().generation

    @property
    def encoder(self) -> str:
        """Name of the embedding model whose vectors are searched; "" before the first."""
        return self.file.state().encoder

    # -- writing ------------------------------------------------------------------------------------------------

    def put(self, prepared: Sequence[Prepared], encoder: str) -> list[tuple[Document, list[int]]]:
        """Store documents, all or none; one whose source is there already becomes a new version.

        Args:
            prepared: documents with chunks and vectors.
            encoder: name of the model that made the vectors.

        Returns:
            The documents as stored, `version` settled, each with the numbers of its chunks.

        Raises:
            OtherModelError: if the catalogue holds vectors of another model.
            CatalogueError: if it cannot be written.
        """
        with self.file.changing() as (db, generation):
            before = db.execute("SELECT value FROM meta WHERE key='encoder'").fetchone()
            if before is None or before[0] != encoder:
                if before is not None and db.execute("SELECT 1 FROM chunks LIMIT 1").fetchone():
                    raise other_encoder(before[0], encoder)
                db.execute("INSERT OR REPLACE INTO meta VALUES('encoder', ?)", (encoder,))
            return [store(db, one, generation) for one in prepared]

    def remove(self, document_id: str) -> None:
        """Take a document out of the index; its text stays, so that citations into it can still be shown.

        Raises:
            NotFoundError: if there is no such current document.
        """
        with self.file.changing() as (db, generation):
            db.execute("DELETE FROM aliases WHERE document=?", (document_id,))
            if not release(db, document_id, generation):
                raise NotFoundError(f"There is no document {document_id!r}.", hint="`klum sources` lists them.")

    def set_url(self, document_id: str, url: str) -> None:
        """State another address of a document; it is not searched, so the document stays the version that it is.

        Raises:
            NotFoundError: if there is no such current document.
        """
        with self.file.transaction() as db:
            if not db.execute("UPDATE documents SET url=? WHERE id=? AND current=1", (url, document_id)).rowcount:
                raise NotFoundError(f"There is no document {document_id!r}.", hint="`klum sources` lists them.")

    def add_alias(self, source: str, sha256: str) -> str | None:
        """Note that a source has the same content as a current document; what it held before is replaced.

        Args:
            source: the source.
            sha256: hash of its content.

        Returns:
            Id of the document with that content; None, and nothing is changed, if there is none.
        """
        with self.file.reading() as db:
            holder = db.execute("SELECT id FROM documents WHERE sha256=? AND current=1", (sha256,)).fetchone()
        if holder is None:
            return None
        own = id_of_source(source)
        if own != holder[0]:
            if self.current_version(own) is not None:
                with self.file.changing() as (db, generation):
                    release(db, own, generation)
                    db.execute("INSERT OR REPLACE INTO aliases VALUES(?, ?)", (source, holder[0]))
            else:
                with self.file.transaction() as db:
                    db.execute("INSERT OR REPLACE INTO aliases VALUES(?, ?)", (source, holder[0]))
        return str(holder[0])

    # -- documents ----------------------------------------------------------------------------------------------

    def known_hashes(self) -> dict[str, tuple[str, str]]:
        """For each current source, aliases too: (document id, sha256 of its content)."""
        with self.file.reading() as db:
            known = {
                source: (document, sha256)
                for source, document, sha256 in db.execute(
                    "SELECT aliases.source, id, sha256 FROM aliases JOIN documents ON id=document AND current=1"
                )
            }
            for source, document, sha256 in db.execute("SELECT source, id, sha256 FROM documents WHERE current=1"):
                known[source] = (document, sha256)
        return known

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document, the current version by default.

        Raises:
            NotFoundError: if there is no such document or version.
        """
        where, arguments = ("current=1", [document_id]) if version is None else ("version=?", [document_id, version])
        with self.file.reading() as db:
            row = db.execute(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id=? AND {where}", arguments).fetchone()
        if not row:
            which = "" if version is None else f" of version {version}"
            raise NotFoundError(f"There is no document {document_id!r}{which}.", hint="`klum sources` lists them.")
        return document_of(row)

    def current_version(self, document_id: str) -> int | None:
        """Version number of the current text of a document; None if it was removed."""
        with self.file.reading() as db:
            row = db.execute("SELECT version FROM documents WHERE id=? AND current=1", (document_id,)).fetchone()
        return int(row[0]) if row else None

    def versions(self, document_id: str) -> list[tuple[int, float, bool]]:
        """The versions of a document: (number, time added as seconds since 1970, whether it is current)."""
        with self.file.reading() as db:
            rows = db.execute("SELECT version, added, current FROM documents WHERE id=? ORDER BY 1", (document_id,))
            return [(version, added, bool(current)) for version, added, current in rows]

    def holding(self, text: str) -> list[str]:
        """Ids of the current documents with exactly this text, whatever else they state."""
        with self.file.reading() as db:
            rows = db.execute(
                "SELECT id FROM documents WHERE current=1 AND length=? AND text=? ORDER BY rowid", (len(text), text)
            )
            return [str(row[0]) for row in rows]

    def documents(self, *, with_text: bool = True) -> Iterator[Document]:
        """The current documents in the order they came in; without text for a listing (spans are left out too)."""
        columns = DOCUMENT_COLUMNS if with_text else LISTING_COLUMNS
        with self.file.reading() as db:
            for row in db.execute(f"SELECT {columns} FROM documents WHERE current=1 ORDER BY rowid"):
                yield document_of(row)

    def select(self, only: Filter | None = None) -> list[str]:
        """Ids of the current documents that a filter lets through."""
        with self.file.reading() as db:
            rows = db.execute(
                "SELECT id, publisher, published FROM documents WHERE current=1 ORDER BY rowid"
            ).fetchall()
        return [row[0] for row in rows if only is None or only.lets_through(*row)]

    # -- care ---------------------------------------------------------------------------------------------------

    def counts(self) -> Mapping[str, int]:
        """Numbers of documents, old versions, chunks, vectors in use, and characters of current text."""
        with self.file.reading() as db:

            def one(query: str) -> int:
                return int(db.execute(query).fetchone()[0])

            return {
                "documents": one("SELECT count(*) FROM documents WHERE current=1"),
                "old_versions": one("SELECT count(*) FROM documents WHERE current=0"),
                "chunks": one("SELECT count(*) FROM chunks"),
                "vectors": one("SELECT count(*) FROM vectors"),
                "characters": one("SELECT coalesce(sum(length), 0) FROM documents WHERE current=1"),
            }

    def check(self) -> list[str]:
        """Faults that SQLite finds in the file, and chunks without text or vector; empty when all is well."""
        try:
            with self.file.reading() as db:
                faults = [str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
                outside = db.execute(
                    "SELECT count(*) FROM chunks LEFT JOIN documents d ON d.id=document AND d.current=1"
                    " WHERE d.id IS NULL OR start<0 OR end<start OR end>d.length"
                ).fetchone()[0]
                naked = db.execute(
                    "SELECT count(*) FROM chunks LEFT JOIN vectors ON chunk=id WHERE vector IS NULL"
                ).fetchone()[0]
        except CatalogueError as error:
            return [error.message]
        if outside:
            faults.append(f"{outside} chunks do not lie in a current document")
        if naked:
            faults.append(f"{naked} chunks have no vector of {self.encoder!r}")
        return faults

    def backup(self, target: Path) -> None:
        """Copy the catalogue, one state of it, while it may be in use.

        Raises:
            CatalogueError: if it cannot be read, or the copy not be written.
        """
        self.file.copy_to(target)


def other_encoder(stored: str, given: str) -> OtherModelError:
    """The error for an embedding model that is not the one that made the stored vectors."""
    return OtherModelError(
        f"The index holds vectors of the embedding model {stored!r}, not of {given!r}.",
        hint="Run `klum index rebuild` to make them anew with this model, or set KLUM_EMBEDDING back.",
    )
