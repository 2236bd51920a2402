"""Embedding models: texts in, unit vectors out. The bundled model needs neither torch nor a network."""

from __future__ import annotations

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
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Name that vectors are stored under; another name means other vectors."""

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """Vectors of passages, shape (len(passages), dimension), float32, length 1 (0 for a text without words)."""

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """Vector of a query, shape (dimension,), float32, length 1."""


class StaticEncoder:
    """A static embedding in the sentence-transformers `StaticEmbedding` format, loaded by model2vec.

    Args:
        folder: the model's folder.

    Raises:
        EncoderError: if there is no usable model in the folder.
    """

    def __init__(self, folder: Path = BUNDLED) -> None:
        self.folder = folder
        if not (folder / "model.safetensors").is_file() or not (folder / "tokenizer.json").is_file():
            raise EncoderError(
                f"There is no embedding model in {folder}.",
                hint="Reinstall Klum, or set KLUM_EMBEDDING to a folder made by `klum train`.",
            )

    @cached_property
    def name(self) -> str:
        """The folder's name and a digest of its weights."""
        import hashlib

        weights = (self.folder / "model.safetensors").read_bytes()
        tokenizer = (self.folder / "tokenizer.json").read_bytes()
        return f"static:{self.folder.name}:{hashlib.sha256(weights + tokenizer).hexdigest()[:12]}"

    @cached_property
    def dense_weight(self) -> float:
        """Weight of this model's scores beside the lexical ones: what `klum tune` stored, or the default.

        Raises:
            EncoderError: if that file holds no weight of 0 or more.
        """
        import json

        try:
            weight = float(json.loads((self.folder / "fusion.json").read_text("utf-8"))["dense_weight"])
        except FileNotFoundError:
            return DENSE_WEIGHT
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(
                f"{self.folder / 'fusion.json'} cannot be used: {type(error).__name__}: {error}.",
                hint="Delete it, or make it anew with `klum tune`.",
            ) from error
        if not 0 <= weight < float("inf"):
            raise EncoderError(
                f"The weight {weight!r} in {self.folder / 'fusion.json'} is not 0 or more.",
                hint="Make it anew with `klum tune`.",
            )
        return weight

    @cached_property
    def _model(self) -> StaticModel:
        from model2vec import StaticModel

        try:
            return StaticModel.from_pretrained(self.folder, normalize=True)
        except Exception as error:  # model2vec raises whatever its readers do
            raise EncoderError(
                f"The embedding model in {self.folder} cannot be loaded: {error}", hint="Reinstall Klum or train it again."
            ) from error

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """See `Encoder.encode_passages`."""
        if not passages:
            return np.zeros((0, self._model.dim), dtype=np.float32)
        texts = [passage.segmented for passage in passages]
        vectors = self._model.encode(texts, max_length=None, use_multiprocessing=False)
        return _unit(np.asarray(vectors, dtype=np.float32))

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """See `Encoder.encode_query`."""
        vector: np.ndarray = self.encode_passages([query])[0]
        return vector


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.nan_to_num(vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
