"""What a text states that can be checked by value: amounts, dates, telephone numbers, other numerals, and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.glossary import Glossary
from assistant.named import find_names, sort_of_name
from assistant.number_words import in_figures
from corpus.dates import DateMention, find_dates
from corpus.document import Span
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_phone_numbers, find_quantities, thai_digits_to_arabic
from corpus.units import UNITS, unit_of

_DIGITS = re.compile("[0-9๐-๙]+")
_ENGLISH = re.compile(
    r"(?:\s+(?!(?:to|and|in|of|from|by|with|for|at|or|on|within|which|that|are|is|were|was)\b)[A-Za-z-]+)+"
)
_NOUNS = 3
"""English words behind an amount among which the noun is that it counts."""
NUMERAL = re.compile(r"(?:[A-Za-z]{0,6}|[ก-ฮ]{2,6}\.)[0-9๐-๙]+(?:[.,:/x×-][0-9๐-๙]+)*[A-Za-z]{0,3}")
"""A numeral with the letters that it is glued to: 5G, PM2.5, 5x5 and นปท.3 are compared whole."""
_POLITE = re.compile(r"(?:นะ)?(?:ครับ|ค่ะ|คะ)(?=[\s.!]|$)")
_ODD_NUMERAL = re.compile(r"[²³¹⁰⁴-⁹₀-₉½¼¾⅓⅔⅛Ⅰ-Ⅻ①-⑳０-９]+")
"""Figures in other guises; a model has no need of them, and they are read as no number."""
MONEY = frozenset(["บาท", "ดอลลาร์สหรัฐ", "ยูโร", "เยน", "หยวน", "ปอนด์"])
_ALIKE = (
    frozenset(["คน", "ราย", "ท่าน"]),
    frozenset(["กลุ่ม", "เครือข่าย", "คลัสเตอร์"]),
    frozenset(["กิจการ", "ราย", "บริษัท", "แห่ง", "โรงงาน", "ธุรกิจ"]),
    frozenset(["ผู้ประกอบการ", "ราย", "คน", "กิจการ"]),
    frozenset(["หน่วยงาน", "แห่ง", "องค์กร"]),
    frozenset(["ประเทศ", "แห่ง"]),
    frozenset(["จังหวัด", "แห่ง"]),
    frozenset(["ข้อ", "ประการ", "เรื่อง", "ด้าน", "ประเด็น", "ปัจจัย", "อย่าง"]),
    frozenset(["ประเภท", "ชนิด"]),
    frozenset(["ขั้นตอน", "ขั้น"]),
    frozenset(["%", "เปอร์เซ็นต์"]),
)
"""Units that may stand for each other beside the same number."""


class Sort(StrEnum):
    """What sort of thing is claimed."""

    FIGURE = "figure"
    DATE = "date"
    PHONE = "phone"
    NUMERAL = "numeral"
    PLACE = "place"
    AGENCY = "agency"
    PERSON = "person"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a text states.

    Args:
        sort: what sort of thing.
        span: its characters in the text that was read.
        said: these characters.
        quantity: of a figure, what it amounts to.
        date: of a date, what it means.
        keys: of a name its wordings as squeezed search copies, any of which will do; of a numeral its digits.
        nouns: of a figure in English what is counted, in Thai units: 17 SME cluster networks.
    """

    sort: Sort
    span: Span
    said: str
    quantity: Quantity | None = None
    date: DateMention | None = None
    keys: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()

    def may_be_taken_for(self, other: Claim) -> bool:
        """Whether this claim and another one are of the same kind, so that one may stand in the place of the other."""
        if self.quantity is not None and other.quantity is not None:
            units = self.nouns or {self.quantity.unit}
            return any(alike(unit, other.quantity.unit) or unit == other.quantity.unit for unit in units)
        if self._bare and other._bare:
            return True
        return self.sort is other.sort and self.quantity is other.quantity and self._kind == other._kind

    @property
    def _bare(self) -> bool:
        """Whether it is a number without a unit: ข้อ 3."""
        return self.sort is Sort.NUMERAL or (self.quantity is not None and not self.quantity.unit)

    @property
    def _kind(self) -> str:
        return f"{self.sort} {sort_of_name(self.keys)}" if self.keys else str(self.sort)


