"""Documents, spans and chunks: the data model that everything else stands on.

Text is stored as it was read and never altered; everything said about it is a half-open span of characters.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import total_ordering
from typing import Self

from corpus.errors import CorpusError, SpanError

THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, ``text[start:end]``.

    Raises:
        SpanError: if the range is negative or runs backwards.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise SpanError(f"Span start={self.start!r}, end={self.end!r} is not a half-open range.")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers.

        Raises:
            SpanError: if the span ends after the text does.
        """
        if self.end > len(text):
            raise SpanError(f"Span {self.start}:{self.end} ends after the text of {len(text)} characters.")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as a source states it, in the common era; a part that is not stated is None.

    ``str()`` gives the truncated ISO 8601 form: ``2015-01-20``, ``2015-01``, ``2015``, ``--09-09`` (no year).
    In order, what is not stated comes first: 2015 before January 2015.

    Raises:
        CorpusError: if a part is out of range, or nothing is stated.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and self.month is None:
            raise CorpusError("A date needs at least a year or a month.")
        if self.year is not None and not 1 <= self.year <= 9999:
            raise CorpusError(f"Year {self.year!r} is out of range 1 to 9999.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise CorpusError(f"Month {self.month!r} is out of range 1 to 12.")
        if self.day is not None:
            if self.month is None:
                raise CorpusError("A day needs a month.")
            last = calendar.monthrange(self.year or 2000, self.month)[1]
            if not 1 <= self.day <= last:
                raise CorpusError(f"Day {self.day!r} is not in month {self.month!r}.")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, int]:
        return self.year or 0, self.month or 0, self.day or 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form that ``str()`` writes.

        Raises:
            CorpusError: if ``text`` is not such a form.
        """
        match = re.fullmatch(r"(?:(\d{4})|-)(?:-(\d{2})(?:-(\d{2}))?)?", text)
        if not match:
            raise CorpusError(f"{text!r} is not a date.", hint="Write it as 2015-01-20, 2015-01, 2015 or --09-09.")
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls(year, month, day)

    def __str__(self) -> str:
        year = f"{self.year:04d}" if self.year is not None else "-"
        month = f"-{self.month:02d}" if self.month is not None else ""
        day = f"-{self.day:02d}" if self.day is not None else ""
        return year + month + day

    def thai(self) -> str:
        """The date as Thai readers write it, with the Buddhist-era year: ``20 มกราคม 2558``."""
        parts = [str(self.day)] if self.day else []
        if self.month:
            parts.append(THAI_MONTHS[self.month - 1])
        if self.year is not None:
            parts.append(str(self.year + 543) if self.month else f"พ.ศ. {self.year + 543}")
        return " ".join(parts)


class NoiseReason(StrEnum):
    """Why a part of a text is not searched."""

    SERVER_MESSAGE = "server message"
    PAGE_FURNITURE = "page furniture"
    OTHER_ARTICLE = "teaser of another article"
    DUPLICATE = "repeated text"


@dataclass(frozen=True, slots=True, order=True)
class Noise:
    """A part of a document that is kept but not searched, and why."""

    span: Span
    reason: NoiseReason


@dataclass(frozen=True, slots=True)
class Document:
    """One source text with what is known about it.

    Args:
        id: stable identifier, the same for all versions of one source.
        source: where it was read from (path, or path#record); unique among the current documents.
        title: title as stated, or guessed from the text.
        text: what the file says, decoded, never altered.
        publisher: who published it, or "".
        published: when, as far as stated, or None.
        language: BCP 47 code of the main language.
        sha256: hash of text and stated metadata; the same content twice is one document.
        pages: span of each page in order; empty for sources without pages.
        noise: parts that are not searched, in order, without overlap.
        url: address to show for the source, or "".
        note: a remark to show with it (for example that it is a restatement), or "".
        version: 1 for the first content seen under a source, counting up.

    Raises:
        SpanError: if a page or noise span does not lie in the text, or they overlap.
    """

    id: str
    source: str
    title: str
    text: str = field(repr=False)
    publisher: str = ""
    published: PartialDate | None = None
    language: str = "th"
    sha256: str = ""
    pages: tuple[Span, ...] = ()
    noise: tuple[Noise, ...] = field(default=(), repr=False)
    url: str = ""
    note: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        for name, spans in (("page", self.pages), ("noise", tuple(n.span for n in self.noise))):
            previous = 0
            for span in spans:
                if span.start < previous or span.end > len(self.text):
                    raise SpanError(
                        f"The {name} span {span.start}:{span.end} of document {self.id!r} overlaps the one before "
                        f"or ends after its text of {len(self.text)} characters."
                    )
                previous = span.end
        if not self.sha256:
            object.__setattr__(self, "sha256", content_hash(self.text, self.title, self.publisher, self.published))

    def page_of(self, offset: int) -> int | None:
        """Number of the page, from 1, that holds the character at ``offset``; None for sources without pages."""
        for number, span in enumerate(self.pages, 1):
            if offset < span.end:
                return number
        return len(self.pages) or None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a document: what is indexed, retrieved and cited.

    Args:
        document_id: the document it is a part of.
        ordinal: its place among the document's chunks, from 0.
        span: its characters in the document's text.
        text: exactly those characters.
        context: title and heading path, for search only; never part of the text.
    """

    document_id: str
    ordinal: int
    span: Span
    text: str
    context: str = ""

    def __post_init__(self) -> None:
        if len(self.text) != len(self.span):
            raise SpanError(
                f"Chunk {self.ordinal} of {self.document_id!r} has {len(self.text)} characters "
                f"for a span of {len(self.span)}."
            )

    @classmethod
    def cut(cls, document: Document, ordinal: int, span: Span, context: str = "") -> Self:
        """Cut a chunk out of its document, so that ``chunk.text == document.text[start:end]``."""
        return cls(document.id, ordinal, span, span.of(document.text), context)


def content_hash(text: str, title: str = "", publisher: str = "", published: PartialDate | None = None) -> str:
    """SHA-256, in hexadecimal, of a document's text and stated metadata."""
    digest = hashlib.sha256()
    for part in (text, title, publisher, str(published or "")):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\x00")
    return digest.hexdigest()
