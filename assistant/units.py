"""Sentences, list items and rows of retrieved passages, analysed once: words, vector, numbers, dates, who and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

import numpy as np

from assistant.borders import clause_spans
from assistant.full_names import full_names
from assistant.rarity import dictionary
from corpus.dates import DateMention, find_dates, find_years
from corpus.document import Document, Span
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_phone_numbers, find_quantities
from corpus.structure import BlockKind, Outline, outline
from corpus.words import words
from index.catalogue import Catalogue
from index.encoder import Encoder, EncoderInput
from index.library import Hit

_LETTERS = re.compile("[\u0e01-\u0e4e]{2,}")
_CONTINUING = re.compile(
    "คือ|ของ|แห่ง|นี้|นั้น|ว่า|ก็|จะ|ได้|ที่|ซึ่ง|อัน|ที่จะ|ไว้|ลง|ไป|ขึ้น|มา|อยู่|ให้|ทำให้|เพียง|อย่าง|มาก|ด้วย|เท่านั้น|ดังกล่าว|เหล่านี้|เช่นกัน|จน|แล้ว|จึง|เป็น|ถูก"
)
"""Words that a clause begins with which goes on with the one before it."""
OPENING = 400
"""Where a document tells its own date and place, in characters from its beginning."""
CLOSING = 160
"""Where a report that does not tell its date at the beginning tells it, in characters from its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A retrieved chunk with its document and the atoms in it.

    Args:
        reading: its document as it was read.
        span: the chunk's characters.
        context: title and headings.
        rank: place in the results, from 0.
        score: fused score of the search.
        lexical: BM25 score.
        dense: cosine similarity to the question.
        first: place of its first atom in the document.
        last: place after its last one.
    """

    reading: Reading
    span: Span
    context: str
    rank: int
    score: float
    lexical: float
    dense: float
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A document as it was read: structure, atoms, and their vectors.

    Args:
        document: the document.
        structure: its outline.
        atoms: its clauses, short items and headings in order.
        vectors: their unit vectors, shape (len(atoms), dimension), float32.
    """

    document: Document
    structure: Outline
    atoms: tuple[Atom, ...]
    vectors: np.ndarray

    def dates(self, reach: int | None = None) -> Iterator[DateMention]:
        """When it came out, and the dates that it names.

        Args:
            reach: look no further than this many characters after its beginning; None for all of it.
        """
        published = self.document.published
        if published is not None:
            yield DateMention(Span(0, 0), published)
        for atom in self.atoms if reach is None else self.opening(reach):
            yield from atom.dates

    def opening(self, reach: int = OPENING) -> Iterator[Atom]:
        """Its first atoms, where news tell when and where.

        Args:
            reach: how far after the beginning the last of them starts at most, in characters.
        """
        return takewhile(lambda atom: atom.span.start - self.atoms[0].span.start < reach, self.atoms)

    def closing(self, reach: int = CLOSING) -> Iterator[Atom]:
        """Its last atoms, from the last one on, where reports are signed and dated.

        Args:
            reach: how far before the end the first of them ends at most, in characters.
        """
        return takewhile(lambda atom: self.atoms[-1].span.end - atom.span.end < reach, reversed(self.atoms))


