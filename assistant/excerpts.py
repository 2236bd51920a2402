"""What to quote of the evidence: the clauses that most probably hold the answer, without what hardly does."""

from __future__ import annotations

import re

from assistant.clauses import SHORTEST_RUN, Run, best_runs
from assistant.evidence import Evidence, year_met
from assistant.question import Kind
from assistant.stretches import Window, grown

_REST = 0.03
"""How probably a heading, or the beginning of a further paragraph, must hold the answer to be quoted."""


_BEGINS = re.compile("ได้แก่|ประกอบด้วย|ประกอบไปด้วย|อาทิ|เช่น|คือ|ระหว่าง|ทั้ง")
_ENUMERATING = re.compile(rf"(?:{_BEGINS.pattern})[^”\"]{{2,300}}$")
"""What begins an enumeration that goes on to the end of a text."""
_LAST_ITEM = re.compile(r"[^”\"]{0,60}?(?:และ|รวมทั้ง|รวมถึง|ตลอดจน)(?=[\s\u0e01-\u0e4ea-z])")
_NUMBERED = re.compile(r"(?:และ)?\s?(?:\(?\d{1,2}[).]\s|(?:ส่วน|ข้อ|ด้าน|ประการ|ระยะ|กลุ่ม|เรื่อง)ที่\s?\d)")
"""What begins one of several numbered things."""
_REMAINDER = 400
"""How much of an enumeration may follow, in characters."""
_ITEM = 60
"""Characters of a clause that may be one of several things enumerated."""


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
    if evidence.demanded:
        return [grown(evidence.windows[0], room)]
    question = evidence.question
    passages = {passage.reading.document.id: passage for passage in reversed(evidence.passages)}

    def window(run: Run) -> Window:
        return Window(passages[run.document], run.first, run.last)

    def fits(one: Run, other: Run) -> bool:
        return not question.years or year_met(question, window(other)) >= year_met(question, window(one))

    readings = [passage.reading for passage in passages.values()]
    found = [_trimmed(evidence, window(run)) for run in best_runs(readings, evidence.mass, room, fits)]
    if len(found) == 1 or (found and question.kind is Kind.LIST):
        first = _enumerated(evidence, found[0], room)
        left = room - len(first.span)
        found = [first, *(one for one in found[1:] if len(one.span) <= left and not first.span.overlaps(one.span))]
    return [one for one in found if one is found[0] or len(one.span) >= SHORTEST_RUN] or [
        grown(evidence.windows[0], room)
    ]


def _enumerated(evidence: Evidence, window: Window, room: int) -> Window:
    """A stretch that breaks off among the things that it enumerates, up to the clause with "and".

    Args:
        evidence: what was found.
        window: the stretch.
        room: upper length, in characters; clauses before the enumeration that hardly hold the answer make way for it.
            Where a list is asked for it may take more, so that it is whole.
    """
    atoms, last = window.reading.atoms, window.last
    if not _ENUMERATING.search(" ".join(atom.copy for atom in window.atoms)):
        return window
    listed = evidence.question.kind is Kind.LIST
    while last < len(atoms) and atoms[last].block == atoms[window.last - 1].block:
        rest = atoms[last].copy
        last += 1
        if atoms[last - 1].span.end - atoms[window.last - 1].span.end > _REMAINDER:
            return window
        numbered = last < len(atoms) and _NUMBERED.match(atoms[last].copy)
        if _LAST_ITEM.match(rest) and not numbered:
            longer = Window(window.passage, window.first, last)
            return longer if listed else _making_way(evidence, longer, room) or window
        if len(rest) > _ITEM and not (listed and (numbered or _NUMBERED.match(rest) or "," in rest)):
            return window
    ends = listed and last > window.last and _NUMBERED.match(atoms[last - 1].copy)
    return Window(window.passage, window.first, last) if ends else window


def _making_way(evidence: Evidence, window: Window, room: int) -> Window | None:
    """A stretch without first clauses that do not fit and hardly hold the answer; None if it is too long."""
    first, atoms = window.first, window.reading.atoms
    while window.span.end - atoms[first].span.start > room:
        dropped = Window(window.passage, window.first, first + 1)
        kept = Window(window.passage, first + 1, window.last)
        if first + 1 >= window.last or evidence.sureness([dropped]) >= _REST:
            return None
        if _BEGINS.search(atoms[first].copy) or not _ENUMERATING.search(" ".join(atom.copy for atom in kept.atoms)):
            return None
        first += 1
    return Window(window.passage, first, window.last)


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
