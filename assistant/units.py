"""Sentences, list items and rows of retrieved passages, analysed once: words, vector, numbers, dates, who and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from corpus.dates import DateMention, find_dates, find_years
from corpus.document import Document, Span
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_phone_numbers, find_quantities
from corpus.sentences import sentence_spans
from corpus.structure import BlockKind, Outline, outline
from corpus.words import words
from index.catalogue import Catalogue
from index.encoder import Encoder, EncoderInput
from index.library import Hit

PERSON = re.compile(
    r"(?:นาย|นาง(?:สาว)?|น\.ส\.|ดร\.|ศ\.|รศ\.|ผศ\.|พล\.?(?:เอก|โท|ตรี|อ\.|ต\.|ท\.)|คุณ|หม่อม|ม\.[รล]\.|พระ|mr\.?|mrs\.?|ms\.?)\s?[\u0e01-\u0e5ba-z]{2,}"
)
AGENCY = re.compile(
    r"(?:กระทรวง|กรม|สำนักงาน|สำนัก|สถาบัน|มหาวิทยาลัย|สภา|สมาคม|องค์การ|องค์กร|ธนาคาร|บริษัท|คณะกรรมการ|ศูนย์|มูลนิธิ|การไฟฟ้า|การท่า|วิทยาลัย|โรงพยาบาล|สหกรณ์)"
    r"[\u0e01-\u0e5b]{3,}|(?:สสว|กสอ|สศช|สวทช|ธ\.?ก\.?ส|บีโอไอ|[ก-ฮ]\.?[ก-ฮ]\.?[ก-ฮ])\."
)
PLACE = re.compile(r"(?:จังหวัด|จ\.|อำเภอ|อ\.|ตำบล|ต\.|ประเทศ|ภาค(?:เหนือ|ใต้|กลาง|ตะวัน|อีสาน)|โรงแรม|ณ |กรุงเทพ|เมือง|ถนน|แขวง|เขต)")
CAUSE = re.compile(r"เนื่องจาก|เพราะ|เนื่องด้วย|สาเหตุ|ส่งผล|ทำให้|จึง|เพื่อ|ด้วยเหตุ|เกิดจาก|มาจาก")
MANNER = re.compile(r"โดย|ด้วยการ|วิธี|ผ่าน|ขั้นตอน|ต้อง|ควร|สามารถ|แนวทาง|ใช้")
DEFINES = re.compile(r"คือ|หมายถึง|เป็น(?:การ|กลุ่ม|ระบบ|เครื่องมือ|ชื่อ|ส่วน)|ได้แก่|หรือที่เรียก|แปลว่า|เรียกว่า|นิยาม")
LISTING = re.compile(r"ได้แก่|ประกอบด้วย|เช่น|อาทิ|และ.*,|ดังนี้|คือ\s|\S+ \S+ \S+ (?:และ|หรือ)")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A retrieved chunk with its document and the units in it.

    Args:
        document: the document it is from.
        structure: the document's outline.
        span: the chunk's characters.
        context: title and headings.
        rank: place in the results, from 0.
        score: fused score of the search.
        lexical: BM25 score.
        dense: cosine similarity to the question.
        units: its sentences, items and rows in order.
    """

    document: Document
    structure: Outline
    span: Span
    context: str
    rank: int
    score: float
    lexical: float
    dense: float
    units: tuple[Unit, ...]


@dataclass(frozen=True, eq=False)
class Unit:
    """A sentence, an item or a row of a document; its analyses are made when first asked for.

    Args:
        document: the document.
        structure: its outline.
        span: its characters in the document.
        place: its place among the units of the document, from 0.
        context: search copy of what tells what it is about: title, headings, lead-in.
        list_id: the list that it is an item of, or leads into; None for others.
        item: whether it is a list item.
        heading: whether it is a heading that leads into a list.
    """

    document: Document
    structure: Outline
    span: Span
    place: int
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
    def phones(self) -> list[Span]:
        """Telephone numbers, in spans of `plain`."""
        return find_phone_numbers(self.plain)


class Reader:
    """Turns search hits into passages; keeps the documents that it read last, with the vectors of their units.

    Args:
        catalogue: where the documents are.
        encoder: embeds the units.
        keep: how many documents to keep.
    """

    def __init__(self, catalogue: Catalogue, encoder: Encoder, *, keep: int = 512) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._document = lru_cache(maxsize=keep)(self._read)

    def _read(self, document_id: str, version: int) -> tuple[Document, Outline, tuple[Unit, ...], np.ndarray]:
        document = self._catalogue.document(document_id, version)
        structure = outline(document.text, [noise.span for noise in document.noise])
        units = tuple(units_of(document, structure))
        vectors = self._encoder.encode_passages([EncoderInput(u.plain, " ".join(u.words)) for u in units])
        return document, structure, units, vectors

    def passages(self, hits: Sequence[Hit]) -> list[Passage]:
        """The hits as passages, in order."""
        found = []
        for rank, hit in enumerate(hits):
            document, structure, units, _ = self._document(hit.chunk.document_id, hit.stored.version)
            span = hit.chunk.span
            inside = tuple(unit for unit in units if unit.span.overlaps(span))
            found.append(
                Passage(document, structure, span, hit.chunk.context, rank, hit.score, hit.lexical, hit.dense, inside)
            )
        return found

    def vectors(self, units: Sequence[Unit]) -> np.ndarray:
        """Unit vectors of units, shape (len(units), dimension), float32."""
        rows = [self._document(unit.document.id, unit.document.version)[3][unit.place] for unit in units]
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def neighbours(self, unit: Unit) -> tuple[Unit | None, Unit | None]:
        """The units before and after one in its document."""
        units = self._document(unit.document.id, unit.document.version)[2]
        before = units[unit.place - 1] if unit.place else None
        return before, units[unit.place + 1] if unit.place + 1 < len(units) else None

    def units(self, document: Document) -> tuple[Unit, ...]:
        """All units of a document in order."""
        return self._document(document.id, document.version)[2]


def units_of(document: Document, structure: Outline) -> Iterator[Unit]:
    """The units of a document: sentences of paragraphs, items, and headings that lead into a list."""
    title = normalise(document.title)
    path: list[tuple[int, str]] = []
    leads: dict[int, str] = {}
    place = 0
    for block in structure.blocks:
        plain = structure.plain(block.body)
        if block.kind is BlockKind.HEADING:
            while path and path[-1][0] >= block.level:
                path.pop()
        above = [text for _, text in path]
        if block.kind is BlockKind.HEADING:
            path.append((block.level, normalise(plain)))
        if block.leads is not None:
            leads[block.leads] = normalise(plain[-240:])
        told = " ".join(dict.fromkeys(part for part in (title, *above, leads.get(block.item_of or 0, "")) if part))
        item = block.kind is BlockKind.ITEM
        whole = block.kind is BlockKind.HEADING or (item and len(block.span) <= 420)
        for span in [block.span] if whole else sentence_spans(document.text, block.span):
            yield Unit(document, structure, span, place, told, block.item_of or block.leads, item, block.kind is BlockKind.HEADING)
            place += 1