def readable(text: str) -> str:
    """A text with English number words and fancy figures in plain figures, without particles, for `read_claims`."""
    return in_figures(_ODD_NUMERAL.sub(_plain_figure, _POLITE.sub("", thai_digits_to_arabic(text))))


def _plain_figure(match: re.Match[str]) -> str:
    after_digit = match.string[: match.start()][-1:].isdecimal()
    return f"{' ' if after_digit else ''}{normalise(match.group()).strip()}"


def read_claims(text: str, glossary: Glossary) -> list[Claim]:
    """Everything that a text states and that can be checked, in order of its place.

    Args:
        text: as `readable` gives it.
        glossary: names of agencies with their abbreviations.
    """
    numbers = read_numbers(text)
    names = [
        Claim(Sort(name.sort), name.span, name.span.of(text), keys=name.keys)
        for name in find_names(text, glossary)
        if not any(name.span.overlaps(claim.span) for claim in numbers)
    ]
    return sorted([*numbers, *names], key=lambda claim: claim.span)


def read_numbers(text: str) -> list[Claim]:
    """Every numeral of a text, each in exactly one claim: date, amount, telephone number, or just a numeral."""
    found = [Claim(Sort.DATE, mention.span, mention.span.of(text), date=mention) for mention in find_dates(text)]
    found += [
        Claim(Sort.PHONE, span, span.of(text), keys=frozenset([digits_of(span.of(text))]))
        for span in find_phone_numbers(text)
        if not any(span.overlaps(claim.span) for claim in found)
    ]
    found += [
        Claim(Sort.FIGURE, quantity.span, quantity.span.of(text), quantity=quantity, nouns=_nouns(text, quantity))
        for quantity in find_quantities(text)
        if not any(quantity.span.overlaps(claim.span) for claim in found)
    ]
    found += list(_other_numerals(text, found))
    return sorted(found, key=lambda claim: claim.span)


def _nouns(text: str, quantity: Quantity) -> frozenset[str]:
    """What an English amount counts: the last of the nouns behind it, 17 SME cluster networks; else its unit."""
    written = quantity.span.of(text)
    if not written.isascii() or (quantity.unit and not unit_of(quantity.unit).noun):
        return frozenset()
    behind = _ENGLISH.match(text, quantity.span.end)
    words = behind.group().lower().split()[:_NOUNS] if behind else []
    found = [unit_of(word).name for word in words if word in UNITS]
    return frozenset(found[-1:] or ([quantity.unit] if quantity.unit else []))


def _other_numerals(text: str, taken: list[Claim]) -> Iterator[Claim]:
    for match in NUMERAL.finditer(text):
        span = Span(*match.span())
        near = [claim.span for claim in taken if span.overlaps(claim.span)]
        for part in [match] if not near else _DIGITS.finditer(text, span.start, span.end):
            own = Span(*part.span())
            if not any(own.overlaps(one) for one in near):
                yield Claim(Sort.NUMERAL, own, part.group(), keys=frozenset([numeral_key(part.group())]))


def numeral_key(written: str) -> str:
    """A numeral as it is compared: Arabic digits, without the commas of thousands and leading zeros."""
    plain = re.sub(r",(?=\d{3}(?!\d))", "", thai_digits_to_arabic(written))
    return plain.lower().lstrip("0") or "0"


def digits_of(written: str) -> str:
    """The digits alone, as telephone numbers are compared."""
    return "".join(char for char in thai_digits_to_arabic(written) if char.isdecimal())


def alike(unit: str, other: str) -> bool:
    """Whether two units may stand for each other: the same, of one group, or one a longer form of the other."""
    if unit == other:
        return True
    if not unit or not other:
        return False
    if unit.endswith("ที่") or other.endswith("ที่") or unit in MONEY or other in MONEY:
        return False
    return any(unit in same and other in same for same in _ALIKE) or unit.startswith(other) or other.startswith(unit)
