"""Measures taking documents in from end to end, searching them, and LangChain's plain path on the same slice."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.chunking import chunk_document
from corpus.document import Document
from corpus.errors import EvaluationError
from corpus.reading import to_document
from evals.bench_data import slice_of
from evals.bench_langchain import measure_langchain, missing_packages
from evals.bench_retrieval import percentile, rank_of
from evals.bench_systems import TOP
from evals.child import Tell, run_in_child
from index.encoder import Encoder, EncoderInput
from index.library import Index
from index.searchable import searchable_chunk

MODES = ("hybrid", "lexical", "dense")
_QUESTIONS = 300
_STAGE_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class IngestFigures:
    """What a run gave.

    Args:
        klum: documents, chunks, characters, seconds, characters_a_second, disk_mb, memory_mb; `seconds_of` the parts of
            the run; `search` by mode: p50_ms, p95_ms, found_in_10 (of titles, their own document).
        stages: seconds that a million characters take in each stage, in one process.
        peer: seconds_of its parts, seconds, characters_a_second, chunks, memory_mb; None if it was left out.
        skipped: why it was left out, or "".
    """

    klum: dict[str, Any]
    stages: dict[str, float]
    peer: dict[str, Any] | None
    skipped: str

    @property
    def ratio(self) -> float | None:
        """How many times as many characters a second as the peer."""
        if self.peer is None:
            return None
        return round(float(self.klum["characters_a_second"]) / float(self.peer["characters_a_second"]), 2)

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {
            "klum": self.klum, "stage_seconds_per_million": self.stages, "peer": self.peer, "ratio": self.ratio,
            "skipped": self.skipped,
        }  # fmt: skip


def run_ingest(
    file: Path,
    encoder: Callable[[], Encoder],
    *,
    limit: int | None = None,
    under: Path | None = None,
    peer: bool = True,
    tell: Tell | None = None,
) -> IngestFigures:
    """Measure on a file, in a fresh home that is deleted afterwards.

    Args:
        file: what `corpus.loaders.load` reads; a JSONL file for a large corpus.
        encoder: makes the embedding model; must be picklable.
        limit: records to take at most; all by default.
        under: folder that the home is made in, to measure another disk; the system's temporary folder by default.
        peer: whether to measure LangChain's path too.
        tell: told how it goes.

    Raises:
        EvaluationError: if nothing of the file can be taken in.
        LoadError: if it cannot be read.
    """
    if under is not None:
        under.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="klum-bench-", dir=under))
    try:
        klum, peak = run_in_child(measure_klum, file, limit, home / "klum", encoder, tell=tell)
        klum["memory_mb"] = round(peak / 1e6, 1) if peak else None
        stages = measure_stages(file, limit, home / "stages", encoder())
        missing = missing_packages()
        if not peer or missing:
            why = f"LangChain's path is left out: install {', '.join(missing)}." if peer else ""
            return IngestFigures(klum, stages, None, why)
        other, peak = run_in_child(measure_langchain, file, limit, home / "peer", encoder, tell=tell)
        other["memory_mb"] = round(peak / 1e6, 1) if peak else None
        return IngestFigures(klum, stages, other, "")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure_klum(
    tell: Tell, file: Path, limit: int | None, home: Path, encoder: Callable[[], Encoder]
) -> dict[str, Any]:
    """Take the slice in, then ask titles of it; see `IngestFigures.klum`."""
    began = time.perf_counter()
    marks: dict[str, float] = {}

    def heard(stage: str, done: int, total: int) -> None:
        marks.setdefault(stage, time.perf_counter())
        tell(stage, done, total)

    with Index.open(home, encoder()) as index:
        opened = time.perf_counter()
        report = index.ingest(slice_of(file, limit), progress=heard)
        ended = time.perf_counter()
        if not report.stored:
            raise EvaluationError(
                f"Nothing of {file} could be taken in.", hint="Try it with `klum ingest`, which says why."
            )
    again = time.perf_counter()
    with Index.open(home, encoder()) as index:
        reopened = time.perf_counter()
        snapshot = marks.get("vectors", ended)
        return {
            "documents": len(report.stored),
            "chunks": index.catalogue.counts()["chunks"],
            "characters": report.characters,
            "seconds": round(ended - began, 2),
            "characters_a_second": round(report.characters / (ended - began)),
            "seconds_of": {
                "opening": round(opened - began, 2),
                "until the first vector snapshot": round(snapshot - opened, 2),
                "from there to the end": round(ended - snapshot, 2),
                "opening again": round(reopened - again, 2),
            },
            "disk_mb": round(sum(one.stat().st_blocks * 512 for one in home.rglob("*") if one.is_file()) / 1e6, 1),
            "search": {mode: _searched(index, report.stored, mode) for mode in MODES},
        }


def _searched(index: Index, stored: list[Document], mode: str) -> dict[str, float]:
    """Times of asking titles, stated or guessed, and how many find their own document."""
    titled = [document for document in stored if document.title]
    asked = titled[:: max(1, len(titled) // _QUESTIONS)][:_QUESTIONS]
    if not asked:
        return {}
    for document in asked[:20]:
        index.search(document.title, TOP, mode=mode)
    milliseconds, found = [], 0
    for document in asked:
        began = time.perf_counter()
        hits = index.search(document.title, TOP, mode=mode)
        milliseconds.append(1000 * (time.perf_counter() - began))
        found += rank_of(document.id, [hit.chunk.document_id for hit in hits]) is not None
    return {
        "questions": len(asked),
        "p50_ms": round(percentile(milliseconds, 0.50), 2),
        "p95_ms": round(percentile(milliseconds, 0.95), 2),
        "found_in_10": round(found / len(asked), 4),
    }


def measure_stages(file: Path, limit: int | None, home: Path, encoder: Encoder) -> dict[str, float]:
    """Seconds that a million characters take in each stage, measured on the slice's first million in this process.

    The stages before storing are run by themselves; storing is what a whole ingest in one process takes beyond them.
    """
    encoder.encode_query(EncoderInput("โหลด", "โหลด"))
    seconds: dict[str, float] = {}
    since = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal since
        seconds[stage] = time.perf_counter() - since
        since = time.perf_counter()

    texts, characters = [], 0
    for loaded in slice_of(file, limit):
        texts.append(loaded)
        characters += len(loaded.text)
        if characters >= _STAGE_CHARACTERS:
            break
    lap("reading the file")
    documents = [to_document(loaded) for loaded in texts]
    lap("noise and metadata")
    cut = [chunk_document(document) for document in documents]
    lap("structure and chunks")
    searchable = [searchable_chunk(chunk, structure) for chunks, structure in cut for chunk in chunks]
    lap("words")
    encoder.encode_passages([EncoderInput(one.encoder_text, one.encoder_text) for one in searchable])
    lap("vectors")
    before = sum(took for stage, took in seconds.items() if stage != "reading the file")
    with Index.open(home, encoder) as index:
        since = time.perf_counter()
        index.ingest(texts, workers=0)
        lap("catalogue, lexical index, snapshot")
    seconds["catalogue, lexical index, snapshot"] = max(0.0, seconds["catalogue, lexical index, snapshot"] - before)
    return {stage: round(took * 1e6 / max(1, characters), 3) for stage, took in seconds.items()}
