"""Sentences, list items and rows of retrieved passages, analysed once: words, vector, numbers, dates, who and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

import numpy as np

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

_OFFICE = (
    "ก(?:รัฐ|ฯ|สมาคม|เทศ|องค์การ|อบ|เหล่า|สภา|เมือง|พัทยา|[. ])|อำเภอ|จ้าง|ทะเบียน|ทหาร|ช่าง|ทุน|หน้า|ประกัน|ตำรวจ|ด่าน|ท่า"
    "|สถานี|ไปรษณีย์|เรือ(?!ง)|ตรวจ"
)
PERSON = re.compile(
    rf"(?:นาย(?!{_OFFICE})|นาง(?:สาว(?!ไทย))?(?!งาม|พยาบาล|แบบ|นพเคราะห์|เงือก|ฟ้า)|น\.ส\.|ดร\.|(?<![พค]\.)ศ\.|รศ\.|ผศ\."
    r"|พล\.?(?:เอก|โท|ตรี|อ\.|ต\.|ท\.)|คุณ(?!ภาพ|สมบัติ|ธรรม|ค่า|วุฒิ|ประโยชน์|ลักษณะ|ูปการ|ครู|แม่|พ่อ|ตา|ยาย|หมอ)|หม่อม|ม\.[รล]\."
    r"|พระ(?:ครู|มหา(?!กษัตริย์|ธาตุ|กรุณา|มงคล|ชน)|อาจารย์|ปลัด|สมุห์|ใบฎีกา|ภาวนา|พรหม(?!พิราม|มินทร์)|เดชพระคุณ)|เจ้าคุณ"
    r"|mr\.?|mrs\.?|ms\.?)\s?(?P<given>[ก-ฮเ-ไa-z][\u0e01-\u0e5ba-z]+)"
)
"""A title and the name after it; titles that other words begin with are told from these."""
AGENCY = re.compile(
    r"(?:กระทรวง|กรม|สำนักงาน|สำนัก|สถาบัน|มหาวิทยาลัย|สภา|สมาคม|องค์การ|องค์กร|ธนาคาร|บริษัท|คณะกรรมการ|ศูนย์|มูลนิธิ|การไฟฟ้า|การท่า|วิทยาลัย|โรงพยาบาล|สหกรณ์)"
    r"[\u0e01-\u0e5b]{3,}|(?:สสว|กสอ|สศช|สวทช|ธ\.?ก\.?ส|บีโอไอ|[ก-ฮ]\.?[ก-ฮ]\.?[ก-ฮ])\."
)
PLACE = re.compile(
    r"(?:จังหวัด|จ\.|อำเภอ|อ\.|ตำบล|ต\.|ประเทศ|ภาค(?:เหนือ|ใต้|กลาง|ตะวัน|อีสาน)|โรงแรม|ณ |กรุงเทพ|เมือง|ถนน|แขวง|เขต)"
)
CAUSE = re.compile(r"เนื่องจาก|เพราะ|เนื่องด้วย|สาเหตุ|ส่งผล|ทำให้|จึง|เพื่อ|ด้วยเหตุ|เกิดจาก|มาจาก")
MANNER = re.compile(r"โดย|ด้วยการ|วิธี|ผ่าน|ขั้นตอน|ต้อง|ควร|สามารถ|แนวทาง|ใช้")
DEFINES = re.compile(r"คือ|หมายถึง|เป็น(?:การ|กลุ่ม|ระบบ|เครื่องมือ|ชื่อ|ส่วน)|ได้แก่|หรือที่เรียก|แปลว่า|เรียกว่า|นิยาม")
LISTING = re.compile(r"ได้แก่|ประกอบด้วย|เช่น|อาทิ|และ.*,|ดังนี้|คือ\s|\S+ \S+ \S+ (?:และ|หรือ)")


_SPACE = re.compile(r"\s+")
_LETTERS = re.compile("[\u0e01-\u0e4e]{2,}")
_HELD_BEFORE = re.compile(
    r"(?:\d|[๐-๙]|จำนวน|ร้อยละ|ประมาณ|พ\.ศ\.|ค\.ศ\.|ปี|ที่|เดือน|นาย|นาง|นางสาว|ดร\.|เลขที่|โทร\.?|กว่า|และ|หรือ|คือ|ได้แก่|เช่น|อาทิ|มูลค่า|[(“\"‘:/-]"
    r"|(?<![ก-๎])ณ|(?<!สิ่ง)(?<!เจ้า)(?<!ข้าว)ของ|(?<!นอก)จาก|(?<!กำ)กับ|ใน|โดย|เพื่อ|ระหว่าง|ตั้งแต่|สำหรับ"
    r"|\b(?:the|of|and|in|to|for|than|over|about|least|most|two|three|four|five|six|seven|eight|nine|ten|first|last|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
    r"|(?<!\S)(?:สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)"
    r"|[ก-ฮ]\.|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)$"
)
_HELD_AFTER = re.compile(r"[\d๐-๙)”\"’%:/,.;-]|ๆ|ฯ|และ|หรือ|พ\.ศ|ค\.ศ|จำกัด(?=[\s,)]|$)|\(มหาชน")
_ADDED = re.compile(r"\([^)]{1,60}\)")
"""What explains the words before it."""
_LATIN_BEFORE = re.compile(r"\b[A-Z][A-Za-z]*$")
_LATIN_AFTER = re.compile(r"[A-Z][a-z]")
_CONTINUING = re.compile(
    "คือ|ของ|แห่ง|นี้|นั้น|ว่า|ก็|จะ|ได้|ที่|ซึ่ง|อัน|ที่จะ|ไว้|ลง|ไป|ขึ้น|มา|อยู่|ให้|ทำให้|เพียง|อย่าง|มาก|ด้วย|เท่านั้น|ดังกล่าว|เหล่านี้|เช่นกัน|จน|แล้ว|จึง|เป็น|ถูก"
)
"""Words that a clause begins with which goes on with the one before it."""
_NAMED_LAST = re.compile(rf"{PERSON.pattern}(?:\s[\u0e01-\u0e5b]{{2,}})?$")
_NAME = 60
"""Upper length of a person's name with its title, in characters."""
OPENING = 400
"""Where a document tells its own date and place, in characters from its beginning."""
CLOSING = 160
"""Where a report that does not tell its date at the beginning tells it, in characters from its end."""
_LONG = 120
"""Length to which a clause takes in what explains its last words, in characters."""
SHORTEST = 24
"""Characters that an atom has at least, unless its paragraph ends."""


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


