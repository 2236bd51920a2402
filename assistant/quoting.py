"""Narrows a cited passage to the words that carry a sentence, so that a reader sees exactly these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.binding import Occurrence
from assistant.cited import Shown, governors
from assistant.support import Scale
from assistant.units import Atom
from corpus.document import Span

_GAP = 2
"""Clauses between two that carry a sentence up to which they are quoted as one."""
_LONGEST = 700
"""Upper length of one quote, in characters."""
_GAIN = 0.04
"""Share of a sentence's words that a further clause must add to be quoted too."""
_ENOUGH = 0.97


@dataclass(frozen=True, slots=True)
class Carried:
    """What carries a sentence.

    Args:
        atoms: the clauses, with the headings and lead-ins that they stand under.
        quotes: the same as spans of documents, each in the passage that it was shown in.
    """

    atoms: tuple[Atom, ...]
    quotes: tuple[tuple[Shown, Span], ...]


def carriers(words: dict[str, float], bound: Iterable[Occurrence], cited: Sequence[Shown], scale: Scale) -> Carried:
    """The clauses that carry a sentence: those that its claims stand in, and those that hold the rest of its words.

    Args:
        words: the words of the sentence with what each says.
        bound: where its numbers, dates and names stand.
        cited: the passages that it cites.
        scale: weighs how far clauses hold words.
    """
    chosen: dict[tuple[int, int], Shown] = {(one.shown.number, one.place): one.shown for one in bound}
    by_number = {shown.number: shown for shown in cited}
    share = scale.share(words, _atoms(chosen))
    if not chosen:
        share = 0.0
    while share < _ENOUGH:
        gains = {
            (shown.number, place): scale.share(words, [*_atoms(chosen), shown.reading.atoms[place]])
            for shown in cited
            for place in shown.places
            if (shown.number, place) not in chosen
        }
        best = max(gains, key=lambda key: (gains[key], -key[0], -key[1]), default=None)
        if best is None or (gains[best] < share + _GAIN and chosen):
            break
        chosen[best] = by_number[best[0]]
        share = gains[best]
    quotes: list[tuple[Shown, Span]] = []
    atoms: list[Atom] = []
    for number in sorted({number for number, _ in chosen}):
        shown = by_number[number]
        for first, last in _runs(shown, sorted(place for one, place in chosen if one == number)):
            inside = shown.reading.atoms[first : last + 1]
            atoms += inside
            quotes.append((shown, Span(inside[0].span.start, inside[-1].span.end)))
    above = [shown.reading.atoms[at] for (_, place), shown in chosen.items() for at in governors(shown.reading, place)]
    return Carried(tuple(dict.fromkeys([*atoms, *above])), tuple(quotes))


def _atoms(chosen: dict[tuple[int, int], Shown]) -> list[Atom]:
    return [shown.reading.atoms[place] for (_, place), shown in chosen.items()]


def _runs(shown: Shown, places: Sequence[int]) -> list[tuple[int, int]]:
    """Places joined to stretches of neighbours: (first, last), each short enough to be one quote."""
    atoms = shown.reading.atoms
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= _GAP and atoms[place].span.end - atoms[runs[-1][0]].span.start <= _LONGEST:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
