"""Keeps the derived indexes in step with the catalogue: catching up, making anew, embedding anew, checking."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from corpus.document import Document
from corpus.errors import CatalogueError, IndexStoreError, KlumError
from corpus.structure import Outline, outline
from index.catalogue import Catalogue, other_encoder
from index.derived import give_memory_back
from index.lexical import LexicalEntry, LexicalIndex, build
from index.searchable import searchable_chunk
from index.vectors import VectorIndex

Progress = Callable[[str, int, int], None]
"""Told (stage, done, all); all is 0 where it is not known."""

_log = logging.getLogger(__name__)
_OFTEN = 200
_SAME = 0.999
_MOST_OF_ONE = 10_000  # chunks of one document


class Upkeep:
    """What a writer does to the derived indexes; to be used under the writer's lock.

    Args:
        catalogue: the truth.
        lexical: the lexical index.
        vectors: the vector index.
    """

    def __init__(self, catalogue: Catalogue, lexical: LexicalIndex, vectors: VectorIndex) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._vectors = vectors
        self._applied = lexical.generation

    # -- following the catalogue --------------------------------------------------------------------------------

    @property
    def needed(self) -> bool:
        """Whether a derived index is damaged, behind, or of another catalogue."""
        lexical, vectors = self._lexical, self._vectors
        behind = lexical.generation != self._catalogue.generation or lexical.size != self._catalogue.chunks.count()
        return behind or bool(vectors.fault) or vectors.due

    def begin(self) -> None:
        """Begin a writer's work: look where the indexes stand now, as other processes may have written."""
        self._lexical.derive_from(self._catalogue.file.state().identity)
        self._lexical.refresh()
        self._vectors.refresh()
        self._applied = self._lexical.generation

    def follow(
        self, ready: Mapping[str, Sequence[LexicalEntry]] | None = None, progress: Progress | None = None
    ) -> None:
        """Tell the lexical index what changed in the catalogue since the last time; it is not committed yet.

        Args:
            ready: for documents just stored, what to index; that of others is made from the catalogue.
            progress: told ("lexical", documents done, all documents).
        """
        generation = self._catalogue.generation
        if generation == self._applied:
            return
        ready = ready or {}
        gone, new = self._catalogue.chunks.changed_since(max(self._applied, 0))
        known = ((document, ready[document]) for document in new if document in ready)
        self._lexical.apply([*gone, *new], known)
        self._lexical.apply([], entries(self._catalogue, [one for one in new if one not in ready], progress))
        self._applied = generation

    def commit(self) -> None:
        """Make what the lexical index was told durable and visible."""
        if self._lexical.generation != self._applied:
            self._lexical.commit(self._applied)
            give_memory_back()

    def settle(self, progress: Progress | None = None) -> None:
        """Bring both indexes to the catalogue's generation and end the writer's work.

        Raises:
            IndexStoreError: if the lexical index cannot be written (opening the index again makes up for it).
        """
        try:
            self.follow()
            self.commit()
        finally:
            self._lexical.release()
        self.compact(progress)

    def compact(self, progress: Progress | None = None, *, force: bool = False) -> None:
        """Put vectors into a new snapshot if there are enough; if that fails, all are compared exactly meanwhile."""
        try:
            self._vectors.compact(force=force, progress=_vectors_told(progress))
        except CatalogueError:
            raise
        except IndexStoreError as error:
            _log.warning("the vectors are searched without a new snapshot: %s", error)
        give_memory_back()

    # -- repairing ----------------------------------------------------------------------------------------------

    def repair(self, progress: Progress | None = None) -> None:
        """Mend what is behind or damaged."""
        generation = self._catalogue.generation
        self.begin()
        if 0 <= self._applied <= generation:
            try:
                self.follow(progress=progress)
                self.commit()
                self._lexical.release()
            except IndexStoreError as error:
                _log.warning("the lexical index cannot catch up and is made anew: %s", error)
        if self._lexical.generation != generation or self._lexical.size != self._catalogue.chunks.count():
            self.rebuild_lexical(progress)
        self.compact(progress)

    def rebuild_lexical(self, progress: Progress | None = None) -> None:
        """Make the lexical index anew; the old one is searched until the new one is complete."""
        self._lexical.abandon()
        make_lexical(self._catalogue, self._lexical.path, progress)
        self.begin()