@dataclass(frozen=True, eq=False)
class Atom:
    """A clause, a short item or a heading: the smallest piece that an answer quotes.

    Args:
        document: the document.
        structure: its outline.
        span: its characters in the document.
        place: its place among the atoms of the document, from 0.
        block: number of the block that it is a part of.
        context: search copy of what tells what it is about: title, headings, lead-in.
        list_id: the list that it is an item of, or leads into; None for others.
        item: whether it belongs to a list item.
        heading: whether it is a heading.
    """

    document: Document
    structure: Outline
    span: Span
    place: int
    block: int
    context: str
    list_id: int | None
    item: bool
    heading: bool

    @cached_property
    def plain(self) -> str:
        """The text as a reader wants it, wrapped lines joined."""
        return self.structure.plain(self.span)

    @cached_property
    def copy(self) -> str:
        """Its search copy."""
        return normalise(self.plain)

    @cached_property
    def words(self) -> list[str]:
        """Words of the search copy."""
        return words(self.copy)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(self.words)

    @cached_property
    def continues(self) -> bool:
        """Whether it goes on with the sentence of the clause before it."""
        return bool(self.words) and _CONTINUING.fullmatch(self.words[0]) is not None

    @cached_property
    def full_names(self) -> tuple[Span, ...]:
        """Names in several words that carry no title, in spans of `plain`."""
        return tuple(full_names(self.plain))

    @cached_property
    def unknown(self) -> frozenset[str]:
        """Thai words that no dictionary has: names, nearly always."""
        return frozenset(word for word in self.vocabulary if _LETTERS.fullmatch(word) and word not in dictionary())

    @cached_property
    def context_vocabulary(self) -> frozenset[str]:
        """Words of the context, each once."""
        return frozenset(words(self.context))

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with their units, in spans of `plain`."""
        return find_quantities(self.plain)

    @cached_property
    def dates(self) -> list[DateMention]:
        """Dates and years, in spans of `plain`."""
        return find_dates(self.plain)

    @cached_property
    def years(self) -> frozenset[int]:
        """Common-era years that it names, ranges filled."""
        return frozenset(find_years(self.plain))

    @cached_property
    def context_dates(self) -> list[DateMention]:
        """Dates and years of the context."""
        return find_dates(self.context)

    @cached_property
    def phones(self) -> list[Span]:
        """Telephone numbers, in spans of `plain`."""
        return find_phone_numbers(self.plain)


class Reader:
    """Turns search hits into passages; keeps the documents that it read last, with the vectors of their atoms.

    Args:
        catalogue: where the documents are.
        encoder: embeds the atoms.
        keep: how many documents to keep.
    """

    def __init__(self, catalogue: Catalogue, encoder: Encoder, *, keep: int = 512) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self.reading = lru_cache(maxsize=keep)(self._read)

    def _read(self, document_id: str, version: int) -> Reading:
        document = self._catalogue.document(document_id, version)
        structure = outline(document.text, [noise.span for noise in document.noise])
        atoms = tuple(atoms_of(document, structure))
        vectors = self._encoder.encode_passages([EncoderInput(a.plain, " ".join(a.words)) for a in atoms])
        return Reading(document, structure, atoms, vectors)

    def passages(self, hits: Sequence[Hit]) -> list[Passage]:
        """The hits as passages, in order."""
        found = []
        for rank, hit in enumerate(hits):
            reading = self.reading(hit.chunk.document_id, hit.stored.version)
            span = hit.chunk.span
            inside = [atom.place for atom in reading.atoms if atom.span.overlaps(span)]
            if inside:
                ends = (inside[0], inside[-1] + 1)
                found.append(Passage(reading, span, hit.chunk.context, rank, hit.score, hit.lexical, hit.dense, *ends))
        return found


def atoms_of(document: Document, structure: Outline) -> Iterator[Atom]:
    """The atoms of a document: clauses of paragraphs and long items, short items, headings."""
    title = normalise(document.title)
    path: list[tuple[int, str]] = []
    leads: dict[int, str] = {}
    place = 0
    for number, block in enumerate(structure.blocks):
        plain = structure.plain(block.body)
        heading = block.kind is BlockKind.HEADING
        if heading:
            while path and path[-1][0] >= block.level:
                path.pop()
        above = [text for _, text in path]
        if heading:
            path.append((block.level, normalise(plain)))
        if block.leads is not None:
            leads[block.leads] = normalise(plain[-240:])
        told = " ".join(dict.fromkeys(part for part in (title, *above, leads.get(block.item_of or 0, "")) if part))
        item = block.kind is BlockKind.ITEM
        for span in [block.span] if heading else clause_spans(document.text, block.span):
            yield Atom(document, structure, span, place, number, told, block.item_of or block.leads, item, heading)
            place += 1
