"""Dates and years as Thai texts write them: Thai digits, Buddhist and common era, abbreviated months, ranges.

What is read is what is written: a day without a year stays without one, and an impossible day is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.document import THAI_MONTHS, PartialDate, Span
from corpus.errors import CorpusError
from corpus.units import DIGIT, counted

Era = Literal["be", "ce"]

_MAX_YEARS = 30
_THAI_SHORT = ("มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค")
_SPOKEN = {2: "กุมภา", 4: "เมษา", 5: "พฤษภา", 6: "มิถุนา", 7: "กรกฎา", 8: "สิงหา", 9: "กันยา", 10: "ตุลา", 11: "พฤศจิกา"}
_ENGLISH_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NUMBERS = {
    **{name: i for names in (THAI_MONTHS, _THAI_SHORT, _ENGLISH_SHORT) for i, name in enumerate(names, 1)},
    **{name: i for i, name in _SPOKEN.items()},
}
# Without its dots an abbreviation is a month only before a year: มีค is also how มีค่า begins.
_ABBREVIATED = "|".join(
    rf"{short[:-1]}\.\s?{short[-1]}(?:\.|(?![ก-ฮะ-ฺ็-๎]))|{short}(?:\.|(?=\s?{DIGIT}{{2}}))" for short in _THAI_SHORT
)
_ENGLISH = (
    "(?:(?i:january|february|april|june|july|august|september|october|november|december"
    r"|sept|jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)|March|MARCH|Mar|MAR|May|MAY)(?![A-Za-z])\.?"
)
_MONTH = f"(?:{'|'.join(THAI_MONTHS)}|(?:{'|'.join(_SPOKEN.values())})(?![ก-ฮะ-ฺ็-๎])|{_ABBREVIATED}|{_ENGLISH})"
_ERA = r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|พุทธศักราช|คริสต์?ศักราช|B\.?E\.?|A\.?D\.?|C\.?E\.?)"
_YEAR_WORD = "ปี(?:งบประมาณ|งบฯ?|การศึกษา|การผลิต|บัญชี|ภาษี|เพาะปลูก)?"
_WEEKDAY = "(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)"
_DAY = "[0-3๐-๓]?[0-9๐-๙]"
_YYYY = f"[12๑๒]{DIGIT}{{3}}"
_TO = r"\s{0,2}(?:[-–—~]|จนถึง|ถึง|to|until)\s{0,2}"
_OVER = f"(?!{DIGIT}|[.,:/]{DIGIT})"
_BEFORE_TWO = ("ปี", r"ปี\s", "งบ", r"งบ\s", "ฯ", r"ฯ\s", "าณ", r"าณ\s", r"ษา\s", r"\.", r"\.\s", r"คม\s", r"ยน\s", r"ธ์\s", "['’]")
_SCAN = re.compile(
    rf"""(?<![0-9๐-๙A-Za-z])(?<![0-9๐-๙][.,:])(?:
      (?P<iso>{_YYYY})(?P<sep>[-/])(?P<iso_month>{_DAY})(?P=sep)(?P<iso_day>{_DAY})
    | (?P<first>{_DAY})(?P<mark>[-/.])(?P<second>{_DAY})(?P=mark)(?P<last>{DIGIT}{{4}}|{DIGIT}{{2}})(?![-/]{DIGIT})
    | (?P<day>{_DAY})(?:st|nd|rd|th)?
      (?:(?:{_TO}|\s{{0,2}}(?P<and>และ|,|&)\s{{0,2}})(?:วัน{_WEEKDAY}?ที่\s?)?(?P<until>{_DAY})(?:st|nd|rd|th)?)?
      \s{{0,3}}(?:เดือน\s?|of\s)?(?P<month>{_MONTH})
      (?:\s{{0,3}},?\s?(?:ปี\s?)?(?P<era>{_ERA}\s{{0,2}})?['’]?(?P<month_year>{DIGIT}{{4}}|{DIGIT}{{2}}){_OVER})?
    | (?P<year>{_YYYY})(?:{_TO}(?:ปี\s?)?(?:{_ERA}\s?)?(?P<to>{_YYYY}){_OVER}|[-–/](?P<to_two>{DIGIT}{{2}}|{_YYYY}){_OVER})?
    | (?:{"|".join(f"(?<={word})" for word in _BEFORE_TWO)})(?P<two>{DIGIT}{{2}})(?:\s?[-–/]\s?(?P<two_to>{DIGIT}{{2}}))?
    ){_OVER}""",
    re.VERBOSE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z])(?P<month>{_ENGLISH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<until>\d{{1,2}}))?"
    r"(?:,?\s(?P<month_year>\d{4}))?(?![\d:]|[.,]\d)",
    re.ASCII,
)
_CUE = re.compile(
    rf"(?:(?:(?:เดือน\s?)?(?P<from>{_MONTH}){_TO})?(?:เดือน\s?)?(?P<month>{_MONTH})\s{{0,3}},?\s?)?(?:ของ)?"
    rf"(?:(?P<word>{_YEAR_WORD})\s{{0,2}})?(?P<era>{_ERA}\s{{0,2}})?['’]?$"
)
_DAY_CUE = re.compile(rf"(?:วัน{_WEEKDAY}?\s?ที่|วัน{_WEEKDAY})\s{{0,2}}$")
_ENGLISH_CUE = re.compile(r"(?<![A-Za-z])(?:in|since|by|year|during|from|until|FY|of)\s$", re.IGNORECASE)
_AMOUNT_CUE = re.compile(
    r"(?:กว่า|ประมาณ|เกือบ|จำนวน|เกิน|ร้อยละ|เพียง|ราคา|หมายเลข|เลขที่|รหัส|โทร\.?|[$฿])\s?$"
    rf"|(?<!{DIGIT})[0๐][\s-](?:{DIGIT}{{3,4}}[\s-])?$|{DIGIT}-$"
)
_COUNTS_YEARS = re.compile(rf"(?:(?P<label>(?:ที่|ไตรมาส)\s?)?(?<!{DIGIT}){DIGIT}+\s?|ต่อ|ทุก|ราย|หลาย)$")
_CONNECTOR = re.compile(_TO)
_DIGITS = re.compile(f"{DIGIT}+")
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
class DateMention:
    """A date that a text mentions.

    Args:
        span: its characters, with the words that belong to it (``วันที่``, ``ปี``, ``พ.ศ.``).
        date: the date in the common era as far as stated; the first one of a range.
        until: the last date of a range, or None.
        era: how the year was written: Buddhist era, common era, or None where no year is stated.
    """

    span: Span
    date: PartialDate
    until: PartialDate | None = None
    era: Era | None = None


@dataclass(frozen=True, slots=True)
class RelativeYears:
    """A period told from the present, such as ``3 ปีที่ผ่านมา``.

    Args:
        span: its characters.
        count: how many years back; 0 for this year, -1 for the next.
    """

    span: Span
    count: int


@dataclass(frozen=True, slots=True)
class _Raw:
    """Something written as a date, whether or not there is such a day."""

    start: int
    end: int
    date: PartialDate | None
    until: PartialDate | None = None
    era: Era | None = None


def find_dates(text: str) -> list[DateMention]:
    """Find the dates and years that a text mentions.

    A four-digit number without any cue is a year only from 2400 to 2650, read as Buddhist era, and only if nothing
    counts it (``2563 ราย``); 1900 to 2100 needs a cue: ``ปี``, ``ค.ศ.``, a month, ``in``, a slash or brackets, or it is
    the whole text. Two digits after a Thai cue are a Buddhist-era year of the 2500s.

    Args:
        text: any text; Thai digits are digits.

    Returns:
        Mentions in order of their place, without overlap. Days that do not exist are left out.
    """
    return [
        DateMention(Span(raw.start, raw.end), raw.date, raw.until, raw.era) for raw in _raw(text) if raw.date is not None
    ]


def date_spans(text: str) -> list[Span]:
    """Spans of everything that is written as a date, days that do not exist included; in order, without overlap."""
    return [Span(raw.start, raw.end) for raw in _raw(text)]


def find_years(text: str) -> list[int]:
    """The common-era years that a text mentions, ascending; a range of up to 30 years is written out, a longer one not."""
    years: set[int] = set()
    for mention in find_dates(text):
        first = mention.date.year
        last = mention.until.year if mention.until else first
        if first is not None and last is not None:
            years.update(range(first, last + 1) if last - first < _MAX_YEARS else (first, last))
    return sorted(years)


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


def _raw(text: str) -> list[_Raw]:
    found: list[_Raw] = []
    for raw in _scanned(text):
        joined = _joined(text, found[-1], raw) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(raw)
    return found


def _scanned(text: str) -> Iterator[_Raw]:
    done = at = 0
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < at or digits.end() - start not in (1, 2, 4):
            continue
        match = _SCAN.match(text, start) or _month_first(text, start)
        if match is None:
            continue
        raw = _read(text, match, done)
        if raw:
            yield raw
            at = done = raw.end
        elif match.re is _SCAN and match["mark"]:
            at = match.end()


def _month_first(text: str, start: int) -> re.Match[str] | None:
    """The match for "January 20, 2015", whose day stands at ``start``; most numerals have no Latin letter before them."""
    if start < 4 or not text[start - 1].isspace() or not (text[start - 2].isascii() and text[start - 2] not in " \n0123456789"):
        return None
    for match in _MONTH_FIRST.finditer(text, max(0, start - 12), start + 24):
        if match.start("day") == start:
            return match
    return None


def _read(text: str, match: re.Match[str], done: int) -> _Raw | None:
    if match.re is _MONTH_FIRST:
        return _from_month(text, match, match.start())
    if match["day"]:
        until = match["until"]
        if until and (int(until) != int(match["day"]) + 1 if match["and"] else int(until) <= int(match["day"])):
            return None  # "5 และ 12 มกราคม": only the second stands beside its month
        cue = _DAY_CUE.search(text, max(done, match.start() - 22), match.start())
        return _from_month(text, match, cue.start() if cue else match.start())
    if match["iso"] or match["first"]:
        return _numeric(match)
    return _year_mention(text, match, done)


def _from_month(text: str, match: re.Match[str], start: int) -> _Raw:
    """A day and its month, with the year if one stands there."""
    name, digits = match["month"], match["month_year"]
    year, era, end = None, None, match.end()
    written = _year(digits, match.groupdict().get("era"), english=name.isascii()) if digits else None
    if digits and (written is None or (len(digits) == 2 and counted(text, end, nouns=False))):
        end = max(match.end("month"), match.end("until"), match.end("day"))
    elif written:
        year, era = written
    month = _month(name)
    date = _date(year, month, int(match["day"]))
    until = _date(year, month, int(match["until"])) if match["until"] else None
    return _Raw(start, end, None if match["until"] and until is None else date, until, era)


def _numeric(match: re.Match[str]) -> _Raw | None:
    """A date in figures: 12/05/2566, 2023-01-20."""
    if match["iso"]:
        digits, month, day = match["iso"], int(match["iso_month"]), int(match["iso_day"])
    else:
        digits, month, day = match["last"], int(match["second"]), int(match["first"])
    written = _year(digits, None)
    if written is None:
        return None
    if len(digits) == 2 and counted(match.string, match.end()):
        return None  # 15-1-23 ไร่: rai, ngan and wa
    if month > 12 and day <= 12 and written[1] == "ce":
        month, day = day, month  # the American order
    if not 1 <= month <= 12:
        return None
    return _Raw(match.start(), match.end(), _date(written[0], month, day), None, written[1])


def _year_mention(text: str, match: re.Match[str], done: int) -> _Raw | None:
    """A year, a range of years, or the year of a month, if what stands around the digits says that it is one."""
    digits = match["year"] or match["two"]
    start = match.start("year") if match["year"] else match.start("two")
    until = match["to"] or match["to_two"] or match["two_to"]
    before = text[max(done, start - 48) : start]
    cue = _CUE.search(before)
    word = cue["word"] if cue else None
    if cue and word and not cue["month"] and not cue["era"]:
        counts = _COUNTS_YEARS.search(before, 0, cue.start())
        if counts and not counts["label"]:
            cue = None  # "3 ปี 2563 ราย", "ต่อปี 50 ราย", but "ไตรมาส 3 ปี 63"
    if cue and not (cue["month"] or word or cue["era"]):
        cue = None
    written = _year(digits, cue["era"] if cue else None, english=bool(cue and cue["month"] and cue["month"].isascii()))
    if written is None:
        return None
    year, era = written
    last = _last_year(year, digits, until, written) if until else None
    if until and text[start + len(digits)] == "/" and last != year + 1:
        return None  # a document number such as 2411/2562
    end = match.end() if last else start + len(digits)
    if cue is None and (match["two"] or not _is_bare_year(text, start, end, int(digits), before)):
        return None
    if match["two"] and counted(text, end, nouns=False):
        return None
    begin = start - (len(before) - cue.start()) if cue else start
    if cue is None or not cue["month"]:
        return _Raw(begin, end, _date(year), _date(last) if last else None, era)
    month, since = _month(cue["month"]), _month(cue["from"]) if cue["from"] else None
    if since is None or since == month:
        return _Raw(begin, start + len(digits), _date(year, month), None, era)
    return _Raw(begin, start + len(digits), _date(year - (since > month), since), _date(year, month), era)


def _is_bare_year(text: str, start: int, end: int, number: int, before: str) -> bool:
    """The one decision whether four digits without ``ปี``, an era or a month are a year or an amount."""
    if counted(text, end) or _AMOUNT_CUE.search(before):
        return False
    if 2400 <= number <= 2650:
        return True
    slash = len(before) > 1 and before[-1] == "/" and before[-2].isdecimal()
    brackets = before.rstrip().endswith("(") and text[end : end + 1] == ")"
    alone = text.strip() == text[start:end]
    return 1900 <= number <= 2100 and (slash or brackets or alone or bool(_ENGLISH_CUE.search(before)))


def _last_year(year: int, digits: str, until: str, written: tuple[int, Era]) -> int | None:
    """The last year of a range, if it does not come before the first."""
    if len(until) == 2:
        last = year - int(digits[-2:]) + int(until)
    else:
        other = _year(until, "พ" if written[1] == "be" else "ค")
        last = other[0] if other else 0
    return last if year < last <= year + 1000 else None


def _joined(text: str, first: _Raw, second: _Raw) -> _Raw | None:
    """One range out of two dates with a dash between them; the first takes its year from the second if it has none."""
    a, b = first.date, second.date
    if a is None or b is None or first.until or second.until or not _CONNECTOR.fullmatch(text, first.end, second.start):
        return None
    if a.year is None and b.year is not None and a.month and b.month:
        a = _date(b.year - (a.month > b.month), a.month, a.day)
    if a is None or ((a.month is None) != (b.month is None)) or ((a.day is None) != (b.day is None)):
        return None
    if (a.year is None) != (b.year is None) or [p or 0 for p in _parts(a)] >= [p or 0 for p in _parts(b)]:
        return None
    return _Raw(first.start, second.end, a, b, second.era)


def _parts(date: PartialDate) -> tuple[int | None, int | None, int | None]:
    return date.year, date.month, date.day


def _year(digits: str, era: str | None, *, english: bool = False) -> tuple[int, Era] | None:
    """The common-era year behind written digits, and the era that they were written in."""
    number = int(digits)
    common = bool(era) and era.strip()[0] in "คACac" if era else False
    if len(digits) == 2:
        return (2000 + number, "ce") if common or english else (2500 + number - 543, "be")
    if common or (not era and 1500 <= number < 2200):
        return number, "ce"
    if (era and number > 543) or 2300 <= number <= 2700:
        return number - 543, "be"
    return None


def _month(name: str) -> int:
    return _MONTH_NUMBERS[name[:3].lower() if name.isascii() else re.sub(r"[.\s]", "", name)]


def _date(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except CorpusError:
        return None
