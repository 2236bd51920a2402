"""Nothing that was acknowledged is lost, and no repair by hand is needed, however often the process is killed."""

from __future__ import annotations

import os
import random
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.reading import document_id
from index.encoder import StaticEncoder
from index.library import Index
from tests.kill_target import COMPACT_AT
from tests.odd_places import ROOT
from tests.small_corpus import CODES, code

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
_AT_ONCE = 150


def run_until_killed(
    home: Path, model: Path, action: str, first: int, seconds: float, *, from_start: bool = False
) -> list[str]:
    """Run the process and kill it.

    Args:
        home: the home, the same each time.
        model: the embedding model.
        action: "ingest" or "rebuild".
        first: number of the first document to store.
        seconds: how long it is left alone.
        from_start: count from the start of the process instead of from when the index is open.

    Returns:
        What it had printed.
    """
    run = [sys.executable, "-m", "tests.kill_target", str(home), str(model), action, str(first), str(_AT_ONCE)]
    process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    if process.stdout is None or process.stderr is None:
        raise RuntimeError("no pipes")
    printed = b""
    deadline = time.monotonic() + (seconds if from_start else 60)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                continue
            part = os.read(process.stdout.fileno(), 65_536)
            if not part:
                break
            if not from_start and b"ready" in part and b"ready" not in printed:
                deadline = time.monotonic() + seconds
            printed += part
    os.killpg(process.pid, signal.SIGKILL)
    rest, err = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    # What stands in the pipe after the kill was acknowledged before it.
    return (printed + rest).decode().rpartition("\n")[0].splitlines()


def stored(lines: list[str]) -> list[str]:
    return [line.removeprefix("stored ") for line in lines if line.startswith("stored ")]


def all_are_found(index: Index, sources: list[str]) -> None:
    for source in sources:
        number = int(source[len("made/") : -len(".txt")])
        hits = index.search(code(number), 1, mode="lexical")
        assert [hit.stored.source for hit in hits] == [source]
        document = index.catalogue.document(document_id(source))
        numbers, vectors = index.catalogue.vectors.of([number for number, _ in index.catalogue.chunks.of(document)])
        assert len(numbers)
        for chunk, vector in zip(numbers.tolist(), vectors, strict=True):
            assert chunk in index.vectors.search(vector, 5)[0]


def killed_again_and_again(home: Path, model: Path, rounds: int, seed: int) -> None:
    draw = random.Random(seed)
    encoder = StaticEncoder(model)
    acknowledged: list[str] = []
    snapshots = 0
    for turn in range(rounds):
        first = len(acknowledged) % (CODES - _AT_ONCE)
        if turn % 5 == 3:
            lines = run_until_killed(home, model, "ingest", first, draw.uniform(0.3, 3.0), from_start=True)
        elif turn % 5 == 4:
            lines = run_until_killed(home, model, "rebuild", first, draw.uniform(0.0, 1.0))
        else:
            lines = run_until_killed(home, model, "ingest", first, draw.uniform(0.0, 1.5))
        new = stored(lines)
        acknowledged += [source for source in new if source not in acknowledged]
        with Index.open(home, encoder, compact_at=COMPACT_AT) as index:
            assert index.verify(20) == []
            all_are_found(index, new)
            all_are_found(index, draw.sample(acknowledged, min(25, len(acknowledged))))
            snapshots += index.vectors.snapshot is not None
    assert len(acknowledged) > 10 * rounds
    assert snapshots
    with Index.open(home, encoder, compact_at=COMPACT_AT) as index:
        all_are_found(index, acknowledged)
        assert index.verify(200) == []
        index.rebuild()
        assert index.verify(200) == []
    left = {file.name for file in home.iterdir() if not file.name.startswith("catalogue.sqlite3.new-")}
    assert left == {"catalogue.sqlite3", "lexical", "vectors", "writer.lock"}


def test_killed_again_and_again(tmp_path: Path, tiny_model: Path) -> None:
    killed_again_and_again(tmp_path / "home", tiny_model, rounds=4, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_thirty_times(tmp_path: Path, tiny_model: Path) -> None:
    killed_again_and_again(tmp_path / "home", tiny_model, rounds=30, seed=2)


def test_killed_while_the_home_is_made(tmp_path: Path, tiny_model: Path) -> None:
    """The very first moments, each time in a new home."""
    draw = random.Random(3)
    for turn in range(4):
        home = tmp_path / f"home{turn}"
        lines = run_until_killed(home, tiny_model, "ingest", 0, draw.uniform(0.0, 0.15))
        with Index.open(home, StaticEncoder(tiny_model), compact_at=COMPACT_AT) as index:
            all_are_found(index, stored(lines))
            assert index.verify() == []
