"""Quantities as Thai texts write them: Thai digits, number words, magnitudes (3.75 ล้านล้านบาท), ranges, units.

A numeral that is a date, a time, a telephone number, a list marker or part of a name or document number is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pythainlp.util import thaiword_to_num

from corpus.dates import date_spans
from corpus.document import Span
from corpus.no_amounts import TIME, find_phone_numbers, is_glued, is_identified, is_no_amount
from corpus.number_patterns import (
    AFTER_DIGIT,
    BEFORE,
    BEFORE_ENDS,
    BEFORE_SIGN,
    DIGITS,
    FEW,
    HALVES,
    LABEL,
    LETTER,
    LOOSE,
    MORE,
    NUMERAL,
    ONLY_ONE,
    ORDINALS,
    POWERS,
    POWERS_ONLY,
    QUALIFIERS,
    RANK,
    SIGNS,
    STARTS_WITH_ONE,
    WORDS,
)
from corpus.units import magnitude, unit_of

__all__ = ["Quantity", "find_phone_numbers", "find_quantities", "same_value", "thai_digits_to_arabic"]

_LONGEST = 24  # digits; longer runs are identifiers, and past the precision of a Decimal
RANKED = "อันดับที่"
"""Unit of a place in a ranking."""
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that a text states.

    Args:
        span: the numeral with its magnitude word and unit, without the qualifier.
        number: the numeral alone, as written; of a range the first one.
        value: the amount with magnitudes applied: ``7.9 พันตัน`` is 7900.
        unit: canonical unit (see `corpus.units`), or "". An ordinal has its noun: ``ครั้งที่``, ``อันดับที่``.
        upper: the last value of a range, or None.
        qualifier: "", "at_least", "at_most", "over", "under" or "about".
    """

    span: Span
    number: Span
    value: Decimal
    unit: str = ""
    upper: Decimal | None = None
    qualifier: str = ""


def thai_digits_to_arabic(text: str) -> str:
    """The text with Thai digits as Arabic ones; its length does not change."""
    return text.translate(_TO_ARABIC)


