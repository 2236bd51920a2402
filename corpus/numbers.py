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
from corpus.phones import find_phone_numbers
from corpus.units import DIGIT, MAGNITUDE, NOT_AFTER_MAGNITUDE, UNIT, magnitude, unit_of

__all__ = ["Quantity", "find_phone_numbers", "find_quantities", "same_value", "thai_digits_to_arabic"]

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_GAP = r"[ \t\xa0\u200b]{0,2}"
_NUMBER = rf"(?:{DIGIT}{{1,3}}(?:,{DIGIT}{{3}})+|{DIGIT}+)(?:\.{DIGIT}+)?(?!{DIGIT}|[.,/:]{DIGIT})"
_TO = rf"{_GAP}(?:[-–—~]|ถึง|to){_GAP}"
_TAIL = (
    rf"(?:{_GAP}(?P<over>กว่าๆ?|เศษ)(?={_GAP}(?:{MAGNITUDE}|{UNIT})))?"
    rf"(?:{_GAP}(?P<magnitude>{MAGNITUDE})(?P<more>(?:\s?{_NUMBER}\s?{MAGNITUDE})*)(?P<half>ครึ่ง(?!ปี))?)?"
    rf"(?:{_GAP}(?P<over_unit>กว่า|เศษ)(?={_GAP}{UNIT}))?"
    rf"(?:{_GAP}(?P<unit>{UNIT})(?P<unit_half>ครึ่ง(?!แรก|หลัง|ทาง|ปี))?)?(?P<rest>เศษ(?![ก-๎])|\s?ขึ้นไป)?"
)
_NUMERAL = re.compile(
    rf"(?P<low>(?P<number>{_NUMBER})(?:(?:{_GAP}(?P<low_magnitude>{MAGNITUDE}))?(?P<percent>{_GAP}%)?(?={_TO}{DIGIT}))?)"
    rf"(?:{_TO}(?P<upper>{_NUMBER}))?{_TAIL}"
)
_DIGITS = re.compile(f"{DIGIT}+")
_MORE = re.compile(rf"({_NUMBER})\s?({MAGNITUDE})")
_CLOCK = rf"{DIGIT}{{1,2}}[.:]{DIGIT}{{2}}"
_TIME = re.compile(
    rf"{_CLOCK}(?:\s?(?:[-–—]|ถึง)\s?{_CLOCK})?\s?(?:น\.|นาฬิกา|hrs|[ap]\.?m\b)|{DIGIT}{{1,2}}:{DIGIT}{{2}}"
    rf"|{DIGIT}{{1,2}}(?:\s?[-–]\s?{DIGIT}{{1,2}})?\s?(?:น\.(?!\s?[สพท]\.)|นาฬิกา)"
)
_ONE = "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
_WORDS = re.compile(
    r"(?P<number>(?:(?:ห(?:นึ่ง|้า|ก|มื่น)|ส(?:อง|าม|ี่|ิบ)|เจ็ด|แปด|เก้า|เอ็ด|ยี่สิบ|ร้อย|พัน|แสน|ล้าน)++"
    rf"|ครึ่ง(?:ร้อย|พัน|หมื่น|แสน|ล้าน)*+){NOT_AFTER_MAGNITUDE}){_TAIL}"
)
_STARTS_WITH_ONE = re.compile(f"{_ONE}|ยี่|ครึ่ง")
_ONLY_ONE = re.compile(f"{_ONE}|ครึ่ง")
_POWERS = re.compile("ร้อย|พัน|หมื่น|แสน|ล้าน")
_LETTER = re.compile("[ก-ฮะ-ูเ-ไ็-๎]")
_HALVES = frozenset("ชั่วโมง วัน เดือน ปี กิโลกรัม ตัน เมตร กิโลเมตร ไร่ ลิตร เท่า".split())
_AFTER_DIGIT = re.compile(rf"{DIGIT}\s{{0,2}}$")
_FEW = re.compile(f"({_ONE})({_ONE})")
_LOOSE = re.compile(r"(?:หลาย|นับ|หลัก|เป็น|ทะลุ|เรือน|ละ|กี่)\s?$")
_QUALIFIERS = {
    "at_least": "ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|อย่างต่ำ|at least|no less than|not less than",
    "at_most": "ไม่เกินกว่า|ไม่มากกว่า|ไม่สูงกว่า|ไม่เกิน|at most|up to|no more than|not more than|not exceeding",
    "under": "น้อยกว่า|ต่ำกว่า|ไม่ถึง|less than|fewer than|below",
    "over": "เกินกว่า|กว่า|เกิน|more than|over|exceeding",
    "about": "(?<!งบ)ประมาณ|(?<!ค)(?<!เรื่อง)ราว(?:ๆ)?|เกือบ|about|approximately|around|nearly|almost",
}
_BEFORE = re.compile(
    rf"(?:(?i:{'|'.join(f'(?P<{name}>{words})' for name, words in _QUALIFIERS.items())})\s{{0,2}})?"
    r"(?P<prefix>ร้อยละ|(?i:(?<![A-Za-z])(?:us\$|usd|thb|[$฿€£])))?\s{0,2}$"
)
_BEFORE_ENDS = frozenset("ะ่าณวบงนถยดกๆ$฿€£") | frozenset("tnomwglydfrbsTNOMWGLYDFRBS")
_SIGNS = frozenset("-−")
_BEFORE_SIGN = frozenset(" (\xa0ะ")
_IDENTIFIER = re.compile(
    r"(?:หมายเลข|เลขที่|ทะเบียน|รหัส(?:ไปรษณีย์)?|เบอร์|โควิด|covid|ห้อง(?:ประชุม)?|no\.?|iso|มอก\.)\s?[:.]?\s?$", re.IGNORECASE
)
_IDENTIFIER_ENDS = "ข่นส์ดงมDdOo.:"
_LABEL = re.compile(rf"(?<!{DIGIT})(?<!{DIGIT}\s)(?:หมู่|มาตรา|ข้อ|ชั้น|ซอย|ไตรมาส|เฟส|ม\.|ป\.)\s?$")
_RANK = re.compile(r"(?:อันดับ|ลำดับ)(?:ที่)?$")
_ORDINALS = frozenset(
    "ครั้ง รุ่น ระยะ ระลอก เฟส ไตรมาส ข้อ ส่วน ฉบับ มิติ ชั้น หมู่ ปี วัน สัปดาห์ เดือน รอบ คดี ประเด็น ประเภท ภาค บท หมวด หน้า ตอน"
    " ด้าน แห่ง คน ขั้น ขั้นตอน จุด แถว ช่อง ราย ชุด เรื่อง ประการ งวด รัชกาล ศตวรรษ ภาคเรียน เขต กลุ่ม".split()
)


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
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        while taken[i].end <= start and i + 1 < len(taken):
            i += 1
        if start < at or taken[i].start <= start or _is_glued(text, start, at):
            continue
        time = _TIME.match(text, start)
        quantity = None if time else _quantity(text, start, max(taken[i].start, digits.end()), at)
        if time:
            at = time.end()
        elif quantity:
            yield quantity
            at = quantity.span.end


