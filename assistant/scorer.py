"""The learned scorer: a small network over the features of a stretch of text, trained on iApp questions (docs/reading.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path

import numpy as np

from assistant.features import SIZE
from corpus.errors import AssistantError


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Weights of a network with two hidden layers and GELU, and how its inputs are scaled.

    Args:
        mean: of each feature in training, shape (SIZE,).
        deviation: of each feature in training, shape (SIZE,).
        layers: (weights, bias) of each layer, weights of shape (outputs, inputs).
    """

    mean: np.ndarray
    deviation: np.ndarray
    layers: tuple[tuple[np.ndarray, np.ndarray], ...]

    def scores(self, features: np.ndarray) -> np.ndarray:
        """Scores of stretches, shape (n,); higher is better, comparable within one question.

        Args:
            features: shape (n, SIZE).
        """
        values = (features - self.mean) / self.deviation
        for number, (weights, bias) in enumerate(self.layers, 1):
            values = values @ weights.T + bias
            if number < len(self.layers):
                values = _gelu(values)
        result: np.ndarray = values[:, 0]
        return result


def _gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear unit in its tanh form (Hendrycks and Gimpel, 2016)."""
    result: np.ndarray = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return result


@cache
def bundled_scorer() -> Scorer:
    """The scorer that ships with Klum (assistant/data/reader.npz)."""
    return load_scorer((resources.files("assistant") / "data" / "reader.npz").read_bytes())


def load_scorer(data: bytes | Path) -> Scorer:
    """Read a scorer.

    Args:
        data: what `klum train reader` wrote.

    Raises:
        AssistantError: if it does not fit the features of this version.
    """
    raw = data.read_bytes() if isinstance(data, Path) else data
    with np.load(BytesIO(raw), allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    if arrays["mean"].shape != (SIZE,):
        raise AssistantError(
            f"The reader's weights are for {arrays['mean'].shape[0]} features; this version has {SIZE}.",
            hint="Train it again with `klum train-reader`.",
        )
    count = sum(1 for name in arrays if name.startswith("weights"))
    layers = tuple((arrays[f"weights{i}"], arrays[f"bias{i}"]) for i in range(count))
    return Scorer(arrays["mean"], arrays["deviation"], layers)
