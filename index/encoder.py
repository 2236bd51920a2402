"""Embedding models: texts in, unit vectors out. The bundled model needs neither torch nor a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.fusion import DENSE_WEIGHT

if TYPE_CHECKING:
    from model2vec import StaticModel

BUNDLED = Path(__file__).parent / "models" / "klum-th"
_FUSION = "fusion.json"
_TOGETHER = 1024  # texts


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
    """Turns texts into unit vectors.

    It may also have a `dense_weight`, see `index.fusion`, and a `recipe`, see `index.model_choice`.
    """

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

    @property
    def recipe(self) -> dict[str, str]:
        """See `Encoder`."""
        return {"model": "" if self.folder == BUNDLED else str(self.folder.resolve())}

    @cached_property
    def dense_weight(self) -> float:
        """Weight of its scores in the fused score, as `klum tune` wrote it beside the model."""
        return read_dense_weight(self.folder)

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """See `Encoder.encode_passages`."""
        model = self._model
        vectors = np.zeros((len(passages), model.dim), dtype=np.float32)
        for start in range(0, len(passages), _TOGETHER):
            pieces = model.tokenize([passage.segmented for passage in passages[start : start + _TOGETHER]])
            self._sum_up(pieces, vectors[start : start + _TOGETHER])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, 1)
        return vectors

    def _sum_up(self, pieces: Sequence[Sequence[int]], out: np.ndarray) -> None:
        """Add up the rows of each text's pieces; texts with as many pieces as others together.

        A vectorised sum for each number of pieces is 3 to 4 times as fast as `np.add.reduceat` over all of them, and
        twice as fast as a sum for each text (docs/embedding.md).
        """
        counts = np.fromiter(map(len, pieces), np.int64, len(pieces))
        ids = np.fromiter(chain.from_iterable(pieces), np.int64, int(counts.sum()))
        starts = np.cumsum(counts) - counts
        mapping, weights = self._pieces
        for count in np.unique(counts[counts > 0]):
            texts = np.flatnonzero(counts == count)
            chosen = ids[starts[texts, None] + np.arange(count)]
            rows = self._model.embedding[chosen if mapping is None else mapping[chosen]]
            if weights is not None:
                rows = rows * weights[chosen][:, :, None]
            out[texts] = rows.sum(axis=1, dtype=np.float32)

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """See `Encoder.encode_query`."""
        vector: np.ndarray = self.encode_passages([query])[0]
        return vector

    @cached_property
    def _model(self) -> StaticModel:
        # Not by `StaticModel.from_pretrained`, which imports huggingface_hub: that takes longer than all the rest. And
        # not used by its `encode`, which sets the tokenizer's truncation: two threads must not do that at once.
        from model2vec import StaticModel
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(self._files / "model.safetensors")
            table = tensors["embedding.weight" if "embedding.weight" in tensors else "embeddings"]
            if not np.isfinite(table).all():
                raise ValueError("some weights are no numbers")
            return StaticModel(
                table,
                Tokenizer.from_file(str(self._files / "tokenizer.json")),
                weights=tensors.get("weights"),
                token_mapping=tensors.get("mapping"),
                max_length=None,
            )
        except Exception as error:  # the readers of both files raise whatever they like
            raise self._unusable(error) from error

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


def read_dense_weight(folder: Path) -> float:
    """The weight in the fused score that `klum tune` wrote into a folder; the default if it never did.

    Raises:
        EncoderError: if the file cannot be used.
    """
    file = folder / _FUSION
    hint = "Delete it, or run `klum tune` again."
    try:
        weight = float(json.loads(file.read_text("utf-8"))["dense_weight"])
    except FileNotFoundError:
        return DENSE_WEIGHT
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EncoderError(f"{file} cannot be used: {error}.", hint=hint) from error
    if not 0 <= weight < float("inf"):
        raise EncoderError(f"{file} states the weight {weight!r}.", hint=hint)
    return weight


def word_encoder(encoder: Encoder) -> StaticEncoder:
    """A fast embedding for the words and clauses of passages that were found.

    Args:
        encoder: the embedding model of the index; it is used if it is static, else the bundled one: another kind would
            take seconds for the hundreds of clauses of each question.
    """
    return encoder if isinstance(encoder, StaticEncoder) else StaticEncoder()
