"""The vector index: an immutable Chroma snapshot, and the vectors newer than it, compared exactly.

Chroma does not survive a kill while it writes (docs/architecture.md). So a snapshot is written into a new folder,
checked, and only then named in CURRENT; nothing is ever written to a folder that is named there. Vectors that came
after the snapshot are read from the catalogue, so a document is found the moment the catalogue has it.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import IndexStoreError
from index.catalogue import Catalogue

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

COMPACT_AT = 4096
"""Vectors outside the snapshot from which a new snapshot is worth making; below, comparing them all is faster."""

_BATCH = 5000
_NAME = "klum-chunks"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What CURRENT says of the snapshot in use.

    Args:
        folder: its folder, beside CURRENT.
        encoder: the model whose vectors it holds.
        last: the highest chunk number in it.
        count: how many vectors it holds.
        files: sizes of its index files in bytes, to notice damage without opening it.
    """

    folder: str
    encoder: str
    last: int
    count: int
    files: dict[str, int]


class VectorIndex:
    """Finds chunks by vector.

    Args:
        path: folder for snapshots; made when it is not there.
        catalogue: where the vectors are.
        compact_at: see `COMPACT_AT`.
    """

    def __init__(self, path: Path, catalogue: Catalogue, *, compact_at: int = COMPACT_AT) -> None:
        self.path = path
        self._catalogue = catalogue
        self._compact_at = compact_at
        self._snapshot: Snapshot | None = None
        self._collection: Collection | None = None
        self._client: object | None = None
        self._numbers = np.zeros(0, np.int64)
        self._matrix = np.zeros((0, 0), np.float32)
        self.fault = ""
        self.reload()

    def close(self) -> None:
        """Let go of the snapshot's files."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()
        self._client = self._collection = None

    # -- reading ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Take up what the catalogue and the snapshot folder hold now."""
        current = self._read_current()
        if current != self._snapshot:
            self.close()
            self._snapshot = current
            self._numbers = np.zeros(0, np.int64)
            if current is not None:
                fault = self._damage(current)
                if fault:
                    _log.warning("vector snapshot %s is not used: %s", current.folder, fault)
                    self.fault, self._snapshot = fault, None
                    self.close()
                else:
                    self.fault = ""
        self._load_tail()

    @property
    def tail(self) -> int:
        """How many vectors are compared exactly."""
        return len(self._numbers)

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot in use; None when all vectors are compared exactly."""
        return self._snapshot

    def search(
        self, vector: np.ndarray, limit: int, documents: Sequence[str] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find chunks near a vector.

        Args:
            vector: unit vector of the question, shape (dimension,).
            limit: how many at most.
            documents: only chunks of these documents.

        Returns:
            Chunk numbers (int64) and cosine similarities (float32), best first. Numbers of chunks removed since the
            snapshot may be among them; the caller drops those that the catalogue no longer has.
        """
        if not vector.any() or limit < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        if documents is not None:
            numbers = self._catalogue.numbers(documents=documents)
            return _best(numbers, self._catalogue.vectors(numbers) @ vector if len(numbers) else np.zeros(0, np.float32), limit)
        parts = []
        if len(self._numbers):
            parts.append(_best(self._numbers, self._matrix @ vector, limit))
        if self._snapshot is not None:
            parts.append(self._query(vector, min(limit + 16, self._snapshot.count)))
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        return _best(np.concatenate([n for n, _ in parts]), np.concatenate([s for _, s in parts]), limit)

    def _query(self, vector: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        collection = self._open()
        with _chroma_errors("The vector snapshot cannot be searched"):
            found = collection.query(query_embeddings=vector[None, :], n_results=limit, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return np.array([int(n) for n in found["ids"][0]], np.int64), 1 - np.array(distances, np.float32)

    def _open(self) -> Collection:
        if self._collection is None:
            snapshot = self._snapshot
            if snapshot is None:
                raise IndexStoreError("There is no vector snapshot.")
            with _chroma_errors(f"The vector snapshot {snapshot.folder} cannot be opened"):
                self._client = _client(self.path / snapshot.folder)
                self._collection = self._client.get_collection(_NAME, embedding_function=None)  # type: ignore[attr-defined]
        return self._collection

    def _read_current(self) -> Snapshot | None:
        try:
            said = json.loads((self.path / "CURRENT").read_text("utf-8"))
            current = Snapshot(**said)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            self.fault = f"CURRENT cannot be read: {error}"
            return None
        return current if current.encoder == self._catalogue.encoder else None

    def _damage(self, snapshot: Snapshot) -> str:
        """What is wrong with a snapshot: file sizes first, then a few chunks looked up by their own vectors."""
        folder = self.path / snapshot.folder
        for name, size in snapshot.files.items():
            file = folder / name
            if not file.is_file() or file.stat().st_size != size:
                return f"{name} is missing or has another size"
        numbers = self._catalogue.numbers()
        numbers = numbers[numbers <= snapshot.last]
        probes = numbers[np.linspace(0, len(numbers) - 1, min(3, len(numbers))).astype(int)] if len(numbers) else numbers
        previous, self._snapshot = self._snapshot, snapshot
        try:
            for number, vector in zip(probes, self._catalogue.vectors(probes), strict=True):
                if not vector.any():
                    continue
                found, similarity = self._query(vector, min(8, snapshot.count))
                if number not in found and (not len(similarity) or similarity[0] < 0.999):
                    return f"chunk {number} is not found by its own vector"
        except IndexStoreError as error:
            return str(error)
        finally:
            self._snapshot = previous
        return ""

    def _load_tail(self) -> None:
        """Bring the exactly compared vectors up to date with the catalogue."""
        last = self._snapshot.last if self._snapshot else 0
        there = self._catalogue.numbers(after=last)
        kept = np.isin(self._numbers, there)
        numbers, matrix = self._numbers[kept], self._matrix[kept] if len(self._numbers) else self._matrix
        newest = int(numbers[-1]) if len(numbers) else last
        fresh = [(n, m) for n, m in self._catalogue.iter_vectors(after=newest)]
        if fresh:
            numbers = np.concatenate([numbers, *(n for n, _ in fresh)])
            matrix = np.concatenate([matrix, *(m for _, m in fresh)]) if matrix.size else np.concatenate([m for _, m in fresh])
        self._numbers, self._matrix = numbers, matrix

    # -- writing (under the writer's lock) ----------------------------------------------------------------------

    def compact(self, *, force: bool = False, progress: Callable[[int, int], None] | None = None) -> bool:
        """Put the vectors outside the snapshot into a new one, if there are many.

        Args:
            force: make a snapshot anew from the catalogue, whatever there is.
            progress: told (vectors done, all vectors).

        Returns:
            Whether a new snapshot is in use.
        """
        counts = self._catalogue.counts()["vectors"]
        base = None if force else self._snapshot
        stale = base.count - (counts - self._tail_count(base.last)) if base else 0
        if base is not None and stale * 5 > base.count:
            base = None  # more than a fifth of it was removed
        waiting = counts if base is None else self._tail_count(base.last)
        if waiting < self._compact_at and not (force and counts >= self._compact_at):
            if base is None and self._snapshot is not None:
                (self.path / "CURRENT").unlink(missing_ok=True)
            self._sweep()
            self.reload()
            return False
        folder = f"snapshot-{uuid.uuid4().hex[:12]}"
        target = self.path / folder
        self.path.mkdir(parents=True, exist_ok=True)
        if base is not None:
            self.close()
            shutil.copytree(self.path / base.folder, target)
        snapshot = self._write(target, base, waiting, progress)
        temporary = self.path / f"CURRENT.{uuid.uuid4().hex[:8]}"
        temporary.write_text(json.dumps(asdict(snapshot)), "utf-8")
        _sync(temporary)
        os.replace(temporary, self.path / "CURRENT")
        _sync(self.path)
        self.reload()
        self._sweep()
        return True

    def _tail_count(self, last: int) -> int:
        return len(self._catalogue.numbers(after=last))

    def _write(self, target: Path, base: Snapshot | None, waiting: int, progress: Callable[[int, int], None] | None) -> Snapshot:
        # Chroma writes its graph to disk each `sync_threshold` vectors; the rest is replayed on every opening.
        rounds = max(1, waiting // 25_000)
        threshold = max(2, waiting // rounds)
        with _chroma_errors("A vector snapshot cannot be written"):
            client = _client(target)
            try:
                if base is None:
                    space = {"space": "ip", "ef_construction": 100, "ef_search": 160, "max_neighbors": 16}
                    space |= {"sync_threshold": threshold, "batch_size": min(threshold, _BATCH), "num_threads": os.cpu_count() or 1}
                    collection = client.create_collection(_NAME, embedding_function=None, configuration={"hnsw": space})
                else:
                    collection = client.get_collection(_NAME, embedding_function=None)
                    collection.modify(configuration={"hnsw": {"sync_threshold": threshold}})
                last, count = (base.last, base.count) if base else (0, 0)
                done = 0
                for numbers, matrix in self._catalogue.iter_vectors(after=last, batch=min(_BATCH, threshold)):
                    collection.add(ids=[str(n) for n in numbers], embeddings=matrix)
                    last, count, done = int(numbers[-1]), count + len(numbers), done + len(numbers)
                    if progress is not None:
                        progress(done, waiting)
            finally:
                client.close()
        files = {str(f.relative_to(target)): f.stat().st_size for f in sorted(target.rglob("*.bin"))}
        return Snapshot(target.name, self._catalogue.encoder, last, count, files)

    def discard(self) -> None:
        """Stop using the snapshot, so that it is made anew."""
        self.close()
        (self.path / "CURRENT").unlink(missing_ok=True)
        self._snapshot = None
        self._numbers, self._matrix = np.zeros(0, np.int64), np.zeros((0, 0), np.float32)

    def _sweep(self) -> None:
        """Delete folders that no CURRENT names: unfinished ones, and those of before."""
        if not self.path.is_dir():
            return
        used = self._snapshot.folder if self._snapshot else ""
        for folder in self.path.glob("snapshot-*"):
            if folder.name != used:
                shutil.rmtree(folder, ignore_errors=True)
        for leftover in self.path.glob("CURRENT.*"):
            leftover.unlink(missing_ok=True)


class _chroma_errors:  # noqa: N801 - reads as a statement
    """Translates whatever Chroma raises, Rust panics too (they are no `Exception`)."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, IndexStoreError)):
            return
        raise IndexStoreError(f"{self._what}: {error}", hint="It will be rebuilt from the catalogue.") from error


def _client(path: Path):  # type: ignore[no-untyped-def]  # chromadb's client type needs its slow import
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))


def _best(numbers: np.ndarray, scores: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    if len(numbers) > limit:
        top = np.argpartition(-scores, limit - 1)[:limit]
        numbers, scores = numbers[top], scores[top]
    order = np.lexsort((numbers, -scores))
    return numbers[order], scores[order].astype(np.float32)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
