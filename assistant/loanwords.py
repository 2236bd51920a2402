"""Loanwords: how English words are spelled in Thai, for documents write either (โซเชียล: social)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from assistant.rarity import dictionary
from assistant.sounding import sounding
from corpus.normalise import normalise

_SHORTEST = 4
"""Length that a word has at least in either script."""
_BY_EAR = 6
"""Length of a word that no dictionary has from which on it may be a loanword spelled by ear."""


def loans(word: str) -> frozenset[str]:
    """The English word that a Thai one is borrowed from, or Thai spellings of an English one; empty for most.

    Args:
        word: search copy of one word; a Thai one may be spelled by ear.
    """
    if len(word) < _SHORTEST:
        return frozenset()
    if word in _pairs() or word in dictionary():
        return _pairs().get(word, frozenset())
    return _heard().get(sounding(word), frozenset()) if len(word) >= _BY_EAR else frozenset()


@cache
def _pairs() -> dict[str, frozenset[str]]:
    """English words and their Thai spellings, each by the other (PyThaiNLP's list)."""
    from pythainlp.corpus.th_en_translit import TRANSLITERATE_DICT, TRANSLITERATE_EN  # reads its file on import

    found: defaultdict[str, set[str]] = defaultdict(set)
    for spelled, entry in TRANSLITERATE_DICT.items():
        loan = normalise(spelled)
        for written in entry[TRANSLITERATE_EN]:
            word = normalise(str(written))
            if min(len(word), len(loan)) >= _SHORTEST and " " not in word + loan:
                found[loan].add(word)
                found[word].add(loan)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _heard() -> dict[str, frozenset[str]]:
    """English words by how their Thai spellings sound."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, others in _pairs().items():
        if not word.isascii():
            found[sounding(word)] |= others
    return {key: frozenset(others) for key, others in found.items()}
