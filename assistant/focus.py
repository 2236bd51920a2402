"""Which words of a question say what is asked, and which only say in what event, place or document.

"ประชุม คนร. มี.ค. 65 ทำไมรัฐวิสาหกิจบางแห่งขาดทุน" names a meeting, a date and a council that the whole document is about;
what tells its stretches from each other is ขาดทุน.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from assistant.kinds import asked
from assistant.question import Question
from assistant.units import Reading

_FADES = 14.0
"""Distance from the words that ask over which a word says less of what is asked by a factor of e, in characters."""
_CLAUSE = 36
"""Length of what stands before the words that ask and is looked at by itself, in characters."""
_AFTER = 24


def focused(question: Question, words: Sequence[str], weights: np.ndarray) -> np.ndarray:
    """How much each word says of what is asked: its weight, less the farther it stands from the words that ask.

    Args:
        question: the question.
        words: the words that carry it.
        weights: how much each carries, shape (words,); they sum to 1.

    Returns:
        Weights that sum to 1, shape (words,); those given if nothing in the question asks.
    """
    copy = question.copy
    wants = asked(copy)
    if wants.at >= len(copy) or not len(weights):
        return weights
    near = np.array([_nearness(copy, word, wants.at, wants.until) for word in words], np.float32)
    found = weights * near
    total = float(found.sum())
    return found / total if total > 0 else weights


def _nearness(copy: str, word: str, start: int, end: int) -> float:
    best, at = 0.0, copy.find(word)
    while at >= 0:
        distance = max(0, start - at - len(word), at - end)
        best = max(best, math.exp(-distance / _FADES))
        at = copy.find(word, at + len(word))
    return best or math.exp(-_CLAUSE / _FADES)


def focus_clause(question: Question) -> str:
    """What stands right beside the words that ask, as a search copy; the whole question if nothing asks."""
    copy = question.copy
    wants = asked(copy)
    if wants.at >= len(copy):
        return copy
    start = max(0, wants.at - _CLAUSE)
    space = copy.find(" ", start, wants.at - _CLAUSE // 3) if start else -1
    return copy[max(start, space + 1) : wants.until + _AFTER].strip()


def local_weights(words: Sequence[str], weights: np.ndarray, reading: Reading) -> np.ndarray:
    """How well each word of a question tells the clauses of one document from each other.

    A word that stands in every clause, or in none, tells nothing.

    Args:
        words: the words that carry the question.
        weights: how much each carries, shape (words,).
        reading: the document.

    Returns:
        Weights that sum to 1, or all 0, shape (words,).
    """
    copies = [atom.copy for atom in reading.atoms]
    counts = np.array([sum(word in copy for copy in copies) for word in words], np.float32)
    told = np.log((len(copies) + 1) / (counts + 0.5)) * (counts > 0) * weights
    total = float(told.sum())
    found: np.ndarray = (told / total if total > 0 else told).astype(np.float32)
    return found
