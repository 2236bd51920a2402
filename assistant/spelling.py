"""Repairs what phones do to Thai: missing marks, slips of one letter, spelling by ear, the wrong keyboard layout.

The cheapest way to read a question as words is found: a word is the cheaper the commoner it is, and each mark or letter
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

from assistant.cutting import cut
from assistant.keyboard import other_layout
from assistant.question_words import question_words
from assistant.rarity import dictionary, frequencies
from assistant.sounding import bare, deletions, sounding
from corpus.normalise import normalise
from corpus.words import words

_RUN = re.compile("[\u0e01-\u0e4e]+")
_LATIN = re.compile(r"(?<![\w.-])[a-z]{6,}(?![\w.-])")
_ATTACHED = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
_LEADING = re.compile("[เ-ไ]$")
_THRICE = re.compile("([\u0e01-\u0e4e])\\1{2,}")
_ALONE = frozenset("ณ")
_LONGEST_RUN = 300
_LONGEST_WORD = 22
_TARGETS = 20_000
"""Words, the commonest ones, that slips are looked for in."""
_UNKNOWN, _UNKNOWN_LETTER = 18.0, 3.5
"""Price of a piece that is no word, and of each of its letters, in nats."""
_RARE = 0.5
"""Occurrences that a word counts for that no corpus holds."""
_ASKING = 3e-4
"""Probability that a word that asks has in a question at least."""
_TWICE = 2
"""Chunks that must hold a word that no dictionary has before it counts as one."""


@dataclass(frozen=True, slots=True)
class _Prices:
    """What changes cost, in nats; words: whether a right word may be changed into another one."""

    marks: float
    sound: float
    slip: float
    words: bool


_CLEAN = _Prices(marks=6.0, sound=math.inf, slip=math.inf, words=False)
_STRICT = _Prices(marks=4.0, sound=8.0, slip=12.0, words=False)
_NOISY = _Prices(marks=3.0, sound=6.0, slip=10.0, words=True)


class Speller:
    """Repairs questions towards the words of the documents.

    Args:
        vocabulary: words of the documents with the number of chunks that hold them.
        known: further words that are right, such as abbreviations and glossary entries.
    """

    def __init__(self, vocabulary: dict[str, int], known: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self._asking = frozenset(word for word in question_words().empty if " " not in word)
        self._known = known | self._asking
        self._chunks = max(1, sum(vocabulary.values()))
        self._corpus = max(1, sum(frequencies().values()))

    def repair(self, question: str) -> str:
        """The question with slips repaired; the same object if there are none.

        Args:
            question: as it was typed.
        """
        turned = other_layout(question, self._sense, self._is_english)
        typed = normalise(turned)
        copy = _LATIN.sub(self._latin, _THRICE.sub(self._once, typed))
        well = all(self._reads_well(piece) for piece in cut(copy) if _RUN.match(piece))
        repaired = self._runs(copy, _CLEAN if well else _STRICT)
        if not well and repaired != copy:
            repaired = self._runs(copy, _NOISY)
        return question if repaired == typed and turned == question else repaired

    # -- what is a word, and how likely -------------------------------------------------------------------------

    def _is_word(self, piece: str) -> bool:
        if len(piece) < 2:
            return piece in _ALONE
        return piece in dictionary() or piece in self._known or self._vocabulary.get(piece, 0) >= _TWICE and len(piece) > 3

    def _reads_well(self, piece: str) -> bool:
        """Whether a piece of a cut question is a word, and no splinter of a wrong one."""
        return self._is_word(piece) and (len(piece) > 2 or piece in self._known or frequencies().get(piece, 0) > 1000)

    def _price(self, word: str) -> float:
        likely = max(_RARE, frequencies().get(word, 0)) / self._corpus
        likely = max(likely, self._vocabulary.get(word, 0) / self._chunks)
        return -math.log(max(likely, _ASKING) if word in self._asking else likely)

    def _sense(self, text: str) -> float:
        """Share of a Thai text's characters that belong to words of at least two letters."""
        found = words(normalise(text))
        total = sum(map(len, found))
        good = sum(len(word) for word in found if len(word) >= 2 and (word in self._vocabulary or word in dictionary()))
        return good / total if total else 0.0

    def _is_english(self, word: str) -> bool:
        return word in self._vocabulary or word in self._known

    # -- repairs ------------------------------------------------------------------------------------------------

    def _once(self, match: re.Match[str]) -> str:
        """A letter that was held down, once; ททท is an abbreviation."""
        return match.group() if match.group() in self._known else match.group(1)

    def _latin(self, match: re.Match[str]) -> str:
        word = match.group()
        if self._is_english(word) or self._is_english(word.removesuffix("s")):
            return word
        found = process.extractOne(word, self._latin_words, scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return found[0] if found and found[0][0] == word[0] else word

    def _runs(self, copy: str, prices: _Prices) -> str:
        return _RUN.sub(lambda match: self._run(match.group(), prices), copy)

    def _run(self, run: str, prices: _Prices) -> str:
        """The cheapest reading of a run of Thai letters."""
        if len(run) > _LONGEST_RUN:
            return run
        cost = [0.0] + [math.inf] * len(run)
        back: list[tuple[int, str]] = [(0, "")] * (len(run) + 1)
        for start in range(len(run)):
            if math.isinf(cost[start]) or (start and _ATTACHED.match(run, start)):
                continue
            for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1):
                if end < len(run) and (_ATTACHED.match(run, end) or _LEADING.match(run[end - 1])):
                    continue
                for word, price in self._readings(run[start:end], prices):
                    if cost[start] + price < cost[end]:
                        cost[end], back[end] = cost[start] + price, (start, word)
        pieces: list[str] = []
        at = len(run)
        while at:
            at, word = back[at]
            pieces.append(word)
        return "".join(reversed(pieces))

    def _readings(self, piece: str, prices: _Prices) -> Iterator[tuple[str, float]]:
        """What a piece may have been meant to be, with prices; the piece itself is always among them."""
        right = self._is_word(piece)
        yield piece, self._price(piece) if right else _UNKNOWN + _UNKNOWN_LETTER * len(piece)
        if len(piece) < 2 or (right and not prices.words):
            return
        for word in self._by_marks.get(bare(piece), ()):
            if word != piece:
                yield word, self._price(word) + prices.marks
        if right or len(piece) < 3 or math.isinf(prices.sound):
            return
        key = sounding(piece)
        for word in self._by_sound.get(key, ()):
            yield word, self._price(word) + prices.sound
        if len(key) < 4 or len(piece) < 4:
            return
        for near in deletions(key):
            for word in self._by_slip.get(near, ()):
                if DamerauLevenshtein.distance(key, sounding(word)) <= 1:
                    yield word, self._price(word) + prices.slip + Levenshtein.distance(piece, word)

    # -- where repairs lead to ----------------------------------------------------------------------------------

    @cached_property
    def _targets(self) -> list[str]:
        """Thai words that a repair may lead to, the likeliest first."""
        found = [word for word in self._vocabulary if _RUN.fullmatch(word) and self._is_word(word)]
        found += [word for word in self._known if _RUN.fullmatch(word) and len(word) > 1 and word not in self._vocabulary]
        return sorted(found, key=self._price)

    @cached_property
    def _by_marks(self) -> dict[str, list[str]]:
        return _keyed((bare(word), word) for word in self._targets)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        return _keyed((sounding(word), word) for word in self._targets)

    @cached_property
    def _by_slip(self) -> dict[str, list[str]]:
        long = (word for word in self._targets[:_TARGETS] if len(word) >= 4)
        return _keyed((key, word) for word in long if len(sounding(word)) >= 4 for key in deletions(sounding(word)))

    @cached_property
    def _latin_words(self) -> list[str]:
        return [word for word, count in self._vocabulary.items() if count >= _TWICE and _LATIN.fullmatch(word)]


def _keyed(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Words by key, at most four a key, in the order given."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for key, word in pairs:
        if len(table[key]) < 4:
            table[key].append(word)
    return dict(table)
