"""How Thai texts write dates: the patterns that `corpus.dates` reads with, and what months and years they mean."""

from __future__ import annotations

import re
from typing import Literal

from corpus.document import THAI_MONTHS
from corpus.units import DIGIT

Era = Literal["be", "ce"]
"""How a year is written: Buddhist or common era."""

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
_TO = r"\s{0,2}(?:[-‐-―−~]|จนถึง|ถึง|to|until)\s{0,2}"
_OVER = f"(?!{DIGIT}|[.,:/]{DIGIT})"
_CUES = r"ปี ปี\s งบ งบ\s ฯ ฯ\s าณ าณ\s ษา\s \. \.\s คม\s ยน\s ธ์\s ['’]"  # a look-behind has a fixed width
_AFTER_CUE = f"(?:{'|'.join(f'(?<={cue})' for cue in _CUES.split())})"
SCAN = re.compile(
    rf"""(?<![0-9๐-๙A-Za-z])(?<![0-9๐-๙][.,:])(?:
      (?P<iso>{_YYYY})(?P<sep>[-/])(?P<iso_month>{_DAY})(?P=sep)(?P<iso_day>{_DAY})
    | (?P<first>{_DAY})(?P<mark>[-/.])(?P<second>{_DAY})(?P=mark)(?P<last>{DIGIT}{{4}}|{DIGIT}{{2}})(?![-/]{DIGIT})
    | (?P<day>{_DAY})(?:st|nd|rd|th)?
      (?:(?:{_TO}|\s{{0,2}}(?P<and>และ|,|&)\s{{0,2}})(?:วัน{_WEEKDAY}?ที่\s?)?(?P<until>{_DAY})(?:st|nd|rd|th)?)?
      (?:\s{{0,3}}(?:เดือน\s?|of\s)?|[-/])(?P<month>{_MONTH})
      (?:(?:\s{{0,3}},?\s?|[-/])(?:ปี\s?)?(?P<era>{_ERA}\s{{0,2}})?['’]?(?P<month_year>{DIGIT}{{4}}|{DIGIT}{{2}}){_OVER})?
    | (?P<year>{_YYYY})
      (?:{_TO}(?:ปี\s?)?(?:{_ERA}\s?)?(?P<to>{_YYYY}){_OVER}|[-–/](?P<to_two>{DIGIT}{{2}}|{_YYYY}){_OVER})?
    | {_AFTER_CUE}(?<!ยุคปี)(?<!ยุคปี\s)(?P<two>{DIGIT}{{2}})(?:\s?[-–/]\s?(?P<two_to>{DIGIT}{{2}}))?
    ){_OVER}""",
    re.VERBOSE,
)
MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z])(?P<month>{_ENGLISH})\s(?P<day>{_DAY})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<until>{_DAY}))?"
    rf"(?:,?\s(?P<month_year>{DIGIT}{{4}}))?{_OVER}"
)
CUE = re.compile(
    rf"(?:(?:(?:เดือน\s?)?(?P<from>{_MONTH}){_TO})?(?:เดือน\s?)?(?P<month>{_MONTH})\s{{0,3}},?\s?)?(?:ของ)?"
    rf"(?:(?P<word>{_YEAR_WORD})\s{{0,2}})?(?P<era>{_ERA}\s{{0,2}})?['’]?$"
)
DAY_CUE = re.compile(rf"(?:วัน{_WEEKDAY}?\s?ที่|วัน{_WEEKDAY})\s{{0,2}}$")
ENGLISH_CUE = re.compile(r"(?<![A-Za-z])(?:in|since|by|year|during|from|until|FY|of)\s$", re.IGNORECASE)
AMOUNT_CUE = re.compile(
    r"(?:กว่า|ประมาณ|เกือบ|จำนวน|เกิน|ร้อยละ|เพียง|ราคา|หมายเลข|เลขที่|รหัส|โทร\.?|[$฿])\s?$"
    rf"|(?<!{DIGIT})[0๐][\s-](?:{DIGIT}{{3,4}}[\s-])?$|{DIGIT}-$"
)
COUNTS_YEARS = re.compile(rf"(?:(?P<label>(?:ที่|ไตรมาส)\s?)?(?<!{DIGIT}){DIGIT}+\s?|ต่อ|ทุก|ราย|หลาย)$")
CONNECTOR = re.compile(_TO)
DIGITS = re.compile(f"{DIGIT}+")


def read_year(digits: str, era: str | None, *, english: bool = False) -> tuple[int, Era] | None:
    """The common-era year behind written digits.

    Args:
        digits: two or four digits of either script.
        era: the word for the era as written (``พ.ศ.``, ``ค.ศ.``, ``A.D.``), or None where none is.
        english: whether the month beside it is English, so that two digits mean the 2000s.

    Returns:
        The year and the era that it was written in, or None if it is no likely year.
    """
    number = int(digits)
    common = era is not None and era[0] in "คACac"
    if len(digits) == 2:
        return (2000 + number, "ce") if common or english else (2500 + number - 543, "be")
    if common or (era is None and 1500 <= number < 2200):
        return number, "ce"
    if (era is not None and number > 543) or 2300 <= number <= 2700:
        return number - 543, "be"
    return None


def read_month(name: str) -> int:
    """The number of a month as `SCAN` and `MONTH_FIRST` match it, in full, abbreviated or spoken form."""
    return _MONTH_NUMBERS[name[:3].lower() if name.isascii() else re.sub(r"[.\s]", "", name)]
