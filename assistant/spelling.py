"""Repairs what phones do to Thai: missing marks, slips of one letter, spelling by ear, the wrong keyboard layout.

The cheapest way to read a question as known words is found: a word is the cheaper the commoner it is, and each mark or letter
that has to be changed costs. Words are changed only into words of the documents, of the glossary, or words that ask.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from assistant.keyboard import other_layout
from assistant.question_words import question_words
from assistant.rarity import dictionary, frequencies
from assistant.sounding import bare, deletions, sounding
from corpus.normalise import normalise
from corpus.words import words

_RUN = re.compile("[\u0e01-\u0e4e]+")
_LATIN = re.compile(r"(?<![\w.-])[a-z]{6,}(?![\w.-])")
_ATTACHED = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_THRICE = re.compile(r"([^\W\d])\1{2,}")
_LONGEST_RUN = 300
_LONGEST_WORD = 22
_UNKNOWN, _UNKNOWN_LETTER = 18.0, 3.5
"""Price of a piece that is no word, and of each of its letters, in nats."""
_RARE = 0.5
"""Occurrences that a word counts for that no corpus holds."""
_ASKING = 2e-4
"""Probability that a word that asks has in a question at least."""


@dataclass(frozen=True, slots=True)
class _Prices:
    """What changes cost, in nats."""

    marks: float
    sound: float
    slip: float


_CLEAN = _Prices(marks=6.0, sound=math.inf, slip=math.inf)
_STRICT = _Prices(marks=5.0, sound=8.0, slip=12.0)
_NOISY = _Prices(marks=3.0, sound=5.0, slip=9.0)


class Speller:
    """Repairs questions towards the words of the documents.

    Args:
        vocabulary: words of the documents with the number of chunks that hold them.
        known: further words that are right, such as abbreviations and glossary entries.
    """

    def __init__(self, vocabulary: dict[str, int], known: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self._known = known | question_words().empty
        self._asking = question_words().empty
        self._chunks = max(1, sum(vocabulary.values()))
        self._corpus = sum(frequencies().values())

    def repair(self, question: str) -> str:
        """The question with slips repaired; the same object if there are none.

        Args:
            question: as it was typed.
        """
        turned = other_layout(question, self._sense, self._is_english)
        copy = _THRICE.sub(r"\1", normalise(turned))
        repaired = _LATIN.sub(self._latin, copy)
        prices = _CLEAN if self._reads_well(repaired) else _STRICT
        once = _RUN.sub(lambda match: self._run(match.group(), prices), repaired)
        if once != repaired and prices is _STRICT:
            once = _RUN.sub(lambda match: self._run(match.group(), _NOISY), repaired)
        return once if once != normalise(turned) or turned != question else question
"""
