"""Benchmark results as tables and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from evals.bench_embedding import EmbeddingRun
from evals.bench_ingest import IngestFigures
from evals.bench_retrieval import RetrievalRun

COLUMNS = ("system", "nDCG@10", "recall@5", "MRR@10", "index s", "query p50 ms", "query p95 ms", "memory MB")
EMBEDDING_COLUMNS = ("model", "dimension", "load s", "passages a second", "query p50 ms", "memory MB")

Rows = list[list[str]]


def retrieval_rows(run: RetrievalRun, name: str) -> Rows:
    """The table of one set; the columns are `COLUMNS`."""
    return [
        [
            row.system, f"{row.ndcg_10:.3f}", f"{row.recall_5:.3f}", f"{row.mrr_10:.3f}", f"{row.index_seconds:.2f}",
            f"{row.query_ms_p50:.2f}", f"{row.query_ms_p95:.2f}", _number(row.memory_mb),
        ]
        for row in run.rows
        if row.set == name
    ]  # fmt: skip


def set_names(run: RetrievalRun) -> dict[str, str]:
    """The title of each set's table, by name of the set."""
    return {row.set: f"{row.set}: {row.documents:,} documents, {row.questions:,} questions" for row in run.rows}


def retrieval_markdown(run: RetrievalRun) -> str:
    """The whole run as Markdown."""
    lines = [f"{run.when}, {run.machine}; embedding `{run.encoder}`.", ""]
    for name, title in set_names(run).items():
        lines += [f"**{title}**", "", markdown_table(COLUMNS, retrieval_rows(run, name)), ""]
    lines += [f"- {line}" for line in run.skipped]
    return "\n".join(lines).rstrip() + "\n"


def ingest_rows(figures: IngestFigures) -> Rows:
    """The figures as two columns: what, and how much."""
    klum = figures.klum
    rows = [
        ["documents", f"{klum['documents']:,}"],
        ["chunks", f"{klum['chunks']:,}"],
        ["characters", f"{klum['characters']:,}"],
        ["seconds", f"{klum['seconds']:.1f}"],
        ["characters a second", f"{klum['characters_a_second']:,}"],
        ["peak memory MB", _number(klum["memory_mb"])],
        ["disk MB", _number(klum["disk_mb"])],
    ]
    rows += [[f"seconds of {part}", f"{took:.2f}"] for part, took in klum["seconds_of"].items()]
    rows += [[f"s per million characters: {stage}", f"{took:.2f}"] for stage, took in figures.stages.items()]
    for mode, asked in klum["search"].items():
        if asked:
            said = f"p50 {asked['p50_ms']:.1f} ms, p95 {asked['p95_ms']:.1f} ms"
            rows.append([f"search {mode}", f"{said}, own document in 10: {asked['found_in_10']:.3f}"])
    if figures.peer is not None:
        peer = figures.peer
        rows.append(["LangChain's path: characters a second", f"{peer['characters_a_second']:,}"])
        rows.append(["LangChain's path: peak memory MB", _number(peer["memory_mb"])])
        rows += [[f"LangChain's path: seconds of {part}", f"{took:.2f}"] for part, took in peer["seconds_of"].items()]
        rows.append(["times as fast as LangChain's path", f"{figures.ratio:.1f}"])
    return rows


def embedding_rows(run: EmbeddingRun) -> Rows:
    """The table of embedding models; the columns are `EMBEDDING_COLUMNS`."""
    return [
        [
            row.system, str(row.dimension), f"{row.load_seconds:.2f}", f"{row.passages_a_second:,.0f}",
            f"{row.query_ms:.2f}", _number(row.memory_mb),
        ]
        for row in run.rows
    ]  # fmt: skip


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    marks = ["---", *["---:" for _ in columns[1:]]]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in [columns, marks, *rows]
    )


def write_results(folder: Path, name: str, values: dict[str, Any], markdown: str) -> tuple[Path, Path]:
    """Write results as ``name.json`` and ``name.md``.

    Returns:
        The two files.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    files = folder / f"{name}.json", folder / f"{name}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files[0].write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")
        files[1].write_text(markdown, "utf-8")
    except OSError as error:
        raise EvaluationError(
            f"Results cannot be written to {folder}: {error.strerror}.", hint="Give another --out."
        ) from error
    return files


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"
