"""True sentences made false in one place each, and true ones said otherwise: what a verifier must catch, and keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pythainlp.corpus import provinces
from pythainlp.util import arabic_digit_to_thai_digit, num_to_thaiword

from assistant.claims import Claim, Sort, alike, read_claims, readable
from assistant.glossary import Glossary
from assistant.named import wordings
from assistant.wordclass import acts
from corpus.dates import find_dates
from corpus.document import Span
from corpus.numbers import find_quantities, thai_digits_to_arabic
from corpus.units import unit_of
from corpus.words import word_spans

FIGURES = ("digit", "magnitude", "unit", "year", "day or month")
"""Kinds that change a figure; the others change what it is said of."""
_MAGNITUDES = ("พันล้าน", "แสนล้าน", "ล้านล้าน", "ล้าน", "แสน", "หมื่น", "พัน", "trillion", "billion", "million")
_UNITS = ("บาท", "ดอลลาร์สหรัฐ", "กลุ่ม", "ราย", "จังหวัด", "ปี", "วัน", "ตัน", "%", "กิจการ", "ประเทศ", "เครือข่าย", "คน")
_ENGLISH_UNITS = ("baht", "dollars", "percent", "provinces", "years", "days", "tons", "people")
_PERSONS = ("สมศักดิ์", "วิชัย", "ประยุทธ์", "อนุชา")
_AGENCIES = ("กรมการค้าภายใน", "กระทรวงพาณิชย์", "ธ.ก.ส.", "สำนักงานนวัตกรรมแห่งชาติ", "กสอ.", "สสว.", "สศช.")
_OPPOSITES = (
    ("เพิ่ม", "ลด"),
    ("ลด", "เพิ่ม"),
    ("ส่งออก", "นำเข้า"),
    ("ขยายตัว", "หดตัว"),
    ("มากที่สุด", "น้อยที่สุด"),
    ("สูงขึ้น", "ต่ำลง"),
    ("แนวตั้ง", "แนวนอน"),
)
_ENGLISH_OPPOSITES = (("exported", "imported"), ("reduces", "increases"), ("to grow", "to shrink"))
_NOT = re.compile("(?<!หรือ)ไม่(?:ได้|มี)?(?!น้อย|ต่ำ|เกิน|ถึง)")


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence changed in one place.

    Args:
        kind: what was changed.
        text: the changed sentence.
        at: where the changed part begins.
        new: the changed part.
    """

    kind: str
    text: str
    at: int
    new: str


def corruptions(sentence: str, passage: str, glossary: Glossary) -> Iterator[Changed]:
    """Every single-place falsification of a sentence.

    Args:
        sentence: a true sentence.
        passage: the text that it is taken from; years, figures and places to swap in come from it too.
        glossary: names of agencies.
    """
    text = readable(sentence)
    claims = read_claims(text, glossary)
    english = sentence.isascii()
    for claim in claims:
        yield from _digits(text, claim)
        if claim.quantity is not None:
            yield from _magnitudes(text, claim)
            yield from _units(text, claim, english)
            yield from _other_figures(text, claim, passage)
        elif claim.date is not None:
            yield from _years(text, claim, passage)
        elif claim.sort in (Sort.PLACE, Sort.AGENCY, Sort.PERSON):
            yield from _names(text, claim, glossary)
    yield from _contraries(text, claims, english)


def _put(kind: str, text: str, span: Span, new: str) -> Iterator[Changed]:
    changed = text[: span.start] + new + text[span.end :]
    if changed != text:
        yield Changed(kind, changed, span.start, new)


