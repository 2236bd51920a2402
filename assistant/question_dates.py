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
_BY_LETTERS = {short.replace(".", ""): short for short in _SHORT}
_DOTLESS = "|".join(_BY_LETTERS)
_YEAR = r"['’]?(?:[4-8]\d|25\d\d)(?!\d|[.,:%]\d|\s?%)"
_NO_DOTS = re.compile(
    rf"(?<![ก-๎])(?:{_DOTLESS})(?=\s?(?:[-–]|ถึง)\s?\d{{0,2}}\s?(?:{_DOTLESS})\s?{_YEAR})"
    rf"|(?:{_DOTLESS})(?=\s?{_YEAR})|(?<=\d)\s?(?:{_DOTLESS})(?=\s?(?:[-–]|ถึง|$|\s))"
)
"""Months that are abbreviated without full stops, beside a day or a year."""
_TWO_FIGURES = re.compile(
    rf"(?P<day>(?<![\d.,])\d{{1,2}}\s?(?:เดือน\s?)?)"
    rf"(?P<month>{'|'.join(map(re.escape, _SHORT))}|{'|'.join(THAI_MONTHS)}|{_NAMES})\s?"
    r"['’]?(?P<year>[4-8]\d)(?!\d|[.,:/%]\d|\s?%)(?=\s|$|[)\-–]|ถึง)"
)
"""A day and a month with two figures of a year after them: 66 in "14 มี.ค. 66 คนผ่าน…" counts nobody."""
_LONE_MONTH = re.compile(rf"({'|'.join(THAI_MONTHS)})")
_REIGN = re.compile(r"(?<![ก-๎.])ร\.\s?\d{1,2}(?!\d)|รัชกาลที่\s?\d{1,2}(?!\d)")
"""A king by his number, which is no day of the month after it."""
_WITHIN = 0.8
"""How well a period fits a day or month that it includes."""
_LESS_EXACT = 0.6
"""How well a month fits that is told without the day asked for."""
_NO_YEAR = 0.8
"""How much less a date says that leaves the year open."""
_LAST_DAY = 31


def written_out(copy: str) -> str:
    """A question with the full stops of its months, and with all figures of years beside a day and a month.

    Args:
        copy: search copy of a question.
    """
    dotted = " ".join(_NO_DOTS.sub(lambda match: f" {_BY_LETTERS[match.group().strip()]} ", copy).split())
    return _TWO_FIGURES.sub(_in_full, dotted)


def _in_full(match: re.Match[str]) -> str:
    return f"{match['day']}{SPOKEN_MONTHS.get(match['month'], match['month'])} 25{match['year']}"


def dates_of(copy: str, years: frozenset[int]) -> tuple[PartialDate, ...]:
    """The dates that a question names with their month; of a period both ends.

    Args:
        copy: search copy of a question.
        years: common-era years that it names; a month without one is of the only one of them.
    """
    text = _SPOKEN_MONTH.sub(lambda match: SPOKEN_MONTHS[match[1] or match[2]], _REIGN.sub(" ", copy))
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
    if asked.year and first.year and last.year and not first.year <= asked.year <= last.year:
        return 0.0
    less = _NO_YEAR if asked.year and not first.year else 1.0
    if mention.until is None or not last.month:
        if first.month != asked.month:
            return 0.0
        if not asked.day or first.day == asked.day:
            return less
        return 0.0 if first.day else _LESS_EXACT * less
    years = bool(asked.year and first.year)
    begins, ends = _key(first, 1, years=years), _key(last, _LAST_DAY, years=years)
    low, high = _key(asked, 1, years=years), _key(asked, _LAST_DAY, years=years)
    turns = begins > ends  # over a New Year, and no year to tell it by
    inside = low <= begins and ends <= high and not turns
    if inside or (*low[:2], asked.day) in ((*begins[:2], first.day), (*ends[:2], last.day)):
        return less
    within = (begins <= high or low <= ends) if turns else (begins <= high and low <= ends)
    return _WITHIN * less if within else 0.0


def _key(date: PartialDate, day: int, *, years: bool) -> tuple[int, int, int]:
    """What orders dates: with their years or without; a day that is not told is the one given."""
    return (date.year or 0) if years else 0, date.month or 0, date.day or day


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
