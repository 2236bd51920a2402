from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import EvaluationError, LoadError
from evals.bench_ingest import MODES, run_ingest
from evals.bench_langchain import missing_packages
from index.encoder import StaticEncoder
from tests.bench_files import TOPICS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    rows = [{"id": str(n), "title": topic, "body": f"{text} " * 20} for n, (topic, text, _) in enumerate(TOPICS)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_figures_of_a_slice_and_nothing_left_behind(file: Path, tmp_path: Path) -> None:
    under = tmp_path / "disk"
    told: list[str] = []
    figures = run_ingest(
        file, StaticEncoder, limit=10, under=under, peer=False, tell=lambda stage, *_: told.append(stage)
    )
    klum = figures.klum
    assert klum["documents"] == 10 and klum["chunks"] >= 10
    assert klum["characters"] == sum(len(text) * 20 + 20 for _, text, _ in TOPICS[:10])
    assert klum["characters_a_second"] > 0 and klum["disk_mb"] > 0
    assert klum["search"].keys() == set(MODES)
    assert klum["search"]["hybrid"]["found_in_10"] == 1.0
    assert all(took >= 0 for took in figures.stages.values()) and "words" in figures.stages
    assert figures.peer is None and figures.ratio is None and figures.skipped == ""
    assert "read" in told
    assert list(under.iterdir()) == []


def test_the_peer_is_left_out_by_name_without_its_packages(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.bench_langchain.find_spec", lambda name: None)
    figures = run_ingest(file, StaticEncoder, limit=2)
    assert (
        figures.skipped
        == "LangChain's path is left out: install langchain-text-splitters, langchain-chroma, rank-bm25."
    )


@pytest.mark.skipif(bool(missing_packages()), reason=f"needs {', '.join(missing_packages())}")
def test_the_peer_takes_in_the_same_slice(file: Path) -> None:
    figures = run_ingest(file, StaticEncoder, limit=3)
    assert figures.peer is not None and figures.peer["characters"] == figures.klum["characters"]
    assert figures.ratio is not None and figures.ratio > 0


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises((LoadError, EvaluationError), match="does not exist"):
        run_ingest(tmp_path / "none.jsonl", StaticEncoder)
