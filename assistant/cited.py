"""Passages as a language model is shown them: numbered, with their clauses and the headings above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.units import Atom, Passage, Reading
from corpus.dates import DateMention
from corpus.document import Document

_BACK = 8
"""Clauses before one that are looked at for the year that it speaks of."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A numbered passage.

    Args:
        number: the n of the mark by which a model cites it, from 1.
        reading: its document as it was read.
        first: place of its first clause.
        last: place after its last one.
    """

    number: int
    reading: Reading
    first: int
    last: int

    @property
    def document(self) -> Document:
        """Its document."""
        return self.reading.document

    @property
    def atoms(self) -> Sequence[Atom]:
        """Its clauses, in order."""
        return self.reading.atoms[self.first : self.last]

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Places of its clauses and of the headings and lead-ins that they stand under, in order."""
        above = {place for own in range(self.first, self.last) for place in governors(self.reading, own)}
        return tuple(sorted(above | set(range(self.first, self.last))))

    @cached_property
    def attribution(self) -> str:
        """What a sentence may say of the document itself: title, publisher, date, headings."""
        document = self.document
        date = document.published.thai() if document.published else ""
        return " ".join([document.title, document.publisher, date])


def numbered(passages: Sequence[Passage], most: int) -> list[Shown]:
    """The best passages with numbers from 1; those that touch in one document are shown as one.

    Args:
        passages: best first.
        most: upper length of all together, in characters; the first is shown whatever its length.
    """
    chosen: list[tuple[Reading, int, int]] = []
    room = most
    for passage in passages:
        room -= len(passage.span)
        if chosen and room < 0:
            break
        for at, (reading, first, last) in enumerate(chosen):
            if reading is passage.reading and passage.first <= last and first <= passage.last:
                chosen[at] = (reading, min(first, passage.first), max(last, passage.last))
                break
        else:
            chosen.append((passage.reading, passage.first, passage.last))
    return [Shown(number, *one) for number, one in enumerate(chosen, 1)]


@lru_cache(maxsize=30_000)
def governors(reading: Reading, place: int) -> tuple[int, ...]:
    """Places of what tells what a clause is about: the lead-in of its list, then the headings above, nearest first."""
    blocks, atoms = reading.structure.blocks, reading.atoms
    own = atoms[place]
    leads = [at for at in range(place) if own.item and blocks[atoms[at].block].leads == own.list_id is not None]
    headings: list[int] = []
    level = blocks[own.block].level if own.heading else 99
    for at in range(place - 1, -1, -1):
        if atoms[at].heading and blocks[atoms[at].block].level < level:
            headings.append(at)
            level = blocks[atoms[at].block].level
    return (*reversed(leads), *headings)


def governing_dates(reading: Reading, place: int, start: int, end: int) -> list[DateMention]:
    """The dates that something in a clause may belong to.

    Args:
        reading: the document.
        place: the clause.
        start: where the thing begins in the clause's plain text.
        end: where it ends.

    Returns:
        The nearest one before it in the clause, else after it; where the clause has none, the nearest in the block,
        the lead-in, the headings and the clauses before. Empty where nothing tells a year.
    """
    own = [mention for mention in reading.atoms[place].dates if mention.span.end <= start or mention.span.start >= end]
    if own:
        before = [mention for mention in own if mention.span.end <= start]
        return [before[-1]] if before else [own[0]]
    return next((dates for dates in _further(reading, place) if dates), [])


def _further(reading: Reading, place: int) -> Iterator[list[DateMention]]:
    atoms = reading.atoms
    block = atoms[place].block
    at = place - 1
    while at >= 0 and atoms[at].block == block:
        yield atoms[at].dates[-1:]
        at -= 1
    for above in governors(reading, place):
        yield list(atoms[above].dates)
    if not atoms[place].item:
        for at in range(place - 1, max(-1, place - 1 - _BACK), -1):
            if atoms[at].heading:
                break
            yield atoms[at].dates[-1:]
