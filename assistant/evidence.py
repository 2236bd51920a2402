"""Finds the sentences, list items and whole lists that answer a question, each with its exact span."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.question import Kind, Question
from corpus.dates import find_dates, find_years
from corpus.document import Document, Span
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_quantities
from corpus.sentences import sentence_spans
from corpus.structure import Block, BlockKind, Outline, outline
from corpus.words import words
from index.catalogue import Catalogue
from index.encoder import Encoder, EncoderInput
from index.library import Hit, Index

_PASSAGES = 10


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A retrieved chunk with the structure of its document.

    Args:
        document: the document it is from.
        structure: the document's outline.
        span: the chunk's characters.
        context: title and headings.
        rank: place in the results, from 0.
        score: fused score of the search.
        dense: cosine similarity to the question.
    """

    document: Document
    structure: Outline
    span: Span
    context: str
    rank: int
    score: float
    dense: float


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A sentence, an item or a row that may be evidence.

    Args:
        passage: where it stands.
        span: its characters in the document.
        plain: the same as a reader wants it, wrapped lines joined.
        copy: its search copy.
        context: search copy of what tells what it is about: title, headings, lead-in.
        list_id: the list that it is an item of, or leads into; None for others.
        item: whether it is a list item.
    """

    passage: Passage
    span: Span
    plain: str
    copy: str
    context: str
    list_id: int | None
    item: bool

    @property
    def quantities(self) -> list[Quantity]:
        """Numbers with their units, in spans of the document."""
        found = find_quantities(self.span.of(self.passage.document.text))
        return found

    @property
    def years(self) -> set[int]:
        """Common-era years that it names."""
        return set(find_years(self.plain))


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A unit with what speaks for it.

    Args:
        unit: the unit.
        score: higher is better; comparable within one question.
        own: share of the question's weighted words that stand in the unit itself, 0 to 1.
        covered: the same for the unit with its context.
        missing: words of the question that stand in neither.
    """

    unit: Unit
    score: float
    own: float
    covered: float
    missing: tuple[str, ...]


class Reader:
    """Reads passages into units; keeps the outlines of documents that it read last."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._outline = lru_cache(maxsize=256)(self._read)

    def _read(self, document_id: str, version: int) -> tuple[Document, Outline]:
        document = self._catalogue.document(document_id, version)
        return document, outline(document.text, [noise.span for noise in document.noise])

    def passages(self, hits: Sequence[Hit]) -> list[Passage]:
        """The hits as passages."""
        found = []
        for rank, hit in enumerate(hits):
            document, structure = self._outline(hit.chunk.document_id, hit.stored.version)
            found.append(Passage(document, structure, hit.chunk.span, hit.chunk.context, rank, hit.score, hit.dense))
        return found

    def units(self, passage: Passage) -> list[Unit]:
        """The sentences, items and rows of a passage, in order."""
        return list(_units(passage))


def _units(passage: Passage) -> Iterator[Unit]:
    structure, document = passage.structure, passage.document
    heading = ""
    leads: dict[int, str] = {}
    base = normalise(passage.context.replace("›", " "))
    for block in structure.blocks:
        if block.span.start >= passage.span.end:
            break
        plain = structure.plain(block.body)
        if block.kind is BlockKind.HEADING:
            heading = normalise(plain)
        if block.leads is not None:
            leads[block.leads] = normalise(plain[-200:])
        if not block.span.overlaps(passage.span):
            continue
        if block.kind is BlockKind.HEADING and block.leads is None:
            continue
        told = " ".join(part for part in (base, heading, leads.get(block.item_of or 0, "")) if part)
        inside = Span(max(block.span.start, passage.span.start), min(block.span.end, passage.span.end))
        item = block.kind is BlockKind.ITEM
        spans = [inside] if item and len(inside) <= 600 else sentence_spans(document.text, inside)
        for span in spans:
            text = structure.plain(span)
            yield Unit(passage, span, text, normalise(text), told, block.item_of or block.leads, item)


class Weigher:
    """Weighs units against a question: shared words by rarity, meaning, kind of answer, years and numbered things.

    Args:
        index: tells how rare a word is, and embeds.
    """

    def __init__(self, index: Index) -> None:
        self._lexical = index.lexical
        self._encoder: Encoder = index.encoder
        self._chunks = max(1, index.lexical.size)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word, at least 0.1."""
        frequency = self._lexical.document_frequency(word)
        return max(0.1, math.log((self._chunks + 1) / (frequency + 0.5)))

    def weigh(self, question: Question, units: Sequence[Unit]) -> list[Evidence]:
        """All units with their scores, best first."""
        if not units:
            return []
        weights = {word: self.rarity(word) for word in question.content}
        total = sum(weights.values()) or 1.0
        query = self._encoder.encode_query(EncoderInput(question.text, " ".join(words(question.copy))))
        vectors = self._encoder.encode_passages([EncoderInput(u.plain, " ".join(words(u.copy))) for u in units])
        near = vectors @ query if vectors.size else np.zeros(len(units))
        scores = np.array([unit.passage.score for unit in units])
        spread = float(scores.std()) or 1.0
        evidence = []
        for unit, similarity, passage in zip(units, near, (scores - scores.mean()) / spread, strict=True):
            vocabulary = set(words(unit.copy))
            own = {word for word in weights if stands(word, unit.copy, vocabulary)}
            beside = {word for word in weights if word not in own and stands(word, unit.context, ())}
            own_share = sum(weights[word] for word in own) / total
            covered = own_share + sum(weights[word] for word in beside) / total
            score = own_share + 0.5 * (covered - own_share) + 0.5 * float(similarity) + 0.12 * float(passage)
            score += _kind_bonus(question, unit) + _year_bonus(question, unit) + _ordinal_bonus(question, unit)
            missing = tuple(word for word in weights if word not in own and word not in beside)
            evidence.append(Evidence(unit, score, own_share, covered, missing))
        return sorted(evidence, key=lambda one: -one.score)


