"""Makes a model's text plain: no images, links, HTML, marks of formatting, control or bidirectional characters."""

from __future__ import annotations

import re
import unicodedata

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*[^\[\]\d๐-๙,\s-][^\[\]]*)\](?:\([^)]*\)?|\[[^\]]*\])")
_NUMBER_LINK = re.compile(r"(\[[\d๐-๙]+\])\([^)]*\)?")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_HIDDEN = re.compile(
    r"<(script|style|iframe|object|svg|template|noscript)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*(?:>|$)|<!--.*?(?:-->|$)", re.DOTALL)
_URL = re.compile(
    r"<?(?:\b[A-Za-z][A-Za-z0-9+.-]{1,20}:\s?//|\bwww\d?\.|\b(?:data|javascript|mailto|vbscript|file):)[^\s<>\u0e01-\u0e5b]*>?",
    re.IGNORECASE,
)
_PATHLIKE = re.compile(r"(?<![\w@])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[^\s<>\u0e01-\u0e5b]*|\?[^\s<>\u0e01-\u0e5b]+)")
_FORMAT = re.compile(r"\*\*|__|``?`?|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_QUOTED = re.compile(r"^\s{0,3}>\s?", re.MULTILINE)
_RULE = re.compile(r"^\s*(?:[-*_=]\s?){3,}$|^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$", re.MULTILINE)
_BANGS = re.compile(r"!+\[")
_SCHEME = re.compile(r":(?=//)")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_KEPT = "\n\t"
_GONE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
_ZERO_WIDTH = "\u200b"
"""Thai texts may have it between words; it says nothing, and goes as the others do."""


def plain(text: str) -> str:
    """A model's text with nothing left that a page could act on.

    Images, links' addresses, bare addresses, HTML and formatting go; the words stay. What is left is still escaped
    where it is shown.

    Args:
        text: a sentence, or more, as the model wrote it.
    """
    text = "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _GONE)
    for pattern in (_HIDDEN, _IMAGE, _REFERENCE):
        text = pattern.sub(" ", text)
    text = _NUMBER_LINK.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    for pattern in (_TAG, _URL, _PATHLIKE, _RULE):
        text = pattern.sub(" ", text)
    text = _QUOTED.sub("", _HEADING.sub("", text))
    text = _FORMAT.sub("", text).replace("|", " ").replace("<", "‹").replace(">", "›")
    text = _SCHEME.sub(": ", _BANGS.sub("[", text))  # what formatting stood between meets when it is gone
    return _SPACES.sub(" ", text).strip()
