"""Hard negatives: for each text the texts that the lexical index confuses with it, by its title."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from index.searchable import Searchable
from index.terms import TermIndex
from index.training_data import Progress, SegmentedCorpus

_HEAP = 96_000_000
_INDEXED_WORDS = 250
_QUERY_WORDS = 24
# a passage that scores nearly as the right one is likely a copy of it (one press release, two ministries)
_COPY = 0.9


def mine_hard_negatives(
    corpus: SegmentedCorpus, *, texts: int = 20_000, keep: int = 4, seed: int = 0, progress: Progress | None = None
) -> np.ndarray:
    """Search for each title and note what is found beside its own text.

    Args:
        corpus: the segmented corpus.
        texts: for how many texts at most, drawn at random.
        keep: how many to note for each.
        seed: seed of the draw.
        progress: called with the stage and a share from 0 to 1.

    Returns:
        Numbers of texts, shape (texts of the corpus, keep); -1 where there are none.
    """
    found = np.full((len(corpus.bodies), keep), -1, dtype=np.int64)
    titled = np.flatnonzero(np.diff(corpus.titles, axis=1).ravel() > 0)
    chosen = np.random.default_rng(seed).permutation(titled)[:texts]
    with tempfile.TemporaryDirectory(prefix="klum-mining-") as folder:
        index = TermIndex(Path(folder), "mining", heap=_HEAP)
        try:
            for number, (start, end) in enumerate(corpus.bodies):
                words = corpus.text((start, min(end, start + _INDEXED_WORDS)))
                index.add(str(number), number, number, Searchable(words, "", ""))
            index.commit(0)
            for done, number in enumerate(chosen):
                if progress and done % 1_000 == 0:
                    progress("mining hard negatives", done / len(chosen))
                found[number] = _confused(index, corpus, int(number), keep)
        finally:
            index.close()
    return found


def _confused(index: TermIndex, corpus: SegmentedCorpus, number: int, keep: int) -> np.ndarray:
    words = dict.fromkeys(corpus.text(corpus.titles[number]).split()[:_QUERY_WORDS])
    found = index.run(index.view, index.any_of([("words", word) for word in words]), keep + 8)
    numbers, scores = found.numbers, found.scores
    right = scores[numbers == number]
    ceiling = _COPY * float(right[0]) if len(right) else np.inf
    negatives = numbers[(numbers != number) & (scores < ceiling)][:keep]
    return np.pad(negatives, (0, keep - len(negatives)), constant_values=-1)
