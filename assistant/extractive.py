"""Writes an answer from evidence alone: the answer in one line where it is certain, then the words of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conflicts import write_conflict
from assistant.direct import direct
from assistant.draft import FACT, MARK_ROOM, SHORT, Draft, shortened, shown
from assistant.evidence import Evidence, spelled_out
from assistant.excerpts import quotes
from assistant.glossary import Glossary
from assistant.kind_patterns import LISTS
from assistant.kinds import asked_second
from assistant.lens import Lens
from assistant.lists import ListWriter
from assistant.mentions import CAUSE
from assistant.question import Kind, Question
from assistant.second import Second, both_quoted, second_of
from assistant.stretches import Window
from assistant.verdicts import verdict_on
from assistant.wanted import NUMBERS
from corpus.normalise import normalise

_ENUMERATES = re.compile(r"(?:^|\s)(?:\(\d{1,2}\)|\d{1,2}[).])\s?[ก-๎a-z]|ได้แก่|ดังนี้|ประกอบด้วย|ดังต่อไปนี้|ขั้นตอน")
_EXISTS = re.compile("มี(?!สิทธิ|ผล|ค่า)[^?]{2,60}(?:ไหม|มั้ย|มั๊ย|หรือ|รึ|ป่าว|เปล่า)")
"""How a question asks whether there is such a thing."""
_WORTH = 0.08
"""How much likelier a longer answer must hold what is asked for to be given."""
_SURE = 0.65
"""How probably a short answer must hold what is asked for to be given whatever a longer one holds."""
_PARTS = 4
"""Of a short document an answer quotes one of so many parts at most."""
_EXPLANATION = 800
"""Upper length of an explanation that is no list by its form, in characters."""


class Writer:
    """Writes answers from evidence.

    Args:
        lens: tells which words a text holds.
        glossary: tells which provinces a region has, and full names of abbreviations.
    """

    def __init__(self, lens: Lens, glossary: Glossary) -> None:
        self._lens = lens
        self._glossary = glossary
        self._lists = ListWriter(lens, glossary)

    def write(self, evidence: Evidence) -> Draft:
        """The answer that a question wants, from its evidence."""
        draft = Draft()
        question = evidence.question
        if question.kind in (Kind.LIST, Kind.JOIN, Kind.HOW, Kind.OPEN, Kind.WHY) and self._lists.whole(
            draft, evidence
        ):
            return draft
        if question.kind in (Kind.LIST, Kind.HOW, Kind.WHY, Kind.DEFINITION, Kind.JOIN):
            self._explain(draft, evidence)
            return draft
        if question.about_publication and self._publication(draft, evidence):
            return draft
        if question.kind in (Kind.DATE, *NUMBERS) and write_conflict(draft, evidence, self._lens):
            return draft
        if question.kind is Kind.YES_NO and _EXISTS.search(question.copy) and self._lists.existing(draft, evidence):
            return draft
        if question.kind not in (Kind.DATE, Kind.CONTACT, *NUMBERS) and self._lists.item(draft, evidence):
            return draft
        self._fact(draft, evidence)
        return draft

    # -- one fact -----------------------------------------------------------------------------------------------

    def _fact(self, draft: Draft, evidence: Evidence) -> None:
        """The clauses that most probably hold the answer, after the answer in one line where it is certain."""
        also = second_of(evidence)
        room = _length(evidence, _proportionate(evidence.windows[0], SHORT)) - MARK_ROOM
        told = _told(evidence, also, both_quoted(evidence, also, room))
        room -= sum(len(said) + MARK_ROOM + len(" · ") for said in told)
        quoted = both_quoted(evidence, also, room)
        verdict = verdict_on(evidence, quoted)
        if verdict is not None:
            rest = both_quoted(evidence, also, room - len(verdict.span) - MARK_ROOM)
            quoted = [verdict, *(window for window in rest if not window.span.overlaps(verdict.span))]
        marks = [draft.cite(window.reading.document, window.span) for window in quoted]
        lines = []
        for said, (question, weights) in told.items():
            held = (at for at, one in enumerate(quoted) if direct(question, one, weights) == said)
            lines.append(f"{said} {marks[next(held, 0)]}")
        if lines:
            draft.add(" · ".join(lines))
        for window, mark in zip(quoted, marks, strict=True):
            text = shortened(shown(window.reading.structure, window.span), room)
            room -= len(text)
            draft.add(f"{text} {mark}")

    def _publication(self, draft: Draft, evidence: Evidence) -> bool:
        """When the best document came out, with the words that say so."""
        for passage in evidence.passages[:3]:
            document = passage.reading.document
            if document.published is None:
                continue
            for atom in passage.reading.atoms:
                if any(mention.date == document.published for mention in atom.dates):
                    mark = draft.cite(document, atom.span)
                    draft.add(f"เผยแพร่ {document.published.thai()} {mark}")
                    draft.add(
                        f"{shortened(shown(passage.reading.structure, atom.span), FACT - draft.room - 12)} {mark}"
                    )
                    return True
        return False

    # -- explanations -------------------------------------------------------------------------------------------

    def _explain(self, draft: Draft, evidence: Evidence) -> None:
        """The best stretch with what stands beside it as far as there is room; more room if it begins to enumerate."""
        window = evidence.windows[0]
        kind = evidence.question.kind
        longest = _proportionate(window, _EXPLANATION if kind in (Kind.LIST, Kind.WHY) else SHORT)
        enumerates = _ENUMERATES.search(" ".join(atom.copy for atom in window.atoms))
        whole = kind is Kind.LIST and any(
            map(LISTS.search, (evidence.question.copy, normalise(evidence.question.text)))
        )
        limit = longest if enumerates or whole else _length(evidence, longest)
        quoted = quotes(evidence, limit - MARK_ROOM)
        if kind is Kind.WHY:
            quoted = [_with_reasons(quoted[0], longest), *quoted[1:]]
        marks = [draft.cite(window.reading.document, window.span) for window in quoted]
        if kind is Kind.DEFINITION:
            copy = " ".join(atom.copy for atom in quoted[0].atoms)
            for word in evidence.weights:
                if full := spelled_out(self._glossary, word, copy):
                    draft.add(f"{word} คือ {full} {marks[0]}")
        for window, mark in zip(quoted, marks, strict=True):
            draft.add(f"{shown(window.reading.structure, window.span)} {mark}")


def _told(
    evidence: Evidence, also: Second | None, quoted: Sequence[Window]
) -> dict[str, tuple[Question, dict[str, float]]]:
    """What is asked for, in a word each, and of which question with which weights each of them was told.

    Only the likeliest stretch tells the first thing; of what a less likely one tells it is mostly something else.
    """
    found: dict[str, tuple[Question, dict[str, float]]] = {}
    weights = also.first if also is not None else evidence.weights
    said = direct(evidence.question, quoted[0], weights)
    if said:
        found[said] = (evidence.question, weights)
    if also is not None:
        told = (direct(also.question, window, also.weights) for window in quoted)
        other = next(filter(None, told), "")
        if other:
            found.setdefault(other, (also.question, also.weights))
    return found


def _with_reasons(window: Window, longest: int) -> Window:
    """A stretch with the rest of its paragraph as far as reasons follow in it.

    Args:
        window: the stretch.
        longest: upper length, in characters.
    """
    atoms = window.reading.atoms
    last = at = window.last
    while at < len(atoms) and atoms[at].block == atoms[window.last - 1].block:
        if atoms[at].span.end - window.span.start > longest:
            break
        at += 1
        if CAUSE.search(atoms[at - 1].copy):
            last = at
    return Window(window.passage, window.first, last)


def _length(evidence: Evidence, longest: int) -> int:
    """How long an answer may be, in characters: longer than `FACT` where it then much likelier holds what is asked.

    Args:
        evidence: what was found.
        longest: upper length, in characters.
    """
    if asked_second(evidence.question.copy) is not None:
        return longest
    if longest == FACT:
        return FACT
    short, long = (evidence.sureness(quotes(evidence, limit - MARK_ROOM)) for limit in (FACT, longest))
    return longest if short < _SURE and long >= short + _WORTH else FACT


def _proportionate(window: Window, longest: int) -> int:
    """Upper length of an answer that quotes a stretch, in characters: of a short document no more than a quarter."""
    return min(longest, max(FACT, len(window.reading.document.text) // _PARTS))
