"""Thai words with exact offsets, for the index and for queries (nlpo3 through PyThaiNLP)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pythainlp.tokenize import word_tokenize

from corpus.document import Span
from corpus.normalise import well_formed

_BRACKETS = re.compile("[()\\[\\]{}<>\"“”‘’«»]|'(?![A-Za-z])|(?<![A-Za-z])'")
"""Brackets and quotation marks, read as spaces: beside one, the segmenter cuts abbreviations such as (สสว.) wrongly."""
_SHORT = re.compile(r"(?<![\u0e01-\u0e4e.])(?:[ก-ฮ]{1,5}\.)+(?:[ก-ฮ]{1,3}\.)*(?![\u0e30-\u0e3a\u0e47-\u0e4e])")
"""An abbreviation with full stops, which is one word."""
_WORDISH = re.compile(r"[\w\u0e00-\u0e7f]")


def word_spans(text: str) -> list[Span]:
    """Cut a text into words, spaces and marks without losing a character.

    Args:
        text: any text; the words are best on a search copy.

    Returns:
        Spans that join to the whole text.
    """
    spans, offset = [], 0
    for word in _segment(text):
        spans.append(Span(offset, offset + len(word)))
        offset += len(word)
    return spans


def words(text: str) -> list[str]:
    """The words of a search copy that can be searched for: spaces and bare punctuation are left out."""
    return [word for word in _segment(text) if _is_word(word)]


@lru_cache(1 << 16)  # most words of a text have been met before
def _is_word(piece: str) -> bool:
    return _WORDISH.search(piece) is not None


def _segment(text: str) -> list[str]:
    if not text:
        return []
    text = _BRACKETS.sub(" ", text)
    pieces: list[str] = []
    last = 0
    for match in _SHORT.finditer(text):
        if match.start() > last:
            pieces += _tokenize(text[last : match.start()])
        pieces.append(match.group())
        last = match.end()
    return pieces + _tokenize(text[last:]) if last < len(text) else pieces


def _tokenize(text: str) -> list[str]:
    try:
        return word_tokenize(text, engine="nlpo3", keep_whitespace=True, join_broken_num=False)
    except UnicodeEncodeError:  # the segmenter takes only what UTF-8 can hold
        return word_tokenize(well_formed(text), engine="nlpo3", keep_whitespace=True, join_broken_num=False)


@cache
def stopwords() -> frozenset[str]:
    """Thai function words of PyThaiNLP's list."""
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())
