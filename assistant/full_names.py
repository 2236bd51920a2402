"""Names in several words that carry no title: short words side by side between spaces that Thai words hardly spell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.cutting import strangeness
from assistant.rarity import commonness, dictionary
from corpus.document import Span
from corpus.normalise import normalise
from corpus.words import stopwords, words

_WORDS = re.compile(
    r"(?:(?<![^\s(“\"‘'/\d])|(?<=ชื่อว่า)|(?<=นามว่า))[\u0e01-\u0e4e]{2,14}(?: [\u0e01-\u0e4e]{2,14})+(?=[\s),.;:”\"’'/]|$)"
)
_BEGINNING = re.compile("[ก-ฮเ-ไ](?!.*[ฯๆ])")
_RARE = 400
"""Occurrences in Thai texts below which a part of a name is rare."""
_FOREIGN = 3.3
"""Strangeness from which a word is a name by itself (ฟาเรล)."""
_LIKELY = 2.0
"""Strangeness that a word with a rare part has at least if it is a name."""
_NAMED = 1000
"""Occurrences up to which a word of the dictionary is a part of a name beside a foreign one (วิลเลียม ฟาเรล)."""
_LINK = re.compile("(?:และ|หรือ|ใน|โดย|ที่|จาก|กับ|ซึ่ง|ของ|เป็น|คือ|ให้|ว่า|ต่อ|ด้าน)(?![\u0e2f-\u0e3a\u0e45-\u0e4e])")
"""What stands before a name without a space."""
_LINKED = re.compile(".{2,}(?:และ|หรือ|ใน|โดย|ที่|จาก|ซึ่ง|ของ|คือ|ว่า)(?![\u0e2f-\u0e3a\u0e45-\u0e4e])")
"""What goes on after a name without a space (วัตสันในปี)."""
_OTHER = re.compile("นาย|นาง|พลเอก|พลตำรวจ|อำเภอ|ตำบล|จังหวัด|กระทรวง|กรม(?!ม)|บริษัท|โรงแรม|ถนน|ประเทศ|เมือง")
"""What begins a name of its own."""
_MOST = 4
"""Words of a name at most."""


def full_names(text: str) -> Iterator[Span]:
    """Where names in several words stand in a text (ยูจีน ฟามา), in order."""
    for match in _WORDS.finditer(text):
        parts: list[tuple[Span, float]] = []
        at = match.start()
        for word in [*match.group().split(" "), ""]:
            link = _LINK.match(word)
            if link or _OTHER.match(word):
                yield from _name(parts)
                parts = []
            bare = word[link.end() :] if link else word
            if bare and (named := _named(normalise(bare))):
                parts.append((Span(at + len(word) - len(bare), at + len(word)), named))
            else:
                yield from _name(parts)
                parts = []
            at += len(word) + 1


def _name(parts: Sequence[tuple[Span, float]]) -> Iterator[Span]:
    if 2 <= len(parts) <= _MOST and max(strength for _, strength in parts) >= 1:
        yield Span(parts[0][0].start, parts[-1][0].end)


@lru_cache(maxsize=50_000)
def _named(word: str) -> float:
    """Whether a word is a part of a name: 1 by itself, 0.5 beside one that is, else 0.

    Args:
        word: its search copy.
    """
    if not _BEGINNING.match(word) or _LINKED.match(word):
        return 0.0
    if word in dictionary():
        return 0.5 if commonness(word) < _NAMED and word not in stopwords() else 0.0
    if strangeness(word) >= _FOREIGN:
        return 1.0
    pieces = words(word)
    known = [commonness(piece) for piece in pieces]
    linked = len(pieces) > 1 and len(pieces[-1]) > 2 and pieces[-1] in stopwords()  # ผู้ก่อตั้งคือ
    return float(min(known) < _RARE and strangeness(word) >= _LIKELY and not linked)
