"""Lists: a whole list with its lead-in, its items at a place, or the one item that a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import FACT, LONG, SHORT, Draft, shortened, shown
from assistant.evidence import Evidence, coverage
from assistant.glossary import Glossary
from assistant.kind_patterns import LISTS
from assistant.lens import Lens
from assistant.question import Kind, Question
from assistant.stretches import Window
from assistant.units import Reading
from assistant.wanted import year_fit
from corpus.dates import find_dates
from corpus.document import Span
from corpus.normalise import normalise
from corpus.structure import Block, BlockKind, Outline
from corpus.words import words

_LEADS = 0.2
"""What a list gains that the best stretch of evidence runs into; later ones less."""
_LOOKED_AT = 20
"""Stretches of evidence that are looked at for it."""
_OTHER_YEAR = 0.3
"""What a list of other years loses."""

_LONG_LIST = 6
"""Items from which on a list may be narrowed to those that a question is about."""
_NARROWS = 0.15
"""Weight of a word from which on it narrows a list."""

Found = tuple[Reading, Block | None, list[Block]]
"""A list in a document: its lead-in and its items."""


class ListWriter:
    """Writes lists.

    Args:
        lens: tells which words a text holds.
        glossary: tells which provinces a region has.
    """

    def __init__(self, lens: Lens, glossary: Glossary) -> None:
        self._lens = lens
        self._glossary = glossary

    def whole(self, draft: Draft, evidence: Evidence) -> bool:
        """A whole list with its lead-in, if one fits the question."""
        question = evidence.question
        best = 0.0
        chosen: Found | None = None
        top, _ = coverage(self._lens, evidence, evidence.windows[0])
        for passage in evidence.passages[:6]:
            reading = passage.reading
            ids = {a.list_id for a in reading.atoms[passage.first : passage.last] if a.list_id is not None}
            for list_id in sorted(ids):
                lead, items = reading.structure.members(list_id)
                if len(items) < 2:
                    continue
                share = self._list_share(evidence, reading, lead, items) - 0.02 * passage.rank
                share += _LEADS / (1 + self._rank_of(evidence, reading, items)) - self._of_another_year(
                    evidence.question, reading, lead, items
                )
                if share > best:
                    best, chosen = share, (reading, lead, items)
        needed = 0.62 if question.kind is Kind.LIST else 0.8
        if chosen is None or best < max(needed, top * 0.85):
            chosen = self._list_at(evidence.windows[0]) if question.kind is Kind.LIST else None
        if chosen is None:
            return False
        reading, lead, items = chosen
        return self._write_list(draft, evidence, reading, lead, items)

    def _rank_of(self, evidence: Evidence, reading: Reading, items: Sequence[Block]) -> int:
        """Place of the best stretch of evidence that runs into a list."""
        span = Span(items[0].span.start, items[-1].span.end)
        for rank, window in enumerate(evidence.windows[:_LOOKED_AT]):
            if window.reading is reading and window.span.overlaps(span):
                return rank
        return _LOOKED_AT

    def _of_another_year(
        self, question: Question, reading: Reading, lead: Block | None, items: Sequence[Block]
    ) -> float:
        """What a list loses whose lead-in and headings speak of other years than the question only."""
        if not question.years:
            return 0.0
        first = (lead or items[0]).span.start
        atom = next(a for a in reading.atoms if a.span.start >= first)
        dates = [*atom.context_dates, *find_dates(reading.structure.plain(Span(first, items[-1].span.end)))]
        named = any(mention.date.year for mention in dates)
        return _OTHER_YEAR if named and not year_fit(question.years, dates) else 0.0

    def _list_at(self, window: Window) -> Found | None:
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

    def item(self, draft: Draft, evidence: Evidence) -> bool:
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

    def _list_of_items(self, window: Window) -> Found | None:
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
        weights = {
            word: weight for word, weight in evidence.weights.items() if not any(word in place for place in places)
        }
        total = sum(
            weight
            * max(
                held(word, lead_copy, frozenset()),
                0.9 * held(word, told, frozenset()),
                0.45 * held(word, inside, frozenset()),
            )
            for word, weight in weights.items()
        )
        return total / (sum(weights.values()) or 1.0)

    def _write_list(
        self, draft: Draft, evidence: Evidence, reading: Reading, lead: Block | None, items: list[Block]
    ) -> bool:
        question = evidence.question
        structure, document = reading.structure, reading.document
        if self._narrowed(draft, evidence, reading, lead, items):
            return True
        first = lead or items[0]
        start = first.span.start
        if lead is not None and lead.kind is not BlockKind.HEADING and len(lead.span) > 400:
            start = max(
                a.span.start for a in reading.atoms if lead.span.overlaps(a.span) and a.span.start <= lead.span.end - 80
            )
        mark = draft.cite(document, Span(start, items[-1].span.end))
        title = _title(structure, lead)
        draft.add(f"{title} {mark}" if title else f"มี {len(items)} ข้อ {mark}")
        named = LISTS.search(question.copy)
        limit = SHORT if question.kind is Kind.OPEN or (question.is_bare and not named) else LONG
        texts = [shown(structure, item.body) for item in items]
        room = _share(sorted(map(len, texts)), limit - draft.room - 6 * len(items))
        for place, (item, text) in enumerate(zip(items, texts, strict=True), 1):
            draft.add(f"{item.number or place}. {shortened(text, max(24, room))}")
        return True

    def existing(self, draft: Draft, evidence: Evidence) -> bool:
        """The items of a longer list that a question asks for (มีคลัสเตอร์ผลไม้ไหม); False if there are none."""
        found = self._list_at(evidence.windows[0]) or self._list_of_items(evidence.windows[0])
        return found is not None and len(found[2]) >= _LONG_LIST and self._narrowed(draft, evidence, *found)

    def _narrowed(
        self, draft: Draft, evidence: Evidence, reading: Reading, lead: Block | None, items: Sequence[Block]
    ) -> bool:
        """The items at the place, or on the thing, that a question names; False if it names none or all are."""
        question, structure, document = evidence.question, reading.structure, reading.document
        wanted = self._places(question) or self._narrowing(evidence, reading, lead, items)
        if wanted:
            copies = [(item, shown(structure, item.span).lower()) for item in items]
            there = [item for item, copy in copies if any(_names(one, copy) for one in wanted)]
            if there and len(there) < len(items):
                title = _title(structure, lead)
                lead_mark = f" {draft.cite(document, lead.span)}" if lead is not None and title else ""
                draft.add(
                    f"พบ {len(there)} รายการจากทั้งหมด {len(items)} รายการ"
                    + (f" ({shortened(title, 160)}){lead_mark}" if title else "")
                )
                for item in there:
                    draft.add(f"- {shortened(shown(structure, item.body), 200)} {draft.cite(document, item.span)}")
                return True
        return False

    def _narrowing(
        self, evidence: Evidence, reading: Reading, lead: Block | None, items: Sequence[Block]
    ) -> tuple[str, ...]:
        """The word of a question that only some items of a longer list hold, and not what says what the list is of."""
        if len(items) < _LONG_LIST:
            return ()
        first = (lead or items[0]).span.start
        told = next(a for a in reading.atoms if a.span.start >= first).context
        copies = [normalise(reading.structure.plain(item.span)) for item in items]
        above = f"{told} {normalise(reading.structure.plain(lead.span)) if lead is not None else ''}"
        few = len(items) // 3
        heaviest = sorted(evidence.weights.items(), key=lambda pair: -pair[1])
        for word, weight in heaviest:
            if word in evidence.question.nouns and weight >= _NARROWS and 0 < _holding(word, copies) <= few:
                if self._lens.held(word, above, frozenset()):
                    return ()
                others = (o for o, _ in heaviest if o != word and _either(word, o, evidence.question.copy))
                return (word, *(other for other in others if 0 < _holding(other, copies) <= few))
        return ()

    def _places(self, question: Question) -> tuple[str, ...]:
        """The places that a question names; a region with its provinces, but not the wider one that it is a part of."""
        named = [region for region in self._glossary.regions if region in question.copy]
        found: list[str] = []
        for region in named:
            if not any(region != other and region in other for other in named):
                found += [region, *self._glossary.regions[region]]
        for provinces in self._glossary.regions.values():
            found += [province for province in provinces if province in question.copy]
        return tuple(dict.fromkeys(found))


def _names(word: str, copy: str) -> bool:
    """Whether a text names a place or a thing: ภาคตะวันออก is not named by ภาคตะวันออกเฉียงเหนือ."""
    return re.search(rf"{re.escape(word)}(?!เฉียง)", copy) is not None


def _holding(word: str, copies: Sequence[str]) -> int:
    return sum(word in copy for copy in copies)


def _either(one: str, other: str, copy: str) -> bool:
    """Whether a question names two words as one or the other: ผ้าหรือสิ่งทอ."""
    first, last = sorted((one, other), key=copy.find)
    return bool(
        re.search(rf"{re.escape(first)}[^\s]{{0,12}}\s?(?:หรือ|และ|กับ|,|/)\s?[^\s]{{0,12}}{re.escape(last)}", copy)
    )


def _share(lengths: Sequence[int], room: int) -> int:
    """How long each of several texts may be so that all fit; what short ones leave the longer ones take.

    Args:
        lengths: of the texts, ascending, in characters.
        room: for all of them, in characters.
    """
    for done, length in enumerate(lengths):
        share = room // (len(lengths) - done)
        if length > share:
            return share
        room -= length
    return max(lengths, default=0)


def _title(structure: Outline, lead: Block | None) -> str:
    if lead is None:
        return ""
    text = shown(structure, lead.body)
    if len(text) > 260 and lead.kind is not BlockKind.HEADING:
        text = "…" + text[-220:].split(" ", 1)[-1]
    return text
