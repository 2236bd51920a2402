"""Measures search systems on public retrieval sets: quality, indexing time, query time and memory, in one run."""

from __future__ import annotations

import datetime
import math
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from corpus.errors import EvaluationError
from evals.bench_data import RetrievalSet
from evals.bench_systems import TOP, kinds
from evals.child import Tell, run_in_child
from evals.metrics import ndcg
from index.encoder import Encoder

_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class RetrievalRow:
    """One system on one set.

    Args:
        set: name of the set.
        system: name of the system.
        documents: how many there were to find.
        questions: how many were asked.
        ndcg_10: normalised discounted cumulative gain at 10.
        recall_5: share of questions whose document is among the first five.
        mrr_10: mean reciprocal rank, 0 beyond the tenth.
        index_seconds: from texts to an index that can be searched, libraries and models being loaded.
        query_ms_p50: time of a question, milliseconds, median.
        query_ms_p95: the same, 95th percentile.
        memory_mb: peak memory of the process, its libraries and its children, megabytes; None where it is not known.
    """

    set: str
    system: str
    documents: int
    questions: int
    ndcg_10: float
    recall_5: float
    mrr_10: float
    index_seconds: float
    query_ms_p50: float
    query_ms_p95: float
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class RetrievalRun:
    """All rows of a run.

    Args:
        rows: what was measured.
        skipped: a line for each system that was not, with the reason.
        when: date of the run.
        machine: what it ran on.
        encoder: name of Klum's embedding model.
    """

    rows: tuple[RetrievalRow, ...]
    skipped: tuple[str, ...]
    when: str
    machine: str
    encoder: str

    def to_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        return asdict(self)


def run_retrieval(
    sets: Sequence[RetrievalSet],
    encoder: Callable[[], Encoder],
    *,
    systems: Sequence[str] | None = None,
    tell: Tell | None = None,
    keep: Callable[[RetrievalRun], None] | None = None,
) -> RetrievalRun:
    """Measure every system on every set, each pair in a process of its own.

    Args:
        sets: what to measure on.
        encoder: makes Klum's embedding model; must be picklable.
        systems: names of `bench_systems.kinds` to measure; all by default.
        tell: told ("bench", pairs done, all pairs).
        keep: given the run as far as it has come after each pair, so that stopping it loses little.

    Raises:
        EvaluationError: if there is no system of a name, or a measurement fails.
    """
    chosen = [kind for kind in kinds() if systems is None or kind.name in systems]
    unknown = set(systems or ()) - {kind.name for kind in chosen}
    if unknown:
        names = ", ".join(kind.name for kind in kinds())
        raise EvaluationError(f"There is no system {', '.join(sorted(unknown))}.", hint=f"There are: {names}.")
    skipped = tuple(
        f"{kind.name} is left out: install {', '.join(kind.missing())}." for kind in chosen if kind.missing()
    )
    run = RetrievalRun((), skipped, datetime.date.today().isoformat(), machine(), encoder().name)
    ready = [kind for kind in chosen if not kind.missing()]
    for done, (one, kind) in enumerate([(one, kind) for one in sets for kind in ready]):
        if tell is not None:
            tell("bench", done, len(sets) * len(ready))
        measured, peak = run_in_child(measure_system, kind.name, one, encoder)
        rows = [RetrievalRow(**row, memory_mb=round(peak / 1e6, 1) if peak else None) for row in measured]
        run = replace(run, rows=(*run.rows, *rows))
        if keep is not None:
            keep(run)
    return run


def measure_system(_: Tell, name: str, one: RetrievalSet, encoder: Callable[[], Encoder]) -> list[dict[str, Any]]:
    """Measure one system on one set; see `RetrievalRow` for the figures."""
    system = next(kind for kind in kinds() if kind.name == name).make(encoder)
    try:
        began = time.perf_counter()
        system.build(one.documents)
        took = time.perf_counter() - began
        about: dict[str, Any] = {"set": one.name, "documents": len(one.documents), "questions": len(one.questions)}
        about["index_seconds"] = round(took, 3)
        return [
            {**about, "system": variant, **ask_all(one, partial(system.search, variant=variant))}
            for variant in system.variants
        ]
    finally:
        system.close()


def ask_all(one: RetrievalSet, search: Callable[[str], Sequence[str]]) -> dict[str, float]:
    """Quality and time of a search over all questions of a set.

    Args:
        one: the set.
        search: gives the ids of the documents found, best first.

    Returns:
        ndcg_10, recall_5, mrr_10, query_ms_p50, query_ms_p95.
    """
    for question in one.questions[:_WARM_UP]:
        search(question.text)
    ranks: list[int | None] = []
    milliseconds: list[float] = []
    for question in one.questions:
        began = time.perf_counter()
        found = search(question.text)
        milliseconds.append(1000 * (time.perf_counter() - began))
        ranks.append(rank_of(question.document, found))
    return {
        "ndcg_10": round(mean_ndcg(ranks), 4),
        "recall_5": round(sum(rank is not None and rank <= 5 for rank in ranks) / len(ranks), 4),
        "mrr_10": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 4),
        "query_ms_p50": round(percentile(milliseconds, 0.50), 2),
        "query_ms_p95": round(percentile(milliseconds, 0.95), 2),
    }


def rank_of(document: str, found: Sequence[str]) -> int | None:
    """Rank of a document, from 1, among the first `TOP`; None if it is not there."""
    first = list(found[:TOP])
    return first.index(document) + 1 if document in first else None


def mean_ndcg(ranks: Sequence[int | None]) -> float:
    """Mean nDCG@10 over questions with one relevant document each."""
    return sum(ndcg([rank] if rank else [], 1) for rank in ranks) / len(ranks)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def machine() -> str:
    """What figures were measured on: system, processor, cores, Python."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            processor = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    return f"{platform.system()}, {os.cpu_count()} cores of {processor}, Python {platform.python_version()}"
