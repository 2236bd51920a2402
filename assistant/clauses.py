"""Which clauses of the found passages hold the answer: a probability for each, and the runs of clauses to quote.

A stretch that is ranked first is the best one to start from, not the best one to quote: it may end one clause too
early, and the next best may stand somewhere else. Each clause is therefore weighed by itself, by what it shows and by
how the stretches over it were ranked. What is quoted is the run, or the two runs, that most probably hold the answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from assistant.clause_clues import SHOWN, Clauses
from assistant.question import Kind
from assistant.scorer import Scorer, load_scorer
from assistant.stretches import Window
from assistant.units import Atom, Reading

_BESIDE = 9
"""How many of the features in `SHOWN` the clauses before and after it lend it."""
_LEADING = 8
"""For how many of these it counts how far it is behind the best clause."""
_RANKED = (
    "starts", "next_starts", "drop", "best", "best_ending", "mean", "sharp", "smooth", "in_first", "of_first",
    "into_first", "document",
)  # fmt: skip
_KINDS = tuple(Kind)
WIDTH = len(SHOWN) + 2 * _BESIDE + len(_RANKED) + _LEADING + len(_KINDS)
"""Length of the features of a clause."""
_FAR = -8.0
"""Score of a stretch that there is none of, counted from the best."""
_SHARP = 0.3
"""Temperature at which scores of stretches tell which one holds the answer."""
_INTO = 10.0
_TINY = 1e-6

_APART = 8
"""What a second run costs, in characters."""
SHORTEST_RUN = 40
"""Lower length of each of two runs, in characters."""
_GAIN = 0.05
"""How much likelier two runs must hold the answer than one for both to be quoted."""
_GAIN_ELSEWHERE = 0.1
"""The same where they are of two documents."""
_BESIDE_IT = ((-1, 0.07), (1, 0.02))
"""How much of its probability a clause gives to the one before it and to the one after it."""
_HARDLY = 0.02
"""Documents that hold the answer less probably are not quoted."""
_BROKEN = 0.8
"""What a run that begins in the middle of a sentence is worth."""
_TRIED = 120
"""Runs that are tried as one of two."""
_NAMES = re.compile("ได้แก่|ประกอบด้วย|ดังนี้|อาทิ|เช่น")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring clauses.

    Args:
        mass: probability that they hold the answer.
        length: in characters of the document.
        document: its id.
        first: place of the first one.
        last: place after the last one.
        broken: whether they begin in the middle of a sentence.
    """

    mass: float
    length: int
    document: str
    first: int
    last: int
    broken: bool = False

    @property
    def worth(self) -> float:
        """The probability, less where a reader would miss the beginning of the sentence."""
        return _BROKEN * self.mass if self.broken else self.mass

    def overlaps(self, other: Run) -> bool:
        """Whether another one has a clause of this one."""
        return self.document == other.document and self.first < other.last and other.first < self.last


def clause_features(
    extents: Sequence[tuple[str, int, int]], scores: np.ndarray, clauses: Clauses, kind: Kind
) -> tuple[list[tuple[str, int]], np.ndarray]:
    """The clauses that stretches were made of, and the features of each.

    Args:
        extents: of each stretch the document's id, the place of its first clause and the place after its last.
        scores: of the stretches, shape (stretches,).
        clauses: what clauses show by themselves.
        kind: what is asked for.

    Returns:
        Document's id and place of each clause, and an array of shape (clauses, WIDTH), float32.
    """
    row = {place: number for number, place in enumerate(clauses.places)}
    over: dict[tuple[str, int], list[int]] = {}
    starts: dict[tuple[str, int], int] = {}
    ranks: dict[str, int] = {}
    for number, (document, first, last) in enumerate(extents):
        starts[document, first] = number
        ranks.setdefault(document, len(ranks))
        for place in range(first, last):
            if (document, place) in row:
                over.setdefault((document, place), []).append(number)
    if not over:
        return [], np.zeros((0, WIDTH), np.float32)
    behind: list[float] = (scores - scores.max()).tolist()
    sharp, smooth = softmax(scores / _SHARP).tolist(), softmax(scores).tolist()
    best = int(np.argmax(scores))
    at = np.array([row[place] for place in over])
    before, following = (
        np.array([row.get((document, place + step), -1) for document, place in over]) for step in (-1, 1)
    )
    ranked = []
    for (document, place), numbers in over.items():
        ending = [behind[n] for n in numbers if extents[n][2] == place + 1]
        start, later = starts.get((document, place)), starts.get((document, place + 1))
        own = behind[start] if start is not None else _FAR
        after = behind[later] if later is not None else _FAR
        of_first = document == extents[best][0]
        there = [behind[n] for n in numbers]
        ranked.append(
            (
                own, after, own - after, max(there), max(ending, default=_FAR), sum(there) / len(there),
                math.log(sum(sharp[n] for n in numbers) + _TINY), math.log(sum(smooth[n] for n in numbers) + _TINY),
                float(best in numbers), float(of_first),
                min(1.0, abs(place - extents[best][1]) / _INTO) if of_first else 1.0, 1 / (1 + ranks[document]),
            )
        )  # fmt: skip
    beside = np.vstack([clauses.shown[:, :_BESIDE], np.zeros((1, _BESIDE), np.float32)])  # the last row is for none
    shown = clauses.shown[at]
    table = np.hstack([shown, beside[before], beside[following], np.array(ranked, np.float32)])
    leading = shown[:, :_LEADING] - shown[:, :_LEADING].max(axis=0)
    kinds = np.zeros((len(at), len(_KINDS)), np.float32)
    kinds[:, _KINDS.index(kind)] = 1
    return list(over), np.hstack([table, leading, kinds])


