"""What a question names that another one may name instead: a period, a numbered thing, a place, an agency or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pythainlp.corpus import countries, provinces

from assistant.cutting import cut_spans
from assistant.ordinals import find_ordinals
from corpus.dates import find_dates
from corpus.document import Span


class Sort(StrEnum):
    """What sort of thing is named."""

    PERIOD = "period"
    ORDINAL = "ordinal"
    PLACE = "place"
    AGENCY = "agency"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a question names.

    Args:
        sort: what sort of thing.
        span: its characters.
        noun: of a numbered thing, what is numbered; else "".
    """

    sort: Sort
    span: Span
    noun: str = ""


_PERIOD = re.compile(
    r"(?:(?:เฉพาะ|รวม|ตลอด|ช่วง|ทั้ง|ใน)\s?)?(?:"
    r"(?:ปี(?:งบประมาณ|งบ|การศึกษา)?\s?)?(?:พ\.ศ\.|ค\.ศ\.)?\s?(?:(?:19|20|24|25)\d\d|(?<=ปี)\s?[4-8]\d|(?<=ปี\s)[4-8]\d)(?:\s?[-–]\s?\d{2,4})?(?!\d|\s?(?:บาท|คน|ราย|กลุ่ม|ล้าน|ตัน))"
    r"(?:\s?ปีเดียว)?"
    r"|(?:\d{1,2}|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)\s?ปี(?:ที่ผ่านมา|ที่แล้ว|ล่าสุด|หลัง|ย้อนหลัง)?"
    r"|ปี(?:ที่แล้ว|ที่ผ่านมา|ก่อน|นี้|หน้า|ถัดไป|ต่อไป)|(?:last|next|this) year)"
)
_NEIGHBOUR = re.compile(
    r"ปี(?:(?P<before>ที่แล้ว|ที่ผ่านมา|ก่อน)|(?P<after>หน้า|ถัดไป|ต่อไป))|(?P<last>last year)|(?P<next>next year)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|24|25)\d\d(?!\d)")
_AGENCY = re.compile(r"(?<![\u0e01-\u0e4e.])(?:[ก-ฮ]{1,5}\.)+(?:[ก-ฮ]{1,3}\.)*(?![\u0e30-\u0e4e])")
_NO_AGENCY = frozenset(["พ.ศ.", "ค.ศ.", "น.", "จ.", "อ.", "ต.", "ม."])
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&-]+(?:\s(?:[A-Z][A-Za-z0-9&-]*|\d{1,3}(?!\d)))*")
_REGION = "ภาค(?:เหนือ|ใต้|กลาง|อีสาน|ตะวันออกเฉียงเหนือ|ตะวันออก|ตะวันตก)(?:ตอนบน|ตอนล่าง)?|อีสาน|ปักษ์ใต้"
_SHORT_NAME = 4
"""Letters up to which the name of a place may be a common word too (ตาก, เลย, แพร่)."""
_PLACE_ENDS = re.compile(r"$|\s|มี|ล่ะ|ได้|อยู่|ทำ|จัด|ไป|กับ|และ|หรือ|เท่า|กี่|[?]")


def elements(text: str) -> list[Element]:
    """What a text names, in order, without overlap.

    Args:
        text: a question or a part of one.
    """
    found: list[Element] = []
    for element in sorted(_all(text), key=lambda one: (one.span.start, -one.span.end)):
        if not found or element.span.start >= found[-1].span.end:
            found.append(element)
    return found


def _all(text: str) -> Iterator[Element]:
    for mention in find_dates(text):
        yield Element(Sort.PERIOD, mention.span)
    for match in _PERIOD.finditer(text):
        yield Element(Sort.PERIOD, _trimmed(text, Span(*match.span())))
    for ordinal in find_ordinals(text):
        start = text.find(ordinal.written)
        yield Element(Sort.ORDINAL, Span(start, start + len(ordinal.written)), ordinal.noun)
    words = cut_spans(text)
    starts, ends = {span.start for span in words}, {span.end for span in words}
    for match in _places().finditer(text):
        alone = match.start() in starts and match.end() in ends
        if alone and (len(match.group()) > _SHORT_NAME or _PLACE_ENDS.match(text, match.end())):
            yield Element(Sort.PLACE, Span(*match.span()))
    for match in _AGENCY.finditer(text):
        if match.group() not in _NO_AGENCY:
            yield Element(Sort.AGENCY, Span(*match.span()))
    for match in _NAME.finditer(text):
        yield Element(Sort.NAME, Span(*match.span()))


def _trimmed(text: str, span: Span) -> Span:
    written = span.of(text)
    lead = len(written) - len(written.lstrip())
    return Span(span.start + lead, span.end - (len(written) - len(written.rstrip())))


def is_place(word: str) -> bool:
    """Whether a word is the name of a place."""
    return bool(_places().fullmatch(word))


@cache
def _places() -> re.Pattern[str]:
    known = sorted({*map(str, provinces()), *map(str, countries()), "กรุงเทพฯ", "กรุงเทพ"}, key=len, reverse=True)
    named = "|".join(map(re.escape, known))
    return re.compile(rf"(?:จังหวัด|จ\.|ประเทศ)?(?:{named})|{_REGION}")


def in_year(said: str, before: str) -> str:
    """A period told from another one with the year that it means: ปีหน้า after a question on 2568 is ปี 2569.

    Args:
        said: the period as the follow-up names it.
        before: the earlier question.

    Returns:
        The period with its year; as it was said if it names one, or if the earlier question does not name exactly one.
    """
    match = _NEIGHBOUR.search(said)
    years = _YEAR.findall(before)
    if match is None or len(set(years)) != 1:
        return said
    step = -1 if match["before"] or match["last"] else 1
    return f"ปี {int(years[0]) + step}"
