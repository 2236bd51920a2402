"""Words of a question: nlpo3's, put right where a likelier cut runs across them.

nlpo3 takes the fewest words, which makes หลอกว่า into หลอ|กว่า and โครงการเช่า into โครง|การเช่า. Where a cut by how often
words occur needs no more of them and crosses it, that one is nearly always right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType

from assistant.rarity import dictionary, frequencies
from assistant.wordclass import names
from corpus.document import Span
from corpus.words import word_spans

_THAI = re.compile("[\u0e01-\u0e4e]+")
_WORDISH = re.compile(r"[\w\u0e00-\u0e7f]")
ATTACHED = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e]")
"""Vowels and marks that no word begins with."""
_LONGEST = 26
_RUN = 300
"""Upper length of a run of Thai letters that is cut a second time, in characters."""
_UNSEEN = 0.5
"""Occurrences that a dictionary word counts for that the corpus does not hold."""
_UNKNOWN, _UNKNOWN_LETTER = 18.0, 3.5
"""Price of a piece that is no word, and of each of its letters, in nats; dearer than any word."""
_NAME_LETTER = 3.0
"""Price of each letter of a name that no dictionary has, in nats."""
_RELATIVE = "ที่"
_RARE = 500
"""Occurrences up to which a compound that begins with ที่ is taken for ที่ and a noun (ที่วัด)."""
_NOMINAL = ("การ", "ความ")
_NOMINAL_GAIN = 5.0
"""How much cheaper a noun made of a verb is than the two words beside each other, in nats."""


def cut(copy: str) -> list[str]:
    """The words of a search copy, as `corpus.words.words` gives them but for wrong borders between them.

    Args:
        copy: search copy of a question.
    """
    return [span.of(copy) for span in cut_spans(copy)]


def cut_spans(copy: str) -> list[Span]:
    """Where the words of `cut` stand."""
    found: list[Span] = []
    run: list[str] = []
    at = 0
    for span in word_spans(copy):
        piece = span.of(copy)
        if _THAI.fullmatch(piece):
            run.append(piece)
            continue
        found += _placed(_mended(tuple(run)), at)
        run, at = [], span.end
        if _WORDISH.search(piece):
            found.append(span)
    return [*found, *_placed(_mended(tuple(run)), at)]


def _placed(pieces: Sequence[str], at: int) -> Iterator[Span]:
    for piece in pieces:
        yield Span(at, at + len(piece))
        at += len(piece)


@lru_cache(maxsize=10_000)
def _mended(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces of one run of letters with its wrong borders mended."""
    mended = _recut(pieces)
    found: list[str] = []
    for number, piece in enumerate(mended, 1):
        following = mended[number] if number < len(mended) else ""
        stem = piece.removesuffix(_NOMINAL[0])
        place = piece.removeprefix(_RELATIVE)
        if stem != piece and stem in dictionary() and following and not names(stem) and not names(following):
            found += [stem, _NOMINAL[0]]  # พัฒนาการ|รวมกลุ่ม is the development of joining, not evolution
        elif place != piece and place in dictionary() and frequencies().get(piece, 0) < _RARE:
            found += [_RELATIVE, place]
        else:
            found.append(piece)
    return tuple(found)


def _recut(pieces: tuple[str, ...]) -> tuple[str, ...]:
    text = "".join(pieces)
    if len(pieces) < 2 or len(text) > _RUN:
        return pieces
    likely = _likeliest(text)
    shared = sorted(_ends(pieces) & _ends(likely))
    kept: list[str] = []
    for start, end in pairwise([0, *shared]):
        own, other = _within(pieces, start, end), _within(likely, start, end)
        better = 1 < len(other) <= len(own) and own[0] not in _NOMINAL and all(piece in dictionary() for piece in other)
        kept += other if better else own
    return tuple(kept)


def _ends(pieces: Sequence[str]) -> set[int]:
    ends, at = set(), 0
    for piece in pieces:
        at += len(piece)
        ends.add(at)
    return ends


def _within(pieces: Sequence[str], start: int, end: int) -> list[str]:
    found, at = [], 0
    for piece in pieces:
        if start <= at < end:
            found.append(piece)
        at += len(piece)
    return found


def cut_with(text: str, names: Mapping[str, float]) -> list[str]:
    """The likeliest cut of a run of letters that may hold names that no dictionary has.

    Args:
        text: letters without spaces.
        names: the names, and what each costs beside its letters, in nats.
    """
    return _likeliest(text, names)


@lru_cache(maxsize=50_000)
def strangeness(word: str) -> float:
    """How badly words of the dictionary spell a word, in nats for a letter: names have 3 and more, compounds 1 to 2.

    Args:
        word: search copy of a word, Thai letters.
    """
    return sum(map(_price, _likeliest(word))) / len(word)


def _likeliest(text: str, names: Mapping[str, float] = MappingProxyType({})) -> list[str]:
    """The cut of the highest probability, each word by itself."""
    cost = [0.0] + [math.inf] * len(text)
    back = [0] * (len(text) + 1)
    for start in range(len(text)):
        if math.isinf(cost[start]) or (start and ATTACHED.match(text, start)):
            continue
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            if end < len(text) and ATTACHED.match(text, end):
                continue
            piece = text[start:end]
            price = cost[start] + (names[piece] + _NAME_LETTER * len(piece) if piece in names else _price(piece))
            if price < cost[end]:
                cost[end], back[end] = price, start
    pieces: list[str] = []
    at = len(text)
    while at:
        pieces.append(text[back[at] : at])
        at = back[at]
    return pieces[::-1]


@lru_cache(maxsize=50_000)
def _price(piece: str) -> float:
    """How unlikely a piece is, in nats."""
    if piece not in dictionary():
        return _UNKNOWN + _UNKNOWN_LETTER * len(piece)
    price = math.log(_total() / max(_UNSEEN, frequencies().get(piece, 0)))
    for prefix in _NOMINAL:
        rest = piece.removeprefix(prefix)
        if rest and rest != piece and rest in dictionary():
            price = min(price, _price(prefix) + _price(rest) - _NOMINAL_GAIN)
    return price


@cache
def _total() -> int:
    return sum(frequencies().values())
