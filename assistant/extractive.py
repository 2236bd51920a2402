"""Writes an answer from evidence alone: a direct line, then the words of the source, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation
from assistant.evidence import Evidence, Unit, list_of
from assistant.question import Kind, Question
from corpus.document import Document, Span
from corpus.structure import Block, BlockKind, Outline

FACT = 500
"""Upper length of an answer that gives one fact, in characters."""
LONG = 1600
"""Upper length of an answer that lists or explains, in characters."""

_MARKLIKE = re.compile(r"\[(\d+)\]")
_EDGES = re.compile(r"^[\s,;:–—-]+|[\s,;:–—-]+$")


@dataclass(slots=True)
class Draft:
    """An answer in the making: text, and citations numbered as they are first used."""

    parts: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def cite(self, document: Document, span: Span) -> str:
        """The mark for a span, with a new number unless the span is cited already."""
        for citation in self.citations:
            if citation.document_id == document.id and citation.span == span:
                return f"[{citation.number}]"
        self.citations.append(Citation.of(len(self.citations) + 1, document, span))
        return f"[{len(self.citations)}]"

    def add(self, text: str) -> None:
        """Add a line."""
        self.parts.append(text)

    @property
    def text(self) -> str:
        """The answer's text."""
        return "\n".join(self.parts)


def shown(structure: Outline, span: Span) -> str:
    """The words of a source as an answer shows them: wrapped lines joined, spaces single, nothing that looks like a mark."""
    plain = " ".join(structure.plain(span).split())
    return _MARKLIKE.sub(r"(\1)", _EDGES.sub("", plain))


def write_list(draft: Draft, question: Question, unit: Unit) -> bool:
    """A list with its lead-in and every item, if the unit belongs to one; long items are cut to their first part."""
    lead, items = list_of(unit)
    if len(items) < 2:
        return False
    document, structure = unit.passage.document, unit.passage.structure
    first = lead or items[0]
    whole = Span(first.span.start, items[-1].span.end)
    mark = draft.cite(document, whole)
    title = _title(structure, lead)
    draft.add(f"{title} {mark}" if title else f"มี {len(items)} ข้อ {mark}")
    room = (LONG - len(draft.text) - 8 * len(items)) // len(items)
    for place, item in enumerate(items, 1):
        number = item.number or place
        draft.add(f"{number}. {_cut(shown(structure, item.body), max(60, room))}")
    return True


def _title(structure: Outline, lead: Block | None) -> str:
    if lead is None:
        return ""
    text = shown(structure, lead.body)
    if len(text) > 240 and lead.kind is not BlockKind.HEADING:
        text = "…" + text[-200:].split(" ", 1)[-1]
    return text


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    at = text.rfind(" ", 0, room)
    return text[: at if at > room // 2 else room].rstrip() + " …"


def write_passage(draft: Draft, evidence: Sequence[Evidence], limit: int) -> None:
    """The best units in reading order, neighbours joined, up to a length."""
    best = evidence[0].unit
    chosen = [best]
    size = len(best.plain)
    for other in evidence[1:6]:
        unit = other.unit
        if unit.passage.document is not best.passage.document or other.score < evidence[0].score * 0.6:
            continue
        if abs(unit.span.start - best.span.start) < 500 and size + len(unit.plain) < limit - 80:
            chosen.append(unit)
            size += len(unit.plain)
    chosen.sort(key=lambda unit: unit.span.start)
    for unit in chosen:
        draft.add(f"{_cut(shown(unit.passage.structure, unit.span), limit - 40)} {draft.cite(unit.passage.document, unit.span)}")


def write_fact(draft: Draft, question: Question, evidence: Sequence[Evidence]) -> None:
    """The number asked for in a line of its own where it is certain, then the sentence that holds it."""
    unit = evidence[0].unit
    mark = draft.cite(unit.passage.document, unit.span)
    direct = _quantity(question, unit)
    if direct:
        draft.add(f"{direct} {mark}")
    draft.add(f"{_cut(shown(unit.passage.structure, unit.span), FACT - 60)} {mark}")


def _quantity(question: Question, unit: Unit) -> str:
    fitting = []
    for quantity in unit.quantities:
        money = question.kind is Kind.AMOUNT and quantity.unit == "บาท"
        share = question.kind is Kind.SHARE and quantity.unit == "%"
        count = question.counted and (question.counted.startswith(quantity.unit) or quantity.unit.startswith(question.counted))
        if quantity.unit and (money or share or count):
            fitting.append(shown(unit.passage.structure, quantity.span))
    return fitting[0] if len(fitting) == 1 else ""


def write(question: Question, evidence: Sequence[Evidence]) -> Draft:
    """Write the answer that a question wants from its evidence, best first."""
    draft = Draft()
    best = evidence[0]
    if question.kind in (Kind.LIST, Kind.JOIN, Kind.OPEN, Kind.HOW):
        listed = next((one for one in evidence[:4] if one.unit.list_id is not None and one.score > best.score * 0.8), None)
        if listed is not None and (question.kind is Kind.LIST or not listed.unit.item) and write_list(draft, question, listed.unit):
            return draft
    if question.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SHARE):
        write_fact(draft, question, evidence)
    else:
        write_passage(draft, evidence, LONG // 2 if question.kind in (Kind.HOW, Kind.WHY, Kind.DEFINITION, Kind.LIST) else FACT)
    return draft
