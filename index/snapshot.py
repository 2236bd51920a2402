"""Snapshots of the vectors in Chroma: how they are written, which one is in use, whether it is damaged.

Chroma does not survive a kill while it writes (docs/architecture.md). So a snapshot is written into a new folder,
checked, and only then named in CURRENT; nothing is ever written to a folder that is named there.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from corpus.errors import IndexStoreError
from index.catalogue import Catalogue
from index.catalogue_file import State
from index.derived import Fingerprint, damage, fingerprints, sync, translated, write_durably
from index.stored_vectors import StoredVectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

CURRENT = "CURRENT"
_BATCH = 5000
_NAME = "klum-chunks"
_PROBES = 8
_SAME = 0.999
# Chroma writes its graph to disk each `sync_threshold` vectors; what is left over is replayed on every opening.
_ROUND = 25_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What CURRENT says of the snapshot in use.

    Args:
        folder: its folder, beside CURRENT.
        identity: the catalogue that it is derived from.
        generation: of the catalogue when it was written.
        encoder: the model whose vectors it holds.
        last: the highest chunk number in it.
        count: how many vectors it holds.
        files: fingerprints of the files that Chroma maps into memory.
        previous: folder of the one before, which readers may still be opening; "" if there is none.
    """

    folder: str
    identity: str
    generation: int
    encoder: str
    last: int
    count: int
    files: dict[str, Fingerprint] = field(repr=False)
    previous: str = ""


