"""What a question is about: itself without what it asks, or only what stands before its first verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.cutting import cut_spans
from assistant.kinds import asked
from assistant.phrases import Element, Sort, elements
from assistant.question import carries, without_courtesies
from assistant.question_words import question_words
from assistant.wordclass import acts
from corpus.normalise import normalise

_WISH = re.compile(r"^(?:อยาก|สนใจ|ต้องการ|ขอ|จะ)+(?=[ก-๎])")
_THAI_END = re.compile("[\u0e01-\u0e4e]$")
_THAI_START = re.compile("[\u0e01-\u0e4e]")
_BEFORE_MARK = re.compile(r"\s+([?？])")
FUNCTION_START = re.compile(r"^(?:ของ|ใน|ที่|กับ|และ|หรือ|ให้|จาก|โดย|ตาม|ว่า|ก็|จะ|ได้|ไป|มา)+\s*")
"""Function words that a piece of a question may begin with after it was cut out."""


def aligned(text: str) -> str:
    """A text whose search copy has the same offsets: itself, or its search copy."""
    copy = normalise(text)
    return text if len(copy) == len(text) else copy


def topic_of(before: str, own: bool) -> str:
    """An earlier question without what it asked.

    Args:
        before: the question.
        own: whether the follow-up says what happens itself, so that only the subject is wanted.
    """
    text = aligned(_WISH.sub("", without_courtesies(aligned(before)).rstrip(" ?？")))
    wants = asked(normalise(text))
    left, right = text[: wants.at], text[wants.until :]
    subject = _subject(left) if own else ""
    return subject or tidy(f"{trimmed_end(left, own=own)} {FUNCTION_START.sub('', right.strip())}")


def _subject(left: str) -> str:
    """What stands before the first verb, if it names something by itself; else ""."""
    copy = normalise(left)
    taken = elements(left)
    found: list[str] = []
    for span in cut_spans(copy):
        word = span.of(copy)
        inside = any(span.overlaps(element.span) for element in taken)
        if carries(word) and acts(word) and not inside and (found or span.start):
            named = [element for element in taken if element.span.end <= span.start and element.sort is not Sort.PERIOD]
            counted = re.search(r"\d\s?[\u0e01-\u0e4e]", without(left[: span.start], taken))
            return trimmed_end(left[: span.start]) if len(found) > 1 or named or counted else ""
        if carries(word) and not inside:
            found.append(word)
    return ""


def trimmed_end(text: str, *, own: bool = False) -> str:
    """A text without the words at its end that say nothing; numbers that belong to a name stay.

    Args:
        text: what stands before the words that ask.
        own: whether names of what belongs to something are left out too, as long as something else is named.
    """
    text = aligned(text)
    copy = normalise(text)
    taken = elements(text)
    end = solid = 0
    for span in cut_spans(copy):
        word = span.of(copy)
        named = any(span.overlaps(element.span) for element in taken)
        if carries(word) or word.isdigit() or named:
            end = span.end
            solid = solid if word in question_words().attributes and not named else end
    return text[: solid if own and solid else end].strip()


def without(text: str, parts: Sequence[Element]) -> str:
    """A text without some of the things that it names."""
    for part in reversed([part for part in parts if part.span.end <= len(text)]):
        text = f"{text[: part.span.start]} {text[part.span.end :]}"
    return " ".join(text.split())


def joined(left: str, middle: str, right: str) -> str:
    """Three pieces of a question put together; Thai letters join as they stood, all others get a space between them."""
    text = left
    for piece in (middle, right):
        thai = _THAI_END.search(text) and _THAI_START.match(piece)
        text += piece if thai or not text else f" {piece}"
    return tidy(text)


def tidy(text: str) -> str:
    """A text with single spaces, and none before a question mark."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
