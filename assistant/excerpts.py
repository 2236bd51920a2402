"""What to quote of the evidence: the clauses that most probably hold the answer, without what hardly does."""

from __future__ import annotations

from assistant.clauses import SHORTEST_RUN, Run, best_runs
from assistant.evidence import Evidence, year_met
from assistant.question import Kind
from assistant.stretches import Window, grown

_REST = 0.03
"""How probably a heading, or the beginning of a further paragraph, must hold the answer to be quoted."""


def quotes(evidence: Evidence, room: int) -> list[Window]:
    """What to quote: the clauses that most probably hold the answer, the likelier ones first.

    Args:
        evidence: what was found.
        room: upper length of all of them, in characters; a single clause may be longer.
    """
    if room not in evidence.quoted:
        evidence.quoted[room] = _quotes(evidence, room)
    return evidence.quoted[room]


def _quotes(evidence: Evidence, room: int) -> list[Window]:
    if evidence.demanded or evidence.question.kind is Kind.DEFINITION:
        return [grown(evidence.windows[0], room)]
    question = evidence.question
    passages = {passage.reading.document.id: passage for passage in reversed(evidence.passages)}

    def window(run: Run) -> Window:
        return Window(passages[run.document], run.first, run.last)

    def fits(one: Run, other: Run) -> bool:
        return not question.years or year_met(question, window(other)) >= year_met(question, window(one))

    readings = [passage.reading for passage in passages.values()]
    found = [_trimmed(evidence, window(run)) for run in best_runs(readings, evidence.mass, room, fits)]
    return [one for one in found if one is found[0] or len(one.span) >= SHORTEST_RUN] or [
        grown(evidence.windows[0], room)
    ]


def _trimmed(evidence: Evidence, window: Window) -> Window:
    """A stretch without what hardly holds the answer: headings it begins with, the beginning of a further paragraph."""
    atoms, first, last = window.reading.atoms, window.first, window.last
    if last < len(atoms) and atoms[last].block == atoms[last - 1].block:
        while last > first and atoms[last - 1].block == atoms[window.last - 1].block:
            last -= 1
        if last == first or evidence.sureness([Window(window.passage, last, window.last)]) >= _REST:
            last = window.last
    while first + 1 < last and atoms[first].heading:
        first += 1
    if evidence.sureness([Window(window.passage, window.first, first)]) >= _REST:
        first = window.first
    return Window(window.passage, first, last)
