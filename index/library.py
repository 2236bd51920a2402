"""The index as a whole: one folder with the catalogue and the two indexes derived from it.

`Index.open` compares generations and repairs what is behind or damaged; nothing derived is ever trusted over the
catalogue.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np
from filelock import FileLock, Timeout

from corpus.chunking import ChunkSize
from corpus.document import Chunk, Document, PartialDate
from corpus.errors import IndexStoreError, KlumError, LockedError
from corpus.loaders.base import Loaded, Refused
from corpus.reading import document_id, loaded_hash
from corpus.structure import outline
from index.catalogue import Catalogue, Prepared, StoredChunk
from index.encoder import Encoder, EncoderInput, StaticEncoder
from index.fusion import DENSE_WEIGHT, fuse
from index.ingest import Failed, prepared_stream
from index.lexical import LexicalEntry, LexicalIndex, discard
from index.searchable import Searchable, searchable_chunk, searchable_query
from index.vectors import COMPACT_AT, VectorIndex

_log = logging.getLogger(__name__)
_CANDIDATES = 100
_COMMIT_EVERY = 4_000_000
"""Characters after which the lexical index is committed during a long ingest."""

Progress = Callable[[str, int, int], None]
"""Told (stage, done, all); all is 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to search in; None lets everything through.

    Args:
        publisher: part of the publisher's name, in any case.
        documents: document ids.
        since: published on this date or later; a document without a year is left out.
        until: published on this date or earlier.
    """

    publisher: str | None = None
    documents: tuple[str, ...] | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found.

    Args:
        stored: the chunk and what is known of its document.
        score: fused score; comparable within one question only.
        lexical: BM25 score; 0 without a common word.
        dense: cosine similarity, -1 to 1.
    """

    stored: StoredChunk
    score: float
    lexical: float
    dense: float

    @property
    def chunk(self) -> Chunk:
        """The chunk itself."""
        return self.stored.chunk


@dataclass(slots=True)
class IngestReport:
    """What became of the files given to `Index.ingest`."""

    stored: list[Document] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    characters: int = 0
    interrupted: bool = False


