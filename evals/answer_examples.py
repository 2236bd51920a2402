"""Question sets with gold spans as examples to train on: candidate stretches and clauses, and which are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant import Assistant
from assistant.clause_clues import Clauses
from assistant.doubt import SIGNS
from assistant.question import Kind
from assistant.stretches import Window
from evals.cases import Case
from evals.metrics import folded

_TELLING = 4
"""Characters that a gold span has at least for the stretches that hold it to be called right; "7" stands everywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One question with its candidate stretches.

    Args:
        case: the case.
        weight: how many times it counts.
        features: shape (stretches, SIZE).
        right: which stretches hold a gold span, shape (stretches,).
        signs: what speaks for and against answering, in the order of `SIGNS`.
        found: whether the stretch that is answered from is of a gold document.
        kind: what is asked for.
        extents: of each stretch the document's id, the place of its first clause and the place after its last.
        clauses: what the clauses show by themselves.
        gold: places of the clauses that hold a gold span, with their documents' ids.
    """

    case: Case
    weight: int
    features: np.ndarray
    right: np.ndarray
    signs: np.ndarray
    found: bool
    kind: Kind = Kind.OPEN
    extents: tuple[tuple[str, int, int], ...] = ()
    clauses: Clauses | None = None
    gold: frozenset[tuple[str, int]] = frozenset()


def examples(
    assistant: Assistant,
    cases: Sequence[Case],
    *,
    weight: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Example]:
    """Look up every case of a set in the index that the assistant uses.

    Args:
        assistant: over the set's documents.
        cases: the set; those without `span` are of use for doubt only.
        weight: how many times each counts.
        progress: told (cases done, all cases).
    """
    found = []
    for done, case in enumerate(cases, 1):
        evidence, features = assistant.weighed(case.question, case.history)
        final, signs = assistant.doubted(case.question, case.history)
        if evidence.windows:
            gold = [text for text in map(folded, case.span) if len(text) >= _TELLING]
            right = np.zeros(len(features), np.float32)
            places: set[tuple[str, int]] = set()
            for i, window in enumerate(evidence.windows):
                if window.reading.document.source.endswith(case.doc) and case.doc:
                    inside = [_tightest(window, span) for span in gold if span in _folded_text(window)]
                    right[i] = float(bool(inside))
                    places |= {(window.reading.document.id, place) for one in inside for place in one}
            of_gold = bool(case.doc) and final.windows[0].reading.document.source.endswith(case.doc)
            extents = tuple((w.reading.document.id, w.first, w.last) for w in evidence.windows)
            told = np.array([signs[name] for name in SIGNS])
            kind, clauses = evidence.question.kind, evidence.clauses
            found.append(
                Example(case, weight, features, right, told, of_gold, kind, extents, clauses, frozenset(places))
            )
        if progress is not None:
            progress(done, len(cases))
    return found


def _folded_text(window: Window) -> str:
    return folded(window.reading.structure.plain(window.span))


def _tightest(window: Window, span: str) -> range:
    """The fewest neighbouring clauses of a stretch that hold a folded text which the stretch holds."""
    first, last = window.first, window.last
    while first + 1 < last and span in _folded_text(Window(window.passage, first + 1, last)):
        first += 1
    while last - 1 > first and span in _folded_text(Window(window.passage, first, last - 1)):
        last -= 1
    return range(first, last)


def unanswerable(case: Case) -> Case:
    """A case as it is where none of the documents answers it."""
    return replace(case, answerable=False, doc=(), span=(), must=(), must_not=())