def clause_spans(text: str, within: Span) -> Iterator[Span]:
    """Cut a block at spaces into clauses, never after a number or a word that needs what follows, nor inside a name."""
    start = within.start
    names = [Span(span.start + start, span.end + start) for span in full_names(within.of(text))]
    for match in _SPACE.finditer(text, within.start, within.end):
        at, after = match.start(), match.end()
        if at - start < SHORTEST or within.end - after < SHORTEST // 2:
            continue
        if _HELD_BEFORE.search(text[max(start, at - 12) : at]) or _HELD_AFTER.match(text, after):
            continue
        added = _ADDED.match(text, after)
        if added and added.end() - start <= _LONG:
            continue
        latin = at - start < _LONG and _LATIN_AFTER.match(text, after)
        if latin and _LATIN_BEFORE.search(text, max(start, at - 20), at):
            continue
        if _NAMED_LAST.search(text[max(start, at - _NAME) : at]) and not PERSON.match(text, after):
            continue  # a surname follows, or the office that the name is told with
        if any(name.start < at < name.end for name in names):
            continue
        opened = text.rfind("(", max(start, at - 150), at)
        if opened > text.rfind(")", max(start, at - 150), at) and 0 <= text.find(")", at, at + 150) < within.end:
            continue
        yield Span(start, at)
        start = after
    if start < within.end:
        yield Span(start, within.end)
