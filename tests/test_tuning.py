from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from corpus.errors import EncoderError, EvaluationError
from evals.bench_data import read_set
from evals.cases import Case
from evals.tuning import FILE, WEIGHTS, TuningQuestion, choose, index_of_set, questions_of_cases, tune, write_fusion
from index.encoder import BUNDLED, StaticEncoder
from index.fusion import DENSE_WEIGHT
from index.library import Index
from tests.bench_files import write_sets


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[tuple[Index, list[TuningQuestion]]]:
    one = read_set(write_sets(tmp_path / "data"), "iapp-valid")
    index, questions = index_of_set(tmp_path / "home", one, StaticEncoder())
    with index:
        yield index, questions


def test_every_weight_is_measured_and_the_index_keeps_its_model(ready: tuple[Index, list[TuningQuestion]]) -> None:
    index, questions = ready
    model = index.encoder
    told: list[tuple[str, int, int]] = []
    tuning = tune(index, questions, "iapp-valid", progress=lambda *said: told.append(said))
    assert tuple(tuning.by_weight) == WEIGHTS and tuning.dense_weight in WEIGHTS
    assert tuning.by_weight[0.0] == pytest.approx(tuning.lexical, abs=0.05)
    assert tuning.lexical > 0.8 and 0 < tuning.dense <= 1
    assert (tuning.questions, tuning.encoder, tuning.data) == (24, model.name, "iapp-valid")
    assert index.encoder is model
    total = (len(WEIGHTS) + 2) * 24
    assert told[-1] == ("bench", total, total)


def test_the_weight_in_use_is_the_one_measured(
    ready: tuple[Index, list[TuningQuestion]], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, questions = ready
    used: list[float] = []
    search = index.search

    def watched(question: str, limit: int = 10, *, mode: str = "hybrid") -> list[object]:
        if mode == "hybrid":
            used.append(cast(Any, index.encoder).dense_weight)
        return list(search(question, limit, mode=mode))

    monkeypatch.setattr(index, "search", watched)
    tune(index, questions, "x")
    assert sorted(set(used)) == list(WEIGHTS)


def test_too_few_questions_are_refused(ready: tuple[Index, list[TuningQuestion]]) -> None:
    with pytest.raises(EvaluationError, match="19 questions"):
        tune(ready[0], ready[1][:19], "x")


def test_questions_on_documents_that_are_not_there_are_refused(ready: tuple[Index, list[TuningQuestion]]) -> None:
    questions = [TuningQuestion(question.text, ("elsewhere.txt",)) for question in ready[1]]
    with pytest.raises(EvaluationError, match="No question finds its document"):
        tune(ready[0], questions, "x")


def gains(**means: float) -> dict[float, np.ndarray]:
    noise = np.tile([-0.1, 0.1], 50)
    return {float(weight.replace("w", "").replace("_", ".")): mean + noise for weight, mean in means.items()}


@pytest.mark.parametrize(
    ("means", "chosen"),
    [
        ({"w0": 0.80, "w0_3": 0.90, "w1": 0.85}, 0.3),
        ({"w0": 0.80, "w0_3": 0.85, "w1": 0.90}, 1.0),
        ({"w0": 0.9, "w0_3": 0.899, "w1": 0.899}, 0.3),  # a thousandth is no difference
        ({"w0": 0.9, "w0_3": 0.897, "w1": 0.899}, 0.0),  # both ends tie; the nearer one
        ({"w0": 0.9, "w0_3": 0.9, "w1": 0.9}, 0.3),
    ],
)
def test_choice_of_the_weight(means: dict[str, float], chosen: float) -> None:
    assert choose(gains(**means), preferred=0.3) == chosen


def test_a_difference_within_its_standard_error_does_not_count() -> None:
    noisy = np.zeros(100)
    noisy[:3] = 1.0, 1.0, -1.0  # three questions differ: mean 0.01, standard error 0.017
    assert choose({0.3: np.zeros(100), 1.0: noisy}, preferred=0.3) == 0.3


def test_only_cases_that_stand_alone_and_name_a_document_are_asked() -> None:
    cases = [
        Case("1", "ถาม", doc=("a.txt",)), Case("2", "ไม่มีเอกสาร"), Case("3", "ต่อ", history=("ก่อน",), doc=("a.txt",)),
        Case("4", "ไม่มีคำตอบ", doc=("a.txt",), answerable=False),
    ]  # fmt: skip
    assert questions_of_cases(cases) == [TuningQuestion("ถาม", ("a.txt",))]


def test_the_result_is_stored_beside_the_model(ready: tuple[Index, list[TuningQuestion]], tmp_path: Path) -> None:
    tuning = tune(*ready, "iapp-valid")
    file = write_fusion(tmp_path, tuning)
    said = json.loads(file.read_text("utf-8"))
    assert file.name == FILE and said["dense_weight"] == tuning.dense_weight
    assert said["measured"]["questions"] == 24 and said["measured"]["by_weight"].keys() == {f"{w:g}" for w in WEIGHTS}
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_fusion(tmp_path / "none", tuning)


def test_the_bundled_kind_of_model_uses_the_weight_stored_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    (folder / FILE).write_text('{"dense_weight": 0.7}', "utf-8")
    with Index.open(tmp_path / "home", StaticEncoder(folder)) as index:
        assert cast(Any, index.encoder).dense_weight == 0.7
    (folder / FILE).unlink()
    assert StaticEncoder(folder).dense_weight == DENSE_WEIGHT


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"dense_weight": "much"}', '{"dense_weight": -1}', '{"dense_weight": NaN}']
)
def test_a_weight_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    (folder / FILE).write_text(said, "utf-8")
    with pytest.raises(EncoderError, match=r"fusion\.json"):
        _ = StaticEncoder(folder).dense_weight
