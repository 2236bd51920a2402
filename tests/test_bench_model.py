from __future__ import annotations

from pathlib import Path

import pytest

from assistant.langchain_model import LangChainModel
from corpus.errors import ModelError
from corpus.loaders import load_paths
from evals.bench_model import DisplayRun, run_display
from evals.true_sentences import sentences_by_hand
from index.library import Index

STARTER = Path(__file__).resolve().parents[1] / "corpus" / "documents"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    with Index.open(tmp_path / "home") as opened:
        opened.ingest(load_paths([STARTER]), workers=1)
    return Index.open(tmp_path / "home")


def test_sentences_are_shown_soon_after_their_last_token(index: Index, tmp_path: Path) -> None:
    pytest.importorskip("langchain_openai")
    with index:
        run = run_display(index, tmp_path, sentences_by_hand()[:4])
    assert 2 <= len(run.milliseconds) <= run.streamed <= 4
    assert all(0 < took < 5000 for took in run.milliseconds)
    assert run.to_json()["milliseconds"]["p50"] == run.at(0.5) and "p95" in run.summary()


def test_a_missing_package_is_told_with_what_to_install(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: LangChainModel) -> None:
        raise ModelError("The package is not installed.", hint="pip install 'klum[openai]'")

    monkeypatch.setattr(LangChainModel, "check", missing)
    with index:
        run = run_display(index, tmp_path)
    assert "pip install 'klum[openai]'" in run.summary() and "hint" in run.to_json() and not run.milliseconds


def test_percentiles_are_of_the_sorted_times() -> None:
    run = DisplayRun(tuple(float(n) for n in range(1, 101)), 120)
    assert (run.at(0.5), run.at(0.95), run.at(1)) == (51.0, 96.0, 100.0) and "100 of 120" in run.summary()
