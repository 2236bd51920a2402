"""Stretches of neighbouring clauses of one document: what is ranked, quoted and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.units import Atom, Passage, Reading
from corpus.document import Span


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of neighbouring atoms of one document.

    Args:
        passage: the best passage that it overlaps.
        first: place of its first atom.
        last: place after its last atom.
    """

    passage: Passage
    first: int
    last: int

    @property
    def reading(self) -> Reading:
        """The document that it is a part of."""
        return self.passage.reading

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Its atoms in order."""
        return self.passage.reading.atoms[self.first : self.last]

    @property
    def span(self) -> Span:
        """Its characters in the document."""
        atoms = self.passage.reading.atoms
        return Span(atoms[self.first].span.start, atoms[self.last - 1].span.end)


def stretches(passage: Passage, reach: int) -> list[tuple[int, int]]:
    """Stretches of a passage up to a length, one from each atom on; none that ends where a longer one does."""
    atoms = passage.reading.atoms
    found: list[tuple[int, int]] = []
    for first in range(passage.first, passage.last):
        last = first + 1
        while last < passage.last and _goes_on(atoms, first, last, reach):
            last += 1
        if not (found and last == passage.last and found[-1][1] == last):
            found.append((first, last))
    return found


def _goes_on(atoms: Sequence[Atom], first: int, last: int, reach: int) -> bool:
    """Whether the next atom belongs to a stretch: it fits and heads nothing new, unless only headings came so far."""
    if atoms[last].span.end - atoms[first].span.start > reach:
        return False
    return not atoms[last].heading or all(atom.heading for atom in atoms[first:last])


def grown(window: Window, reach: int) -> Window:
    """A stretch with what follows it, then what stands before it, as far as a length and its section allow.

    Args:
        window: the stretch.
        reach: upper length of the grown one, in characters of the document; a longer stretch is given back as it is.
    """
    atoms = window.reading.atoms
    first, last = window.first, window.last
    while last < len(atoms) and _goes_on(atoms, first, last, reach):
        last += 1
    end = atoms[last - 1].span.end
    while first and not atoms[first].heading and end - atoms[first - 1].span.start <= reach:
        first -= 1
    return Window(window.passage, first, last)
