"""Joins lexical and vector scores: a weighted sum of scores standardised for each question.

Reciprocal rank fusion lets a weak model outvote a strong one; a sum of standardised scores with weights that belong to
the embedding model does not (measured: docs/benchmarks.md).
"""

from __future__ import annotations

import numpy as np

DENSE_WEIGHT = 0.3
"""Weight of the vector score beside a lexical weight of 1, for a model without a calibration of its own."""


def standardised(scores: np.ndarray) -> np.ndarray:
    """Scores of one question's candidates with mean 0 and deviation 1; zeros if they are all the same."""
    spread = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def fuse(lexical: np.ndarray, dense: np.ndarray, dense_weight: float = DENSE_WEIGHT) -> np.ndarray:
    """Fused scores.

    Args:
        lexical: BM25 scores of the candidates, shape (n,); 0 for one without a common word.
        dense: cosine similarities of the same candidates, shape (n,).
        dense_weight: weight of the second beside the first.

    Returns:
        Scores, shape (n,), comparable within the question only.
    """
    fused: np.ndarray = standardised(lexical) + dense_weight * standardised(dense)
    return fused
