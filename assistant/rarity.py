"""How much a word says: by how few Thai texts use it at all, and by how few of the documents do."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from pythainlp.corpus import thai_words, tnc

_COMMON = 200_000
"""Occurrences in the Thai National Corpus (33.5 M words) from which a word says nothing."""


@cache
def frequencies() -> dict[str, int]:
    """Words of the Thai National Corpus with their number of occurrences, as PyThaiNLP ships them."""
    return dict(tnc.unigram_word_freqs())


@cache
def dictionary() -> frozenset[str]:
    """Words of PyThaiNLP's dictionary, the one that texts are cut with."""
    return frozenset(thai_words())


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """A compound cut into two known words, so that the rarer one is as common as possible.

    Args:
        word: one word.

    Returns:
        Its two parts, or the word alone if it is no compound of known words.
    """
    known = frequencies()
    best: tuple[int, tuple[str, ...]] = (0, (word,))
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        rare = min(known.get(left, 0), known.get(right, 0))
        if rare > best[0]:
            best = rare, (left, right)
    return best[1]


@lru_cache(maxsize=50_000)
def commonness(word: str) -> int:
    """Occurrences of a word in the Thai National Corpus; of a compound that is not in it, those of its rarer part."""
    known = frequencies()
    if word in known:
        return known[word]
    pieces = parts(word)
    return min(known.get(piece, 0) for piece in pieces) if len(pieces) > 1 else 0


def speaks(word: str) -> float:
    """How much a word says in itself: 0.05 for the commonest, 1 for one that general texts do not use."""
    return min(1.0, max(0.05, math.log10(_COMMON / (commonness(word) + 1)) / math.log10(_COMMON)))
