"""Thai words with exact offsets, for the index and for queries (nlpo3 through PyThaiNLP)."""

from __future__ import annotations

import re
from functools import cache

from pythainlp.tokenize import word_tokenize

from corpus.document import Span
from corpus.normalise import well_formed

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
    return [word for word in _segment(text) if _WORDISH.search(word)]


def _segment(text: str) -> list[str]:
    if not text:
        return []
    try:
        return word_tokenize(text, engine="nlpo3", keep_whitespace=True, join_broken_num=False)
    except UnicodeEncodeError:  # the segmenter takes only what UTF-8 can hold
        return word_tokenize(well_formed(text), engine="nlpo3", keep_whitespace=True, join_broken_num=False)


@cache
def stopwords() -> frozenset[str]:
    """Thai function words of PyThaiNLP's list."""
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())
