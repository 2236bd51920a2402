"""English questions in the words of Thai documents."""

from __future__ import annotations

import re

from assistant.glossary import Glossary
from assistant.question_words import question_words
from corpus.units import UNITS

_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[-'&][a-z0-9]+)*")
_POSSESSIVE = re.compile("['’]s\\b")
_THAI = re.compile("[\u0e01-\u0e5b]")
_COUNTED = re.compile(r"(?<![\w.,-])(\d[\d,.]*)\s((?:[a-z-]+\s){0,2}[a-z-]+)")
_ORDINALS = {
    word: number
    for number, word in enumerate(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 2
    )
}
_NTH = re.compile(
    rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b(?!\s(?:quarter|largest|biggest|most|highest|best|of))"
)
_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ASKED = re.compile(
    r"\b(?:which|what)\s+(?:(?:government|public|state)\s+)?(?:agenc(?:y|ies)|organi[sz]ations?|institutions?|ministr(?:y|ies)"
    r"|departments?|compan(?:y|ies)|persons?|people)\b"
)
"""What kind of thing is asked for; it need not be said beside the answer."""


_ASKS = re.compile(
    r"\b(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|tell|list)\b"
)
_THAI_NAME = 12
"""Thai letters up to which an English question may hold a Thai name."""


def is_english(copy: str) -> bool:
    """Whether a search copy is English: more Latin letters than Thai ones, and not only those of a long name."""
    thai = len(_THAI.findall(copy))
    return len(re.findall("[a-z]", copy)) > thai and (thai <= _THAI_NAME or bool(_ASKS.search(copy)))


def translated(copy: str, glossary: Glossary) -> str:
    """An English question in Thai words as far as the glossary has them; names and other words stay as they are.

    Args:
        copy: search copy of the question.
        glossary: English words and phrases with the Thai for them.

    Returns:
        The words that carry it, Thai before English; the same copy if none is known.
    """
    ordinals = [f"ครั้งที่ {match.group(1) or _ORDINALS[match.group(2)]}" for match in _NTH.finditer(copy)]
    rest = _ASKED.sub(" ", _NTH.sub(" ", copy))
    figures = []
    for match in _COUNTED.finditer(rest):
        thai = glossary.translate(match.group(2)).split()
        unit = next((word for word in reversed(thai) if word in UNITS), "")
        if unit:
            figures.append(f"{match.group(1)} {unit}")
    known, left = glossary.translated_and_left(rest)
    if not known:
        return _ENDING.sub("", copy)
    names = [
        word for word in _LATIN.findall(_POSSESSIVE.sub("", left)) if question_words().carries(word) and len(word) > 1
    ]
    numbers = re.findall(r"(?<![\w.,-])(?:19|20|24|25)\d\d(?![\w,.]*\d)", rest)
    return " ".join(
        dict.fromkeys([*ordinals, *figures, *known.split(), *names, *(f"ปี {number}" for number in numbers)])
    )
