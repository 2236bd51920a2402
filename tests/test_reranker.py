from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from corpus.errors import EncoderError
from index import model_source
from index.encoder import StaticEncoder
from index.library import Filter, Index
from index.reranker import CrossEncoderReranker, reranked
from index.search import Hit
from tests.small_corpus import corpus
from tests.tiny_transformer import write_hollow_transformer, write_tiny_cross_encoder

QUESTION = "คลัสเตอร์ อาหาร กาแฟ"


class ByLength:
    """Likes short passages; remembers what it was given."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        self.asked.append((question, list(passages)))
        return np.array([-float(len(passage)) for passage in passages], np.float32)


class Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        raise self.error


class Wrong:
    def __init__(self, *scores: float) -> None:
        self.given = np.array(scores, np.float32)

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        return self.given


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Index:
    index = Index.open(tmp_path_factory.mktemp("reranked") / "home", StaticEncoder(tiny_model))
    index.ingest(corpus(40))
    return index


@pytest.fixture
def hits(index: Index) -> list[Hit]:
    index.reranker = None
    return index.search(QUESTION, 30)


def numbers(hits: Sequence[Hit]) -> list[int]:
    return [hit.stored.number for hit in hits]


def length(hit: Hit) -> int:
    return len(hit.chunk.context) + len(hit.chunk.text)


def test_the_best_change_places_and_the_others_stay(hits: list[Hit]) -> None:
    reranker = ByLength()
    found = reranked(reranker, QUESTION, hits, 10)
    assert numbers(found[:10]) == numbers(sorted(hits[:10], key=length)) != numbers(hits[:10])
    assert found[10:] == hits[10:]
    assert [hit.score for hit in found] == [hit.score for hit in hits]  # scores stay with the places
    assert [hit.reranked for hit in found[:10]] == sorted((hit.reranked or 0 for hit in found[:10]), reverse=True)
    assert {(hit.stored.number, hit.lexical, hit.dense) for hit in found} == {
        (hit.stored.number, hit.lexical, hit.dense) for hit in hits
    }
    question, passages = reranker.asked[0]
    assert question == QUESTION and passages == [f"{hit.chunk.context}\n{hit.chunk.text}" for hit in hits[:10]]


def test_one_hit_needs_no_second_look(hits: list[Hit]) -> None:
    reranker = ByLength()
    assert reranked(reranker, QUESTION, hits[:1], 10) == hits[:1]
    assert reranked(reranker, QUESTION, [], 10) == []
    assert reranker.asked == []


@pytest.mark.parametrize(
    "broken",
    [
        Failing(RuntimeError("CUDA out of memory")),
        Failing(MemoryError()),
        Failing(EncoderError("It cannot be loaded.")),
        Wrong(1.0, 2.0),
        Wrong(*[float("nan")] * 10),
    ],
)
def test_one_that_fails_leaves_the_order(
    hits: list[Hit], broken: Failing | Wrong, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert reranked(broken, QUESTION, hits, 10) == hits
    assert "the reranker failed" in caplog.text


def test_searching_looks_at_more_than_is_asked_for(index: Index, hits: list[Hit]) -> None:
    reranker = ByLength()
    index.reranker, index.rerank_best = reranker, 12
    assert numbers(index.search(QUESTION, 3)) == numbers(sorted(hits[:12], key=length)[:3])
    assert len(reranker.asked[0][1]) == 12
    assert len(index.search(QUESTION, 30)) == 30
    assert len(index.search(QUESTION, 3, Filter(documents=(hits[0].chunk.document_id,)))) <= 3
    asked = len(reranker.asked)
    for mode in ("lexical", "dense"):  # these are measured by themselves
        assert all(hit.reranked is None for hit in index.search(QUESTION, 3, mode=mode))
    assert len(reranker.asked) == asked


def test_answers_come_from_reranked_passages(index: Index) -> None:
    reranker = ByLength()
    index.reranker, index.rerank_best = reranker, 20
    Assistant(index).ask(f"{QUESTION} มีอะไรบ้าง")
    assert reranker.asked and all(len(passages) == 20 for _, passages in reranker.asked)


# -- cross-encoders ------------------------------------------------------------------------------------------------


def test_what_cannot_be_one_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())
    with pytest.raises(EncoderError, match="KLUM_RERANKER names"):
        CrossEncoderReranker(str(tmp_path / "missing"))
    folder = write_hollow_transformer(tmp_path / "model")
    CrossEncoderReranker(str(folder))
    (folder / "config.json").unlink()
    with pytest.raises(EncoderError, match=r"config\.json"):
        CrossEncoderReranker(str(folder))
    monkeypatch.setattr(model_source, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match="not installed") as caught:
        CrossEncoderReranker(str(folder))
    assert "make models" in caught.value.hint


def test_scores_are_those_of_the_cross_encoder(tmp_path: Path, index: Index, hits: list[Hit]) -> None:
    folder = write_tiny_cross_encoder(tmp_path / "cross")
    from sentence_transformers import CrossEncoder

    reranker = CrossEncoderReranker(str(folder))
    passages = ["อาหาร", "กาแฟ ข้าว", "คลัสเตอร์ อาหาร กาแฟ"]
    expected = CrossEncoder(str(folder), local_files_only=True).predict([(QUESTION, passage) for passage in passages])
    np.testing.assert_allclose(reranker.scores(QUESTION, passages), expected, atol=1e-5)
    index.reranker, index.rerank_best = reranker, 10
    found = index.search(QUESTION, 10)
    assert sorted(numbers(found)) == sorted(numbers(hits[:10])) and numbers(found) != numbers(hits[:10])
    scores = [hit.reranked or 0 for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(write_tiny_cross_encoder(tmp_path / "cross", labels=3)))
    with pytest.raises(EncoderError, match="no reranker"):
        reranker.scores(QUESTION, ["อาหาร", "กาแฟ"])


def test_a_cross_encoder_that_cannot_be_loaded(tmp_path: Path) -> None:
    folder = write_tiny_cross_encoder(tmp_path / "cross")
    (folder / "model.safetensors").write_bytes(b"garbage")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        CrossEncoderReranker(str(folder)).load()