def _is_glued(text: str, start: int, at: int) -> bool:
    """Whether what stands before a numeral makes it part of something else: a name (COVID-19), a code, a fraction."""
    if start == 0:
        return False
    before = text[start - 1]
    further = text[start - 2] if start > 1 else "\n"
    if before in "-–−":
        return further.isdecimal() or not (further.isspace() or further in "(%ะ" or at == start - 1)
    if before in ".,:/":
        return further.isdecimal() or (before == "/" and further.isascii())
    return (before.isascii() and before.isalpha()) or before in "_#*="


def _quantity(text: str, start: int, limit: int, at: int) -> Quantity | None:
    """The quantity whose numeral begins at ``start``; nothing of it lies before ``at`` or after ``limit``."""
    match = _NUMERAL.match(text, start, limit)
    values = _values(match) if match else None
    if match and values is None:  # not a range, or not one number: "10-5", "1 ล้าน 2 ล้าน"
        match = _NUMERAL.match(text, start, match.end("low") if match["upper"] else match.start("more"))
        values = _values(match) if match else None
    if match is None or values is None or _is_identified(text, start):
        return None
    signed = text[start - 1 : start] in _SIGNS and text[max(0, start - 2) : start - 1] in _BEFORE_SIGN
    begin, unit, qualifier = _before(text, at, start - signed)
    value, upper = values
    written = unit_of(match["unit"]) if match["unit"] else None
    if unit or (written and _LABEL.search(text, max(at, start - 12), start)):
        written = None
    elif written and written.noun and "." in match["number"] and not match["magnitude"]:
        written = None  # "1.1 กลุ่มเป้าหมาย" is a numbered heading: nobody counts a tenth of a group
    if written:
        unit, end = written.name, match.end("unit_half") if match["unit_half"] else match.end("unit")
        value, upper = value * written.factor, None if upper is None else upper * written.factor
    else:
        unit = unit or ("%" if match["percent"] else "")
        end = max(match.end(group) for group in ("number", "upper", "magnitude", "more", "half"))
        if not unit and not match["magnitude"] and not qualifier and _is_no_amount(text, start, end):
            return None
    if signed and unit == "%" and upper is None:
        start, value = start - 1, -value
    begin = min(begin, start) if begin < start - signed else start
    number = Span(start, match.end("number"))
    return Quantity(Span(begin, end), number, value, unit, upper, qualifier or _qualified_after(match))


