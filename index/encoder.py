"""Embedding models: texts in, unit vectors out. The bundled model needs neither torch nor a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.fusion import DENSE_WEIGHT

if TYPE_CHECKING:
    from model2vec import StaticModel

BUNDLED = Path(__file__).parent / "models" / "klum-th"
_FUSION = "fusion.json"


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """A text as embedding models want it.

    Args:
        raw: the text as a reader sees it.
        segmented: the words of its search copy, joined with spaces; for models trained on segmented text.
    """

    raw: str
    segmented: str


class Encoder(Protocol):
    """Turns texts into unit vectors. It may also have a `dense_weight`, see `index.fusion`."""

    @property
    def name(self) -> str:
        """Name that vectors are stored under; another name means other vectors."""

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """Vectors of passages, shape (len(passages), dimension), float32, length 1 (0 for a text without words)."""

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """Vector of a query, shape (dimension,), float32, length 1 (0 for a text without words)."""


class StaticEncoder:
    """A static embedding in model2vec's or sentence-transformers' `StaticEmbedding` format; safe from any thread.

    Args:
        folder: the model's folder.

    Raises:
        EncoderError: if there is no usable model in the folder.
    """

    def __init__(self, folder: Path = BUNDLED) -> None:
        self.folder = folder
        layouts = [folder, folder / "0_StaticEmbedding"]
        there = [one for one in layouts if (one / "model.safetensors").is_file() and (one / "tokenizer.json").is_file()]
        if not there:
            raise EncoderError(
                f"There is no embedding model in {folder}.",
                hint="Reinstall Klum, or set KLUM_EMBEDDING to a folder made by `klum train`.",
            )
        self._files = there[0]

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of its weights."""
        digest = hashlib.sha256()
        try:
            for file in ("model.safetensors", "tokenizer.json"):
                digest.update((self._files / file).read_bytes())
        except OSError as error:
            raise self._unusable(error) from error
        return f"static:{self.folder.resolve().name}:{digest.hexdigest()[:12]}"

    @cached_property
    def dense_weight(self) -> float:
        """Weight of its scores in the fused score, as `klum tune` wrote it beside the model."""
        try:
            weight = float(json.loads((self.folder / _FUSION).read_text("utf-8"))["dense_weight"])
        except FileNotFoundError:
            return DENSE_WEIGHT
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise EncoderError(
                f"{self.folder / _FUSION} cannot be used: {error}.", hint="Delete it, or run `klum tune` again."
            ) from error
        if not 0 <= weight < float("inf"):
            raise EncoderError(
                f"{self.folder / _FUSION} states the weight {weight!r}.", hint="Delete it, or run `klum tune` again."
            )
        return weight

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """See `Encoder.encode_passages`."""
        model, (mapping, weights) = self._model, self._pieces
        vectors = np.zeros((len(passages), model.dim), dtype=np.float32)
        for vector, ids in zip(vectors, model.tokenize([passage.segmented for passage in passages]), strict=True):
            if ids:
                rows = model.embedding[ids if mapping is None else mapping[ids]]
                if weights is not None:
                    rows = rows * weights[ids][:, None]
                rows.sum(axis=0, dtype=np.float32, out=vector)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: np.ndarray = vectors / np.where(lengths > 0, lengths, 1)
        return unit

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """See `Encoder.encode_query`."""
        vector: np.ndarray = self.encode_passages([query])[0]
        return vector

    @cached_property
    def _model(self) -> StaticModel:
        # `StaticModel.encode` sets the tokenizer's truncation on each call, which two threads must not do at once; so
        # its parts are used, and the configuration stays as it is (model2vec warns on the terminal when told another).
        from model2vec import StaticModel

        try:
            model = StaticModel.from_pretrained(self.folder)
            model.tokenizer.no_truncation()
            if not np.isfinite(model.embedding).all():
                raise ValueError("some weights are no numbers")
        except Exception as error:  # model2vec raises whatever its readers do
            raise self._unusable(error) from error
        return model

    @cached_property
    def _pieces(self) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Row and weight of each piece; None where each has its own row, and where all weigh the same."""
        mapping, weights = self._model.token_mapping, self._model.weights
        return mapping, weights if weights is not None and np.ptp(weights) else None

    def _unusable(self, error: Exception) -> EncoderError:
        return EncoderError(
            f"The embedding model in {self.folder} cannot be loaded: {error}.".replace("..", "."),
            hint="Reinstall Klum or train it again.",
        )
