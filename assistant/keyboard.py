"""Text typed with the wrong keyboard layout: Thai keys for English letters, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable

from pythainlp.util import eng_to_thai, thai_to_eng

_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN_WORD = re.compile("[a-z]{2,}")
_SHORTEST = 5
"""Letters from which on a part of a question is looked at: shorter ones are codes and abbreviations."""
_SENSE = 0.85
_NONSENSE = 0.5


def other_layout(text: str, sense: Callable[[str], float], is_english: Callable[[str], bool]) -> str:
    """A text as it would have come out with the right layout, part by part; unchanged where it makes no better sense.

    Args:
        text: as it was typed.
        sense: share of a Thai text that is made of known words, 0 to 1.
        is_english: whether a lower-case word is a known English one.
    """
    if not _THAI.search(text):
        turned = eng_to_thai(text)
        long = len(_THAI.findall(turned)) >= _SHORTEST
        return turned if long and sense(turned) >= _SENSE and not _reads_as_english(text, is_english) else text
    parts = re.split(r"(\s+)", text)
    return "".join(_turned(part, sense, is_english) for part in parts)


def _turned(part: str, sense: Callable[[str], float], is_english: Callable[[str], bool]) -> str:
    if len(part) < _SHORTEST:
        return part
    if _THAI.search(part):
        back = thai_to_eng(part).lower()
        return back if back.isalpha() and back.isascii() and is_english(back) and sense(part) < _NONSENSE else part
    turned = eng_to_thai(part)
    known = _reads_as_english(part, is_english)
    return turned if not known and len(_THAI.findall(turned)) >= _SHORTEST and sense(turned) >= _SENSE else part


def _reads_as_english(text: str, is_english: Callable[[str], bool]) -> bool:
    """Whether at least half of the Latin words are known ones."""
    found = _LATIN_WORD.findall(text.lower())
    return bool(found) and 2 * sum(map(is_english, found)) >= len(found)
