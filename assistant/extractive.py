"""The engine without a language model: finds the evidence, says the answer in one line, and quotes the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.draft import FACT, LONG, SHORT, Draft, shortened, shown
from assistant.features import REACH, Lens, Window, answers
from assistant.glossary import Glossary
from assistant.question import Kind, Question
from assistant.scorer import Scorer
from assistant.units import Passage, Reader, Reading
from corpus.dates import find_dates
from corpus.document import Span
from corpus.normalise import normalise
from corpus.structure import Block, BlockKind, Outline
from corpus.words import words
from index.library import Filter, Index

_PASSAGES = 12
_TRIMMED = 12
"""How many of the best stretches are trimmed."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What was found for a question.

    Args:
        question: the question.
        windows: stretches of text, best first.
        scores: their scores, in the same order.
        weights: the question's words and how much each carries; they sum to 1.
        passages: what was searched, best first.
    """

    question: Question
    windows: tuple[Window, ...]
    scores: np.ndarray
    weights: dict[str, float]
    passages: tuple[Passage, ...]


class Finder:
    """Finds evidence for questions.

    Args:
        index: an open index.
        reader: reads passages.
        lens: weighs stretches of text.
        scorer: ranks them.
    """

    def __init__(self, index: Index, reader: Reader, lens: Lens, scorer: Scorer, glossary: Glossary) -> None:
        self._index = index
        self._reader = reader
        self._scorer = scorer
        self._glossary = glossary
        self.lens = lens

    def find(self, question: Question, only: Filter | None = None, reach: int = REACH) -> Evidence:
        """Evidence for a question, best first."""
        hits = self._index.search(self.search_text(question), _PASSAGES, only)
        passages = tuple(self._reader.passages(hits))
        weights = self.lens.weights(question)
        windows, features = self.lens.windows(question, passages, reach)
        if not windows:
            return Evidence(question, (), np.zeros(0), weights, passages)
        scores = self._scorer.scores(features)
        order = np.argsort(-scores, kind="stable")
        ranked = [windows[i] for i in order]
        ranked[:_TRIMMED] = [self._trimmed(question, weights, window, reach) for window in ranked[:_TRIMMED]]
        return Evidence(question, tuple(ranked), scores[order], weights, passages)

    def _trimmed(self, question: Question, weights: dict[str, float], window: Window, reach: int) -> Window:
        """The stretch without what it begins with for no reason, and with what follows instead."""
        atoms = window.reading.atoms
        first, last = window.first, window.last

        def worth(start: int, end: int) -> tuple[float, bool]:
            copy = " ".join(atom.copy for atom in atoms[start:end])
            vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms[start:end]))
            held = sum(weight * self.lens.held(word, copy, vocabulary) for word, weight in weights.items())
            years = frozenset().union(*(atom.years for atom in atoms[start:end]))
            return held + 0.2 * bool(years & question.years), any(answers(question, atom) for atom in atoms[start:end])

        full = worth(first, last)
        while first + 1 < last:
            less = worth(first + 1, last)
            if less[0] < full[0] - 1e-6 or less[1] != full[1]:
                break
            first += 1
        while last < len(atoms) and atoms[last].span.end - atoms[first].span.start <= reach:
            last += 1
        return window if first == window.first else Window(window.passage, first, last)

    def search_text(self, question: Question) -> str:
        """The question with the wordings that the documents use for its words."""
        more = []
        for word in question.content:
            for other in sorted(self._glossary.alternatives(word)):
                if " " not in other and self._index.lexical.document_frequency(other):
                    more.append(other)
        return " ".join([question.text, *dict.fromkeys(more[:4])])


def coverage(lens: Lens, evidence: Evidence, window: Window) -> tuple[float, dict[str, float]]:
    """How much of the question the evidence speaks of: the share, 0 to 1, and for each word how far it is held.

    A word counts in full in the stretch itself, somewhat less in its title, headings, or the rest of the passage.
    """
    atoms = window.atoms
    copy = " ".join(atom.copy for atom in atoms)
    vocabulary = frozenset().union(*(atom.vocabulary for atom in atoms))
    context = " ".join(dict.fromkeys(atom.context for atom in atoms))
    told = frozenset().union(*(atom.context_vocabulary for atom in atoms))
    passage = window.passage
    around = passage.reading.atoms[max(0, min(passage.first, window.first - 4)) : max(passage.last, window.last + 4)]
    near_copy = " ".join(atom.copy for atom in around)
    near_words = frozenset().union(*(atom.vocabulary for atom in around))
    held = {}
    for word in evidence.weights:
        held[word] = max(
            lens.held(word, copy, vocabulary), 0.95 * lens.held(word, context, told), 0.8 * lens.held(word, near_copy, near_words)
        )
    return sum(weight * held[word] for word, weight in evidence.weights.items()), held


class Writer:
    """Writes answers from evidence.

    Args:
        lens: tells which words a text holds.
        glossary: tells which provinces a region has.
    """

    def __init__(self, lens: Lens, glossary: Glossary) -> None:
        self._lens = lens
        self._glossary = glossary

    def write(self, evidence: Evidence) -> Draft:
        """The answer that a question wants, from its evidence."""
        draft = Draft()
        question = evidence.question
        if question.kind in (Kind.LIST, Kind.JOIN, Kind.HOW, Kind.OPEN, Kind.DEFINITION, Kind.WHY) and self._list(draft, evidence):
            return draft
        if question.kind in (Kind.LIST, Kind.HOW, Kind.WHY, Kind.DEFINITION, Kind.JOIN):
            self._explain(draft, evidence, SHORT - 20)
            return draft
        if question.about_publication and self._publication(draft, evidence):
            return draft
        if question.kind in (Kind.DATE, *_NUMBERS) and self._rivals(draft, evidence):
            return draft
        if question.kind not in (Kind.DATE, *_NUMBERS) and self._item(draft, evidence):
            return draft
        self._fact(draft, evidence)
        return draft

    # -- one fact -----------------------------------------------------------------------------------------------

    def _fact(self, draft: Draft, evidence: Evidence) -> None:
        window = evidence.windows[0]
        direct = self.direct(evidence.question, window, evidence.weights)
        mark = draft.cite(window.reading.document, window.span)
        if direct:
            draft.add(f"{direct} {mark}")
        room = FACT - draft.room - len(mark) - 4
        draft.add(f"{shortened(shown(window.reading.structure, window.span), room)} {mark}")

    def direct(self, question: Question, window: Window, weights: dict[str, float]) -> str:
        """The number, date or name asked for, as the source writes it; "" if the stretch leaves a doubt which it is.

        Of several candidates the one that stands nearest to the question's words is taken, each word counting by its weight.
        """
        text = " ".join(atom.plain for atom in window.atoms)
        low = text.lower()
        anchors = {
            word: places
            for word in weights
            if (places := [m.span() for m in re.finditer(r"\s*".join(map(re.escape, word.split())), low)])
        }
        asked = "".join(question.copy.split())
        candidates: list[tuple[float, str]] = []
        offset = 0
        for atom in window.atoms:
            for start, end in answers(question, atom):
                said = " ".join(atom.plain[start:end].split())
                if question.kind is Kind.PERSON:
                    said = _name(atom.plain, start)
                elif question.kind in (Kind.AGENCY, Kind.PLACE):
                    continue
                elif question.wants_number:
                    said = _qualified(atom.plain, start, end)
                if not said or normalise("".join(said.split())) in asked:
                    continue
                at, to = offset + start, offset + end
                cost = sum(
                    weights[word] * min(160, min(max(0, a - to, at - b) for a, b in places)) for word, places in anchors.items()
                )
                candidates.append((cost + (200 if self._wrong_year(question, text, at, to) else 0), said))
            offset += len(atom.plain) + 1
        candidates.sort(key=lambda candidate: candidate[0])
        if not candidates or candidates[0][0] >= 120:
            return ""
        rival = next((c for c in candidates[1:] if c[1] != candidates[0][1]), None)
        if rival is not None and rival[0] < candidates[0][0] + 4:
            return ""
        return candidates[0][1]

    def _wrong_year(self, question: Question, text: str, start: int, end: int) -> bool:
        """Whether the year nearest before a place, or else after it, is another than the question's."""
        if not question.years:
            return False
        before = find_dates(text[max(0, start - 200) : start])
        near = [m for m in before if m.date.year] or [m for m in find_dates(text[end : end + 60]) if m.date.year]
        if not near:
            return False
        mention = near[-1] if before else near[0]
        last = mention.until.year if mention.until and mention.until.year else mention.date.year
        return last is not None and not any((mention.date.year or 0) <= year <= last for year in question.years)

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
                    draft.add(f"{shortened(shown(passage.reading.structure, atom.span), FACT - draft.room - 12)} {mark}")
                    return True
        return False

    # -- several sources that differ ----------------------------------------------------------------------------

    def _rivals(self, draft: Draft, evidence: Evidence) -> bool:
        """Answers that differ between sources, each with its source; False if there is one answer."""
        question = evidence.question
        best_share, _ = coverage(self._lens, evidence, evidence.windows[0])
        said: list[tuple[str, Window]] = []
        seen: set[str] = set()
        for window, score in zip(evidence.windows[:40], evidence.scores[:40], strict=True):
            if window.reading.document.id in seen or score < evidence.scores[0] - 2.0:
                continue
            direct = self.direct(question, window, evidence.weights)
            if not direct:
                continue
            share, held = coverage(self._lens, evidence, window)
            figures = re.findall(r"\d[\d,.]*", question.copy)
            squeezed = " ".join(atom.copy for atom in window.atoms)
            if share < best_share * 0.95 or any(n not in squeezed for n in figures) or min(held.values(), default=1) < 0.75:
                continue
            seen.add(window.reading.document.id)
            said.append((direct, window))
            if len(said) == 3:
                break
        if len({_figures(direct) for direct, _ in said}) < 2:
            return False
        draft.add("แหล่งข้อมูลให้ไว้ไม่ตรงกัน หรือเป็นคนละช่วงเวลา:")
        for direct, window in said:
            mark = draft.cite(window.reading.document, window.span)
            text = shortened(shown(window.reading.structure, window.span), (SHORT - 60) // len(said) - len(direct) - 12)
            draft.add(f"- {direct}: {text} {mark}")
        return True

    # -- lists --------------------------------------------------------------------------------------------------

    def _list(self, draft: Draft, evidence: Evidence) -> bool:
        """A whole list with its lead-in, if one fits the question."""
        question = evidence.question
        best = 0.0
        chosen: tuple[Reading, Block | None, list[Block]] | None = None
        top, _ = coverage(self._lens, evidence, evidence.windows[0])
        for passage in evidence.passages[:6]:
            reading = passage.reading
            ids = {a.list_id for a in reading.atoms[passage.first : passage.last] if a.list_id is not None}
            for list_id in sorted(ids):
                lead, items = reading.structure.members(list_id)
                if len(items) < 2:
                    continue
                share = self._list_share(evidence, reading, lead, items) - 0.02 * passage.rank
                if share > best:
                    best, chosen = share, (reading, lead, items)
        needed = 0.62 if question.kind is Kind.LIST else 0.8
        if chosen is None or best < max(needed, top * 0.85):
            chosen = self._list_at(evidence.windows[0]) if question.kind is Kind.LIST else None
        if chosen is None:
            return False
        reading, lead, items = chosen
        return self._write_list(draft, question, reading, lead, items)

    def _list_at(self, window: Window) -> tuple[Reading, Block | None, list[Block]] | None:
        """The list that the best stretch runs into: its lead-in and at least two items stand in it."""
        reading = window.reading
        ids = [atom.list_id for atom in window.atoms if atom.list_id is not None]
        for list_id in dict.fromkeys(ids):
            lead, items = reading.structure.members(list_id)
            inside = sum(1 for item in items if item.span.overlaps(window.span))
            led = lead is not None and lead.span.overlaps(window.span)
            if len(items) >= 2 and (inside >= 2 or (led and inside >= 1)):
                return reading, lead, items
        return None

    def _item(self, draft: Draft, evidence: Evidence) -> bool:
        """The one item of a list that the question is about, with what the list is of; False if none stands out."""
        window = evidence.windows[0]
        found = self._list_at(window) or self._list_of_items(window)
        if found is None:
            return False
        reading, lead, items = found
        shares = []
        for item in items:
            copy = normalise(reading.structure.plain(item.span))
            vocabulary = frozenset(words(copy))
            own = sum(weight * self._lens.held(word, copy, vocabulary) for word, weight in evidence.weights.items())
            shares.append((own, item))
        shares.sort(key=lambda pair: -pair[0])
        if shares[0][0] < 0.2 or shares[0][0] < shares[1][0] + 0.08:
            return False
        item = shares[0][1]
        mark = draft.cite(reading.document, item.span)
        draft.add(f"{shortened(shown(reading.structure, item.body), 230)} {mark}")
        title = _title(reading.structure, lead)
        if title and lead is not None:
            room = FACT - draft.room - 12
            if room > 40:
                draft.add(f"({shortened(title, room)}) {draft.cite(reading.document, lead.span)}")
        return True

    def _list_of_items(self, window: Window) -> tuple[Reading, Block | None, list[Block]] | None:
        ids = [atom.list_id for atom in window.atoms if atom.item]
        if not ids or ids[0] is None:
            return None
        lead, items = window.reading.structure.members(ids[0])
        return (window.reading, lead, items) if len(items) >= 2 else None

    def _list_share(self, evidence: Evidence, reading: Reading, lead: Block | None, items: Sequence[Block]) -> float:
        first = (lead or items[0]).span.start
        atom = next(a for a in reading.atoms if a.span.start >= first)
        told = atom.context
        lead_copy = ""
        if lead is not None:
            lead_atoms = [a for a in reading.atoms if lead.span.overlaps(a.span)][-4:]
            lead_copy = " ".join(a.copy for a in lead_atoms)
        inside = " ".join(a.copy for a in reading.atoms if items[0].span.start <= a.span.start < items[-1].span.end)
        held = self._lens.held
        places = self._places(evidence.question)
        weights = {word: weight for word, weight in evidence.weights.items() if not any(word in place for place in places)}
        total = sum(
            weight
            * max(held(word, lead_copy, frozenset()), 0.9 * held(word, told, frozenset()), 0.45 * held(word, inside, frozenset()))
            for word, weight in weights.items()
        )
        return total / (sum(weights.values()) or 1.0)

    def _write_list(self, draft: Draft, question: Question, reading: Reading, lead: Block | None, items: list[Block]) -> bool:
        structure, document = reading.structure, reading.document
        places = self._places(question)
        if places:
            there = [item for item in items if any(p in shown(structure, item.span).lower() for p in places)]
            if there and len(there) < len(items):
                title = _title(structure, lead)
                lead_mark = f" {draft.cite(document, lead.span)}" if lead is not None and title else ""
                draft.add(f"พบ {len(there)} รายการจากทั้งหมด {len(items)} รายการ" + (f" ({shortened(title, 160)}){lead_mark}" if title else ""))
                for item in there:
                    draft.add(f"- {shortened(shown(structure, item.body), 200)} {draft.cite(document, item.span)}")
                return True
        first = lead or items[0]
        start = first.span.start
        if lead is not None and lead.kind is not BlockKind.HEADING and len(lead.span) > 400:
            start = max(a.span.start for a in reading.atoms if lead.span.overlaps(a.span) and a.span.start <= lead.span.end - 80)
        mark = draft.cite(document, Span(start, items[-1].span.end))
        title = _title(structure, lead)
        draft.add(f"{title} {mark}" if title else f"มี {len(items)} ข้อ {mark}")
        limit = LONG if question.kind is not Kind.OPEN else SHORT
        room = (limit - draft.room - 6 * len(items)) // len(items)
        for place, item in enumerate(items, 1):
            draft.add(f"{item.number or place}. {shortened(shown(structure, item.body), max(24, room))}")
        return True

    def _places(self, question: Question) -> tuple[str, ...]:
        found: list[str] = []
        for region, provinces in self._glossary.regions.items():
            if region in question.copy:
                found += [region, *provinces]
            found += [province for province in provinces if province in question.copy]
        return tuple(dict.fromkeys(found))

    # -- explanations -------------------------------------------------------------------------------------------

    def _explain(self, draft: Draft, evidence: Evidence, limit: int) -> None:
        """The best stretch, made whole to the ends of its sentences as far as there is room."""
        window = evidence.windows[0]
        atoms = window.reading.atoms
        first, last = window.first, window.last
        while True:
            span = Span(atoms[first].span.start, atoms[last - 1].span.end)
            grown = False
            if last < len(atoms) and atoms[last].block == atoms[last - 1].block and atoms[last].span.end - span.start <= limit:
                last, grown = last + 1, True
                continue
            if first and atoms[first - 1].block == atoms[first].block and span.end - atoms[first - 1].span.start <= limit:
                first, grown = first - 1, True
            if not grown:
                break
        whole = Span(atoms[first].span.start, atoms[last - 1].span.end)
        mark = draft.cite(window.reading.document, whole)
        draft.add(f"{shown(window.reading.structure, whole)} {mark}")


_NUMBERS = (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)


def _title(structure: Outline, lead: Block | None) -> str:
    if lead is None:
        return ""
    text = shown(structure, lead.body)
    if len(text) > 260 and lead.kind is not BlockKind.HEADING:
        text = "…" + text[-220:].split(" ", 1)[-1]
    return text


def _qualified(text: str, start: int, end: int) -> str:
    """A quantity with the word before it that limits it (ไม่น้อยกว่า, กว่า, ประมาณ)."""
    before = re.search(r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|มากกว่า|น้อยกว่า|ไม่เกิน|กว่า|ประมาณ|ราว|เกือบ|ร้อยละ)\s*$", text[max(0, start - 14) : start])
    return " ".join((text[max(0, start - 14) : start][before.start() :] if before else "").split() + text[start:end].split())


def _name(text: str, start: int) -> str:
    """A person's name from its title on: given name and surname."""
    match = re.match(r"\S+(?:\s[\u0e01-\u0e5b]{2,})?", text[start:])
    return match.group() if match else ""


def _figures(text: str) -> str:
    return "".join(re.findall(r"\d+", normalise(text))) or text