class Index:
    """Documents, and the means to find passages in them. Open it with `Index.open`."""

    def __init__(
        self, home: Path, encoder: Encoder, catalogue: Catalogue, lexical: LexicalIndex, vectors: VectorIndex, lock: FileLock
    ) -> None:
        self.home = home
        self.encoder = encoder
        self.catalogue = catalogue
        self.lexical = lexical
        self.vectors = vectors
        self._lock = lock
        self._guard = threading.RLock()
        self._seen = (catalogue.changed_elsewhere(), catalogue.generation)

    @classmethod
    def open(
        cls,
        home: Path,
        encoder: Encoder | None = None,
        *,
        progress: Progress | None = None,
        compact_at: int = COMPACT_AT,
    ) -> Self:
        """Open the index in a folder, making it if needed and repairing what is behind or damaged.

        Args:
            home: the folder.
            encoder: the embedding model; the bundled one by default.
            progress: told how a repair goes.
            compact_at: see `index.vectors.COMPACT_AT`.

        Raises:
            CatalogueError: if the catalogue cannot be read.
            IndexStoreError: if the folder cannot be used.
        """
        encoder = encoder or StaticEncoder()
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexStoreError(
                f"The folder {home} cannot be used: {error.strerror}.", hint="Set KLUM_HOME to a folder you may write to."
            ) from error
        catalogue = Catalogue(home / "catalogue.sqlite3")
        lock = FileLock(home / "writer.lock", timeout=0)
        try:
            with lock:
                lexical = _open_lexical(home / "lexical")
                vectors = VectorIndex(home / "vectors", catalogue, compact_at=compact_at)
                index = cls(home, encoder, catalogue, lexical, vectors, lock)
                index._repair(progress)
        except Timeout:  # another process writes, and keeps the indexes in order
            lexical = LexicalIndex(home / "lexical")
            vectors = VectorIndex(home / "vectors", catalogue, compact_at=compact_at)
            index = cls(home, encoder, catalogue, lexical, vectors, lock)
        return index

    def close(self) -> None:
        """Close all files."""
        self.lexical.close()
        self.vectors.close()
        self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- searching ----------------------------------------------------------------------------------------------

    def search(self, question: str, limit: int = 10, only: Filter | None = None, *, mode: str = "hybrid") -> list[Hit]:
        """Find the passages that fit a question best.

        Args:
            question: in natural language.
            limit: how many at most.
            only: what to search in.
            mode: "hybrid", "lexical" or "dense".

        Returns:
            Hits, best first.
        """
        query = searchable_query(question)
        documents = None
        if only is not None and only != Filter():
            documents = self.catalogue.select(
                publisher=only.publisher, documents=only.documents, since=only.since, until=only.until
            )
            if not documents:
                return []
        with self._guard:
            self._refresh()
            try:
                return self._search(question, query, limit, documents, mode)
            except IndexStoreError as error:  # the writer may have swapped a snapshot away under us
                _log.warning("searching again after: %s", error)
                self.vectors.reload()
                return self._search(question, query, limit, documents, mode)

    def _search(
        self, question: str, query: Searchable, limit: int, documents: Sequence[str] | None, mode: str
    ) -> list[Hit]:
        reach = max(_CANDIDATES, limit)
        lexical: dict[int, float] = {}
        dense: dict[int, float] = {}
        if mode != "dense":
            lexical = dict(zip(*map(np.ndarray.tolist, self.lexical.search(query, reach, documents)), strict=True))
        if mode != "lexical":
            vector = self.encoder.encode_query(EncoderInput(question, query.encoder_text))
            dense = dict(zip(*map(np.ndarray.tolist, self.vectors.search(vector, reach, documents)), strict=True))
        if mode == "hybrid":
            missing = [number for number in lexical if number not in dense]
            if missing and vector.any():
                similar = np.nan_to_num(self.catalogue.vectors(missing) @ vector) if self.catalogue.encoder else np.zeros(0)
                dense.update(zip(missing, similar.tolist(), strict=False))
            lexical |= self.lexical.score(query, [number for number in dense if number not in lexical])
        numbers = np.array(sorted({*lexical, *dense}), dtype=np.int64)
        if not len(numbers):
            return []
        words = np.array([lexical.get(int(n), 0.0) for n in numbers])
        near = np.array([dense.get(int(n), 0.0) for n in numbers])
        scores = {"lexical": words, "dense": near}.get(mode, fuse(words, near, self.dense_weight) if mode == "hybrid" else words)
        order = np.lexsort((numbers, -scores))
        hits: list[Hit] = []
        for start in range(0, len(order), limit + 8):
            group = order[start : start + limit + 8]
            found = self.catalogue.stored_chunks(numbers[group].tolist())
            for i in group:
                stored = found.get(int(numbers[i]))
                if stored is not None:
                    hits.append(Hit(stored, float(scores[i]), float(words[i]), float(near[i])))
            if len(hits) >= limit:
                break
        return hits[:limit]

    @property
    def dense_weight(self) -> float:
        """Weight of the vector score in the fused score, as calibrated for the embedding model."""
        return float(getattr(self.encoder, "dense_weight", DENSE_WEIGHT))

    def _refresh(self) -> None:
        """See what other processes, or this one, have changed."""
        changed = self.catalogue.changed_elsewhere()
        if changed == self._seen[0]:
            return
        generation = self.catalogue.generation
        self.lexical.reload()
        if generation != self._seen[1]:
            self.vectors.reload()
        self._seen = (changed, generation)

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock.

        Raises:
            LockedError: if another process holds it.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LockedError(
                f"Another process is writing to {self.home}.",
                hint="Wait until it has finished, or stop it; searching goes on meanwhile.",
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def ingest(
        self,
        files: Iterable[Loaded | Refused],
        *,
        size: ChunkSize | None = None,
        workers: int | None = None,
        on_event: Callable[[str, str, str], None] | None = None,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Take files in. Each is safe on disk when its "stored" event is told; running again goes on where it stopped.

        Args:
            files: as `corpus.loaders.load_paths` gives them.
            size: chunk lengths.
            workers: worker processes; see `index.ingest.prepared_stream`.
            on_event: told (event, source, detail) with event stored, unchanged, duplicate or refused.
            progress: told how it goes: ("read", characters, 0) and ("vectors", done, all).

        Returns:
            What became of each file.

        Raises:
            LockedError: if another process is writing.
        """
        report = IngestReport()

        def tell(event: str, source: str, detail: str = "") -> None:
            if on_event is not None:
                on_event(event, source, detail)

        with self.writing(), self._guard:
            known = self.catalogue.known_hashes()
            hashes = {sha: identifier for identifier, sha in known.values()}
            waiting = 0

            def new_ones() -> Iterator[Loaded]:
                for one in files:
                    if isinstance(one, Refused):
                        report.refused.append(one)
                        tell("refused", one.source, str(one.error))
                        continue
                    sha = loaded_hash(one)
                    there = known.get(one.source)
                    if there is not None and there[1] == sha:
                        report.unchanged.append(one.source)
                        tell("unchanged", one.source, there[0])
                    elif sha in hashes:
                        if there is not None and there[0] == document_id(one.source):
                            self._remove(there[0])
                        self.catalogue.add_alias(one.source, hashes[sha])
                        report.duplicates.append((one.source, hashes[sha]))
                        tell("duplicate", one.source, hashes[sha])
                    else:
                        hashes[sha] = document_id(one.source)
                        yield one

            stream = prepared_stream(new_ones(), self.encoder, size, workers=workers)
            try:
                for batch in stream:
                    good = [one for one in batch if isinstance(one, Prepared)]
                    for one in batch:
                        if isinstance(one, Failed):
                            report.refused.append(Refused(one.source, one.error))  # type: ignore[arg-type]
                            tell("refused", one.source, str(one.error))
                    stored = self.catalogue.put(good, self.encoder.name) if good else []
                    self._index(list(zip(stored, good, strict=True)))
                    for document in stored:
                        report.stored.append(replace(document, text="", pages=(), noise=()))
                        report.characters += len(document.text)
                        waiting += len(document.text)
                        tell("stored", document.source, document.id)
                    if progress is not None:
                        progress("read", report.characters, 0)
                    if waiting >= _COMMIT_EVERY:
                        self.lexical.commit(self.catalogue.generation)
                        waiting = 0
            except KeyboardInterrupt:
                report.interrupted = True
                stream.close()
            self._settle(progress)
        return report

    def remove(self, identifier: str) -> None:
        """Take a document out of the index.

        Raises:
            NotFoundError: if there is no such document.
            LockedError: if another process is writing.
        """
        with self.writing(), self._guard:
            self._remove(identifier)
            self._settle(None)

    def _remove(self, identifier: str) -> None:
        self.catalogue.remove(identifier)
        self.lexical.apply([identifier], [])

    def _index(self, stored: Sequence[tuple[Document, Prepared]]) -> None:
        for document, prepared in stored:
            numbers = [number for number, _ in self.catalogue_chunk_numbers(document.id)]
            entries = [LexicalEntry(n, Searchable(*s)) for n, s in zip(numbers, prepared.searchable, strict=True)]
            self.lexical.apply([document.id] if document.version > 1 else [], [(document.id, entries)])

    def catalogue_chunk_numbers(self, identifier: str) -> list[tuple[int, int]]:
        """Numbers and ordinals of a document's chunks."""
        numbers = self.catalogue.numbers(documents=[identifier])
        return [(int(number), ordinal) for ordinal, number in enumerate(numbers)]

    def _settle(self, progress: Progress | None) -> None:
        """Bring both derived indexes to the catalogue's generation."""
        if self.lexical.generation != self.catalogue.generation:
            self.lexical.commit(self.catalogue.generation)
        self.vectors.compact(progress=(lambda done, all_: progress("vectors", done, all_)) if progress else None)
        self.vectors.reload()
        self._seen = (self.catalogue.changed_elsewhere(), self.catalogue.generation)

    # -- care ---------------------------------------------------------------------------------------------------

    def _repair(self, progress: Progress | None) -> None:
        generation = self.catalogue.generation
        behind = self.lexical.generation
        chunks = self.catalogue.counts()["chunks"]
        if behind > generation or (behind == -1 and chunks) or (behind == generation and self.lexical.size != chunks):
            self._rebuild_lexical(progress)
        elif behind != generation:
            gone, new = self.catalogue.changed_since(max(behind, 0))
            self.lexical.apply([*gone, *new], self._entries(new, progress))
            self.lexical.commit(generation)
        if self.vectors.fault or self.vectors.tail >= 4 * COMPACT_AT:
            if self.vectors.fault:
                _log.warning("the vector snapshot is made anew: %s", self.vectors.fault)
                self.vectors.discard()
            self.vectors.compact(progress=(lambda done, all_: progress("vectors", done, all_)) if progress else None)
            self.vectors.fault = ""
        self._seen = (self.catalogue.changed_elsewhere(), generation)

    def _entries(self, identifiers: Iterable[str], progress: Progress | None) -> Iterator[tuple[str, list[LexicalEntry]]]:
        wanted = list(identifiers)
        for done, identifier in enumerate(wanted, 1):
            document = self.catalogue.document(identifier)
            structure = outline(document.text, [noise.span for noise in document.noise])
            chunks = self.catalogue.chunks_of(identifier)
            yield identifier, [LexicalEntry(number, searchable_chunk(chunk, structure)) for number, chunk in chunks]
            if progress is not None and (done % 200 == 0 or done == len(wanted)):
                progress("lexical", done, len(wanted))

    def _rebuild_lexical(self, progress: Progress | None) -> None:
        self.lexical.close()
        discard(self.home / "lexical")
        self.lexical = LexicalIndex(self.home / "lexical")
        self.lexical.apply([], self._entries(self.catalogue.select(), progress))
        self.lexical.commit(self.catalogue.generation)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both derived indexes anew from the catalogue.

        Raises:
            LockedError: if another process is writing.
        """
        with self.writing(), self._guard:
            self._rebuild_lexical(progress)
            self.vectors.discard()
            self.vectors.compact(force=True, progress=(lambda done, all_: progress("vectors", done, all_)) if progress else None)
            self.vectors.fault = ""
            self._seen = (self.catalogue.changed_elsewhere(), self.catalogue.generation)

    def verify(self, samples: int = 50) -> list[str]:
        """Faults found in the stores; empty when all is well.

        Args:
            samples: chunks that are looked up by their own words and by their own vector.
        """
        faults = [f"catalogue: {fault}" for fault in self.catalogue.check()]
        chunks = self.catalogue.counts()["chunks"]
        if self.lexical.generation != self.catalogue.generation:
            faults.append(f"lexical index: at generation {self.lexical.generation}, the catalogue at {self.catalogue.generation}")
        if self.lexical.size != chunks:
            faults.append(f"lexical index: holds {self.lexical.size} chunks, the catalogue {chunks}")
        if self.vectors.fault:
            faults.append(f"vector index: {self.vectors.fault}")
        numbers = self.catalogue.numbers()
        picked = numbers[np.unique(np.linspace(0, len(numbers) - 1, min(samples, len(numbers))).astype(int))] if len(numbers) else numbers
        stored = self.catalogue.stored_chunks(picked.tolist())
        for number, vector in zip(picked.tolist(), self.catalogue.vectors(picked), strict=True):
            document = self.catalogue.document(stored[number].chunk.document_id)
            structure = outline(document.text, [noise.span for noise in document.noise])
            searchable = searchable_chunk(stored[number].chunk, structure)
            if searchable.words and number not in self.lexical.score(searchable, [number]):
                faults.append(f"lexical index: chunk {number} is not found by its own words")
            found, similarity = self.vectors.search(vector, 10)
            if vector.any() and number not in found and similarity[0] < 0.999:
                faults.append(f"vector index: chunk {number} is not found by its own vector")
        return faults


def _open_lexical(path: Path) -> LexicalIndex:
    try:
        index = LexicalIndex(path)
        index.generation  # noqa: B018 - reads from every file that a search needs
    except (KlumError, ValueError, OSError) as error:
        _log.warning("the lexical index is made anew: %s", error)
        discard(path)
        return LexicalIndex(path)
    return index
