"""Names in several words that carry no title: short words side by side between spaces, each with a rare part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.rarity import commonness, dictionary
from corpus.document import Span
from corpus.normalise import normalise
from corpus.words import stopwords, words

_WORDS = re.compile(r"(?<![^\s(“\"‘'/])[\u0e01-\u0e4e]{2,14}(?: [\u0e01-\u0e4e]{2,14})+(?=[\s),.;:”\"’'/]|$)")
_BEGINNING = re.compile("[ก-ฮเ-ไ]")
_RARE = 400
"""Occurrences in Thai texts below which a part of a name is rare."""
_COMMON = 3000
"""Occurrences from which a part of a name is a word of its own at its beginning."""
_MOST = 4
"""Words of a name at most."""


def full_names(text: str) -> Iterator[Span]:
    """Where names in several words stand in a text (ยูจีน ฟามา), in order."""
    for match in _WORDS.finditer(text):
        first = last = at = match.start()
        count = 0
        for word in [*match.group().split(" "), ""]:
            if word and _may_name(normalise(word), later=count > 0):
                first = at if count == 0 else first
                last = at + len(word)
                count += 1
            else:
                if 2 <= count <= _MOST:
                    yield Span(first, last)
                count = 0
            at += len(word) + 1


@lru_cache(maxsize=50_000)
def _may_name(word: str, *, later: bool) -> bool:
    """Whether a word may be a name, or the end of one; later: whether nothing else can stand before it."""
    if word in dictionary() or not _BEGINNING.match(word):
        return False
    pieces = words(word)
    known = [commonness(piece) for piece in pieces]
    linked = len(pieces[-1]) > 2 and pieces[-1] in stopwords()  # ผู้ก่อตั้งคือ
    return min(known) < _RARE and not linked and not (later and known[0] >= _COMMON)
