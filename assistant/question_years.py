"""Years in questions, which are shorter there than in documents: ปี 63, สงกรานต์ 68, (60-63)."""

from __future__ import annotations

import re

from assistant.question_dates import SPOKEN_MONTHS
from corpus.dates import date_spans, find_years
from corpus.document import THAI_MONTHS

_YEAR_WORD = "ปี(?:งบประมาณ|งบ|การศึกษา|ภาษี)?"
_SEASON = (
    "ปีใหม่|สงกรานต์|ตรุษจีน|ลอยกระทง|เข้าพรรษา|ออกพรรษา|วันแม่|วันพ่อ|วันเด็ก|วาเลนไทน์|คริสต์มาส|วันแรงงาน|วันสตรีสากล"
    r"|ต้นปี|กลางปี|ปลายปี|สิ้นปี|ไตรมาส(?:ที่)?\s?[1-4]"
)
_SPOKEN = "|".join(SPOKEN_MONTHS)
_MONTH = f"(?:{'|'.join(THAI_MONTHS)}|{_SPOKEN})"
_UNITS = "บาท|คน|ราย|ล้าน|แสน|หมื่น|พัน|ครั้ง|แห่ง|กลุ่ม|ตัน|คัน|ชิ้น|เดือน|นาที|ชั่วโมง|เปอร์เซ็นต์|องศา|จังหวัด|โครงการ|ปี(?!เดียว|ที่)"
_TWO = r"['’]?(?P<{}>[4-8]\d)(?!\d|[.,/:%]\d|\s?%|{}(?:{}))"
_SHORT_YEAR = re.compile(
    rf"(?P<season>{_SEASON}|{_MONTH})\s?(?:ปี\s?|/)?{_TWO.format('named', '', _UNITS)}"
    rf"|(?<!ยุค)(?<!ทศวรรษ)(?:{_YEAR_WORD}|(?<![ก-๎.])ป\.?)\s?(?:พ\.ศ\.)?\s?{_TWO.format('two', '[ ]?', _UNITS)}"
)
_EDITION = re.compile(
    rf"(?<![\d.,/-])(?<=[a-z\u0e01-\u0e4e\"”'’]\s)(?<!โควิด\s)(?<!โคโรนา\s)(?<!ไวรัส\s)(?<!covid\s)(?<!iso\s)(?P<year>20[0-4]\d)"
    rf"(?!\d|[.,:/%-]\d|\s?%|\s?(?:{_UNITS}))(?=\s|$)"
)
"""A year of the common era that a name ends with: JOB EXPO THAILAND 2019."""
_MONTHS = re.compile(rf"(?P<first>{_SPOKEN})(?=\s?(?:[-–]|ถึง|และ|กับ)\s?{_MONTH})")
_RANGE = re.compile(r"\(?(?<![\d.,/-])(?P<first>[4-8]\d)\s?[-–ถึง]{1,3}\s?(?P<last>[4-8]\d)(?![\d.,/%-])\)?")


def years_of(copy: str) -> frozenset[int]:
    """The common-era years that a question names, short ones included; two digits are of the Buddhist era.

    Args:
        copy: search copy of a question.
    """
    years = set(find_years(copy))
    years |= {_common_era(match["two"] or match["named"]) for match in _SHORT_YEAR.finditer(copy)}
    years |= {int(match["year"]) for match in _EDITION.finditer(copy)}
    for match in _ranges(copy):
        years |= set(range(_common_era(match["first"]), _common_era(match["last"]) + 1))
    return frozenset(years)


def without_years(copy: str) -> str:
    """A search copy with its years taken out, so that none is read as an amount; months and seasons stay."""
    kept = _MONTHS.sub(lambda match: f" {SPOKEN_MONTHS[match['first']]} ", copy)
    kept = _SHORT_YEAR.sub(lambda match: f"{_full_month(match['season'] or '')} ", kept)
    for match in reversed(_ranges(kept)):
        kept = f"{kept[: match.start()]} {kept[match.end() :]}"
    for span in reversed(date_spans(kept)):
        written = span.of(kept)
        months = [full for spoken, full in SPOKEN_MONTHS.items() if spoken in written]
        kept = f"{kept[: span.start]} {' '.join(months)} {kept[span.end :]}"
    return " ".join(kept.split())


def _ranges(copy: str) -> list[re.Match[str]]:
    """Two-digit years with a dash between them, in a question that speaks of years."""
    if "ปี" not in copy:
        return []
    return [match for match in _RANGE.finditer(copy) if match["first"] < match["last"]]


def _full_month(written: str) -> str:
    return SPOKEN_MONTHS.get(written, written)


def _common_era(two: str) -> int:
    return 2500 + int(two) - 543
