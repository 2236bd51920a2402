"""The index as a whole: one folder with the catalogue and the two indexes derived from it.

`Index.open` compares generations and repairs what is behind or damaged; nothing derived is ever trusted over the
catalogue.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from corpus.chunking import ChunkSize
from corpus.errors import IndexStoreError, LockedError, OtherModelError
from corpus.loaders.base import Loaded, Refused
from index.catalogue import Catalogue, other_encoder
from index.changeover import embed_next, take_over
from index.encoder import Encoder, StaticEncoder
from index.home import CATALOGUE, LOCK, VECTORS, make_home, open_lexical
from index.ingest import prepared_stream
from index.intake import IngestReport, Intake, OnEvent
from index.lexical import LexicalEntry, LexicalIndex
from index.model_choice import ModelChange, ModelsInUse
from index.records import Filter
from index.reranker import RERANKED, Reranker, reranked
from index.search import Finder, Hit, Selection
from index.upkeep import Progress, Upkeep, faults
from index.vectors import COMPACT_AT, VectorIndex

__all__ = ["Filter", "Hit", "Index", "IngestReport", "Progress"]

_log = logging.getLogger(__name__)
_COMMIT_EVERY = 4_000_000
"""Characters after which the lexical index is committed during a long ingest."""

_ATTEMPTS = 5
"""How often a search begins anew because another embedding model took over while it ran."""

_PATIENCE = 1.0
"""Seconds to wait for another process that only mends something, before it counts as writing."""


class Index:
    """Documents, and the means to find passages in them. Open it with `Index.open`.

    Searching is safe from any thread. One thread of one process writes at a time.

    Attributes:
        home: its folder.
        encoder: the embedding model that is wanted; another one is used until its vectors are complete.
        reranker: scores the best hits of a hybrid search anew; None for none.
        rerank_best: how many of them.
        catalogue: the documents; the truth.
        lexical: the index by words.
        vectors: the index by vector.
    """

    def __init__(
        self, home: Path, encoder: Encoder, catalogue: Catalogue, lexical: LexicalIndex, vectors: VectorIndex
    ) -> None:
        self.home = home
        self.encoder = encoder
        self.reranker: Reranker | None = None
        self.rerank_best = RERANKED
        self.catalogue = catalogue
        self.lexical = lexical
        self.vectors = vectors
        self._lock = FileLock(home / LOCK)
        self._upkeep = Upkeep(catalogue, lexical, vectors)
        self._models = ModelsInUse(catalogue, home)
        self._selected = lru_cache(maxsize=16)(self._select)

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
            home: the folder; one that may not be written to can be searched.
            encoder: the embedding model; the bundled one by default.
            progress: told how a repair goes.
            compact_at: see `index.vectors.COMPACT_AT`.

        Raises:
            CatalogueError: if the catalogue cannot be read.
            IndexStoreError: if the folder cannot be used.
        """
        encoder = encoder or StaticEncoder()
        writable = make_home(home)
        catalogue = Catalogue(home / CATALOGUE, read_only=not writable)
        try:
            lexical = open_lexical(home, catalogue, writable, progress)
            try:
                vectors = VectorIndex(home / VECTORS, catalogue, compact_at=compact_at, use_snapshot=writable)
            except BaseException:
                lexical.close()
                raise
        except BaseException:
            catalogue.close()
            raise
        index = cls(home, encoder, catalogue, lexical, vectors)
        try:
            if writable:
                index._mend(progress)
        except BaseException:
            index.close()
            raise
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

        Raises:
            OtherModelError: in the mode "dense", if the vectors are of a model before that cannot be loaded.
            IndexStoreError: if there is no such mode, or the stores cannot be read.
        """
        self.lexical.refresh()
        self.vectors.refresh()
        selection = None
        if only is not None and only != Filter():
            selection = self._selected(only, self.catalogue.file.state())
        attempt = 0
        while True:
            attempt += 1
            encoder = self._models.searching(self.encoder)
            if encoder is None and mode == "dense":
                raise other_encoder(self.catalogue.encoder, self.encoder.name)
            finder = Finder(self.catalogue, self.lexical, self.vectors, encoder or self.encoder)
            possible = "lexical" if encoder is None and mode == "hybrid" else mode
            try:
                if self.reranker is None or mode != "hybrid":
                    return finder.search(question, limit, selection, possible)
                hits = finder.search(question, max(limit, self.rerank_best), selection, possible)
                return reranked(self.reranker, question, hits, self.rerank_best)[:limit]
            except OtherModelError:  # the vectors of another model took over meanwhile
                if attempt == _ATTEMPTS:
                    raise

    def _select(self, only: Filter, _: object) -> Selection:
        documents = self.catalogue.select(only)
        return Selection(tuple(documents), self.catalogue.chunks.numbers_of(documents))

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock.

        Raises:
            LockedError: if another process, or another thread of this one, holds it.
            IndexStoreError: if the folder may not be written to.
        """
        if self.catalogue.file.read_only:
            raise IndexStoreError(
                f"The folder {self.home} is open for reading only.", hint="Set KLUM_HOME to a folder you may write to."
            )
        try:
            self._lock.acquire(timeout=_PATIENCE, poll_interval=0.05)
        except Timeout as error:
            raise LockedError(
                f"Another process or request is writing to {self.home}.",
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
        on_event: OnEvent | None = None,
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
            OtherModelError: if the index holds vectors of another embedding model, which cannot be loaded.
            CatalogueError: if something cannot be stored, as when the disk is full; what was stored before is safe.
        """
        with self.writing():
            encoder = self._models.writing(self.encoder)
            self._upkeep.begin()
            intake = Intake(self.catalogue, on_event)
            stream = prepared_stream(intake.new(files), encoder, size, workers=workers)
            try:
                waiting = 0
                for batch in stream:
                    before = intake.report.characters
                    stored = intake.store(batch, encoder.name)
                    self._upkeep.follow(
                        {
                            one.document.id: [LexicalEntry(*pair) for pair in zip(numbers, one.searchable, strict=True)]
                            for one, numbers in stored
                        }
                    )
                    if progress is not None:
                        progress("read", intake.report.characters, 0)
                    waiting += intake.report.characters - before
                    if waiting >= _COMMIT_EVERY:
                        waiting = 0
                        self._upkeep.commit()
                        self.vectors.refresh()
                        if self.vectors.due:
                            self._upkeep.compact(progress)
            except KeyboardInterrupt:
                intake.report.interrupted = True
            except BaseException:
                stream.close()
                self._settle_after_failure()
                raise
            stream.close()
            self._upkeep.settle(progress)
        return intake.report

    def remove(self, identifier: str) -> None:
        """Take a document out of the index.

        Raises:
            NotFoundError: if there is no such document.
            LockedError: if another process is writing.
        """
        with self.writing():
            self._upkeep.begin()
            self.catalogue.remove(identifier)
            self._upkeep.settle()

    def _settle_after_failure(self) -> None:
        """Let what was stored before a failure be found at once; if that fails too, the next opening does it."""
        try:
            self._upkeep.settle()
        except IndexStoreError as error:
            _log.warning("after a failed ingest: %s", error)

    # -- care ---------------------------------------------------------------------------------------------------

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both derived indexes anew from the catalogue; with a new embedding model, the vectors too.

        Searching goes on meanwhile.

        Args:
            progress: told ("embedding", documents, all), ("lexical", documents, all) and ("vectors", done, all).

        Raises:
            LockedError: if another process is writing.
        """
        with self.writing():
            state = self.catalogue.file.state()
            if state.encoder != self.encoder.name and self.catalogue.chunks.count():
                self._models.note(self.encoder)
                take_over(self.catalogue, self.encoder, progress)
                self.vectors.refresh()
            self._upkeep.rebuild_lexical(progress)
            self._upkeep.compact(progress, force=True)

    @property
    def model_change(self) -> ModelChange | None:
        """How the model of the stored vectors differs from `encoder`; None if it does not."""
        return self._models.change(self.encoder)

    def change_model(self, progress: Progress | None = None, *, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Make the vectors of `encoder` while others search and write, then let them take over, all at once.

        The writer's lock is held for the last step only: what came in meanwhile, and the new vector index.

        Args:
            progress: told ("embedding", documents done, all documents) and ("vectors", done, all).
            stopped: asked now and then whether to leave the rest for another time.

        Returns:
            Whether the stored vectors are those of `encoder` now.

        Raises:
            LockedError: if another process is writing when all is ready; what was made is kept for the next time.
            OtherModelError: if another process changes to a third model.
        """
        if self._models.change(self.encoder) is None:
            return True
        try:
            embed_next(self.catalogue, self.encoder, progress, stopped=stopped)
        except OtherModelError:
            if self._models.change(self.encoder) is not None:
                raise
            return True  # another process made the same change, and was faster
        if stopped():
            return False
        with self.writing():
            if self._models.change(self.encoder) is not None:
                self._upkeep.begin()
                self._models.note(self.encoder)
                take_over(self.catalogue, self.encoder, progress)
                self.vectors.refresh()
                self._upkeep.settle(progress)
        return True

    def verify(self, samples: int = 50) -> list[str]:
        """Faults found in the stores; empty when all is well. While another process writes, it may find some too many.

        Args:
            samples: chunks that are looked up by their own words and by their own vector.
        """
        self.lexical.refresh()
        self.vectors.refresh()
        return faults(self.catalogue, self.lexical, self.vectors, self.encoder.name, samples)

    def _mend(self, progress: Progress | None) -> None:
        if not self._upkeep.needed:
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return  # another process writes, and keeps the indexes in order
        try:
            self._upkeep.repair(progress)
        finally:
            self._lock.release()
