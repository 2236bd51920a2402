"""Which words a question may mean, how likely each is, and which ones a wrong piece may stand for."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from assistant.question_words import question_words
from assistant.rarity import dictionary, frequencies
from assistant.sounding import bare, deletions, sounding

THAI_RUN = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")
"""Thai letters without the marks that stand between words."""
LATIN_WORD = re.compile(r"(?<![\w.-])[a-z]{6,}(?![\w.-])")
_ALONE = frozenset("ณ")
_TARGETS = 20_000
"""Words, the commonest ones, that slips are looked for in."""
_RARE = 0.5
"""Occurrences that a word counts for that no corpus holds."""
_ASKING, _ASKING_MORE = 3e-4, 3.0
"""Probability that a word that asks has in a question at least, and how much likelier it is there than elsewhere."""
_KNOWN = 3e-5
"""Probability that a word of the glossary has at least."""
_COMMON = 1000
"""Occurrences in the corpus from which a word of one or two letters is no splinter of another."""
_OFTEN = 3
"""Chunks that must hold a word that no dictionary has before it counts as one."""
_SLIPS = 30
"""How many times as often documents write a word as one of its slips."""
_NAMED = 4
"""Letters of a piece of a name that two people hardly slip on in the same way."""
_SHORTEST_SLIP = 4
"""Sounds that a word has at least in which a slip is looked for."""


class Lexicon:
    """Words of the documents, of the glossary and of Thai in general.

    Args:
        vocabulary: words of the documents with the number of chunks that hold them.
        known: further words that are right, such as abbreviations and glossary entries.
    """

    def __init__(self, vocabulary: dict[str, int], known: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self.asking = question_words().asking
        self.known = known | question_words().empty
        self._chunks = max(1, sum(vocabulary.values()))
        self._corpus = max(1, sum(frequencies().values()))

    def is_word(self, piece: str) -> bool:
        """Whether a piece is a word."""
        if len(piece) < 2:
            return piece in _ALONE
        return piece in dictionary() or piece in self.known or self.in_use(piece)

    def in_use(self, piece: str) -> bool:
        """Whether the documents use a word often enough for it to be no slip of theirs."""
        return self._vocabulary.get(piece, 0) >= _OFTEN

    def is_written(self, piece: str) -> bool:
        """Whether the documents write a piece so at all that is no word, and long enough to be no splinter."""
        return len(piece) >= _NAMED and piece in self._vocabulary and piece not in dictionary()

    def is_likelier(self, word: str, piece: str, times: int = 1) -> bool:
        """Whether the documents use a word so much oftener than they write a piece that the piece is a slip of theirs.

        Args:
            word: the word.
            piece: the piece.
            times: how often they were seen to write the piece at least.
        """
        return self._vocabulary.get(word, 0) > _SLIPS * max(times, self._vocabulary.get(piece, 0))

    def is_common(self, word: str) -> bool:
        """Whether a word is common in Thai, or known."""
        return word in self.known or frequencies().get(word, 0) >= _COMMON

    def is_strange(self, word: str) -> bool:
        """Whether a word stands neither in the documents nor in the glossary."""
        return word not in self._vocabulary and word not in self.known

    def is_english(self, word: str) -> bool:
        """Whether a lower-case Latin word is a known one."""
        return word in self._vocabulary or word in self.known

    def price(self, word: str) -> float:
        """How unlikely a word is, in nats."""
        likely = max(_RARE, frequencies().get(word, 0)) / self._corpus
        likely = max(likely, self._vocabulary.get(word, 0) / self._chunks, _KNOWN if word in self.known else 0.0)
        return -math.log(max(likely * _ASKING_MORE, _ASKING) if word in self.asking else likely)

    def likelier(self, word: str, than: str) -> float:
        """How many times as often as another word Thai texts use a word; more for one that asks."""
        more = _ASKING_MORE if word in self.asking else 1.0
        return more * frequencies().get(word, 0) / max(1, frequencies().get(than, 0))

    @cached_property
    def _targets(self) -> list[str]:
        """Thai words that a repair may lead to, the likeliest first."""
        found = [word for word in self._vocabulary if THAI_RUN.fullmatch(word) and self.is_word(word)]
        more = self.known - question_words().polite - self._vocabulary.keys()
        found += [word for word in more if THAI_RUN.fullmatch(word) and len(word) > 1]
        return sorted(found, key=lambda word: (self.price(word), word))

    @cached_property
    def by_marks(self) -> dict[str, list[str]]:
        """Words by their letters without tone marks."""
        return _keyed((bare(word), word) for word in self._targets)

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Words by their sounding."""
        return _keyed((sounding(word), word) for word in self._targets)

    @cached_property
    def by_slip(self) -> dict[str, list[str]]:
        """Longer words by their sounding, and by it with each one of its letters left out."""
        heard = ((sounding(word), word) for word in self._targets[:_TARGETS] if len(word) >= _SHORTEST_SLIP)
        long = ((key, word) for key, word in heard if len(key) >= _SHORTEST_SLIP)
        return _keyed(((near, word) for key, word in long for near in deletions(key)), most=12)

    @cached_property
    def latin_words(self) -> list[str]:
        """Latin words that the documents use often."""
        return [word for word, count in self._vocabulary.items() if count >= _OFTEN and LATIN_WORD.fullmatch(word)]


def _keyed(pairs: Iterator[tuple[str, str]], most: int = 4) -> dict[str, list[str]]:
    """Words by key in the order given, the first ones of each."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for key, word in pairs:
        if len(table[key]) < most:
            table[key].append(word)
    return dict(table)
