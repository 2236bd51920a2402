from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from evals.bench_ingest import IngestFigures
from evals.bench_report import ingest_rows, markdown_table, retrieval_markdown, write_results
from evals.bench_retrieval import RetrievalRow, RetrievalRun

ROW = RetrievalRow("set", "klum hybrid", 240, 1190, 0.97512, 0.995, 0.9669, 1.234, 3.01, 4.56, None)
RUN = RetrievalRun((ROW,), ("minilm is left out: install x.",), "2026-11-21", "a machine", "static:x")
ASKED = {"p50_ms": 1.0, "p95_ms": 2.0, "found_in_10": 1.0}
KLUM = {
    "documents": 2, "chunks": 3, "characters": 4000, "seconds": 2.0, "characters_a_second": 2000, "disk_mb": 1.0,
    "memory_mb": 99.6, "seconds_of": {"opening": 0.5}, "search": {"dense": ASKED, "hybrid": {}},
}  # fmt: skip


def test_a_retrieval_run_as_markdown() -> None:
    said = retrieval_markdown(RUN)
    assert "**set: 240 documents, 1,190 questions**" in said
    assert "| klum hybrid | 0.975 | 0.995 | 0.967 | 1.23 | 3.01 | 4.56 | – |" in said
    assert "2026-11-21, a machine" in said and "- minilm is left out: install x." in said


def test_markdown_tables_escape_bars() -> None:
    assert markdown_table(["a", "b"], [["x|y", "1"]]) == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |"


def test_ingest_rows_with_and_without_a_peer() -> None:
    alone = IngestFigures(KLUM, {"words": 0.5}, None, "left out")
    assert alone.ratio is None
    rows = dict(ingest_rows(alone))
    assert rows["characters a second"] == "2,000" and rows["peak memory MB"] == "100"
    assert rows["search dense"] == "p50 1.0 ms, p95 2.0 ms, own document in 10: 1.000" and "search hybrid" not in rows
    peer = {"characters_a_second": 500, "memory_mb": None, "seconds_of": {"reading": 1.0}}
    both = IngestFigures(KLUM, {}, peer, "")
    assert both.ratio == 4.0 and dict(ingest_rows(both))["times as fast as LangChain's path"] == "4.0"
    assert both.to_json()["ratio"] == 4.0


def test_results_are_written_as_json_and_markdown(tmp_path: Path) -> None:
    values, markdown = write_results(tmp_path / "new", "retrieval", RUN.to_json(), retrieval_markdown(RUN))
    assert json.loads(values.read_text("utf-8"))["rows"][0]["ndcg_10"] == 0.97512
    assert markdown.read_text("utf-8") == retrieval_markdown(RUN)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationError, match=r"cannot be written to .*file"):
        write_results(tmp_path / "file", "x", {}, "")