def stands(word: str, copy: str, vocabulary: Sequence[str] | set[str]) -> bool:
    """Whether a word stands in a text: as a word, or inside a longer one if it is long enough not to be by chance."""
    return word in vocabulary or (len(word) >= 3 and word in copy)


def _kind_bonus(question: Question, unit: Unit) -> float:
    if question.wants_number:
        quantities = unit.quantities
        if not quantities:
            return -0.25
        if question.kind is Kind.AMOUNT:
            return 0.25 if any(quantity.unit == "บาท" for quantity in quantities) else -0.1
        if question.kind is Kind.SHARE:
            return 0.25 if any(quantity.unit == "%" for quantity in quantities) else -0.1
        if question.counted:
            return 0.3 if _counts(question, unit) else -0.05
        return 0.1
    if question.kind is Kind.DATE:
        return 0.25 if find_dates(unit.plain) else -0.2
    if question.kind is Kind.DEFINITION:
        return 0.2 if any(f"{word} คือ" in unit.copy or f"{word}คือ" in unit.copy for word in question.content) else 0.0
    if question.kind is Kind.LIST:
        return 0.1 if unit.list_id is not None else 0.0
    return 0.0


def _counts(question: Question, unit: Unit) -> bool:
    return any(q.unit and (question.counted.startswith(q.unit) or q.unit.startswith(question.counted)) for q in unit.quantities)


def _year_bonus(question: Question, unit: Unit) -> float:
    if not question.years:
        return 0.0
    own = unit.years
    if own & question.years:
        return 0.25
    return -0.2 if own else 0.0


def _ordinal_bonus(question: Question, unit: Unit) -> float:
    squeezed = unit.copy.replace(" ", "")
    return sum(0.3 if ordinal in squeezed else -0.1 for ordinal in question.ordinals)


def list_of(unit: Unit) -> tuple[Block | None, list[Block]]:
    """The list that a unit belongs to: its lead-in and its items."""
    if unit.list_id is None:
        return None, []
    return unit.passage.structure.members(unit.list_id)


def retrieve(index: Index, reader: Reader, question: Question, limit: int = _PASSAGES) -> list[Passage]:
    """The passages in which to look for evidence."""
    return reader.passages(index.search(question.text, limit))