def softmax(values: np.ndarray) -> np.ndarray:
    """Positive values that sum to 1, shape as given."""
    if not len(values):
        return values
    raised = np.exp(values - values.max())
    result: np.ndarray = raised / raised.sum()
    return result


@cache
def bundled_weigher() -> Scorer:
    """What weighs clauses, as it ships with Klum (assistant/data/clauses.npz)."""
    return load_scorer((resources.files("assistant") / "data" / "clauses.npz").read_bytes(), WIDTH)


def probabilities(
    weigher: Scorer, windows: Sequence[Window], scores: np.ndarray, clauses: Clauses, kind: Kind
) -> dict[tuple[str, int], float]:
    """How probably each clause is a part of the answer; they sum to 1.

    Args:
        weigher: weighs clauses.
        windows: stretches.
        scores: of them, shape (stretches,).
        clauses: what clauses show by themselves.
        kind: what is asked for.
    """
    extents = [(window.reading.document.id, window.first, window.last) for window in windows]
    places, table = clause_features(extents, scores, clauses, kind)
    blocks = {(window.reading.document.id, atom.place): atom.block for window in windows for atom in window.atoms}
    return _spread(dict(zip(places, softmax(weigher.raw(table)).tolist(), strict=True)), blocks)


def _spread(mass: dict[tuple[str, int], float], blocks: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], float]:
    """Probabilities of which each clause gives a little to those beside it in its paragraph.

    What answers often stands just outside the clause with the question's words, most often before it: a sentence names
    its subject first, and a space within it ends a clause here.
    """
    given = dict(mass)
    for (document, place), share in mass.items():
        for step, part in _BESIDE_IT:
            other = document, place + step
            if other in mass and blocks[other] == blocks[document, place]:
                given[other] += part * share
                given[document, place] -= part * share
    return given


def best_runs(
    readings: Iterable[Reading],
    mass: dict[tuple[str, int], float],
    room: int,
    fits: Callable[[Run, Run], bool] = lambda one, other: True,
) -> list[Run]:
    """The run of clauses, or the two runs, that most probably hold the answer; the likelier one first.

    Args:
        readings: the documents that the clauses are of.
        mass: how probably each clause is a part of the answer.
        room: upper length of all that is quoted, in characters.
        fits: whether a second run may stand beside a likelier one.

    Returns:
        One or two runs; one that is a single clause may be longer. None if nothing is known of clauses.
    """
    told: dict[str, float] = {}
    for (document, _), share in mass.items():
        told[document] = told.get(document, 0.0) + share
    likely = [reading for reading in readings if told.get(reading.document.id, 0.0) >= _HARDLY]
    runs = [run for reading in likely for run in _runs(reading, mass, room)]
    if not runs:
        return []
    best = [max(runs, key=lambda run: run.worth)]
    alone = least = best[0].worth
    halves = sorted((run for run in runs if SHORTEST_RUN <= run.length <= room - SHORTEST_RUN - _APART), key=_by_worth)
    halves = halves[:_TRIED]
    for number, one in enumerate(halves):
        if 2 * one.worth <= max(least, alone + _GAIN):
            break
        for other in halves[number + 1 :]:
            together = one.worth + other.worth
            if together <= max(least, alone + _GAIN):
                break
            if one.document != other.document and together <= alone + _GAIN_ELSEWHERE:
                continue
            if one.length + other.length + _APART <= room and not one.overlaps(other) and fits(one, other):
                best, least = [one, other], together
                break
    return best


def _by_worth(run: Run) -> float:
    return -run.worth


def _runs(reading: Reading, mass: dict[tuple[str, int], float], room: int) -> list[Run]:
    """All runs of a document's clauses up to a length, or of a single one.

    None goes on into a heading, and none breaks off before the words that begin what it announces ("ได้แก่").
    """
    document, atoms = reading.document.id, reading.atoms
    found = []
    for first in sorted(place for one, place in mass if one == document):
        start, total, last, bare = atoms[first].span.start, 0.0, first, True
        broken = first > 0 and atoms[first].continues and atoms[first].block == atoms[first - 1].block
        while (document, last) in mass:
            atom = atoms[last]
            if last > first and (atom.span.end - start > room or (atom.heading and not bare)):
                break
            total += mass[document, last]
            bare = bare and atom.heading
            last += 1
            found.append(Run(total, atom.span.end - start, document, first, last, broken))
    whole = [run for run in found if not _announces(atoms, run.last)]
    return whole or found


def _announces(atoms: Sequence[Atom], last: int) -> bool:
    """Whether the clause after a run begins what the run announces."""
    return last < len(atoms) and atoms[last].block == atoms[last - 1].block and bool(_NAMES.match(atoms[last].copy))
