"""Prepares files for storing: reads, chunks and embeds them, on all cores when there are many."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

from corpus.chunking import ChunkSize, chunk_document
from corpus.document import Chunk, Document
from corpus.errors import KlumError, LoadError, UnreadableFileError
from corpus.loaders.base import Loaded, Refused
from corpus.reading import to_document
from index.encoder import Encoder, EncoderInput, StaticEncoder
from index.records import Prepared
from index.searchable import Searchable, searchable_text

Batch = list[Prepared | Refused]

_BATCH = 120_000
"""Characters that are prepared together."""

_POOL_FROM = 600_000
"""Characters from which starting worker processes pays."""

_MOST_WORKERS = 4  # each takes some 150 MB, and one process can store no more than four prepare
_log = logging.getLogger(__name__)


def prepare(batch: Sequence[Loaded], encoder: Encoder, size: ChunkSize | None = None) -> Batch:
    """Prepare files: cut into chunks, with what the indexes take of each.

    Args:
        batch: the files; one that fails is refused by name and does not hold up the others.
        encoder: the embedding model.
        size: chunk lengths.

    Returns:
        One entry for each file, in order.
    """
    cut = [_cut(loaded, size) for loaded in batch]
    inputs = [
        encoder_input(plain, chunk.context, searchable)
        for one in cut
        if not isinstance(one, Refused)
        for chunk, plain, searchable in one[1]
    ]
    vectors = encoder.encode_passages(inputs)
    prepared: Batch = []
    at = 0
    for one in cut:
        if isinstance(one, Refused):
            prepared.append(one)
            continue
        document, parts = one
        chunks = tuple(chunk for chunk, _, _ in parts)
        rows = vectors[at : at + len(parts)].astype("float16")
        prepared.append(Prepared(document, chunks, rows, tuple(searchable for _, _, searchable in parts)))
        at += len(parts)
    return prepared


def encoder_input(plain: str, context: str, searchable: Searchable) -> EncoderInput:
    """A chunk as embedding models want it.

    Args:
        plain: its text, wrapped lines joined.
        context: title and headings.
        searchable: what the lexical index takes of it.
    """
    return EncoderInput(f"{context}\n{plain}" if context else plain, searchable.encoder_text)


def _cut(loaded: Loaded, size: ChunkSize | None) -> tuple[Document, list[tuple[Chunk, str, Searchable]]] | Refused:
    try:
        document = to_document(loaded)
        chunks, structure = chunk_document(document, size)
        parts = []
        for chunk in chunks:
            plain = structure.plain(chunk.span)
            parts.append((chunk, plain, searchable_text(plain, chunk.context)))
    except LoadError as error:
        return Refused(loaded.source, error)
    except KlumError as error:
        return Refused(loaded.source, UnreadableFileError(error.message, hint=error.hint))
    except Exception as error:  # a text that we fail on must not cost the user the thousands that come after it
        _log.exception("%s cannot be prepared", loaded.source)
        return Refused(
            loaded.source,
            UnreadableFileError(
                f"{loaded.source} cannot be prepared: {type(error).__name__}: {error}.",
                hint="This is a fault in Klum; please report it with the file.",
            ),
        )
    return document, parts


def prepared_stream(
    loaded: Iterable[Loaded], encoder: Encoder, size: ChunkSize | None = None, *, workers: int | None = None
) -> Generator[Batch, None, None]:
    """Prepare a stream of files in order, in this process first and in worker processes once there is much to do.

    Args:
        loaded: what to prepare.
        encoder: the embedding model.
        size: chunk lengths.
        workers: worker processes; by default one for each core, none for a model that is too large to have twice.

    Yields:
        Prepared files, a batch at a time.
    """
    batches = _batches(loaded)
    done = 0
    for batch in batches:
        yield prepare(batch, encoder, size)
        done += sum(len(one.text) for one in batch)
        if done >= _POOL_FROM:
            break
    wanted = min(_MOST_WORKERS, len(_cores())) if workers is None else workers
    if wanted > 0 and isinstance(encoder, StaticEncoder):
        yield from _in_workers(batches, encoder, size, wanted)
    for batch in batches:
        yield prepare(batch, encoder, size)


def _in_workers(
    batches: Iterator[list[Loaded]], encoder: StaticEncoder, size: ChunkSize | None, wanted: int
) -> Iterator[Batch]:
    """Prepare batches in worker processes while these live; what one had in hand when it ended is prepared here."""
    first = next(batches, None)
    if first is None:
        return
    with _without_interrupts():
        workers = [_Worker(encoder.folder, size) for _ in range(wanted)]
    crew = _Crew(workers)
    pool = ThreadPoolExecutor(wanted, thread_name_prefix="prepare")
    waiting = deque([(first, pool.submit(crew.prepare, first))])
    try:
        while waiting:
            while len(waiting) < 2 * wanted + 2 and (batch := next(batches, None)) is not None:
                waiting.append((batch, pool.submit(crew.prepare, batch)))
            batch, future = waiting.popleft()
            result = future.result()
            yield prepare(batch, encoder, size) if result is None else result
    finally:
        for worker in workers:
            worker.end()
        pool.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.close()


class _Crew:
    """Worker processes, of which each thread takes one that is idle.

    `concurrent.futures.ProcessPoolExecutor` is not used: a worker that is killed while it writes a result leaves the
    one queue of all results locked, and whoever waits for one of them waits for ever.
    """

    def __init__(self, workers: Sequence[_Worker]) -> None:
        self._alive = len(workers)
        self._lock = threading.Lock()
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        for worker in workers:
            self._idle.put(worker)

    def prepare(self, batch: list[Loaded]) -> Batch | None:
        """What a worker makes of a batch; None if it ended, or no worker is left."""
        worker = self._idle.get()
        result = worker.prepare(batch) if worker is not None else None
        if worker is not None and result is None:
            with self._lock:
                self._alive -= 1
                worker = None
                if self._alive:
                    return None  # the others go on
        self._idle.put(worker)
        return result


class _Worker:
    """A process that prepares batches, and this side of the pipe to it.

    Args:
        folder: the embedding model's.
        size: chunk lengths.
    """

    def __init__(self, folder: Path, size: ChunkSize | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, folder, size), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is the pipe's end
        self._ending = False

    def prepare(self, batch: list[Loaded]) -> Batch | None:
        """What the process makes of a batch; None if it ended."""
        try:
            self._pipe.send(batch)
            result: Batch = self._pipe.recv()
        except (EOFError, OSError):
            if not self._ending:
                _log.warning("a worker process ended unexpectedly; going on without it")
            return None
        return result

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._ending = True
        self._process.terminate()

    def close(self) -> None:
        """Wait until the process has ended, and close the pipe; no thread may be using it."""
        self._process.join()
        self._pipe.close()


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


def _cores() -> set[int]:
    try:
        return os.sched_getaffinity(0)
    except AttributeError:  # not on every system
        return set(range(os.cpu_count() or 1))


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes inside the block with Ctrl-C held back, which reaches all of them at once: it is for us only."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# -- in a worker process ------------------------------------------------------------------------------------------


def _serve(pipe: Connection, folder: Path, size: ChunkSize | None) -> None:
    """Prepare what comes through a pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    encoder = StaticEncoder(folder)
    while True:
        try:
            batch = pipe.recv()
        except EOFError:
            return
        pipe.send(prepare(batch, encoder, size))


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