class OpenSnapshot:
    """A snapshot that can be searched, from any thread.

    Args:
        path: the folder that CURRENT is in.
        snapshot: which one.

    Raises:
        IndexStoreError: if it is damaged.
    """

    def __init__(self, path: Path, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        fault = damage(path / snapshot.folder, snapshot.files)
        if fault:
            raise IndexStoreError(f"The vector snapshot {snapshot.folder} is damaged: {fault}.")
        self._lock = threading.Lock()
        self._users = 1
        with translated(f"The vector snapshot {snapshot.folder} cannot be opened"):
            self._client = _client(path / snapshot.folder)
            try:
                self._collection = self._client.get_collection(_NAME, embedding_function=None)
            except BaseException:
                self._client.close()
                raise

    def query(self, vector: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        """The nearest chunks: numbers (int64) and cosine similarities (float32), best first.

        Raises:
            IndexStoreError: if it cannot be searched, or has been closed.
        """
        with self._used(), translated(f"The vector snapshot {self.snapshot.folder} cannot be searched"):
            found = self._collection.query(
                query_embeddings=vector[None, :].astype(np.float32),
                n_results=min(limit, self.snapshot.count),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return np.array([int(number) for number in found["ids"][0]], np.int64), 1 - np.array(distances, np.float32)

    def close(self) -> None:
        """Let go of the files as soon as no other thread is searching them."""
        with self._lock:
            self._users -= 1
            last = self._users == 0
        if last:
            self._client.close()

    @contextmanager
    def _used(self) -> Iterator[None]:
        with self._lock:
            if self._users == 0:
                raise IndexStoreError(f"The vector snapshot {self.snapshot.folder} has been closed.")
            self._users += 1
        try:
            yield
        finally:
            self.close()

    def probe(self, vectors: StoredVectors, numbers: np.ndarray) -> str:
        """What is wrong with it, by looking up a few of its chunks by their own vectors; "" if nothing is.

        Args:
            vectors: the catalogue's vectors.
            numbers: numbers of the chunks up to the last of the snapshot that the catalogue has, ascending.
        """
        if len(numbers) > self.snapshot.count:
            return f"it holds {self.snapshot.count} vectors, the catalogue {len(numbers)}"
        places = np.linspace(0, len(numbers) - 1, min(_PROBES, len(numbers))).astype(int)
        for number, vector in zip(*vectors.of(numbers[places]), strict=True):
            if not vector.any():
                continue  # a chunk without words is near to nothing
            found, similarities = self.query(vector, 8)
            own = similarities[found == number]  # not there if others have the same vector
            if max(own if len(own) else similarities, default=0.0) < _SAME * (vector @ vector):
                return f"chunk {number} is not found by its own vector"
        return ""


def read_current(path: Path) -> Snapshot | None:
    """The snapshot that CURRENT names; None if there is none.

    Raises:
        IndexStoreError: if CURRENT cannot be read.
    """
    try:
        said = json.loads((path / CURRENT).read_text("utf-8"))
        files = {str(name): (int(size), int(time), int(crc)) for name, (size, time, crc) in said.pop("files").items()}
        snapshot = Snapshot(**said, files=files)
        if Path(snapshot.folder).name != snapshot.folder or not isinstance(
            snapshot.last + snapshot.count + snapshot.generation, int
        ):
            raise ValueError(f"folder {snapshot.folder!r}")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexStoreError(f"{path / CURRENT} cannot be read: {error}.", hint="It will be made anew.") from error
    return snapshot


def write_snapshot(
    path: Path,
    base: Snapshot | None,
    state: State,
    catalogue: Catalogue,
    progress: Callable[[int, int], None] | None = None,
) -> OpenSnapshot:
    """Write a snapshot of the catalogue's vectors, check it, and name it in CURRENT.

    Args:
        path: the folder that CURRENT is in.
        base: the snapshot to add to, as a copy; None to begin from nothing.
        state: of the catalogue.
        catalogue: where the vectors are.
        progress: told (vectors done, all vectors to add).

    Returns:
        The new snapshot, open.

    Raises:
        IndexStoreError: if it cannot be written; what was in use stays in use.
    """
    folder = path / f"snapshot-{uuid.uuid4().hex[:12]}"
    previous = _named(path)
    try:
        with translated("A vector snapshot cannot be written"):
            if path.is_file():
                path.unlink()  # of no use to anyone
            path.mkdir(parents=True, exist_ok=True)
            if base is not None:
                shutil.copytree(path / base.folder, folder)
            last, count = _fill(folder, base, catalogue, progress)
            mapped = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.parent != folder]
            snapshot = Snapshot(folder.name, *state, last, count, fingerprints(folder, mapped), previous)
            for file in (*folder.rglob("*"), folder):
                sync(file)
        opened = OpenSnapshot(path, snapshot)
        try:
            if fault := opened.probe(catalogue.vectors, catalogue.chunks.numbers(up_to=last)):
                raise IndexStoreError(f"The vector snapshot just written is not sound: {fault}.")
            with translated("A vector snapshot cannot be written"):
                write_durably(path / CURRENT, json.dumps(asdict(snapshot)))
        except BaseException:
            opened.close()
            raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return opened


def forget(path: Path) -> None:
    """Stop using the snapshot, so that it is made anew."""
    if path.is_dir():
        (path / CURRENT).unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Delete what a stopped writer left, and snapshots older than the one before."""
    try:
        current = read_current(path)
    except IndexStoreError:
        current = None
    kept = {current.folder, current.previous} if current else set()
    for folder in path.glob("snapshot-*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in path.glob(f"{CURRENT}.*"):
        leftover.unlink(missing_ok=True)


def _named(path: Path) -> str:
    try:
        current = read_current(path)
    except IndexStoreError:
        return ""
    return current.folder if current and (path / current.folder).is_dir() else ""


def _fill(
    folder: Path, base: Snapshot | None, catalogue: Catalogue, progress: Callable[[int, int], None] | None
) -> tuple[int, int]:
    """Write vectors into a folder; the number of the last chunk, and how many vectors there are."""
    last, count = (base.last, base.count) if base else (0, 0)
    waiting = catalogue.chunks.count(after=last)
    threshold = max(2, -(-waiting // max(1, waiting // _ROUND)))
    batch = min(threshold, _BATCH)
    client = _client(folder)
    try:
        if base is None:
            hnsw: CreateHNSWConfiguration = {
                "space": "ip", "ef_construction": 60, "ef_search": 200, "max_neighbors": 16,
                "sync_threshold": threshold, "batch_size": batch, "num_threads": os.cpu_count() or 1,
            }  # fmt: skip
            collection = client.create_collection(_NAME, embedding_function=None, configuration={"hnsw": hnsw})
        else:
            collection = client.get_collection(_NAME, embedding_function=None)
            with warnings.catch_warnings():  # Chroma warns of a collection without an embedding function of its own
                warnings.filterwarnings("ignore", "legacy embedding function", DeprecationWarning)
                collection.modify(configuration={"hnsw": {"sync_threshold": threshold, "batch_size": batch}})
        done = 0
        for numbers, matrix in catalogue.vectors.after(last, batch=batch):
            collection.add(ids=[str(number) for number in numbers], embeddings=matrix)
            last, done = int(numbers[-1]), done + len(numbers)
            if progress is not None:
                progress(done, waiting)
    finally:
        client.close()
    return last, count + done


def _client(path: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)
