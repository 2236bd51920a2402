"""Writes an answer from evidence alone: the answer in one line where it is certain, then the words of the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.conflicts import write_conflict
from assistant.draft import FACT, MARK_ROOM, SHORT, Draft, shortened, shown
from assistant.evidence import Evidence, spelled_out
from assistant.excerpts import quotes
from assistant.features import Lens
from assistant.glossary import Glossary
from assistant.kinds import asked_second
from assistant.lists import ListWriter
from assistant.question import Kind, Question
from assistant.roles import asked_role, holders
from assistant.stretches import Window
from assistant.units import CAUSE
from assistant.wanted import NUMBERS, answers, full_name, qualified, year_fit
from corpus.dates import find_dates
from corpus.normalise import normalise

_ENUMERATES = re.compile(r"(?:^|\s)(?:\(\d{1,2}\)|\d{1,2}[).])\s?[ก-๎a-z]|ได้แก่|ดังนี้|ประกอบด้วย|ดังต่อไปนี้|ขั้นตอน")
_FOOTNOTE = re.compile(r"\s?\[\d+\]")
_WORTH = 0.05
"""How much likelier a longer answer must hold what is asked for to be given."""
_PARTS = 4
"""Of a short document an answer quotes one of so many parts at most."""
_EXPLANATION = 800
"""Upper length of an explanation that is no list by its form, in characters."""
_OFFICE = 100.0
"""What a name gains beside the office asked for, in characters of distance."""
_OTHER_LEVEL = 20.0
"""What a part costs where the total is asked for, or the total where a part is, in characters of distance."""
_BREAKS_DOWN = re.compile("แบ่ง(?:ออก)?เป็น|แยก(?:ออก)?เป็น|จำแนกเป็น|ในจำนวนนี้")
_PLAIN = (Kind.DATE, Kind.PERSON, *NUMBERS)
"""Kinds of answer that can be told where they stand."""
_FIRST = 0.6
"""Share of what is quoted for the first of two things asked for."""
_NEAR = 0.05
"""How much likelier a clause is taken to be beside what is quoted."""
_OTHER_YEAR = 200.0
"""What a figure costs beside another year than the one asked for, in characters of distance."""


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
        if question.kind in (Kind.DATE, *NUMBERS) and write_conflict(draft, evidence, self._lens, self.direct):
            return draft
        if question.kind not in (Kind.DATE, Kind.CONTACT, *NUMBERS) and self._lists.item(draft, evidence):
            return draft
        self._fact(draft, evidence)
        return draft

    # -- one fact -----------------------------------------------------------------------------------------------

    def _fact(self, draft: Draft, evidence: Evidence) -> None:
        """The clauses that most probably hold the answer, after the answer in one line where it is certain."""
        also = _second(evidence.question)
        room = _length(evidence, _proportionate(evidence.windows[0], SHORT)) - MARK_ROOM
        direct = self._direct_of(evidence, also, _quoted(evidence, also, room))
        room -= sum(len(said) + MARK_ROOM + len(" · ") for said in direct)
        quoted = _quoted(evidence, also, room)
        marks = [draft.cite(window.reading.document, window.span) for window in quoted]
        told = []
        for said, question in direct.items():
            held = (at for at, one in enumerate(quoted) if self.direct(question, one, evidence.weights) == said)
            told.append(f"{said} {marks[next(held, 0)]}")
        if told:
            draft.add(" · ".join(told))
        for window, mark in zip(quoted, marks, strict=True):
            text = shortened(shown(window.reading.structure, window.span), room)
            room -= len(text)
            draft.add(f"{text} {mark}")

    def _direct_of(self, evidence: Evidence, also: Question | None, quoted: Sequence[Window]) -> dict[str, Question]:
        """What is asked for, in a word each, and which question each of them answers."""
        found: dict[str, Question] = {}
        for question in (evidence.question, also):
            if question is not None:
                each = (self.direct(question, window, evidence.weights) for window in quoted)
                said = next(filter(None, each), "")
                if said:
                    found.setdefault(said, question)
        return found

    def direct(self, question: Question, window: Window, weights: dict[str, float]) -> str:
        """The number, date or name asked for, as the source writes it; "" if the stretch leaves a doubt which it is.

        Of several candidates the one nearest to the question's words is taken, each word counting by its weight.
        """
        text = " ".join(atom.plain for atom in window.atoms)
        low = text.lower()
        anchors = {
            word: places
            for word in weights
            if (places := [m.span() for m in re.finditer(r"\s*".join(map(re.escape, word.split())), low)])
        }
        asked = "".join(question.copy.split())
        named = question.kind is Kind.PERSON
        held = holders(asked_role(question.copy), weights, low) if named else {}
        other_level = _other_level(low, anchors)
        candidates: list[tuple[float, str]] = []
        offset = 0
        for atom in window.atoms:
            for start, end in answers(question, atom):
                said = " ".join(atom.plain[start:end].split())
                if named:
                    said = full_name(atom.plain, start)
                elif question.kind in (Kind.AGENCY, Kind.PLACE):
                    continue
                elif question.wants_number:
                    said = qualified(atom.plain, start, end)
                if not said or normalise("".join(said.split())) in asked:
                    continue
                at, to = offset + start, offset + end
                cost = sum(
                    weights[word] * min(160, min(max(0, a - to, at - b) for a, b in places))
                    for word, places in anchors.items()
                )
                cost -= _OFFICE * held.get(at, 0.0)
                if question.wants_number and other_level(at):
                    cost += _OTHER_LEVEL
                said = _FOOTNOTE.sub("", said)
                candidates.append((cost + _OTHER_YEAR * self._wrong_year(question, text, at, to), said))
            offset += len(atom.plain) + 1
        candidates.sort(key=lambda candidate: candidate[0])
        if not candidates or candidates[0][0] >= 120:
            return ""
        rival = next((c for c in candidates[1:] if c[1] != candidates[0][1]), None)
        if rival is not None and rival[0] < candidates[0][0] + 4:
            return ""
        return candidates[0][1]

    def _wrong_year(self, question: Question, text: str, start: int, end: int) -> float:
        """How far the year nearest before a place, or else after it, is another than the question's: 0 to 1."""
        if not question.years:
            return 0.0
        before = [m for m in find_dates(text[max(0, start - 200) : start]) if m.date.year]
        near = before[-1:] or [m for m in find_dates(text[end : end + 60]) if m.date.year][:1]
        return 1.0 - year_fit(question.years, near) if near else 0.0

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
        limit = longest if enumerates or kind is Kind.LIST else _length(evidence, longest)
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