def _is_identified(text: str, start: int) -> bool:
    near = text[max(0, start - 3) : start].rstrip()[-1:]
    return bool(near) and near in _IDENTIFIER_ENDS and bool(_IDENTIFIER.search(text, max(0, start - 24), start))


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
        for part in _MORE.finditer(match["more"]):
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
    if not near or near[-1] not in _BEFORE_ENDS:
        return start, "", ""
    if near.endswith(("ที่", "อันดับ", "ลำดับ")):
        offset = max(at, start - 20)
        rank = _RANK.search(near)
        if rank:
            return offset + rank.start(), "อันดับที่", ""
        noun = max((near[-3 - n : -3] for n in range(2, 9) if near[-3 - n : -3] in _ORDINALS), key=len, default="")
        if noun:
            return offset + len(near) - 3 - len(noun), noun + "ที่", ""
    before = _BEFORE.search(text, max(at, start - 36), start)
    if before is None:
        return start, "", ""
    qualifier = next((name for name in _QUALIFIERS if before[name]), "")
    if before["prefix"] is None:
        return start, "", qualifier
    prefix = "%" if before["prefix"] == "ร้อยละ" else before["prefix"]
    return before.start("prefix"), unit_of(prefix).name, qualifier


def _qualified_after(match: re.Match[str]) -> str:
    if match["over"] or match["over_unit"] or match["rest"] == "เศษ":
        return "over"
    return "at_least" if match["rest"] else ""


def _is_no_amount(text: str, start: int, end: int) -> bool:
    """Whether a numeral without unit, magnitude and qualifier is a list marker, a time or a part of a code."""
    number, after = text[start:end], text[end : end + 1]
    if (after.isascii() and after.isalpha()) or (after in ("-", "–") and text[end + 1 : end + 2].isalnum()):
        return True  # 5G, 12-A
    if after == "+" or text[max(0, start - 1) : start] in ("+", "."):
        return True  # km 8+300, road นศ.4021
    plain = number.isdecimal()
    if plain and ((number[0] in "0๐" and len(number) > 1) or len(number) > 7):
        return True
    if re.fullmatch(_CLOCK, number) and text[max(0, start - 8) : start].rstrip().endswith("เวลา"):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if not line.strip(" \t\xa0#*") and "." in number:
        return True  # a heading 1.1
    if not plain or len(number) > 2:
        return False
    if after == ")":
        return line.endswith("(") or ((not line or line[-1].isspace()) and line.count("(") <= line.count(")"))
    following = text[end + 1 : end + 12].partition("\n")[0].strip()
    return after == "." and bool(following) and (not line or line[-1].isspace() or line[-1] == "(")


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _WORDS.finditer(text):
        start, end = match.span("number")
        words = match["number"]
        if _AFTER_DIGIT.search(text, max(0, start - 3), start):
            continue
        value, upper = _words_value(words)
        if value is None:
            continue
        begin, unit, qualifier = _before(text, 0, start)
        if unit not in ("", "%"):
            continue  # "ครั้งที่สอง"
        counts = _STARTS_WITH_ONE.match(words) is not None
        if not counts and (_LOOSE.search(text, max(0, start - 8), start) or (not qualifier and _LETTER.match(text, start - 1))):
            continue  # "หลายสิบกลุ่ม" is not ten groups, "พระพันปีหลวง" not a thousand years
        if unit == "" and match["unit"] and (match.start("unit") == end or not _ONLY_ONE.fullmatch(words)):
            written = unit_of(match["unit"])
            unit, value = written.name, (value + (Decimal("0.5") if match["unit_half"] else 0)) * written.factor
            end = match.end("unit_half") if match["unit_half"] else match.end("unit")
            if words == "ครึ่ง" and (unit not in _HALVES or text.startswith(("แรก", "หลัง"), end)):
                continue  # half of a year is an amount, the first half of the year is not
        elif unit == "" and not (counts and _POWERS.search(words) and not _LETTER.match(text, end)):
            continue
        yield Quantity(Span(begin, end), Span(*match.span("number")), value, unit, upper, qualifier or _qualified_after(match))


@lru_cache(maxsize=512)
def _words_value(words: str) -> tuple[Decimal | None, Decimal | None]:
    """The amount that number words stand for; สองสาม is two to three, and words that are no number have none."""
    few = _FEW.fullmatch(words)
    if few:
        low, high = (Decimal(thaiword_to_num(word)) for word in few.groups())
        return (low, high) if high == low + 1 else (None, None)
    if words == "ร้อยเอ็ด" or _FEW.search(words) or words.startswith("เอ็ด"):
        return None, None  # the province, a row of digits
    rest = words.removeprefix("ครึ่ง")
    try:
        value = Decimal(thaiword_to_num(rest)) if rest else Decimal(1)
    except ValueError:
        return None, None
    return (value / 2 if words.startswith("ครึ่ง") else value), None
