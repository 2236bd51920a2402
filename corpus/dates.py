"""Dates and years as Thai texts write them: Thai digits, Buddhist and common era, abbreviated months, ranges.

What is read is what is written: a day without a year stays without one, and an impossible day is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.date_patterns import (
    AMOUNT_CUE,
    CONNECTOR,
    COUNTS_YEARS,
    CUE,
    DAY_CUE,
    DIGITS,
    ENGLISH_CUE,
    MONTH_FIRST,
    SCAN,
    Era,
    read_month,
    read_year,
)
from corpus.document import PartialDate, Span
from corpus.errors import CorpusError
from corpus.relative_years import RelativeYears, find_relative_years
from corpus.units import counted

__all__ = ["DateMention", "Era", "RelativeYears", "date_spans", "find_dates", "find_relative_years", "find_years"]

_MAX_YEARS = 30
_EARLIEST, _LATE = 1000, 1500
"""Years of the common era from and up to which only the word ``ปี`` tells that a number is one."""


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
    return [DateMention(Span(raw.start, raw.end), raw.date, raw.until, raw.era) for raw in _raw(text) if raw.date]


def date_spans(text: str) -> list[Span]:
    """Spans of everything that is written as a date, days that do not exist included; in order, without overlap."""
    return [Span(raw.start, raw.end) for raw in _raw(text)]


def find_years(text: str) -> list[int]:
    """The common-era years that a text mentions, ascending; ranges are written out up to 30 years, longer ones not."""
    years: set[int] = set()
    for mention in find_dates(text):
        first = mention.date.year
        last = mention.until.year if mention.until else first
        if first is not None and last is not None:
            years.update(range(first, last + 1) if last - first < _MAX_YEARS else (first, last))
    return sorted(years)


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
    for digits in DIGITS.finditer(text):
        start = digits.start()
        if start < at or digits.end() - start not in (1, 2, 4):
            continue
        match = SCAN.match(text, start) or _month_first(text, start)
        if match is None:
            continue
        raw = _read(text, match, done)
        if raw:
            yield raw
            at = done = raw.end
        elif match.re is SCAN and match["mark"]:
            at = match.end()


def _month_first(text: str, start: int) -> re.Match[str] | None:
    """The match for "January 20, 2015", whose day stands at ``start``."""
    if start < 4 or not text[start - 1].isspace() or not text[start - 2].isascii() or not text[start - 3].isalpha():
        return None  # nearly always: a Thai word stands before the numeral
    for match in MONTH_FIRST.finditer(text, max(0, start - 12), start + 24):
        if match.start("day") == start:
            return match
    return None


def _read(text: str, match: re.Match[str], done: int) -> _Raw | None:
    if match.re is MONTH_FIRST:
        return _from_month(text, match, match.start())
    if match["day"]:
        until = match["until"]
        if until and (int(until) != int(match["day"]) + 1 if match["and"] else int(until) <= int(match["day"])):
            return None  # "5 และ 12 มกราคม": only the second stands beside its month
        cue = DAY_CUE.search(text, max(done, match.start() - 22), match.start())
        return _from_month(text, match, cue.start() if cue else match.start())
    if match["iso"] or match["first"]:
        return _numeric(match)
    return _year_mention(text, match, done)


def _from_month(text: str, match: re.Match[str], start: int) -> _Raw:
    """A day and its month, with the year if one stands there."""
    name, digits = match["month"], match["month_year"]
    year, era, end = None, None, match.end()
    written = read_year(digits, match.groupdict().get("era"), english=name.isascii()) if digits else None
    if digits and (written is None or (len(digits) == 2 and counted(text, end, nouns=False))):
        end = max(match.end("month"), match.end("until"), match.end("day"))
    elif written:
        year, era = written
    month = read_month(name)
    date = _date(year, month, int(match["day"]))
    until = _date(year, month, int(match["until"])) if match["until"] else None
    return _Raw(start, end, None if match["until"] and until is None else date, until, era)


def _numeric(match: re.Match[str]) -> _Raw | None:
    """A date in figures: 12/05/2566, 2023-01-20."""
    if match["iso"]:
        digits, month, day = match["iso"], int(match["iso_month"]), int(match["iso_day"])
    else:
        digits, month, day = match["last"], int(match["second"]), int(match["first"])
    written = read_year(digits, None)
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
    cue = CUE.search(before)
    word = cue["word"] if cue else None
    if cue and word and not cue["month"] and not cue["era"]:
        counts = COUNTS_YEARS.search(before, 0, cue.start())
        if counts and not counts["label"]:
            cue = None  # "3 ปี 2563 ราย", "ต่อปี 50 ราย", but "ไตรมาส 3 ปี 63"
    if cue and not (cue["month"] or word or cue["era"]):
        cue = None
    written = read_year(
        digits, cue["era"] if cue else None, english=bool(cue and cue["month"] and cue["month"].isascii())
    )
    if written is None and word == "ปี" and cue and not cue["era"] and _is_early(text, match, int(digits)):
        written = int(digits), "ce"
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
    month, since = read_month(cue["month"]), read_month(cue["from"]) if cue["from"] else None
    if since is None or since == month:
        return _Raw(begin, start + len(digits), _date(year, month), None, era)
    return _Raw(begin, start + len(digits), _date(year - (since > month), since), _date(year, month), era)


def _is_bare_year(text: str, start: int, end: int, number: int, before: str) -> bool:
    """The one decision whether four digits without ``ปี``, an era or a month are a year or an amount."""
    if counted(text, end) or AMOUNT_CUE.search(before):
        return False
    if 2400 <= number <= 2650:
        return True
    slash = len(before) > 1 and before[-1] == "/" and before[-2].isdecimal()
    brackets = before.endswith("(") and text[end : end + 1] == ")"
    alone = len(text) < 24 and text.strip() == text[start:end]
    return 1900 <= number <= 2100 and (slash or brackets or alone or bool(ENGLISH_CUE.search(before)))


def _is_early(text: str, match: re.Match[str], number: int) -> bool:
    """Whether a number after ``ปี`` is a year of the common era that no Buddhist year looks like: ปี 1066."""
    return _EARLIEST <= number < _LATE and not counted(text, match.end())


def _last_year(year: int, digits: str, until: str, written: tuple[int, Era]) -> int | None:
    """The last year of a range, if it does not come before the first."""
    if len(until) == 2:
        last = year - int(digits[-2:]) + int(until)
    else:
        other = read_year(until, "พ" if written[1] == "be" else "ค")
        last = other[0] if other else 0
    return last if year < last <= year + 1000 else None


def _joined(text: str, first: _Raw, second: _Raw) -> _Raw | None:
    """One range out of two dates with a dash between them; the first takes its year from the second if it has none."""
    a, b = first.date, second.date
    if a is None or b is None or first.until or second.until or not CONNECTOR.fullmatch(text, first.end, second.start):
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


def _date(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except CorpusError:
        return None
