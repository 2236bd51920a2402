from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from corpus.chunking import ChunkSize, chunk_document
from corpus.errors import UnreadableFileError
from corpus.loaders.base import Loaded, Refused
from corpus.reading import to_document
from index.encoder import EncoderInput, StaticEncoder
from index.ingest import Batch, prepare, prepared_stream
from index.records import Prepared
from index.searchable import searchable_text
from tests.odd_places import ROOT
from tests.small_corpus import corpus, made


@pytest.fixture
def encoder(tiny_model: Path) -> StaticEncoder:
    return StaticEncoder(tiny_model)


def flat(batches: Iterator[Batch]) -> list[Prepared | Refused]:
    return [one for batch in batches for one in batch]


def sources(found: Sequence[Prepared | Refused]) -> list[str]:
    return [one.document.source if isinstance(one, Prepared) else one.source for one in found]


def test_a_prepared_document_has_a_vector_and_words_for_each_chunk(encoder: StaticEncoder) -> None:
    [one] = prepare([made(5, paragraphs=8)], encoder, ChunkSize(200, 300, 400))
    assert isinstance(one, Prepared)
    assert len(one.chunks) == len(one.searchable) == len(one.vectors) > 3
    assert one.document == to_document(made(5, paragraphs=8))
    for chunk, searchable, vector in zip(one.chunks, one.searchable, one.vectors, strict=True):
        assert chunk.text == chunk.span.of(one.document.text)
        assert searchable.words.split()[0] in searchable_text(chunk.text, "").words
        expected = encoder.encode_passages([EncoderInput("", searchable.encoder_text)])[0]
        np.testing.assert_allclose(vector.astype(np.float32), expected, atol=1e-3)


def test_one_that_fails_is_refused_in_its_place(encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def chunk(document, size):  # type: ignore[no-untyped-def]
        if document.source == "made/1.txt":
            raise RecursionError("too deep")
        return chunk_document(document, size)

    monkeypatch.setattr("index.ingest.chunk_document", chunk)
    found = prepare(corpus(3), encoder)
    assert sources(found) == ["made/0.txt", "made/1.txt", "made/2.txt"]
    refused = found[1]
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, UnreadableFileError)
    assert "RecursionError" in str(refused.error)


def test_texts_without_anything_to_search(encoder: StaticEncoder) -> None:
    found = prepare([Loaded("a", ""), Loaded("b", "😀"), made(1)], encoder)
    assert all(isinstance(one, Prepared) for one in found)
    assert prepare([], encoder) == []


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stream_keeps_its_order(encoder: StaticEncoder, workers: int) -> None:
    files = corpus(450, paragraphs=6)
    assert sum(len(one.text) for one in files) > 750_000
    found = flat(prepared_stream(iter(files), encoder, workers=workers))
    assert sources(found) == [one.source for one in files]
    [alone] = prepare(files[-1:], encoder)
    last = found[-1]
    assert isinstance(last, Prepared)
    assert isinstance(alone, Prepared)
    assert (last.document, last.chunks, last.searchable) == (alone.document, alone.chunks, alone.searchable)
    np.testing.assert_array_equal(last.vectors, alone.vectors)


def test_files_are_read_as_they_are_needed(encoder: StaticEncoder) -> None:
    read = 0

    def files() -> Iterator[Loaded]:
        nonlocal read
        for one in corpus(3000, paragraphs=6):
            read += 1
            yield one

    stream = prepared_stream(files(), encoder, workers=0)
    next(stream)
    assert read < 200
    stream.close()


def children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task")
    if not tasks.is_dir():
        pytest.skip("needs /proc")
    found: set[int] = set()
    for task in tasks.iterdir():
        with suppress(FileNotFoundError):  # a thread that ended meanwhile
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found


def is_worker(process: int) -> bool:
    command = Path(f"/proc/{process}/cmdline")
    return command.exists() and b"spawn_main" in command.read_bytes()


@pytest.mark.parametrize("later", [0.0, 0.2, 0.4, 0.6])
def test_nothing_is_lost_when_a_worker_is_killed(encoder: StaticEncoder, later: float) -> None:
    files = corpus(700, paragraphs=8)
    before = children()
    stream = prepared_stream(iter(files), encoder, workers=2)
    found: list[Prepared | Refused] = []
    killed = False
    for batch in stream:
        found += batch
        if not killed and (workers := [one for one in children() - before if is_worker(one)]):
            time.sleep(later)  # while it starts, prepares, or waits to write what it prepared
            os.kill(workers[0], signal.SIGKILL)
            killed = True
    assert killed
    assert sources(found) == [one.source for one in files]
    assert all(isinstance(one, Prepared) for one in found)


def test_stopping_in_the_middle_ends_the_workers(encoder: StaticEncoder) -> None:
    before = children()
    stream = prepared_stream(iter(corpus(700, paragraphs=8)), encoder, workers=2)
    while not [one for one in children() - before if is_worker(one)]:
        next(stream)
    stream.close()
    assert not [one for one in children() - before if is_worker(one)]


def test_workers_end_with_a_parent_that_was_killed(tiny_model: Path) -> None:
    code = (
        "from pathlib import Path\nfrom index.encoder import StaticEncoder\nfrom index.ingest import prepared_stream\n"
        "from tests.small_corpus import corpus\nimport time\n"
        f"encoder = StaticEncoder(Path({str(tiny_model)!r}))\n"
        "stream = prepared_stream(iter(corpus(900, paragraphs=8)), encoder, workers=2)\n"
        "for number, batch in enumerate(stream):\n"
        "    print(number, flush=True)\n"
        "    time.sleep(1 if number > 6 else 0)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline().strip() != "7":
        assert process.poll() is None
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        process.kill()
        pytest.skip("needs /proc")
    workers = [int(one) for one in listed.read_text().split() if is_worker(int(one))]
    assert workers
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 30
    while any(is_worker(one) for one in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(is_worker(one) for one in workers)


def test_ctrl_c_in_the_terminal_reaches_only_the_parent(tiny_model: Path, tmp_path: Path) -> None:
    """The terminal sends it to all processes of the group."""
    code = (
        "from pathlib import Path\nfrom index.encoder import StaticEncoder\nfrom index.library import Index\n"
        "from tests.small_corpus import corpus\n"
        f"with Index.open(Path({str(tmp_path / 'home')!r}), StaticEncoder(Path({str(tiny_model)!r}))) as index:\n"
        "    told = lambda stage, done, total: print(done, flush=True)\n"
        "    report = index.ingest(corpus(4000, paragraphs=8), workers=2, progress=told)\n"
        "    stored = index.catalogue.counts()['documents']\n"
        "    print('interrupted', report.interrupted, len(report.stored) == stored, index.verify())\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < 900_000:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert out.splitlines()[-1] == "interrupted True True []"
    assert err == ""
    assert process.returncode == 0
