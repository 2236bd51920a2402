"""What a stretch of text shows for itself: fit to the kind of answer wanted, and where the words asked stand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from assistant.mentions import CAUSE, DEFINES, LISTING, MANNER
from assistant.ordinals import names_ordinal
from assistant.question import Question, carries
from assistant.units import Atom
from assistant.wanted import year_fit
from corpus.words import words

REACH = 262
"""Length of the stretches that are weighed, in characters: what fits an answer of 300 with its marks."""
_NEAR = 30.0
"""Distance over which a word of the question says less of an answer by a factor of e, in characters."""
_TOGETHER = 20
"""How far apart the parts of a compound may stand, in characters."""
_TOLD = 0.8
"""How much a year of the title or heading counts, that of the stretch itself counting 1."""
_BESIDE = 24
"""How far apart two words stand at most that stand beside each other in the question, in characters."""
_FOLLOWS = re.compile(r"\s?[\"'“(]?\s?([\u0e01-\u0e4ea-z]{2,})")


def stands_whole(figure: str, squeezed: str) -> bool:
    """Whether a number with its unit stands in a text, not as the end of a longer number."""
    at = squeezed.find(figure)
    while at >= 0:
        if not at or not (squeezed[at - 1].isdigit() or squeezed[at - 1] in ".,"):
            return True
        at = squeezed.find(figure, at + 1)
    return False


def stand_together(pieces: Sequence[str], copy: str) -> bool:
    """Whether the parts of a compound stand near each other in a text (ค่าเดินทาง: ค่าใช้จ่ายในการเดินทาง)."""
    places = [_places(piece, copy) for piece in pieces]
    if not all(places):
        return False
    return any(all(any(abs(at - other) <= _TOGETHER for other in some) for some in places[1:]) for at in places[0])


def grams(copy: str) -> frozenset[str]:
    """The character trigrams of a search copy without its spaces."""
    squeezed = "".join(copy.split())
    return frozenset(squeezed[i : i + 3] for i in range(len(squeezed) - 2))


@lru_cache(maxsize=50_000)
def atom_grams(copy: str) -> frozenset[str]:
    """The same, kept for the atoms of documents that are read again."""
    return grams(copy)


def word_places(atom: Atom, wordings: Sequence[Sequence[str]]) -> list[list[int]]:
    """Where the words of a question begin in an atom, each in one of its wordings: one list of places for each word."""
    low = atom.copy
    return [next((found for one in some if (found := _places(one, low))), []) for some in wordings]


def _places(word: str, text: str) -> list[int]:
    found = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + len(word))
    return found


def nearness(answers: Sequence[tuple[int, int]], places: Sequence[Sequence[int]], weights: np.ndarray) -> float:
    """How near the question's words come to the likeliest answer: 0 to 1, each word counting by its weight.

    Args:
        answers: where something of the kind asked for stands, (start, end) in the stretch.
        places: for each word of the question where it begins.
        weights: of the words; they sum to 1.
    """
    best = 0.0
    for start, end in answers:
        total = sum(
            weight * math.exp(-min(max(0, at - end, start - at) for at in some) / _NEAR)
            for weight, some in zip(weights.tolist(), places, strict=True)
            if some
        )
        best = max(best, total)
    return best


def neighbours(places: Sequence[Sequence[int]], weights: np.ndarray) -> float:
    """Weight of the pairs of words that stand beside each other in the question and in the stretch, 0 to 1."""
    total = held = 0.0
    for first, second in zip(range(len(places)), range(1, len(places)), strict=False):
        pair = float(weights[first] + weights[second])
        total += pair
        one, other = places[first], places[second]
        if one and other and min(abs(a - b) for a in one[:8] for b in other[:8]) <= _BESIDE:
            held += pair
    return held / total if total else 0.0


def text_clues(
    question: Question,
    head: str,
    atoms: Sequence[Atom],
    answers: Sequence[Sequence[tuple[int, int]]],
    exact: np.ndarray,
    asked_words: frozenset[str],
) -> dict[str, float]:
    """The features of a stretch that need no other one to compare it with.

    Args:
        question: the question.
        head: see `assistant.heads.head_of`.
        atoms: the stretch.
        answers: for each atom where something of the kind asked for stands.
        exact: how far each atom holds each word of the question, shape (atoms, words).
        asked_words: all words of the question.
    """  # fmt: skip
    copy = " ".join(atom.copy for atom in atoms)
    squeezed = copy.replace(" ", "")
    wider = squeezed + atoms[0].context.replace(" ", "")
    years = frozenset().union(*(atom.years for atom in atoms))
    vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
    fit = [k for k, found in enumerate(answers) if found]
    anchors = [k for k in range(len(atoms)) if exact[k].any()] if exact.size else []
    near = max((1 / (1 + abs(a - f)) for a in anchors for f in fit), default=0.0)
    blocks = {atom.block for atom in atoms}
    unknown = frozenset().union(*(atom.unknown for atom in atoms)) - asked_words
    return {
        "length": sum(len(atom.plain) for atom in atoms) / REACH,
        "novel": sum(1 for word in vocabulary if word not in asked_words) / max(1, len(vocabulary)),
        "unknown": min(1.0, sum(map(len, unknown)) / 40),
        "latin": float(any(word[0].isascii() and word[0].isalpha() for word in vocabulary - asked_words)),
        "run": _longest_run(_pieces(question.copy), squeezed) / max(1, len(question.copy.replace(" ", ""))),
        "head": float(bool(head) and head in copy),
        "head_named": head_named(head, copy, asked_words),
        "type_fit": float(bool(fit)),
        "type_near": near,
        "type_other": float(question.wants_number and not fit and any(atom.quantities for atom in atoms)),
        "year_match": max(
            year_fit(question.years, (mention for atom in atoms for mention in atom.dates)),
            _TOLD * year_fit(question.years, atoms[0].context_dates),
        ),
        "year_clash": float(bool(question.years and years and not question.years & years)),
        "ordinal_match": float(bool(question.ordinals) and all(names_ordinal(o, wider) for o in question.ordinals)),
        "ordinal_clash": float(any(not names_ordinal(o, wider) for o in question.ordinals)),
        "centre": min(1.0, atoms[0].place / 30),
        "item": float(any(atom.item for atom in atoms)),
        "heading": float(any(atom.heading for atom in atoms)),
        "defines": float(bool(DEFINES.search(copy))),
        "cause": float(bool(CAUSE.search(copy))),
        "manner": float(bool(MANNER.search(copy))),
        "listing": float(bool(LISTING.search(copy))),
        "starts_block": float(atoms[0].place == 0 or len(blocks) > 1),
        "ends_block": float(len(blocks) > 2),
    }


def head_named(head: str, copy: str, asked_words: frozenset[str]) -> float:
    """Whether the noun asked about is followed by something that the question does not say (เมืองเชียงใหม่)."""
    if not head:
        return 0.0
    for at in _places(head, copy):
        following = _FOLLOWS.match(copy, at + len(head))
        if following:
            first = next(iter(words(following.group(1)[:24])), "")
            if first and first not in asked_words and carries(first):
                return 1.0
    return 0.0


@lru_cache(maxsize=256)
def _pieces(question: str) -> tuple[str, ...]:
    """The words of a question, cut once for all stretches that are looked at."""
    return tuple(words(question))


def _longest_run(pieces: Sequence[str], squeezed: str) -> int:
    """Length of the longest run of a question's words that stands in a text without spaces, in characters."""
    best = 0
    for start in range(len(pieces)):
        if best >= sum(map(len, pieces[start:])):
            break
        joined = ""
        for piece in pieces[start:]:
            joined += piece
            if joined not in squeezed:
                break
            best = max(best, len(joined))
    return best