def _is_ordinal(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.unit.endswith("ที่")


def _digits(text: str, claim: Claim) -> Iterator[Changed]:
    """Each digit of a figure as each other digit; the kind tells whether it is one of a year, a date or an amount."""
    said = claim.said
    for at, char in enumerate(said):
        if not char.isdecimal():
            continue
        kind = "digit"
        if claim.date is not None:
            year = re.search(r"[0-9๐-๙]{4}", said)
            kind = "year" if year and year.start() <= at < year.end() else "day or month"
        value = int(char)
        for other in range(10):
            if other == value or (other == 0 and (at == 0 or not said[at - 1].isdecimal())):
                continue
            digit = str(other) if char.isascii() else arabic_digit_to_thai_digit(str(other))
            yield from _put(kind, text, Span(claim.span.start, claim.span.end), said[:at] + digit + said[at + 1 :])


def _magnitudes(text: str, claim: Claim) -> Iterator[Changed]:
    said = claim.said
    found = next((word for word in _MAGNITUDES if word in said), "")
    for other in _MAGNITUDES:
        if other.isascii() == said.isascii() and found and other != found:
            yield from _put("magnitude", text, claim.span, said.replace(found, other, 1))
    if found:
        yield from _put("magnitude", text, claim.span, re.sub(rf"\s?{found}", " ", said, count=1))
    elif not said.isascii() and "ร้อยละ" not in said and "%" not in said and not _is_ordinal(claim):
        for other in ("พัน", "ล้าน"):
            yield from _put("magnitude", text, claim.span, re.sub(r"([0-9๐-๙])(?=\D*$)", rf"\1 {other}", said, count=1))


def _units(text: str, claim: Claim, english: bool) -> Iterator[Changed]:
    quantity = claim.quantity
    if quantity is None or not quantity.unit or _is_ordinal(claim):
        return
    if claim.said.startswith("ร้อยละ"):
        yield from _put("unit", text, claim.span, claim.said.removeprefix("ร้อยละ").strip() + " ล้านบาท")
        yield from _put("unit", text, claim.span, claim.said.removeprefix("ร้อยละ").strip() + " ราย")
        return
    written = re.search(r"(?:[\u0e01-\u0e4e]+|[A-Za-z ]+|%)$", claim.said)
    if written is None:
        return
    tail = written.group()
    if english and len(claim.nouns) and re.match(r"\s+[a-z]+s\b", text[claim.span.end :]):
        return  # the unit is not the last noun
    power = next((word for word in _MAGNITUDES if tail.strip().startswith(word)), "")
    for unit in _ENGLISH_UNITS if english else _UNITS:
        if alike(unit_of(unit).name, quantity.unit) or unit in tail:
            continue
        yield from _put(
            "unit", text, claim.span, f"{claim.said[: written.start()]} {power}{' ' if english else ''}{unit}"
        )


def _other_figures(text: str, claim: Claim, passage: str) -> Iterator[Changed]:
    quantity = claim.quantity
    for other in find_quantities(passage):
        if quantity is not None and other.unit == quantity.unit and other.value != quantity.value:
            yield from _put("figure of another fact", text, claim.span, other.span.of(passage))


def _years(text: str, claim: Claim, passage: str) -> Iterator[Changed]:
    """The year of a date exchanged with every other one of the passage, in the form that it is written in."""
    date = claim.date
    year = re.search(r"[0-9๐-๙]{4}", claim.said)
    if date is None or date.date.year is None or year is None or date.until is not None:
        return
    shift = 543 if date.era == "be" else 0
    others = {m.date.year for m in find_dates(passage) if m.date.year} - {date.date.year}
    for other in sorted(others | {date.date.year - 1, date.date.year + 1, date.date.year + 10}):
        new = claim.said[: year.start()] + str(other + shift) + claim.said[year.end() :]
        yield from _put("year", text, claim.span, new)


def _names(text: str, claim: Claim, glossary: Glossary) -> Iterator[Changed]:
    said = claim.said
    if claim.sort is Sort.PLACE:
        for name in ("เชียงใหม่", "สงขลา", "ขอนแก่น", "ลำปาง", "ราชบุรี", "เชียงราย", "ร้อยเอ็ด"):
            old = next((str(p) for p in provinces() if str(p) in said), "")
            if old and old != name:
                yield from _put("name", text, claim.span, said.replace(old, name))
    elif claim.sort is Sort.PERSON:
        for name in _PERSONS:
            yield from _put("name", text, claim.span, re.sub(r"(?<=นาย|ดร\.)\s?[ก-๎]+", name, said))
    else:
        for name in _AGENCIES:
            if claim.keys & wordings(name, glossary):
                continue
            yield from _put("name", text, claim.span, name)


def _contraries(text: str, claims: list[Claim], english: bool) -> Iterator[Changed]:
    for one, other in _ENGLISH_OPPOSITES if english else _OPPOSITES:
        at = text.find(one)
        if at >= 0:
            yield from _put("opposite", text, Span(at, at + len(one)), other)
    for match in _NOT.finditer(text):
        yield from _put("negation", text, Span(*match.span()), "")
    if english:
        return
    taken = [claim.span for claim in claims]
    for span in word_spans(text):
        word = span.of(text)
        if (
            len(word) > 2
            and acts(word)
            and not any(span.overlaps(one) for one in taken)
            and not _NOT.search(text[: span.start][-4:])
        ):
            yield from _put("negation", text, Span(span.start, span.start), "ไม่")


def paraphrases(sentence: str) -> Iterator[str]:
    """The same said otherwise by rule: other digits, other era, numbers written out, politeness, abbreviations."""
    yield sentence
    if sentence.isascii():
        return
    yield arabic_digit_to_thai_digit(thai_digits_to_arabic(sentence))
    yield f"{sentence}ค่ะ"
    yield f"จากเอกสาร {sentence} ครับ"
    for mention in find_dates(sentence):
        year = re.search(r"(?:พ\.ศ\.\s?)?([0-9๐-๙]{4})", mention.span.of(sentence))
        if mention.era == "be" and mention.date.year and mention.until is None and year:
            start = mention.span.start + year.start()
            yield sentence[:start] + f"ค.ศ. {mention.date.year}" + sentence[mention.span.start + year.end() :]
    for quantity in find_quantities(sentence):
        whole = (
            quantity.value == int(quantity.value) and quantity.upper is None and quantity.unit and quantity.unit != "%"
        )
        number = sentence[quantity.number.start : quantity.number.end]
        rest = sentence[quantity.number.end : quantity.span.end]
        if whole and any(map(str.isdigit, number)) and re.match(r"\s?(?:หมื่น|แสน|ล้าน|พัน)", rest):
            unit = re.sub(r"^\s?(?:หมื่น|แสน|ล้าน|พัน)+", "", rest)
            yield sentence[: quantity.number.start] + f"{int(quantity.value):,} {unit}" + sentence[quantity.span.end :]
        elif (
            whole
            and 1 < quantity.value < 100
            and number.isdigit()
            and not quantity.unit.endswith("ที่")
            and quantity.unit
        ):
            yield (
                sentence[: quantity.number.start]
                + num_to_thaiword(int(quantity.value))
                + rest.lstrip()
                + sentence[quantity.span.end :]
            )
    for full, short in (("กรมส่งเสริมอุตสาหกรรม", "กสอ."), ("สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม", "สสว.")):
        if full in sentence and "(" not in sentence:
            yield sentence.replace(full, short, 1)
        elif short in sentence and "(" not in sentence:
            yield sentence.replace(short, full, 1)
