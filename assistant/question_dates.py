"""Months and days that a question names, and how well the dates of a text fit them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.dates import DateMention, find_dates
from corpus.document import THAI_MONTHS, PartialDate
from corpus.errors import CorpusError
from corpus.units import DIGIT

SPOKEN_MONTHS = {re.sub("(?:คม|พันธ์|ยน)$", "", month): month for month in THAI_MONTHS}
"""Months as they are called in speech, without their endings, and in full."""
_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_NAMES = "|".join(SPOKEN_MONTHS)
_SPOKEN_MONTH = re.compile(  # some are names of people too
    rf"(?:(?<=เดือน)|(?<=ช่วง)|(?<=ตอน)|(?<=ต้น)|(?<=กลาง)|(?<=ปลาย)|(?<={DIGIT})|(?<={DIGIT}\s))({_NAMES})(?!คม|พันธ์|ยน)"
    rf"|({_NAMES})(?=\s?(?:ปี\s?)?'?{DIGIT}|\s?[-–]|ถึง|นี้|ที่แล้ว|ที่ผ่านมา)"
)
_LONE_MONTH = re.compile(rf"({'|'.join(THAI_MONTHS)})")
_WITHIN = 0.8
"""How well a period fits a day or month that it includes."""
_LESS_EXACT = 0.6
"""How well a month fits that is told without the day asked for."""
_NO_YEAR = 0.8
"""How much less a date says that leaves the year open."""
_LAST_DAY = 31


def dates_of(copy: str, years: frozenset[int]) -> tuple[PartialDate, ...]:
    """The dates that a question names with their month; of a period both ends.

    Args:
        copy: search copy of a question.
        years: common-era years that it names; a month without one is of the only one of them.
    """
    text = _SPOKEN_MONTH.sub(lambda match: SPOKEN_MONTHS[match[1] or match[2]], copy)
    found: list[PartialDate] = []
    rest = text
    for mention in reversed(find_dates(text)):
        ends = [end for end in (mention.date, mention.until) if end is not None and end.month]
        if ends:
            found = ends + found
            rest = f"{rest[: mention.span.start]} {rest[mention.span.end :]}"
    found += [PartialDate(None, THAI_MONTHS.index(match[1]) + 1) for match in _LONE_MONTH.finditer(rest)]
    only = next(iter(years)) if len(years) == 1 else None
    return tuple(dict.fromkeys(_of_year(date, only) for date in found))


def date_fit(asked: Iterable[PartialDate], mentions: Iterable[DateMention]) -> float:
    """How well the dates of a text fit one of those that a question names: 0 to 1, 1 for the same day or month.

    Args:
        asked: as `dates_of` gives them.
        mentions: dates of the text; those without a month fit nothing.
    """
    told = [mention for mention in mentions if mention.date.month]
    return max((_fit(date, mention) for date in asked for mention in told), default=0.0)


def _fit(asked: PartialDate, mention: DateMention) -> float:
    first, last = mention.date, mention.until or mention.date
    years = first.year, last.year
    if asked.year and years[0] and years[1] and not years[0] <= asked.year <= years[1]:
        return 0.0
    less = _NO_YEAR if asked.year and not years[0] else 1.0
    if mention.until is None or not last.month:
        if first.month != asked.month:
            return 0.0
        if not asked.day or first.day == asked.day:
            return less
        return 0.0 if first.day else _LESS_EXACT * less
    begins, ends = (first.month or 0, first.day or 1), (last.month, last.day or _LAST_DAY)
    if begins > ends:
        return 0.0  # over the turn of a year; rare
    low, high = (asked.month or 0, asked.day or 1), (asked.month or 0, asked.day or _LAST_DAY)
    inside = low <= begins and ends <= high
    if inside or (asked.month, asked.day) in ((first.month, first.day), (last.month, last.day)):
        return less
    return _WITHIN * less if begins <= high and low <= ends else 0.0


def _of_year(date: PartialDate, year: int | None) -> PartialDate:
    if date.year is not None or year is None:
        return date
    try:
        return PartialDate(year, date.month, date.day)
    except CorpusError:
        return date  # the 29th of February is of few years


def spelt_out(dates: Iterable[PartialDate]) -> list[str]:
    """Dates as documents write them, in full and abbreviated, to be searched for."""
    found = []
    for date in dates:
        if date.month:
            day = f"{date.day} " if date.day else ""
            year = date.year + 543 if date.year else None
            found.append(f"{day}{THAI_MONTHS[date.month - 1]} {year or ''}".strip())
            found.append(f"{day}{_SHORT[date.month - 1]} {str(year)[2:] if year else ''}".strip())
    return found
