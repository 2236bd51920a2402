"""Marks what stands in a saved page but is no part of its text: server messages, menus, teasers, second copies.

Marked text is kept and can be shown; it is not searched. Clean text stays unmarked: every rule needs two signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Noise, NoiseReason, Span
from corpus.furniture import page_furniture, server_messages
from corpus.normalise import normalise
from corpus.words import stopwords, words

MIN_COPY = 200
"""Characters of repeated text from which it counts as a second copy, if it is a good part of the whole text."""
_ANY_COPY = 600  # characters from which it counts in a text of any length: no form or refrain is as long
_COPY_SHARE = 4  # a shorter copy is at least a quarter of the text
_KEY = 40  # a copy is looked for from lines as long as this; shorter ones repeat by chance

_RELATED = re.compile(
    r"^\W*(?:ข่าว|บทความ|คอลัมน์|โพสต์)(?:อื่น)?\s?ๆ?\s?(?:ที่)?\s?(?:เกี่ยวข้อง|แนะนำ|ล่าสุด|ยอดนิยม|น่าสนใจ|อื่น ?ๆ)\W*$"
    r"|^\W*เรื่อง(?:ที่)?(?:แนะนำ|ล่าสุด|ยอดนิยม|น่าสนใจ)\W*$"
    r"|^\W*(?:อ่านข่าวเพิ่มเติม|อ่านเพิ่มเติม|คุณอาจสนใจ|related (?:articles|news|posts)|you may also like)\W*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[.\s])[-–—]{1,2}\s?(?:สำนัก|ทีมข่าว|กอง|ฝ่าย|กลุ่ม|กรม|กระทรวง|ผู้สื่อข่าว|หนังสือพิมพ์)"
    r"[\u0e01-\u0e5bA-Za-z ]{0,50}[-–—]{0,2}\W*$"
    r"|^\W*(?:ที่มา|แหล่งข่าว|อ้างอิง(?:จาก)?|เครดิต|ขอบคุณ(?:ข้อมูล|ภาพ))\s*:"
)
_BYLINE = re.compile(
    r"^(?:โดย\s*:?\s*|เรื่อง\s*:\s*|ผู้เขียน\s*:\s*)?"
    r"(?!การ|ความ|ผล|สรุป|แนว|โครงการ|แผน|ภาค|บท|ข้อ|ตาราง|ราย|กำหนด|หลัก|คุณ|ขั้น|สถาน|วัตถุ|ประวัติ|เงื่อนไข|สิทธิ|เอกสาร|วิธี|งาน"
    r"|กลุ่ม|ช่อง|ติดต่อ)"
    r"[\u0e01-\u0e5b.]{2,22}(?:\s{1,2}[\u0e01-\u0e5b.]{2,24}){1,2}$"
)
# What the end of an article holds of its own: annexes, names, numbers, contacts, tables, lists.
_OWN_END = re.compile(
    r"^\s*(?:[-*•●#]|\(?\d{1,3}[.)]|\S{1,10}ที่\s*\d|นาย(?!ก)|นาง|น\.ส\.|ดร\.|บริษัท|ห้าง|หจก|วิสาหกิจชุมชน|กลุ่ม|สหกรณ์|ร้าน|จังหวัด|ภาคผนวก|ตาราง"
    r"|หมายเหตุ|รายชื่อ|กำหนดการ|เอกสาร|ที่มา|อ้างอิง|บรรณานุกรม|สอบถาม|ติดต่อ|โทร|ที่อยู่|สถานที่|วันที่|เวลา)"
    r"|\||\t|[:：]\s*$|\S@\S|https?://|\d[\d -]{7,}\d|\d{1,2}[.:]\d{2}\s*น\.|บาท|ร้อยละ|%"
)
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]")
_HEADLINE = 70  # most headlines are shorter, in characters
_TEASER = 140  # longest line in a box of related articles
_TAIL = 6000  # teasers at the end of a page take no more


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    bare: str


def find_noise(text: str, known: Sequence[Noise] = ()) -> tuple[Noise, ...]:
    """Find the parts of a text that should not be searched.

    Args:
        text: a document's text.
        known: noise that its file format already told of.

    Returns:
        Noise in order and without overlap; empty for clean text.
    """
    lines = _lines(text)
    found = list(known)
    raw = [line.span.of(text) for line in lines]
    found += _marked(lines, server_messages(raw), NoiseReason.SERVER_MESSAGE)
    found += _marked(lines, page_furniture([line.bare for line in lines]), NoiseReason.PAGE_FURNITURE)
    found += _second_copies(lines)
    found += _other_articles(lines, sorted(noise.span for noise in found))
    return _merged(text, found)


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for piece in text.splitlines(keepends=True):
        bare = piece.rstrip("\r\n")
        lines.append(_Line(Span(start, start + len(bare)), bare.strip()))
        start += len(piece)
    return lines


def _marked(lines: Sequence[_Line], flags: Sequence[bool], reason: NoiseReason) -> list[Noise]:
    return [Noise(line.span, reason) for line, flag in zip(lines, flags, strict=True) if flag]


def _second_copies(lines: Sequence[_Line]) -> list[Noise]:
    """Runs of lines that stand a second time; the first stays."""
    filled = [line for line in lines if line.bare]
    total = sum(len(line.bare) for line in filled)
    first: dict[str, int] = {}
    found, i = [], 0
    while i < len(filled):
        at = first.setdefault(filled[i].bare, i)
        if at == i or len(filled[i].bare) < _KEY:
            i += 1
            continue
        run = 1
        while i + run < len(filled) and at + run < i and filled[at + run].bare == filled[i + run].bare:
            run += 1
        begin = i
        while at > 0 and begin - 1 > at and filled[at - 1].bare == filled[begin - 1].bare:
            at, begin = at - 1, begin - 1
        span = Span(filled[begin].span.start, filled[i + run - 1].span.end)
        enough = MIN_COPY if i + run - begin > 1 else MIN_COPY * 3 // 2
        if len(span) >= _ANY_COPY or (len(span) >= enough and len(span) * _COPY_SHARE >= total):
            found.append(Noise(span, NoiseReason.DUPLICATE))
        i += run
    return found


def _other_articles(lines: Sequence[_Line], marked: Sequence[Span]) -> list[Noise]:
    """Headlines of other articles: in a box of related ones, or after the end of this one (a byline or a credit)."""
    filled = _unmarked(lines, marked)
    total = sum(len(line.bare) for line in filled)
    before = 0
    for i, line in enumerate(filled[:-1]):
        before += len(line.bare)
        if before >= MIN_COPY and _RELATED.match(line.bare):
            box = _box(filled, i + 1)
            if len(box) >= 2:
                return [Noise(Span(box[0].span.start, box[-1].span.end), NoiseReason.OTHER_ARTICLE)]
        size = total - before
        if before < 2 * MIN_COPY or size > min(before // 2, _TAIL) or not _ends_article(filled, i, lines):
            continue
        tail = filled[i + 1 :]
        headlines = sum(len(entry.bare) <= _HEADLINE for entry in tail)
        if len(tail) < 2 or headlines * 2 < len(tail) or any(_OWN_END.search(entry.bare) for entry in tail):
            continue
        if _shared_vocabulary(filled[:i], tail) < 0.3:
            return [Noise(Span(tail[0].span.start, tail[-1].span.end), NoiseReason.OTHER_ARTICLE)]
    return []


def _unmarked(lines: Sequence[_Line], marked: Sequence[Span]) -> list[_Line]:
    """Lines with text that no noise overlaps, and the headings of boxes of related articles, marked or not."""
    kept, place = [], 0
    for line in lines:
        while place < len(marked) and marked[place].end <= line.span.start:
            place += 1
        free = place == len(marked) or not marked[place].overlaps(line.span)
        if line.bare and (free or _RELATED.match(line.bare)):
            kept.append(line)
    return kept


def _box(filled: Sequence[_Line], start: int) -> list[_Line]:
    box = []
    for line in filled[start:]:
        if len(line.bare) > _TEASER or _RELATED.match(line.bare):
            break
        if _NUMBERED.match(line.bare):
            return []  # a list of references
        box.append(line)
    return box


def _ends_article(filled: Sequence[_Line], i: int, lines: Sequence[_Line]) -> bool:
    bare = filled[i].bare
    if _CREDIT.search(bare[-80:]):
        return True
    if i == 0 or len(bare) > 50 or not _BYLINE.match(bare):
        return False
    at = lines.index(filled[i])
    alone = (at == 0 or not lines[at - 1].bare) and (at + 1 == len(lines) or not lines[at + 1].bare)
    return alone and (len(filled[i - 1].bare) >= 150 or filled[i - 1].bare.endswith("."))


def _shared_vocabulary(body: Sequence[_Line], tail: Sequence[_Line]) -> float:
    """Share of the tail's content words that the body uses too."""

    def content(lines: Sequence[_Line]) -> set[str]:
        found = words(normalise("\n".join(line.bare for line in lines)))
        return {word for word in found if len(word) > 2 and word not in stopwords() and not word[0].isdigit()}

    of_tail = content(tail)
    return len(of_tail & content(body)) / len(of_tail) if of_tail else 1.0


def _merged(text: str, found: Iterable[Noise]) -> tuple[Noise, ...]:
    merged: list[Noise] = []
    for noise in sorted(found):
        if not noise.span:
            continue
        last = merged[-1] if merged else None
        if last and noise.span.start < last.span.end:
            merged[-1] = Noise(Span(last.span.start, max(noise.span.end, last.span.end)), last.reason)
        elif last and noise.reason == last.reason and not text[last.span.end : noise.span.start].strip():
            merged[-1] = Noise(Span(last.span.start, noise.span.end), noise.reason)
        else:
            merged.append(noise)
    return tuple(merged)
