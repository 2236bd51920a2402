"""What staff state of a document: title, publisher, date and address, as they type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from corpus.dates import find_dates
from corpus.document import THAI_MONTHS, Document, PartialDate
from corpus.errors import CorpusError
from ui.options import BUDDHIST_ERA, FIRST_BUDDHIST_YEAR

LONGEST_FIELD = 500
"""Characters of a field, at most."""

_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?:(?P<d>\d{1,2})/)?(?P<m>\d{1,2})/)?(?P<y>\d{4})")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_HOW = "เขียนได้ทั้ง 20 มกราคม 2558, 20/1/2558, ม.ค. 2558, 2558 หรือ 2015-01-20"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of a document; a part that is "" or None is left to what was read.

    Args:
        title: its title.
        publisher: its publisher.
        published: when it was published, as far as known.
        url: its address, http or https.
    """

    title: str = ""
    publisher: str = ""
    published: PartialDate | None = None
    url: str = ""

    @classmethod
    def of(cls, document: Document) -> Self:
        """What is known of a document."""
        return cls(document.title, document.publisher, document.published, document.url)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Self:
        """What `texts` wrote down."""
        published = texts["published"]
        date = PartialDate.parse(published) if published else None
        return cls(texts["title"], texts["publisher"], date, texts["url"])

    @property
    def texts(self) -> dict[str, str]:
        """The fields as texts."""
        return {
            "title": self.title,
            "publisher": self.publisher,
            "published": str(self.published or ""),
            "url": self.url,
        }


def read_stated(form: Mapping[str, object]) -> Stated:
    """Read the fields of a form.

    Args:
        form: with title, publisher, published and url.

    Raises:
        CorpusError: if the date or the address cannot be understood; says so in Thai.
    """
    title, publisher, published, url = (
        " ".join(str(form.get(name, "")).split())[:LONGEST_FIELD] for name in ("title", "publisher", "published", "url")
    )
    return Stated(title, publisher, read_date(published) if published else None, _address(url))


def read_date(text: str) -> PartialDate:
    """Read a date as Thai staff write it: Buddhist or common era, Thai digits, with or without day and month.

    Raises:
        CorpusError: if it is none.
    """
    plain = text.strip().translate(_THAI_DIGITS)
    try:
        found = _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
        if found:
            year, month, day = (int(found[part]) if found[part] else None for part in "ymd")
            if year is not None and year >= FIRST_BUDDHIST_YEAR:
                year -= BUDDHIST_ERA
            return PartialDate(year, month, day)
    except CorpusError as error:
        raise CorpusError(f"ไม่มีวันที่ {text}", hint=_HOW) from error
    if plain in THAI_MONTHS:
        return PartialDate(None, THAI_MONTHS.index(plain) + 1)
    mentions = find_dates(plain)
    if len(mentions) != 1 or mentions[0].until is not None or len(mentions[0].span) != len(plain):
        raise CorpusError(f"อ่านวันที่ “{text}” ไม่ได้", hint=_HOW)
    return mentions[0].date


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = not url or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        good = False
    if not good:
        raise CorpusError("ที่อยู่เว็บต้องขึ้นต้นด้วย http:// หรือ https://", hint="เว้นว่างไว้ได้ถ้าไม่มี")
    return url
