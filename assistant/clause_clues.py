"""What a clause shows by itself for being a part of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.clues import head_named, nearness
from assistant.extremes import Extreme, extreme_fit
from assistant.question import Question
from assistant.question_dates import date_fit
from assistant.roles import role_fit
from assistant.units import Atom
from assistant.wanted import year_fit

SHOWN = (
    "own", "focus", "local", "local_focus", "fit", "marked", "near", "clause_near", "length", "novel", "heading",
    "item", "close", "focus_close", "opening", "unknown", "digits", "year", "date",
    "role", "extreme", "head_named",
)  # fmt: skip
"""Names of what a clause shows, in order; see `shows`."""
_LONG = 100
_UNKNOWN = 40


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """The clauses of the passages that were looked at.

    Args:
        places: of each the document's id and its place there.
        shown: what each shows by itself, shape (n, len(SHOWN)), float32.
    """

    places: tuple[tuple[str, int], ...]
    shown: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as clauses are looked at with.

    Args:
        question: the question.
        weights: how much each of its words carries, shape (words,).
        focus: how much each says of what is asked, shape (words,).
        all_words: all its words.
        carried: its words and how much each carries.
        role: the role whose holder it asks for, or "".
        head: the noun that it asks about, or "".
        end: the end of a scale that it asks for.
    """

    question: Question
    weights: np.ndarray
    focus: np.ndarray
    all_words: frozenset[str]
    carried: Mapping[str, float]
    role: str
    head: str
    end: Extreme


def shows(
    asked: Asked,
    atom: Atom,
    held: Sequence[float],
    meaning: tuple[float, float],
    found: Sequence[tuple[int, int]],
    marked: bool,
    places: Sequence[Sequence[int]],
) -> tuple[float, ...]:
    """What a clause shows, in the order of `SHOWN`.

    Args:
        asked: the question.
        atom: the clause.
        held: how much of the question it holds: by weight, by focus, and both by what tells its document's clauses
            apart.
        meaning: how near it comes in meaning to the question and to the clause of it that asks.
        found: where something of the kind asked for stands.
        marked: whether it has a word by which texts show that they give what the question wants.
        places: for each word of the question where it stands.
    """
    novel = sum(1 for word in atom.vocabulary if word not in asked.all_words) / max(1, len(atom.vocabulary))
    return (
        *map(float, held),
        float(bool(found)),
        float(marked),
        *meaning,
        (atom.span.end - atom.span.start) / _LONG,
        novel,
        float(atom.heading),
        float(atom.item),
        nearness(found, places, asked.weights),
        nearness(found, places, asked.focus),
        float(atom.place == 0),
        min(1.0, sum(map(len, atom.unknown - asked.all_words)) / _UNKNOWN),
        float(any(character.isdigit() for character in atom.copy)),
        year_fit(asked.question.years, atom.dates) if asked.question.years else 0.0,
        date_fit(asked.question.dates, atom.dates) if asked.question.dates else 0.0,
        role_fit(asked.role, asked.carried, atom.copy),
        extreme_fit(asked.end, atom.copy),
        head_named(asked.head, atom.copy, asked.all_words),
    )
