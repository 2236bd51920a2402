"""Which words of a question a text holds, as such or by other words for the same, and how much each of them says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from assistant.clues import stand_together, stands_whole
from assistant.glossary import Glossary
from assistant.landmarks import AGENCY_HEAD
from assistant.question import Question
from assistant.rarity import dictionary, parts, speaks
from assistant.thesaurus import thesaurus
from corpus.words import words
from index.encoder import Encoder, EncoderInput
from index.library import Index

_ALIKE = 0.85
"""How much a word of the glossary counts that stands for a word of the question."""
_SIMILAR = 0.7
"""How much a word of the thesaurus counts."""
_THAI = re.compile("[\u0e01-\u0e4e]{4,}")
_STEM_OF = re.compile("^(?:การ|ความ|ผู้|นัก)(?=.{3})")
"""What makes nouns of verbs."""
_STEM = 4
"""Letters of such a verb from which on it is looked for inside longer words too."""
_COMPOUND = 6
"""Letters of a word from which it is looked for in two parts."""
_LINKS = frozenset(["ของ", "ที่", "ใน", "และ", "กับ", "จาก", "ให้", "ได้", "จะ", "ไป", "มา", "แล้ว", "การ", "ความ"])
"""Parts that only link: a word that was cut with one of them (ของกอง) is held by the other part."""
_KEPT = 50_000
"""Words whose vectors are kept."""


class Lens:
    """Looks at stretches of text through one question after another.

    Args:
        index: tells how rare a word is.
        encoder: a fast embedding of words, for meaning beyond the same letters.
        glossary: words that mean the same.
    """

    def __init__(self, index: Index, encoder: Encoder, glossary: Glossary) -> None:
        self._index = index
        self.encoder = encoder
        self._glossary = glossary
        self._known: dict[str, np.ndarray] = {}

    def word_vectors(self, words: Sequence[str]) -> np.ndarray:
        """Vectors of single words, shape (words, dimension); those that are new are embedded all at once."""
        known = self._known
        if len(known) > _KEPT:
            known = self._known = {}
        missing = [word for word in dict.fromkeys(words) if word not in known]
        known |= zip(missing, self.encoder.encode_passages([EncoderInput(w, w) for w in missing]), strict=True)
        return np.stack([known[word] for word in words])

    def rarity(self, word: str) -> float:
        """How much a word says: its inverse document frequency, less for a word that is common everywhere."""
        chunks = max(1, self._index.lexical.size)
        frequency = math.log((chunks + 1) / (self.document_frequency(word) + 0.5))
        return max(0.05, frequency) * speaks(word)

    def document_frequency(self, word: str) -> int:
        """In how many chunks a word, or one of the same meaning, stands."""
        frequency = self._index.lexical.document_frequency
        own = frequency(word)
        if not own and _THAI.fullmatch(word) and word not in dictionary() and not self._glossary.alternatives(word):
            own = min(map(frequency, words(word)), default=0)  # a name that is cut in pieces
        return max([own, *(frequency(other) for other in self._glossary.alternatives(word) if " " not in other)])

    def weights(self, question: Question) -> dict[str, float]:
        """The words that carry a question with their weights, which sum to 1."""
        rare = {word: self.rarity(word) for word in question.content}
        total = sum(rare.values()) or 1.0
        return {word: weight / total for word, weight in rare.items()}

    def wordings(self, words: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Each word with the other words that mean the same."""
        return tuple((word, *sorted(self._glossary.alternatives(word)), *thesaurus().get(word, ())) for word in words)

    def held(self, word: str, copy: str, vocabulary: frozenset[str]) -> float:
        """How far a text holds a word: 1 as such or in a longer word, less for one of the same meaning, else 0."""
        if " " in word or word[0].isdigit():
            return float(stands_whole("".join(word.split()), "".join(copy.split())))
        if word in vocabulary or (len(word) >= 3 and word in copy):
            return 1.0
        if word in copy and any(word in parts(longer) for longer in vocabulary if word in longer):
            return _ALIKE  # ฝน of ฤดูฝน
        for other in self._glossary.alternatives(word):
            if other in vocabulary or (len(other) >= 4 and other in copy):
                return _ALIKE
        stem, said, others = _forms(word)
        if stem and (stem in vocabulary or len(stem) >= _STEM) and stem in copy:
            return _ALIKE  # การดำรงอยู่: ดำรงอยู่
        if said and stand_together(said, copy):
            return _ALIKE
        return _SIMILAR * any(other in vocabulary or (len(other) >= 4 and other in copy) for other in others)

    def in_region(self, region: str, copy: str) -> bool:
        """Whether a text names a province of a region (อีสาน); False for what is no region."""
        return any(province in copy for province in self._glossary.regions.get(region, ()))

    def named(self, name: str, squeezed: str) -> bool:
        """Whether a search copy without spaces holds a name, its short form, or what tells it from others of its sort.

        Args:
            name: search copy of it: กระทรวงการคลัง; รมว.คลัง names it too.
            squeezed: the text.
        """
        own = AGENCY_HEAD.sub("", name)
        return own in squeezed or any(other.replace(" ", "") in squeezed for other in self._glossary.alternatives(name))

    def holds_opposite(self, word: str, copy: str) -> bool:
        """Whether a text holds a word that means the contrary of another one."""
        return any(other in copy for other in self._glossary.opposites.get(word, ()))

    def likeness(self, wanted: Sequence[str], vocabulary: frozenset[str]) -> dict[str, float]:
        """For each word how near the nearest word of a vocabulary comes in meaning: cosine similarity, -1 to 1."""
        if not wanted or not vocabulary:
            return dict.fromkeys(wanted, 0.0)
        there, asked = self.word_vectors(sorted(vocabulary)), self.word_vectors(wanted)
        return dict(zip(wanted, product(asked, there.T).max(axis=1).tolist(), strict=True))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The verb that a noun is made of, or ""; the parts of a compound, or none; and what can be said for the word."""
    stem = _STEM_OF.sub("", word)
    pieces = parts(word) if len(word) >= _COMPOUND else ()
    said = tuple(piece for piece in pieces if piece not in _LINKS) or pieces
    return stem if stem != word else "", said if len(pieces) > 1 else (), thesaurus().get(word, ())


def product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The matrix product.

    OpenBLAS leaves floating-point flags set that NumPy then tells as "invalid value encountered in matmul", although
    all values are finite; hence no such warnings here.
    """
    with np.errstate(all="ignore"):
        result: np.ndarray = left @ right
    return result
