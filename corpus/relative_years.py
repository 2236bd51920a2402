"""Periods that Thai questions tell from the present: ``3 ปีที่ผ่านมา``, ``ปีที่แล้ว``, ``ปีนี้``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Span

_RELATIVE = re.compile(
    r"(?:ย้อนหลัง|ในรอบ)\s?(?P<n1>\d{1,2}|[ก-๙]{3,9}?)\s?ปี(?!ที่\s?\d)"
    r"|(?P<n2>\d{1,2}|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)\s?ปี"
    r"(?:ที่ผ่าน|ที่แล้ว|ล่าสุด|หลังสุด|ย้อนหลัง|ก่อน|หลัง(?=\s|$))(?:มา)?(?:นี้)?"
    r"|(?P<n3>(?<=past\s)\d{1,2}|(?<=last\s)\d{1,2}|(?<=past\s)[a-z]{3,5}|(?<=last\s)[a-z]{3,5})\syears"
    r"|(?P<last>ปี(?:ที่แล้ว|ที่ผ่านมา|ก่อน(?!หน้า)|กลาย)|last\syear)|(?P<this>ปีนี้|ปีปัจจุบัน|this\syear)|ปีหน้า|ปีถัดไป|next\syear",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    word: number
    for words in ("หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ", "one two three four five six seven eight nine ten")
    for number, word in enumerate(words.split(), 1)
}


@dataclass(frozen=True, slots=True)
class RelativeYears:
    """A period told from the present, such as ``3 ปีที่ผ่านมา``.

    Args:
        span: its characters.
        count: how many years back; 0 for this year, -1 for the next.
    """

    span: Span
    count: int


def find_relative_years(text: str) -> list[RelativeYears]:
    """Find periods told from the present: ``3 ปีที่ผ่านมา``, ``ย้อนหลัง 5 ปี``, ``ปีที่แล้ว``, ``ปีนี้``, ``last year``."""
    found = []
    for match in _RELATIVE.finditer(text):
        number = match["n1"] or match["n2"] or match["n3"]
        if number:
            count = int(number) if number.isdecimal() else _WORD_NUMBERS.get(number.lower(), 0)
        else:
            count = 1 if match["last"] else 0 if match["this"] else -1
        if count or not number:
            found.append(RelativeYears(Span(*match.span()), count))
    return found