def make_lexical(catalogue: Catalogue, path: Path, progress: Progress | None = None) -> None:
    """Make the lexical index in a folder anew from the catalogue.

    Args:
        catalogue: the truth.
        path: the folder.
        progress: told ("lexical", documents done, all documents).
    """
    state = catalogue.file.state()
    build(path, state.identity, lambda: entries(catalogue, catalogue.select(), progress), state.generation)


def entries(
    catalogue: Catalogue, documents: Iterable[str], progress: Progress | None = None
) -> Iterator[tuple[str, list[LexicalEntry]]]:
    """What the lexical index takes of documents, made from the catalogue."""
    wanted = list(documents)
    for done, identifier in enumerate(wanted, 1):
        document = catalogue.document(identifier)
        structure = outlined(document)
        chunks = catalogue.chunks.of(document)
        yield identifier, [LexicalEntry(number, searchable_chunk(chunk, structure)) for number, chunk in chunks]
        if progress is not None and (done % _OFTEN == 0 or done == len(wanted)):
            progress("lexical", done, len(wanted))


def outlined(document: Document) -> Outline:
    """The outline of a document as it was when it was cut."""
    return outline(document.text, [noise.span for noise in document.noise])


def faults(catalogue: Catalogue, lexical: LexicalIndex, vectors: VectorIndex, encoder: str, samples: int) -> list[str]:
    """Faults found in the stores; see `index.library.Index.verify`."""
    found = [f"catalogue: {fault}" for fault in catalogue.check()]
    try:
        state, chunks = catalogue.file.state(), catalogue.chunks.count()
        if chunks and state.encoder != encoder:
            found.append(f"catalogue: {other_encoder(state.encoder, encoder).message}")
        if lexical.generation != state.generation:
            found.append(f"lexical index: at generation {lexical.generation}, the catalogue at {state.generation}")
        if lexical.size != chunks:
            found.append(f"lexical index: holds {lexical.size} chunks, the catalogue {chunks}")
        if lexical.documents != (documents := catalogue.chunks.documents()):
            found.append(f"lexical index: holds {lexical.documents} documents, the catalogue {documents}")
        found += [f"lexical index: {fault}" for fault in [lexical.check()] if fault]
        found += [f"vector index: {fault}" for fault in [vectors.check()] if fault]
        numbers = catalogue.chunks.numbers()
        places = np.unique(np.linspace(0, len(numbers) - 1, min(samples, len(numbers))).astype(int))
        found += _not_found(catalogue, lexical, vectors, numbers[places])
    except KlumError as error:
        found.append(error.message)
    return found


def _not_found(catalogue: Catalogue, lexical: LexicalIndex, vectors: VectorIndex, numbers: np.ndarray) -> Iterator[str]:
    """Chunks that their own words or their own vector do not find."""
    own = dict(zip(*catalogue.vectors.of(numbers), strict=True))
    for number, stored in catalogue.chunks.found(numbers.tolist()).items():
        structure = outlined(catalogue.document(stored.chunk.document_id))
        searchable = searchable_chunk(stored.chunk, structure)
        own_words = (
            lexical.search(searchable, _MOST_OF_ONE, [stored.chunk.document_id])[0] if searchable.words else None
        )
        if own_words is not None and number not in own_words:
            yield f"lexical index: chunk {number} is not found by its own words"
        vector = own.get(number)
        if vector is None or not vector.any():
            continue
        near, similarities = vectors.search(vector, 10)
        if number not in near and max(similarities, default=0.0) < _SAME:
            yield f"vector index: chunk {number} is not found by its own vector"


def _vectors_told(progress: Progress | None) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress("vectors", done, total)) if progress is not None else None
