"""A text as staff look it through before it is taken in: a piece of it at a time, noise marked with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Noise, NoiseReason, Span
from corpus.loaders.base import Loaded

SHOWN = 12_000
"""Characters shown at a time."""

REASONS = {
    NoiseReason.SERVER_MESSAGE: "ข้อความแจ้งจากเครื่องแม่ข่าย",
    NoiseReason.PAGE_FURNITURE: "ส่วนประกอบของหน้า เช่น เมนู หัวท้ายกระดาษ",
    NoiseReason.OTHER_ARTICLE: "ตัวอย่างบทความอื่น",
    NoiseReason.DUPLICATE: "ข้อความซ้ำ",
}
"""Why a part is not searched, in Thai."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that are alike.

    Args:
        text: the characters.
        reason: why they are not searched, or "".
        page: number of the page that begins with them, or 0.
    """

    text: str
    reason: str
    page: int


@dataclass(frozen=True, slots=True)
class View:
    """A part of a text.

    Args:
        pieces: what it is made of, in order.
        span: its characters.
        total: characters of the whole text.
    """

    pieces: Sequence[Piece]
    span: Span
    total: int

    @property
    def earlier(self) -> int | None:
        """Where the part before begins; None if this is the first."""
        return max(0, self.span.start - SHOWN) if self.span.start else None

    @property
    def later(self) -> int | None:
        """Where the part after begins; None if this is the last."""
        return self.span.end if self.span.end < self.total else None


def pieces(loaded: Loaded, start: int = 0) -> View:
    """The part of a text that begins at a character.

    Args:
        loaded: the text with its noise and pages.
        start: offset of its first character; one beyond the end shows the beginning.
    """
    total = len(loaded.text)
    start = start if 0 <= start < total else 0
    span = Span(start, min(total, start + SHOWN))
    noise = [one for one in loaded.noise if one.span.overlaps(span)]
    pages = {page.start: number for number, page in enumerate(loaded.pages, 1) if span.start <= page.start < span.end}
    cuts = {span.start, span.end, *pages}
    for one in noise:
        cuts |= {max(one.span.start, span.start), min(one.span.end, span.end)}
    places = sorted(cuts)
    found = []
    for begin, end in pairwise(places):
        reason = next((REASONS[one.reason] for one in noise if one.span.start <= begin < one.span.end), "")
        found.append(Piece(loaded.text[begin:end], reason, pages.get(begin, 0)))
    return View(found, span, total)


def reasons(noise: Sequence[Noise]) -> list[tuple[str, int, int]]:
    """For each reason that occurs: the reason in Thai, how many parts, how many characters."""
    found = []
    for reason, said in REASONS.items():
        lengths = [len(one.span) for one in noise if one.reason is reason]
        if lengths:
            found.append((said, len(lengths), sum(lengths)))
    return found
