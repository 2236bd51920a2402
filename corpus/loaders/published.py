"""Dates of publication as files state them, in any of the forms that people and programs write."""

from __future__ import annotations

import datetime
import re

from corpus.document import PartialDate
from corpus.errors import CorpusError

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ISO = re.compile(r"(?P<date>(?:\d{4}|-)(?:-\d{1,2}){0,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)
_BUDDHIST = range(2400, 2700)
"""Years that can only be meant in the Buddhist era (1857 to 2156 of the common era)."""


def read_published(value: object) -> PartialDate | None:
    """Read a date of publication.

    Args:
        value: a date or datetime, a year as a number, or text: ISO 8601 with or without a time, a truncated form such
            as ``2015-01`` or ``--09-09``, or a Thai date such as ``20 มกราคม 2558``. Years from 2400 to 2699 are those
            of the Buddhist era.

    Returns:
        The date in the common era, or None if ``value`` is none of these.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime.date):
        return _date(value.year, value.month, value.day)
    if isinstance(value, int):
        return _date(value) if 1000 <= value <= 2699 else None
    if not isinstance(value, str):
        return None
    text = value.strip().translate(_THAI_DIGITS)
    if match := _ISO.fullmatch(text):
        stated = match["date"]
        year, _, rest = ("", "", stated[2:]) if stated.startswith("-") else stated.partition("-")
        month, _, day = rest.partition("-")
        return _date(*(int(part) if part else None for part in (year, month, day)))
    return _in_words(text)


def _date(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
    if year is not None and year in _BUDDHIST:
        year -= 543
    try:
        return PartialDate(year, month, day)
    except CorpusError:
        return None


def _in_words(text: str) -> PartialDate | None:
    from corpus.dates import find_dates

    mentions = find_dates(text) if len(text) < 200 else []
    return mentions[0].date if len(mentions) == 1 else None