def _second(question: Question) -> Question | None:
    """A question for the second thing that one asks for, if it is of another kind; None if there is none."""
    second = asked_second(question.copy)
    if second is None or second.kind not in _PLAIN:
        return None
    also = replace(question, kind=second.kind, counted=second.counted)
    return None if (also.kind, also.counted) == (question.kind, question.counted) else also


def _quoted(evidence: Evidence, also: Question | None, room: int) -> list[Window]:
    """What to quote; if it leaves out the second thing asked for, less of it and the likeliest clause that gives that.

    Args:
        evidence: what was found.
        also: the question for the second thing; None if there is none.
        room: upper length of all that is quoted, in characters.
    """
    quoted = quotes(evidence, room)
    if also is None or any(answers(also, atom) for window in quoted for atom in window.atoms):
        return quoted
    shorter = quotes(evidence, int(room * _FIRST))[:1]
    first = shorter[0]
    document, atoms = first.reading.document.id, first.reading.atoms
    left = room - len(first.span) - MARK_ROOM
    told = [
        place
        for one, place in evidence.mass
        if one == document and len(atoms[place].span) <= left and answers(also, atoms[place])
    ]
    if not told:
        return quoted
    best = max(told, key=lambda place: (evidence.mass[document, place] + _beside(place, first), -place))
    return shorter if first.first <= best < first.last else [first, Window(first.passage, best, best + 1)]


def _beside(place: int, window: Window) -> float:
    """What a clause gains that stands near what is quoted: facts that are asked for together are told together."""
    away = max(0, window.first - place, place - window.last + 1)
    return _NEAR / (1 + away)


def _other_level(low: str, anchors: Mapping[str, Sequence[tuple[int, int]]]) -> Callable[[int], bool]:
    """Tells of a place whether it is of the parts of a total where the total is asked for, or the other way round.

    Args:
        low: the text.
        anchors: where the question's words stand in it; one that stands among the parts only asks for a part.
    """
    match = _BREAKS_DOWN.search(low)
    if match is None:
        return lambda at: False
    begins = match.start()
    part = any(all(start > begins for start, _ in places) for places in anchors.values())
    return lambda at: (at > begins) is not part


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
    return longest if long >= short + _WORTH else FACT


def _proportionate(window: Window, longest: int) -> int:
    """Upper length of an answer that quotes a stretch, in characters: of a short document no more than a quarter."""
    return min(longest, max(FACT, len(window.reading.document.text) // _PARTS))
