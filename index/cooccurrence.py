"""Word knowledge before training: pieces that keep the same company start near each other (PPMI and truncated SVD).

Levy, Goldberg and Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings": positive
pointwise mutual information with smoothed contexts (exponent 0.75), subsampling, eigenvalues to the power 0.5.
Weighting by frequency is that of Arora, Liang and Ma 2017 (SIF).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from index.training_data import CLAUSE_END, SegmentedCorpus
from index.vocabulary import PieceTable

_WINDOW = 8
_SUBSAMPLE = 1e-4
_OVERSAMPLING = 20


def initial_table(
    corpus: SegmentedCorpus, pieces: PieceTable, *, dimension: int, sif: float = 3e-4, blend: float = 1.0, seed: int = 0
) -> np.ndarray:
    """Vectors of the pieces to start training from.

    Args:
        corpus: the segmented corpus.
        pieces: the pieces of its words.
        dimension: length of a vector.
        sif: a of the weight a / (a + p) that a piece of probability p gets.
        blend: 1 for co-occurrence alone, 0 for random directions alone (texts are then alike only by shared pieces).
        seed: seed of everything random.

    Returns:
        Table of shape (pieces, dimension), float32.
    """
    rng = np.random.default_rng(seed)
    counts = pieces.counts(corpus.counts())
    probability = counts / max(counts.sum(), 1)
    table = _unit(rng.standard_normal((pieces.size, dimension)))
    if blend > 0:
        numbers = corpus.flat[corpus.flat != CLAUSE_END]
        sequence, _ = pieces.of(numbers, np.zeros(len(numbers), np.int64))
        known = _factors(_ppmi(_kept(sequence, probability, rng), pieces.size), dimension, rng)
        known -= known.mean(axis=0)
        # a piece without company keeps its random direction
        lonely = np.linalg.norm(known, axis=1) < 1e-9
        table = np.where(lonely[:, None], table, blend * _unit(known) + np.sqrt(1 - blend**2) * table)
    weighted: np.ndarray = (table * (sif / (sif + probability))[:, None]).astype(np.float32)
    return weighted


def _kept(sequence: np.ndarray, probability: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    chance = np.sqrt(_SUBSAMPLE / np.maximum(probability[sequence], 1e-12))
    kept: np.ndarray = sequence[rng.random(len(sequence)) < chance]
    return kept


def _ppmi(sequence: np.ndarray, size: int) -> Any:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped,unused-ignore]

    company = csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        left, right = sequence[:-distance], sequence[distance:]
        company = company + csr_matrix((np.ones(len(left), np.float32), (left, right)), shape=(size, size))
    company = (company + company.T).tocoo()
    sums = np.asarray(company.tocsr().sum(axis=1)).ravel()
    smoothed = sums**0.75
    smoothed /= max(smoothed.sum(), 1e-12)
    row, column = company.coords
    information = np.log(company.data / np.maximum(sums[row] * smoothed[column], 1e-12))
    positive = information > 0
    return csr_matrix((information[positive], (row[positive], column[positive])), shape=(size, size), dtype=np.float32)


def _factors(matrix: Any, dimension: int, rng: np.random.Generator) -> np.ndarray:
    """Left singular vectors times the root of their values, by randomised subspace iteration (Halko et al. 2011)."""
    width = min(dimension + _OVERSAMPLING, matrix.shape[0])
    basis = matrix @ rng.standard_normal((matrix.shape[0], width)).astype(np.float32)
    for _ in range(2):
        basis, _ = np.linalg.qr(basis)
        basis = matrix @ (matrix.T @ basis)
    basis, _ = np.linalg.qr(basis)
    left, values, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    found: np.ndarray = (basis @ left)[:, :dimension] * np.sqrt(values[:dimension])
    missing = dimension - found.shape[1]
    padded: np.ndarray = np.pad(found, ((0, 0), (0, max(missing, 0))))
    return padded


def _unit(vectors: np.ndarray) -> np.ndarray:
    unit: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit
