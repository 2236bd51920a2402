"""The vector index: a snapshot in Chroma, and the vectors newer than it, compared exactly.

Vectors that came after the snapshot are read from the catalogue, so a document is found the moment the catalogue has
it; where there is no sound snapshot, all are compared exactly.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexStoreError, OtherModelError
from index.catalogue import Catalogue
from index.catalogue_file import State
from index.derived import damage, stamp
from index.snapshot import CURRENT, OpenSnapshot, Snapshot, forget, read_current, sweep, write_snapshot

COMPACT_AT = 4096
"""Vectors outside the snapshot from which a new snapshot is worth making; below, comparing them all is faster."""

_MARGIN = 16
_EXACT = 4096
_DEEPEST = 5000
_MOMENT = 0.02  # seconds
_ATTEMPTS = 3
_PART = 20_000
_NOTHING = np.zeros(0, np.int64), np.zeros(0, np.float32)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """One state of the index, searched from any thread.

    Args:
        state: the state of the catalogue that it reflects.
        stamp: of CURRENT.
        snapshot: the snapshot in use, open.
        stale: vectors in the snapshot whose chunk is gone.
        numbers: chunks newer than the snapshot.
        matrix: their vectors.
        fault: why the snapshot that CURRENT names is not used; "" if it is, or there is none.
    """

    state: State
    stamp: tuple[int, int, int] | None
    snapshot: OpenSnapshot | None
    stale: int
    numbers: np.ndarray
    matrix: np.ndarray
    fault: str


class VectorIndex:
    """Finds chunks by vector.

    Searching is safe from any thread; `compact` is for the one writer.

    Args:
        path: folder for snapshots; made when it is needed.
        catalogue: where the vectors are.
        compact_at: see `COMPACT_AT`.
        use_snapshot: False to compare all vectors exactly (Chroma cannot open a snapshot on a read-only disk).
    """

    def __init__(
        self, path: Path, catalogue: Catalogue, *, compact_at: int = COMPACT_AT, use_snapshot: bool = True
    ) -> None:
        self.path = path
        self._catalogue = catalogue
        self._compact_at = max(2, compact_at)
        self._use_snapshot = use_snapshot
        self._reloading = threading.Lock()
        self._view = _View(State("", -1, ""), None, None, 0, np.zeros(0, np.int64), np.zeros((0, 0), np.float32), "")
        self._reload()

    def close(self) -> None:
        """Let go of the snapshot's files."""
        snapshot = self._view.snapshot
        if snapshot is not None:
            snapshot.close()

    # -- state --------------------------------------------------------------------------------------------------

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot in use; None when all vectors are compared exactly."""
        opened = self._view.snapshot
        return opened.snapshot if opened else None

    @property
    def tail(self) -> int:
        """How many vectors are compared exactly."""
        return len(self._view.numbers)

    @property
    def fault(self) -> str:
        """Why the snapshot is not used; "" if it is, or there is none."""
        return self._view.fault

    @property
    def due(self) -> bool:
        """Whether so many vectors are compared exactly that a snapshot should not wait for the end of an ingest."""
        snapshot = self.snapshot
        return self.tail >= max(8 * self._compact_at, snapshot.count if snapshot else 0)

    def refresh(self) -> None:
        """See what the catalogue and the snapshot folder hold now, unless another thread is looking."""
        view = self._view
        if (view.state, view.stamp) == (self._catalogue.file.state(), stamp(self.path / CURRENT)):
            return
        if self._reloading.acquire(blocking=False):
            try:
                self._reload()
            finally:
                self._reloading.release()

    def check(self) -> str:
        """What is wrong with the snapshot; "" if nothing is."""
        snapshot = self.snapshot
        return self.fault or (damage(self.path / snapshot.folder, snapshot.files, thorough=True) if snapshot else "")

    def _reload(self, *, anew: bool = False) -> None:
        """Take up what there is now.

        Args:
            anew: open the snapshot again even if it is the one in use.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._reload_once(anew=anew)
            except OtherModelError:  # the vectors of another model took over meanwhile
                if attempt == _ATTEMPTS:
                    raise

    def _reload_once(self, *, anew: bool) -> None:
        before = self._view
        state, current = self._catalogue.file.state(), stamp(self.path / CURRENT)
        opened, fault = before.snapshot, before.fault
        foreign = (state.identity, state.encoder) != (before.state.identity, before.state.encoder)
        if anew or foreign or current != before.stamp:
            opened, fault = self._opened(state) if self._use_snapshot else (None, "")
        self._take_up(state, current, opened, fault, foreign=foreign)

    def _opened(self, state: State) -> tuple[OpenSnapshot | None, str]:
        """The snapshot that CURRENT names, or why it cannot be used."""
        opened = None
        try:
            snapshot = read_current(self.path)
            if snapshot is None or (snapshot.identity, snapshot.encoder) != (state.identity, state.encoder):
                return None, ""
            if snapshot.generation > state.generation:
                raise IndexStoreError("The vector snapshot is newer than the catalogue.")
            opened = OpenSnapshot(self.path, snapshot)
            if not (
                fault := opened.probe(self._catalogue.vectors, self._catalogue.chunks.numbers(up_to=snapshot.last))
            ):
                return opened, ""
        except IndexStoreError as error:
            fault = error.message
        if opened is not None:
            opened.close()
        _log.warning("all vectors are compared exactly for now: %s", fault)
        return None, fault

    def _take_up(
        self,
        state: State,
        current: tuple[int, int, int] | None,
        opened: OpenSnapshot | None,
        fault: str,
        *,
        foreign: bool = False,
    ) -> None:
        """Let searches see a state; vectors that are known are not read again, unless they are of another catalogue."""
        before = self._view
        last = opened.snapshot.last if opened else 0
        numbers, matrix = before.numbers, before.matrix
        if foreign or (before.snapshot is not None and before.snapshot.snapshot.last > last):
            numbers, matrix = numbers[:0], matrix[:0]
        kept = np.isin(numbers, self._catalogue.chunks.numbers(after=last))
        numbers, matrix = numbers[kept], matrix[kept]
        fresh = list(self._catalogue.vectors.after(int(numbers[-1]) if len(numbers) else last, encoder=state.encoder))
        if fresh:
            numbers = np.concatenate([numbers, *(some for some, _ in fresh)])
            matrix = np.concatenate([*([matrix] if len(matrix) else []), *(some for _, some in fresh)])
        stale = opened.snapshot.count - (self._catalogue.chunks.count() - len(numbers)) if opened else 0
        self._view = _View(state, current, opened, max(0, stale), numbers, matrix, fault)
        if before.snapshot is not None and before.snapshot is not opened:
            before.snapshot.close()

    # -- searching ----------------------------------------------------------------------------------------------

    def search(
        self, vector: np.ndarray, limit: int, only: np.ndarray | None = None, *, encoder: str | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find chunks near a vector.

        Args:
            vector: unit vector of the question, shape (dimension,).
            limit: how many at most.
            only: numbers of the chunks to choose from, ascending.
            encoder: name of the model that the vector is of; None to take it on trust.

        Returns:
            Chunk numbers (int64) and cosine similarities (float32), best first; all of chunks that the catalogue has.

        Raises:
            OtherModelError: if the vectors of another model have taken over.
        """
        if not vector.any() or limit < 1 or (only is not None and not len(only)):
            return _NOTHING
        for again in (True, False):
            view = self._view_of(encoder)
            try:
                return self._searched(view, vector, limit, only)
            except IndexStoreError as error:  # swept away under us, or damaged after it was opened
                _log.warning("the vector snapshot cannot be used as it is: %s", error)
                with self._reloading:
                    if self._view is view and again:
                        self._reload(anew=True)
                    elif self._view is view:
                        self._take_up(view.state, view.stamp, None, error.message)
        return self._searched(self._view_of(encoder), vector, limit, only)

    def _view_of(self, encoder: str | None) -> _View:
        """The state to search, which must reflect vectors of a model."""
        while True:
            view = self._view
            if encoder is None or view.state.encoder == encoder:
                return view
            if not self._reloading.acquire(timeout=_MOMENT):
                continue  # another thread is about to take it up
            try:
                if self._view is view:
                    self._reload()
                view = self._view
            finally:
                self._reloading.release()
            if view.state.encoder in (encoder, ""):  # or nothing was ever stored
                return view
            raise OtherModelError(
                f"The vectors are of the embedding model {view.state.encoder!r} now, not of {encoder!r}.",
                hint="Try again.",
            )

    def _searched(
        self, view: _View, vector: np.ndarray, limit: int, only: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        if only is not None and len(only) <= _EXACT:
            return _best(*self._compared(view, vector, only), limit)
        parts = []
        if len(view.numbers):
            chosen = slice(None) if only is None else np.isin(view.numbers, only)
            parts.append(_best(view.numbers[chosen], view.matrix[chosen] @ vector, limit))
        if view.snapshot is not None:
            parts.append(self._from_snapshot(view, view.snapshot, vector, limit, only))
        if not parts:
            return _NOTHING
        return _best(np.concatenate([n for n, _ in parts]), np.concatenate([s for _, s in parts]), limit)

    def _from_snapshot(
        self, view: _View, snapshot: OpenSnapshot, vector: np.ndarray, limit: int, only: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The best of a snapshot that are wanted: as many as it takes are looked at."""
        count = snapshot.snapshot.count
        share = 1.0 if only is None else len(only) / max(count, len(only))
        reach = int((limit + _MARGIN + min(view.stale, limit)) / share)
        while True:
            numbers, similarities = snapshot.query(vector, min(reach, count))
            if view.stale or only is not None:
                there = self._catalogue.chunks.existing(numbers.tolist()) if view.stale else None
                wanted = np.ones(len(numbers), bool) if only is None else np.isin(numbers, only)
                if there is not None:
                    wanted &= np.fromiter((int(number) in there for number in numbers), bool, len(numbers))
                numbers, similarities = numbers[wanted], similarities[wanted]
            if len(numbers) >= limit or reach >= count:
                return numbers[:limit], similarities[:limit]
            if reach >= _DEEPEST:
                everything = self._catalogue.chunks.numbers(up_to=snapshot.snapshot.last) if only is None else only
                return _best(*self._compared(view, vector, everything[everything <= snapshot.snapshot.last]), limit)
            reach *= 4

    def _compared(self, view: _View, vector: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Chunks with their similarities, from the catalogue; a part at a time, to be small in memory."""
        parts = [
            (found, matrix @ vector)
            for start in range(0, len(numbers), _PART)
            for found, matrix in [
                self._catalogue.vectors.of(numbers[start : start + _PART], encoder=view.state.encoder)
            ]
            if len(found)
        ]
        if not parts:
            return _NOTHING
        return np.concatenate([found for found, _ in parts]), np.concatenate([scores for _, scores in parts])

    # -- writing (under the writer's lock) ----------------------------------------------------------------------

    def compact(self, *, force: bool = False, progress: Callable[[int, int], None] | None = None) -> bool:
        """Put the vectors outside the snapshot into a new one, if there are many.

        Args:
            force: make a snapshot anew from the catalogue, whatever there is.
            progress: told (vectors done, all vectors to add).

        Returns:
            Whether a new snapshot is in use.

        Raises:
            IndexStoreError: if it cannot be written; searches go on as before.
        """
        with self._reloading:
            self._reload()
            view, old = self._view, None if force else self.snapshot
            if old is not None and view.stale * 5 > old.count:
                old = None  # more than a fifth of it is gone
            waiting = self._catalogue.chunks.count() if old is None else len(view.numbers)
            if waiting < self._compact_at:
                if old is None:
                    forget(self.path)
                    self._reload()
                sweep(self.path)
                return False
            state = view.state
            opened = write_snapshot(self.path, old, state, self._catalogue, progress)
            self._take_up(state, stamp(self.path / CURRENT), opened, "")
            sweep(self.path)
            return True


def _best(numbers: np.ndarray, scores: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    if len(numbers) > limit:
        top = np.argpartition(-scores, limit - 1)[:limit]
        numbers, scores = numbers[top], scores[top]
    order = np.lexsort((numbers, -scores))
    return numbers[order], scores[order].astype(np.float32)
