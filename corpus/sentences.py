"""Sentence-like units of Thai text, cheap enough for indexing: cut at spaces where a thought turns, never inside a name.

Thai has no full stop; a space ends a sentence, a clause, or nothing at all. A unit is about as long as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Span

UNIT = 220
"""Usual upper length of a unit, in characters."""

_SPACE = re.compile(r"[ \t\u00a0]+|(?<=[.!?])\s*\n\s*|\n")
_TURN = re.compile(
    r"(?:ทั้งนี้|นอกจากนี้|นอกจากนั้น|อย่างไรก็ตาม|อย่างไรก็ดี|ดังนั้น|ขณะที่|ในขณะที่|สำหรับ|ส่วน(?!ใหญ่|ร่วม|ตัว|ราชการ|แบ่ง|ประกอบ)|ขณะเดียวกัน|ต่อมา"
    r"|ปัจจุบัน|ทางด้าน|ด้าน(?=นาย|นาง|ดร|พล)|โดยใน|โดยมี|โดย|ซึ่ง|เนื่องจาก|เพราะ|เพื่อให้|ทำให้|จากนั้น|หลังจาก|พร้อมทั้ง|อีกทั้ง|รวมทั้ง|รวมถึง|แต่|ก่อนที่"
    r"|However|Moreover|Therefore|The |In )"
)
_STRONG = re.compile(r"(?:ทั้งนี้|นอกจากนี้|นอกจากนั้น|อย่างไรก็ตาม|อย่างไรก็ดี|ดังนั้น|ขณะที่|สำหรับ|ส่วน(?!ใหญ่|ร่วม|ตัว|ราชการ|แบ่ง|ประกอบ)|ขณะเดียวกัน|ต่อมา|ปัจจุบัน)")
_BOUND = re.compile(
    r"(?:\d[\d,.]*|[๐-๙][๐-๙,.]*|จำนวน|ร้อยละ|ประมาณ|พ\.ศ\.|ค\.ศ\.|ปี|ที่|วันที่|เดือน|นาย|นาง|นางสาว|ดร\.|รศ\.|ผศ\.|จ\.|อ\.|ต\.|เลขที่|ครั้งที่|โทร\.?|กว่า|และ|หรือ|คือ|ได้แก่|เช่น|อาทิ"
    r"|ไม่น้อยกว่า|มูลค่า|[(“\"‘:/-]|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|[ก-ฮ]{1,2}\.(?:[ก-ฮ]{1,2}\.)?)$"
)
_JOINS = re.compile(r"(?:[\d๐-๙)”\"’%:/,.;-]|ๆ|ฯ|และ|หรือ|ล้าน|บาท|ราย|กลุ่ม|คน|แห่ง|ปี|พ\.ศ|ค\.ศ|\()")


def sentence_spans(text: str, within: Span | None = None, *, longest: int = UNIT) -> list[Span]:
    """Cut text into sentence-like units.

    Args:
        text: the text.
        within: the part to cut; all of it by default.
        longest: usual upper length of a unit, in characters; a unit without a space to cut at may be longer.

    Returns:
        Spans in order, without the spaces around them; together they hold every character that is no space.
    """
    within = within or Span(0, len(text))
    return list(_grown(text, within, longest))


def _grown(text: str, within: Span, longest: int) -> Iterator[Span]:
    start = within.start
    last_turn = -1
    weak = -1
    for match in _SPACE.finditer(text, within.start, within.end):
        at, after = match.start(), match.end()
        if at <= start:
            start = max(start, after) if at == start else start
            continue
        if "\n" in match.group() and text[at - 1] in ".!?":
            yield Span(start, at)
            start, last_turn, weak = after, -1, -1
            continue
        if _BOUND.search(text[max(start, at - 14) : at]) or _JOINS.match(text, after):
            continue
        length = at - start
        if length > longest and max(last_turn, weak) > start:
            cut = last_turn if last_turn > start else weak
            yield _tight(text, start, cut)
            start, last_turn, weak = cut, -1, -1
            length = at - start
        if length >= 40 and _STRONG.match(text, after):
            yield _tight(text, start, at)
            start, last_turn, weak = after, -1, -1
        elif length >= 60 and _TURN.match(text, after):
            last_turn = after
        elif length >= 60:
            weak = after
    if within.end - start > longest and max(last_turn, weak) > start:
        cut = last_turn if last_turn > start else weak
        yield _tight(text, start, cut)
        start = cut
    tail = _tight(text, start, within.end)
    if tail:
        yield tail


def _tight(text: str, start: int, end: int) -> Span:
    bare = text[start:end]
    left = start + len(bare) - len(bare.lstrip())
    return Span(left, max(left, start + len(bare.rstrip())))
