from __future__ import annotations

import logging
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import numpy as np
import pytest

from corpus.errors import EncoderError
from index.encoder import StaticEncoder
from index.library import Index
from tests.klum_runner import COMMAND, environment
from tests.odd_places import ROOT
from tests.small_corpus import corpus, write_tiny_model
from ui.changing import changing_model

PATIENCE = 30.0


@pytest.fixture
def home(tmp_path: Path, tiny_model: Path) -> Path:
    with Index.open(tmp_path / "home", StaticEncoder(tiny_model)) as index:
        index.ingest(corpus(30))
    return tmp_path / "home"


@pytest.fixture
def other(tmp_path: Path) -> StaticEncoder:
    return StaticEncoder(write_tiny_model(tmp_path / "other", seed=1))


def test_nothing_happens_without_a_change(home: Path, tiny_model: Path) -> None:
    with Index.open(home, StaticEncoder(tiny_model)) as index, changing_model(index) as thread:
        assert thread is None


def test_the_other_model_takes_over(home: Path, other: StaticEncoder, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), Index.open(home, other) as index:
        with changing_model(index) as thread:
            assert thread is not None
            thread.join(PATIENCE)
            assert index.model_change is None
        assert index.verify() == []
    assert f"the embedding model is {other.name} now" in caplog.text


def test_it_waits_for_another_writer(home: Path, other: StaticEncoder, tiny_model: Path) -> None:
    with Index.open(home, other) as index, Index.open(home, StaticEncoder(tiny_model)) as elsewhere:
        with elsewhere.writing():
            with changing_model(index, pause=0.05) as thread:
                assert thread is not None
                until = time.monotonic() + PATIENCE
                while index.catalogue.vectors.without_next() and time.monotonic() < until:
                    time.sleep(0.02)
                assert index.catalogue.vectors.without_next() == []
                assert thread.is_alive()
            assert index.model_change is not None  # it was told to stop, and what it made is kept
        with changing_model(index, pause=0.05) as thread:
            assert thread is not None
            thread.join(PATIENCE)
        assert index.model_change is None


class Stuck(StaticEncoder):
    """A model that cannot embed passages."""

    error: Exception = EncoderError("There is not enough memory.")

    def encode_passages(self, passages):  # type: ignore[no-untyped-def]
        raise self.error


@pytest.mark.parametrize("error", [EncoderError("There is not enough memory."), ZeroDivisionError("a fault")])
def test_when_it_fails_the_model_before_stays(
    home: Path, other: StaticEncoder, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = Stuck(other.folder)
    stuck.error = error
    with caplog.at_level(logging.WARNING), Index.open(home, stuck) as index, changing_model(index) as thread:
        assert thread is not None
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert index.model_change is not None and index.model_change.usable
        assert len(index.search("คลัสเตอร์", 5)) == 5
    assert "stays as it was" in caplog.text


class Slow(StaticEncoder):
    """A model that takes its time."""

    def encode_passages(self, passages):  # type: ignore[no-untyped-def]
        time.sleep(0.2)
        vectors: np.ndarray = super().encode_passages(passages)
        return vectors


def test_the_end_of_the_server_stops_it_soon(home: Path, other: StaticEncoder, tiny_model: Path) -> None:
    with Index.open(home, StaticEncoder(tiny_model)) as index:
        index.ingest(corpus(1500, first=100, words=10))
        chunks = index.catalogue.chunks.count()
    assert chunks > 5 * 256
    with Index.open(home, Slow(other.folder)) as index:
        with changing_model(index) as thread:
            assert thread is not None
            time.sleep(0.3)
        assert not thread.is_alive()
        assert index.model_change is not None
        with index.catalogue.file.reading() as db:
            made = db.execute("SELECT count(*) FROM vectors_next").fetchone()[0]
        assert 0 < made < chunks  # and goes on there


@pytest.mark.slow
def test_the_server_changes_the_model_and_answers_meanwhile(home: Path, other: StaticEncoder, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"KLUM_EMBEDDING": str(other.folder), "KLUM_STARTER_CORPUS": "false", "PYTHONPATH": str(ROOT)}
    command = [*COMMAND, "serve", "--port", str(port), "--no-browser"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment(home, settings), cwd=tmp_path, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 2 * PATIENCE
            with Index.open(home, other) as index:
                while time.monotonic() < until and (index.model_change is not None or not _healthy(port)):
                    time.sleep(0.2)
                assert index.model_change is None and _healthy(port), (tmp_path / "log").read_text()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
    said = (tmp_path / "log").read_text("utf-8")
    assert f"the embedding model is {other.name} now" in said and "Traceback" not in said


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health").is_success
    except httpx.TransportError:
        return False
