"""Optional second look at the best hits: a model that reads question and passage together scores them anew."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.model_source import find_model, without_progress_bars
from index.search import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SETTING = "KLUM_RERANKER"
RERANKED = 20
"""How many of the best hits are scored anew by default."""

_BATCH = 16
_log = logging.getLogger(__name__)


class Reranker(Protocol):
    """Scores passages for a question, reading both together."""

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """Scores of passages, shape (len(passages),), higher is better; comparable within the question only."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers; safe from any thread, one at a time. Needs the extra `models`.

    Args:
        model: its folder, or its name on the hub.

    Raises:
        EncoderError: if there is no such model, it would run code of its own, or sentence-transformers is not there.
    """

    def __init__(self, model: str) -> None:
        self._source = find_model(model, SETTING)
        self._source.modules()
        config = self._source.json("config.json")
        if config is None:
            raise self._source.unusable("it has no config.json")
        self._scoring = threading.Lock()

    def load(self) -> None:
        """Load it now rather than with the first question.

        Raises:
            EncoderError: if it cannot be loaded.
        """
        with self._scoring:
            self._model  # noqa: B018 - loaded when it is first looked at

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """See `Reranker.scores`.

        Raises:
            EncoderError: if it cannot be loaded, memory is too short, or it gives not one number for each passage.
        """
        pairs = [(question, passage) for passage in passages]
        with self._scoring, self._source.translated():
            found = np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)
        if found.shape != (len(passages),):
            raise EncoderError(
                f"The model {self._source.asked} is no reranker: it gives {found.shape[1:]} numbers for each passage.",
                hint=f"Set {SETTING} to a cross-encoder with one output.",
            )
        return found

    @cached_property
    def _model(self) -> CrossEncoder:
        with self._source.translated():
            from sentence_transformers import CrossEncoder

            without_progress_bars()
            model: CrossEncoder = CrossEncoder(
                str(self._source.folder),
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
            return model


def reranked(reranker: Reranker, question: str, hits: Sequence[Hit], best: int) -> list[Hit]:
    """Hits with the best of them in the order of a reranker; those after them stay where they are.

    The fused scores stay with the places: the hit that is first now has the highest, so that whatever reads scores sees
    the scale that it is used to. A reranker that fails leaves the order as it was, and a warning in the log.

    Args:
        reranker: scores the hits.
        question: the question.
        hits: best first.
        best: how many to score anew.
    """
    chosen = list(hits[:best])
    if len(chosen) < 2:
        return list(hits)
    passages = [f"{hit.chunk.context}\n{hit.chunk.text}" if hit.chunk.context else hit.chunk.text for hit in chosen]
    try:
        scores = reranker.scores(question, passages)
        if len(scores) != len(chosen) or not np.isfinite(scores).all():
            raise ValueError(f"{len(scores)} scores for {len(chosen)} passages, or some are no numbers")
    except Exception as error:  # whatever it is, the question can be answered without
        _log.warning("the reranker failed, the hits stay in their order: %s", error)
        return list(hits)
    order = np.argsort(-scores, kind="stable")
    placed = [replace(chosen[i], score=chosen[place].score, reranked=float(scores[i])) for place, i in enumerate(order)]
    return [*placed, *hits[best:]]