def same_value(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities state the same amount; คน, ราย and ท่าน are one unit here, and one unit may be missing."""
    persons = {"คน", "ราย", "ท่าน"}
    units = a.unit == b.unit or not (a.unit and b.unit) or {a.unit, b.unit} <= persons
    return units and a.value == b.value and a.upper == b.upper


def find_quantities(text: str) -> list[Quantity]:
    """Find the amounts that a text states.

    Number words count only directly before a unit or magnitude (``สิบเจ็ดกลุ่ม``), so that names (``สี่แยก``) stay names.

    Args:
        text: any text; Thai digits are digits.

    Returns:
        Quantities in order of their place, without overlap.
    """
    found = [*_in_figures(text), *_in_words(text)]
    found.sort(key=lambda quantity: quantity.span)
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.span.start >= kept[-1].span.end:
            kept.append(quantity)
    return kept


def _in_figures(text: str) -> Iterator[Quantity]:
    taken = sorted([*date_spans(text), *find_phone_numbers(text)])
    taken.append(Span(len(text), len(text)))
    at = i = 0
    for digits in DIGITS.finditer(text):
        start = digits.start()
        while taken[i].end <= start and i + 1 < len(taken):
            i += 1
        if start < at or taken[i].start <= start or digits.end() - start > _LONGEST or is_glued(text, start, at):
            continue
        time = TIME.match(text, start)
        quantity = None if time else _quantity(text, start, max(taken[i].start, digits.end()), at)
        if time:
            at = time.end()
        elif quantity:
            yield quantity
            at = quantity.span.end


def _quantity(text: str, start: int, limit: int, at: int) -> Quantity | None:
    """The quantity whose numeral begins at ``start``; nothing of it lies before ``at`` or after ``limit``."""
    match = NUMERAL.match(text, start, limit)
    values = _values(match) if match else None
    if match and values is None:  # not a range, or not one number: "10-5", "1 ล้าน 2 ล้าน"
        match = NUMERAL.match(text, start, match.end("low") if match["upper"] else match.start("more"))
        values = _values(match) if match else None
    if match is None or values is None or is_identified(text, start):
        return None
    signed = text[start - 1 : start] in SIGNS and text[max(0, start - 2) : start - 1] in BEFORE_SIGN
    begin, unit, qualifier = _before(text, at, start - 1 if signed else start)
    if signed and begin == start - 1:
        begin = start
    value, upper = values
    written = unit_of(match["unit"]) if match["unit"] else None
    if unit or (written and LABEL.search(text, max(at, start - 12), start)):
        written = None
    elif written and written.noun and "." in match["number"] and not match["magnitude"]:
        written = None  # "1.1 กลุ่มเป้าหมาย" is a numbered heading: nobody counts a tenth of a group
    if written:
        unit, end = written.name, match.end("unit_half") if match["unit_half"] else match.end("unit")
        value, upper = value * written.factor, None if upper is None else upper * written.factor
    else:
        unit = unit or ("%" if match["percent"] else "")
        end = max(match.end(group) for group in ("number", "upper", "magnitude", "more", "half"))
        if not unit and not match["magnitude"] and not qualifier and is_no_amount(text, start, end):
            return None
    if signed and unit == "%" and upper is None:
        start, value = start - 1, -value
    begin = min(begin, start)
    number = Span(start, match.end("number"))
    return Quantity(Span(begin, end), number, value, unit, upper, qualifier or _qualified_after(match))


def _values(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    """The amount and the end of its range, magnitudes applied; None if the parts do not make one amount."""
    power = magnitude(match["magnitude"]) if match["magnitude"] else Decimal(1)
    number = _decimal(match["number"])
    if match["upper"]:
        low = number * (magnitude(match["low_magnitude"]) if match["low_magnitude"] else power)
        upper = _decimal(match["upper"]) * power
        return (low, upper) if low < upper else None
    value = number * power
    if match["more"]:
        smallest = power
        for part in MORE.finditer(match["more"]):
            if magnitude(part[2]) >= smallest:
                return None
            smallest = magnitude(part[2])
            value += _decimal(part[1]) * smallest
    if match["half"]:
        value += power / 2
    elif match["unit_half"] and not match["magnitude"]:
        value += Decimal("0.5")
    return value, None


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.translate(_TO_ARABIC).replace(",", ""))


def _before(text: str, at: int, start: int) -> tuple[int, str, str]:
    """Where the quantity begins, and the unit and qualifier that stand before its numeral."""
    near = text[max(at, start - 20) : start].rstrip(" \xa0")
    if not near or near[-1] not in BEFORE_ENDS:
        return start, "", ""
    if near.endswith(("ที่", "อันดับ", "ลำดับ")):
        offset = max(at, start - 20)
        rank = RANK.search(near)
        if rank:
            return offset + rank.start(), RANKED, ""
        noun = max((near[-3 - n : -3] for n in range(2, 9) if near[-3 - n : -3] in ORDINALS), key=len, default="")
        if noun:
            return offset + len(near) - 3 - len(noun), noun + "ที่", ""
    before = BEFORE.search(text, max(at, start - 36), start)
    if before is None:
        return start, "", ""
    qualifier = next((name for name in QUALIFIERS if before[name]), "")
    if before["prefix"] is None:
        return start, "", qualifier
    prefix = "%" if before["prefix"] == "ร้อยละ" else before["prefix"]
    return before.start("prefix"), unit_of(prefix).name, qualifier


def _qualified_after(match: re.Match[str]) -> str:
    if match["over"] or match["over_unit"] or match["rest"] == "เศษ":
        return "over"
    return "at_least" if match["rest"] else ""


def _in_words(text: str) -> Iterator[Quantity]:
    for match in WORDS.finditer(text):
        start, end = match.span("number")
        words = match["number"]
        if AFTER_DIGIT.search(text, max(0, start - 3), start):
            continue
        value, upper = _words_value(words)
        if value is None:
            continue
        begin, unit, qualifier = _before(text, 0, start)
        if unit not in ("", "%", RANKED):
            continue  # "ครั้งที่สอง"
        counts = STARTS_WITH_ONE.match(words) is not None
        if not counts and LOOSE.search(text, max(0, start - 8), start):
            continue  # "หลายสิบกลุ่ม" is not ten groups
        if not qualifier and POWERS_ONLY.fullmatch(words) and start and LETTER.match(text, start - 1):
            continue  # "พระพันปีหลวง" is not a thousand years
        apart = text[max(0, start - 1) : start].isspace()  # "นำ สอง ทีม"
        if unit == "" and match["unit"] and (match.start("unit") == end or apart or not ONLY_ONE.fullmatch(words)):
            written = unit_of(match["unit"])
            unit, value = written.name, (value + (Decimal("0.5") if match["unit_half"] else 0)) * written.factor
            end = match.end("unit_half") if match["unit_half"] else match.end("unit")
            if words == "ครึ่ง" and (unit not in HALVES or text.startswith(("แรก", "หลัง"), end)):
                continue  # half of a year is an amount, the first half of the year is not
        elif unit == "" and not (counts and POWERS.search(words) and not LETTER.match(text, end)):
            continue
        yield Quantity(
            Span(begin, end), Span(*match.span("number")), value, unit, upper, qualifier or _qualified_after(match)
        )


@lru_cache(maxsize=512)
def _words_value(words: str) -> tuple[Decimal | None, Decimal | None]:
    """The amount that number words stand for; สองสาม is two to three, and words that are no number have none."""
    few = FEW.fullmatch(words)
    if few:
        low, high = (Decimal(thaiword_to_num(word)) for word in few.groups())
        return (low, high) if high == low + 1 else (None, None)
    if words == "ร้อยเอ็ด" or FEW.search(words) or words.startswith("เอ็ด"):
        return None, None  # the province, a row of digits
    rest = words.removeprefix("ครึ่ง")
    try:
        value = Decimal(thaiword_to_num(rest)) if rest else Decimal(1)
    except ValueError:
        return None, None
    return (value / 2 if words.startswith("ครึ่ง") else value), None
