"""Years in questions, which are shorter there than in documents: ปี 63, สงกรานต์ 68, (60-63)."""

from __future__ import annotations

import re

from corpus.dates import date_spans, find_years
from corpus.document import THAI_MONTHS

_YEAR_WORD = "ปี(?:งบประมาณ|งบ|การศึกษา|ภาษี|ใหม่)?"
_SEASON = "สงกรานต์|ตรุษจีน|ลอยกระทง|เข้าพรรษา|ออกพรรษา|วันแม่|วันพ่อ|วันเด็ก|ต้นปี|กลางปี|ปลายปี|สิ้นปี|ช่วงปี"
_SPOKEN_MONTHS = tuple(re.sub("(?:คม|พันธ์|ยน)$", "", month) for month in THAI_MONTHS)
_MONTH = "|".join((*THAI_MONTHS, *_SPOKEN_MONTHS))
_TWO = r"(?P<two>[4-8]\d)(?!\d|[.,/:%]\d|\s?%)"
_NOT_COUNTED = (
    r"(?!\s?(?:บาท|คน|ราย|ล้าน|แสน|หมื่น|พัน|ครั้ง|แห่ง|กลุ่ม|ตัน|คัน|ชิ้น|เดือน|นาที|ชั่วโมง|เปอร์เซ็นต์|องศา|จังหวัด|โครงการ|ปี(?!เดียว|ที่)))"
)
_SHORT_YEAR = re.compile(
    rf"(?P<cue>{_YEAR_WORD}|{_SEASON}|{_MONTH}|ไตรมาส(?:ที่)?\s?[1-4]|(?<![ก-๎.])ป\.?)\s?(?:พ\.ศ\.)?\s?['’]?{_TWO}{_NOT_COUNTED}"
)
_RANGE = re.compile(r"\(?(?<![\d.,/-])(?P<first>[4-8]\d)\s?[-–ถึง]{1,3}\s?(?P<last>[4-8]\d)(?![\d.,/%-])\)?")
_YEAR_FIGURES = re.compile(rf"(?:{_YEAR_WORD}|พ\.ศ\.|ค\.ศ\.)?\s?['’]?\d{{2,4}}(?:\s?[-–]\s?\d{{2,4}})?")
_FIGURES = re.compile(r"\s?['’]?\d{2}$")


def years_of(copy: str) -> frozenset[int]:
    """The common-era years that a question names, short ones included; two digits are of the Buddhist era.

    Args:
        copy: search copy of a question.
    """
    years = set(find_years(copy))
    years |= {_common_era(match["two"]) for match in _SHORT_YEAR.finditer(copy)}
    for match in _ranges(copy):
        years |= set(range(_common_era(match["first"]), _common_era(match["last"]) + 1))
    return frozenset(years)


def without_years(copy: str) -> str:
    """A search copy with its years taken out, so that they are not read as amounts; names of months and seasons stay."""
    kept = _SHORT_YEAR.sub(lambda match: f"{_FIGURES.sub('', match.group())} ", copy)
    for match in reversed(_ranges(kept)):
        kept = f"{kept[: match.start()]} {kept[match.end() :]}"
    for span in reversed(date_spans(kept)):
        written = span.of(kept)
        named = " ".join(month for month in THAI_MONTHS if month in written)
        months = named or " ".join(full for short, full in zip(_SPOKEN_MONTHS, THAI_MONTHS, strict=True) if short in written)
        kept = f"{kept[: span.start]} {months} {kept[span.end :]}"
    return " ".join(kept.split())


def _ranges(copy: str) -> list[re.Match[str]]:
    """Two-digit years with a dash between them, in a question that speaks of years."""
    if "ปี" not in copy:
        return []
    return [match for match in _RANGE.finditer(copy) if match["first"] < match["last"]]


def _common_era(two: str) -> int:
    return 2500 + int(two) - 543
