"""Calibrates the fusion for an embedding model: which weight its scores deserve beside the lexical ones.

The weight belongs to the model and is kept beside it, in `fusion.json`.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EvaluationError
from corpus.loaders.base import Loaded
from evals.bench_data import RetrievalSet
from evals.cases import Case
from evals.metrics import ndcg
from index.encoder import Encoder, EncoderInput
from index.fusion import DENSE_WEIGHT
from index.library import Index

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)
"""Weights tried; models stronger than words deserve more than 1."""

FILE = "fusion.json"
_LEAST = 20
_EQUAL = 0.002  # nDCG@10 that is not worth a difference
_DEPTH = 50  # passages looked through for the first ten documents

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TuningQuestion:
    """A question for the calibration.

    Args:
        text: the question.
        documents: endings of the sources that answer it; one of them is enough.
    """

    text: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tuning:
    """A calibration.

    Args:
        dense_weight: the weight chosen.
        encoder: name of the embedding model.
        data: what it was measured on.
        questions: how many questions.
        by_weight: nDCG@10 of the fusion by weight.
        lexical: nDCG@10 of the lexical search alone.
        dense: nDCG@10 of the vector search alone.
    """

    dense_weight: float
    encoder: str
    data: str
    questions: int
    by_weight: dict[float, float]
    lexical: float
    dense: float

    def to_json(self) -> dict[str, Any]:
        """What `fusion.json` holds."""
        measured = {
            "data": self.data, "questions": self.questions, "metric": "ndcg_10", "encoder": self.encoder,
            "date": datetime.date.today().isoformat(), "lexical": round(self.lexical, 4), "dense": round(self.dense, 4),
            "by_weight": {f"{weight:g}": round(value, 4) for weight, value in self.by_weight.items()},
        }  # fmt: skip
        return {"dense_weight": self.dense_weight, "measured": measured}


class _Weighted:
    """An embedding model with a weight of our choice, and each question's vector made once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[EncoderInput, np.ndarray] = {}
        self.dense_weight = DENSE_WEIGHT

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        return self._encoder.encode_passages(passages)

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        if query not in self._known:
            self._known[query] = self._encoder.encode_query(query)
        return self._known[query]


def tune(index: Index, questions: Sequence[TuningQuestion], data: str, *, progress: Progress | None = None) -> Tuning:
    """Choose the weight of the vector scores for an index's embedding model.

    The weight nearest to the default is chosen among those that a small set cannot tell from the best: no more than
    0.002 or one standard error of the paired difference below its nDCG@10 (after Breiman et al., 1984).

    Args:
        index: the index to search in; it is not changed.
        questions: at least 20, and never those of a test set.
        data: what the questions are, for the record.
        progress: told ("bench", searches done, all searches).

    Raises:
        EvaluationError: if there are too few questions, none of their documents is in the index, or its vectors are of
            another embedding model.
    """
    if (change := index.model_change) is not None:
        raise EvaluationError(
            f"The vectors are of the embedding model {change.stored}, not of {change.wanted}.",
            hint="Run `klum index rebuild`, then calibrate.",
        )
    if len(questions) < _LEAST:
        raise EvaluationError(
            f"{len(questions)} questions with a known document are too few to calibrate with.",
            hint=f"Give at least {_LEAST}.",
        )
    total = (len(WEIGHTS) + 2) * len(questions)
    done = 0

    def gains(mode: str) -> np.ndarray:
        nonlocal done
        values = []
        for question in questions:
            values.append(_gain(index, question, mode))
            done += 1
            if progress is not None and (done % 50 == 0 or done == total):
                progress("bench", done, total)
        return np.array(values)

    with _weighted(index) as encoder:
        lexical, dense = gains("lexical"), gains("dense")
        if not lexical.any() and not dense.any():
            raise EvaluationError(
                "No question finds its document.",
                hint="Are the documents that the cases name in this index? See `klum sources`.",
            )
        fused: dict[float, np.ndarray] = {}
        for weight in WEIGHTS:
            encoder.dense_weight = weight
            fused[weight] = gains("hybrid")
    return Tuning(
        dense_weight=choose(fused),
        encoder=encoder.name,
        data=data,
        questions=len(questions),
        by_weight={weight: float(values.mean()) for weight, values in fused.items()},
        lexical=float(lexical.mean()),
        dense=float(dense.mean()),
    )


def choose(gains: dict[float, np.ndarray], preferred: float = DENSE_WEIGHT) -> float:
    """The weight nearest to the preferred one among those not surely worse than the best.

    Args:
        gains: for each weight the gain of each question, all of the same length.
        preferred: the weight for when the questions cannot tell.
    """
    best = max(gains, key=lambda weight: gains[weight].mean())

    def tied(weight: float) -> bool:
        lost = gains[best] - gains[weight]
        return bool(lost.mean() <= max(_EQUAL, lost.std(ddof=1) / math.sqrt(len(lost))))

    return min((weight for weight in gains if tied(weight)), key=lambda weight: abs(weight - preferred))


def _gain(index: Index, question: TuningQuestion, mode: str) -> float:
    sources = dict.fromkeys(hit.stored.source for hit in index.search(question.text, _DEPTH, mode=mode))
    ranks = [rank for rank, source in enumerate(sources, 1) if source.endswith(question.documents)]
    return ndcg(ranks[:1], 1)


@contextmanager
def _weighted(index: Index) -> Iterator[_Weighted]:
    before = index.encoder
    index.encoder = encoder = _Weighted(before)
    try:
        yield encoder
    finally:
        index.encoder = before


def questions_of_cases(cases: Sequence[Case]) -> list[TuningQuestion]:
    """The questions of a question set that name a document and stand alone."""
    return [
        TuningQuestion(case.question, case.doc) for case in cases if case.doc and case.answerable and not case.history
    ]


def index_of_set(home: Path, one: RetrievalSet, encoder: Encoder) -> tuple[Index, list[TuningQuestion]]:
    """An index of a retrieval set's documents in a new folder, and the set's questions."""
    index = Index.open(home, encoder)
    index.ingest(Loaded(identifier, text) for identifier, text in one.documents.items())
    return index, [TuningQuestion(question.text, (question.document,)) for question in one.questions]


def write_fusion(folder: Path, tuning: Tuning) -> Path:
    """Store a calibration beside its model.

    Args:
        folder: the model's folder.
        tuning: the calibration.

    Returns:
        The file written.

    Raises:
        EvaluationError: if the folder cannot be written to.
    """
    file = folder / FILE
    try:
        temporary = file.with_suffix(".part")
        temporary.write_text(json.dumps(tuning.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        temporary.replace(file)
    except OSError as error:
        raise EvaluationError(
            f"{file} cannot be written: {error.strerror}.",
            hint="Copy the model to a folder of your own and set KLUM_EMBEDDING to it.",
        ) from error
    return file
