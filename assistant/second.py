"""The second thing that a question asks for ("ยาวกี่กิโล กว้างกี่เมตร", "ขายส่งกี่ % ขายปลีกกี่ %"), and what to quote for both."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assistant.direct import direct
from assistant.draft import MARK_ROOM
from assistant.evidence import Evidence
from assistant.excerpts import quotes
from assistant.focus import focused
from assistant.kinds import asked, asked_second
from assistant.question import Kind, Question
from assistant.stretches import Window
from assistant.units import Atom
from assistant.wanted import NUMBERS, answers

_PLAIN = (Kind.DATE, Kind.PERSON, *NUMBERS)
"""Kinds of answer that can be told where they stand."""
_FIRST = 0.6
"""Share of what is quoted for the first of two things asked for."""
_NEAR = 0.05
"""How much likelier a clause is taken to be beside what is quoted."""
_TELLING = 0.7
"""Share of what the most telling word says that others must say to tell the first of two things of a kind apart."""
_OWN = 0.2
"""How much likelier a clause is taken to be that holds all words of the second question."""


@dataclass(frozen=True, slots=True)
class Second:
    """A second thing that a question asks for.

    Args:
        question: the question for it.
        weights: the words that carry it and how much each carries.
        first: the words that carry the question for the first thing, in the same way.
        alike: whether it is of the same kind as the first, and only these words tell the two apart.
    """

    question: Question
    weights: dict[str, float]
    first: dict[str, float]
    alike: bool

    def in_clause(self, atom: Atom) -> bool:
        """Whether a clause holds something of the kind, and words of its own question if these are all that tells."""
        own = not self.alike or any(word in atom.copy for word in self.weights)
        return own and bool(answers(self.question, atom))

    def in_quote(self, window: Window, first: str) -> bool:
        """Whether a stretch answers it.

        Args:
            window: the stretch.
            first: what answers the first question.
        """
        if not self.alike:
            return any(answers(self.question, atom) for atom in window.atoms)
        return direct(self.question, window, self.weights) not in ("", first)


def second_of(evidence: Evidence) -> Second | None:
    """The second thing that a question asks for; None if there is none, or nothing tells it from the first."""
    question = evidence.question
    second = asked_second(question.copy)
    if second is None or second.kind not in _PLAIN:
        return None
    also = replace(question, kind=second.kind, counted=second.counted)
    if (also.kind, also.counted) != (question.kind, question.counted):
        return Second(also, evidence.weights, evidence.weights, alike=False)
    rest = question.copy[asked(question.copy).until :]
    own = {word: weight for word, weight in evidence.weights.items() if word in rest}
    if not own:
        return None
    first = {word: weight for word, weight in evidence.weights.items() if word not in own} or own
    near = focused(question, tuple(first), np.array(list(first.values()), np.float32)).tolist()
    told = {word: share for word, share in zip(first, near, strict=True) if share >= _TELLING * max(near)}
    return Second(also, _shares(own), _shares(told), alike=True)


def both_quoted(evidence: Evidence, also: Second | None, room: int) -> list[Window]:
    """What to quote; if it leaves out the second thing asked for, less of it and the likeliest clause that gives that.

    Args:
        evidence: what was found.
        also: the second thing; None if there is none.
        room: upper length of all that is quoted, in characters.
    """
    quoted = quotes(evidence, room)
    if also is None:
        return quoted
    said = direct(evidence.question, quoted[0], also.first)
    if any(also.in_quote(window, said) for window in quoted):
        return quoted
    shorter = quotes(evidence, int(room * _FIRST))[:1]
    first = shorter[0]
    document, atoms = first.reading.document.id, first.reading.atoms
    left = room - len(first.span) - MARK_ROOM
    told = [
        place
        for one, place in evidence.mass
        if one == document and len(atoms[place].span) <= left and also.in_clause(atoms[place])
    ]
    if not told:
        return quoted

    def likely(place: int) -> float:
        own = sum(weight for word, weight in also.weights.items() if word in atoms[place].copy) if also.alike else 0.0
        return evidence.mass[document, place] + _beside(place, first) + _OWN * own

    best = max(told, key=lambda place: (likely(place), -place))
    return shorter if first.first <= best < first.last else [first, Window(first.passage, best, best + 1)]


def _shares(weights: dict[str, float]) -> dict[str, float]:
    """The same weights, summing to 1."""
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


def _beside(place: int, window: Window) -> float:
    """What a clause gains that stands near what is quoted: facts that are asked for together are told together."""
    away = max(0, window.first - place, place - window.last + 1)
    return _NEAR / (1 + away)
