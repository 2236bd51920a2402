"""Takes documents in: reads, chunks and embeds them (on all cores when there are many) and stores them one by one."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.chunking import ChunkSize
from corpus.errors import KlumError
from corpus.loaders.base import Loaded
from corpus.reading import to_document
from index.catalogue import Prepared
from index.encoder import Encoder, StaticEncoder
from index.searchable import prepare

_BATCH = 120_000
"""Characters that are prepared together."""

_POOL_FROM = 600_000
"""Characters from which starting worker processes pays."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be prepared."""

    source: str
    error: KlumError


def prepare_loaded(
    batch: Sequence[Loaded], encoder: Encoder, size: ChunkSize | None = None
) -> list[Prepared | Failed]:
    """Prepare loaded files; one that fails is named and does not hold up the others."""
    documents, failed = [], []
    for loaded in batch:
        try:
            documents.append(to_document(loaded))
        except KlumError as error:
            failed.append(Failed(loaded.source, error))
    return [*prepare(documents, encoder, size), *failed]


def prepared_stream(
    loaded: Iterable[Loaded], encoder: Encoder, size: ChunkSize | None = None, *, workers: int | None = None
) -> Iterator[list[Prepared | Failed]]:
    """Prepare a stream of files in order, in this process first and in worker processes once there is much to do.

    Args:
        loaded: what to prepare.
        encoder: the embedding model.
        size: chunk lengths.
        workers: worker processes; by default one for each core but one, none for a model that does not fit twice.

    Yields:
        Prepared documents, a batch at a time.
    """
    batches = _batches(loaded)
    done = 0
    for batch in batches:
        yield prepare_loaded(batch, encoder, size)
        done += sum(len(one.text) for one in batch)
        if done >= _POOL_FROM:
            break
    wanted = (max(1, (os.cpu_count() or 2) - 1) if isinstance(encoder, StaticEncoder) else 0) if workers is None else workers
    if wanted == 0 or not isinstance(encoder, StaticEncoder):
        for batch in batches:
            yield prepare_loaded(batch, encoder, size)
        return
    first = next(batches, None)
    if first is None:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(wanted, mp_context=context, initializer=_start, initargs=(encoder.folder, size)) as pool:
        waiting: deque[Future[list[Prepared | Failed]]] = deque([pool.submit(_work, first)])
        try:
            for batch in batches:
                waiting.append(pool.submit(_work, batch))
                while len(waiting) > 2 * wanted + 2:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _batches(loaded: Iterable[Loaded]) -> Iterator[list[Loaded]]:
    batch: list[Loaded] = []
    size = 0
    for one in loaded:
        batch.append(one)
        size += len(one.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_worker: tuple[StaticEncoder, ChunkSize | None] | None = None


def _start(folder: Path, size: ChunkSize | None) -> None:
    global _worker
    _worker = StaticEncoder(folder), size


def _work(batch: list[Loaded]) -> list[Prepared | Failed]:
    if _worker is None:
        raise RuntimeError("the worker process was not started by prepared_stream")
    encoder, size = _worker
    return prepare_loaded(batch, encoder, size)
