"""Ranks stretches of text: a linear ranking and small networks, trained on questions, whose standardised scores add up.

Which of them wins on sets that were kept out of training is in docs/answers.md.
"""

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
class Network:
    """A network with GELU between its layers; one layer is a plain weighting.

    Args:
        share: its weight among the members of a scorer.
        mean: subtracted from each feature, shape (features,).
        deviation: what each feature is divided by, shape (features,).
        layers: (weights, bias) of each layer, weights of shape (outputs, inputs).
    """

    share: float
    mean: np.ndarray
    deviation: np.ndarray
    layers: tuple[tuple[np.ndarray, np.ndarray], ...]

    def scores(self, features: np.ndarray) -> np.ndarray:
        """Raw scores, shape (n,), of features of shape (n, features)."""
        values = (features - self.mean) / self.deviation
        for number, (weights, bias) in enumerate(self.layers, 1):
            values = values @ weights.T + bias
            if number < len(self.layers):
                values = _gelu(values)
        result: np.ndarray = values[:, 0]
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Members whose scores are added up."""

    members: tuple[Network, ...]

    def raw(self, features: np.ndarray) -> np.ndarray:
        """Sum of the members' raw scores, each by its share, shape (n,); the softmax of it are probabilities.

        Args:
            features: shape (n, features).
        """
        total = np.zeros(len(features), np.float32)
        for member in self.members:
            total += member.share * member.scores(features)
        return total

    def scores(self, features: np.ndarray) -> np.ndarray:
        """Sum of standardised scores, shape (n,); higher is better, comparable within one question.

        Args:
            features: shape (n, features).
        """
        total = np.zeros(len(features), np.float32)
        for member in self.members:
            raw = member.scores(features)
            total += member.share * (raw - raw.mean()) / (float(raw.std()) + 1e-6)
        return total


def _gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear unit in its tanh form (Hendrycks and Gimpel, 2016)."""
    result: np.ndarray = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return result


@cache
def bundled_scorer() -> Scorer:
    """The scorer that ships with Klum (assistant/data/reader.npz)."""
    return load_scorer((resources.files("assistant") / "data" / "reader.npz").read_bytes())


def load_scorer(data: bytes | Path, size: int = SIZE) -> Scorer:
    """Read a scorer.

    Args:
        data: an npz file: for each member i the arrays i_share, i_mean, i_deviation, i_weightsK and i_biasK.
        size: how many features it takes.

    Raises:
        AssistantError: if it does not fit the features of this version.
    """
    raw = data.read_bytes() if isinstance(data, Path) else data
    with np.load(BytesIO(raw), allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    members = []
    for i in range(sum(1 for name in arrays if name.endswith("_share"))):
        if arrays[f"{i}_mean"].shape != (size,):
            raise AssistantError(
                f"The reader's weights are for {arrays[f'{i}_mean'].shape[0]} features; this version has {size}.",
                hint="Use the weights that came with this version.",
            )
        depth = sum(1 for name in arrays if name.startswith(f"{i}_weights"))
        layers = tuple((arrays[f"{i}_weights{k}"], arrays[f"{i}_bias{k}"]) for k in range(depth))
        members.append(Network(float(arrays[f"{i}_share"]), arrays[f"{i}_mean"], arrays[f"{i}_deviation"], layers))
    return Scorer(tuple(members))
