"""Hybrid search: candidates by words and by vector, scored by both, fused, and looked up in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.document import Chunk
from corpus.errors import IndexStoreError
from index.catalogue import Catalogue
from index.encoder import Encoder, EncoderInput
from index.fusion import DENSE_WEIGHT, fuse
from index.lexical import LexicalIndex
from index.records import StoredChunk
from index.searchable import Searchable, searchable_query
from index.vectors import VectorIndex

MODES = ("hybrid", "lexical", "dense")
_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found.

    Args:
        stored: the chunk and what is known of its document.
        score: fused score; comparable within one question only.
        lexical: BM25 score; 0 without a common word.
        dense: cosine similarity, -1 to 1.
        reranked: score of the reranker; None if it did not look at this one.
    """

    stored: StoredChunk
    score: float
    lexical: float
    dense: float
    reranked: float | None = None

    @property
    def chunk(self) -> Chunk:
        """The chunk itself."""
        return self.stored.chunk


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What a filter lets through: documents, and the numbers of their chunks in ascending order."""

    documents: tuple[str, ...]
    numbers: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """What a search needs.

    Args:
        catalogue: the truth.
        lexical: the lexical index.
        vectors: the vector index.
        encoder: the embedding model.
    """

    catalogue: Catalogue
    lexical: LexicalIndex
    vectors: VectorIndex
    encoder: Encoder

    def search(self, question: str, limit: int, only: Selection | None, mode: str) -> list[Hit]:
        """See `index.library.Index.search`."""
        if mode not in MODES:
            raise IndexStoreError(f"There is no search mode {mode!r}.", hint=f"There are {', '.join(MODES)}.")
        if limit < 1 or (only is not None and not only.documents):
            return []
        query = searchable_query(question)
        numbers, lexical, dense = self._candidates(question, query, max(_CANDIDATES, limit), only, mode)
        if mode == "hybrid":
            weight = float(getattr(self.encoder, "dense_weight", DENSE_WEIGHT))
            scores = fuse(lexical, dense, weight)
        else:
            scores = lexical if mode == "lexical" else dense
        return self._hits(numbers, scores, lexical, dense, limit)

    def _candidates(
        self, question: str, query: Searchable, reach: int, only: Selection | None, mode: str
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Chunk numbers with the scores by words and by vector of each."""
        lexical: dict[int, float] = {}
        dense: dict[int, float] = {}
        if mode != "dense":
            found, scores = self.lexical.search(query, reach, only.documents if only else None)
            lexical = dict(zip(found.tolist(), scores.tolist(), strict=True))
        if mode != "lexical":
            vector = self._embedded(question, query)
            chosen = only.numbers if only else None
            found, scores = self.vectors.search(vector, reach, chosen, encoder=self.encoder.name)
            dense = dict(zip(found.tolist(), scores.tolist(), strict=True))
            missing = [number for number in lexical if number not in dense]
            if missing and vector.any():
                found, matrix = self.catalogue.vectors.of(missing, encoder=self.encoder.name)
                if len(found):
                    dense |= zip(found.tolist(), (matrix @ vector).tolist(), strict=True)
        if mode == "hybrid":
            lexical |= self.lexical.score(query, [number for number in dense if number not in lexical])
        numbers = np.array(sorted({*lexical, *dense}), dtype=np.int64)
        listed = numbers.tolist()
        return numbers, np.array([lexical.get(n, 0.0) for n in listed]), np.array([dense.get(n, 0.0) for n in listed])

    def _embedded(self, question: str, query: Searchable) -> np.ndarray:
        return self.encoder.encode_query(EncoderInput(question, query.encoder_text))

    def _hits(
        self, numbers: np.ndarray, scores: np.ndarray, lexical: np.ndarray, dense: np.ndarray, limit: int
    ) -> list[Hit]:
        """The best that are still in the catalogue; the lexical index may lag behind a removal by a moment."""
        hits: list[Hit] = []
        order: Sequence[int] = np.lexsort((numbers, -scores)).tolist()
        for start in range(0, len(order), limit + 8):
            group = order[start : start + limit + 8]
            found = self.catalogue.chunks.found(numbers[group].tolist())
            for i in group:
                stored = found.get(int(numbers[i]))
                if stored is not None:
                    hits.append(Hit(stored, float(scores[i]), float(lexical[i]), float(dense[i])))
            if len(hits) >= limit:
                break
        return hits[:limit]
