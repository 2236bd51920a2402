"""Running headers, footers and page numbers of a text with pages: lines that most pages repeat at their edges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from corpus.document import Noise, NoiseReason, Span

MIN_PAGES = 3
_EDGE_LINES = 3
"""Lines looked at from the top and from the bottom of each page."""
_SHARE = 0.4
"""Share of the pages that a line must be on; left and right pages often have headers of their own."""
_NUMBER = re.compile(r"\d+")
_ORNAMENT = re.compile(r"[\s().\[\]|/:•·_*~–—-]+")
_PAGE_NUMBER = re.compile("(?:หน้า(?:ที่)?|page|p|แผ่นที่)?#(?:(?:จาก|ของ|of)?(?:ทั้งหมด)?#)?(?:หน้า)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    span: Span
    pattern: str
    numbers: tuple[int, ...]


def running_lines(text: str, pages: tuple[Span, ...]) -> tuple[Noise, ...]:
    """Mark running headers, footers and page numbers.

    The first copy of a line that says something stays searchable, so that nothing is found in noise alone: it may be
    the title, or the only place of an address. Bare page numbers are marked on every page.

    Args:
        text: the whole text.
        pages: span of each page in order.

    Returns:
        Noise in order, a line each with its line end; none if there are fewer than `MIN_PAGES` pages.
    """
    if len(pages) < MIN_PAGES:
        return ()
    edges = [(at_top, lines) for page, span in enumerate(pages) for at_top, lines in _edges(text, page, span)]
    groups: dict[tuple[bool, str], list[_Line]] = defaultdict(list)
    for at_top, lines in edges:
        for line in lines:
            groups[at_top, line.pattern].append(line)
    least = max(MIN_PAGES, _SHARE * len(pages))
    repeated = {
        key for key, lines in groups.items() if len({line.page for line in lines}) >= least and _numbers_run(lines)
    }
    found: set[Span] = set()
    said: set[str] = set()
    for at_top, lines in edges:
        for line in takewhile(lambda line: (at_top, line.pattern) in repeated, lines):  # noqa: B023 - used up at once
            if line.pattern in said or _PAGE_NUMBER.fullmatch(_ORNAMENT.sub("", line.pattern)):
                found.add(line.span)
            said.add(line.pattern)
    return tuple(Noise(_with_line_end(text, span), NoiseReason.PAGE_FURNITURE) for span in sorted(found))


def _edges(text: str, page: int, span: Span) -> Iterator[tuple[bool, list[_Line]]]:
    """The first lines of a page from the top down, and its last from the bottom up; none is in both."""
    lines = [
        Span(span.start + match.start(), span.start + match.end()) for match in re.finditer(r"\S[^\n]*", span.of(text))
    ]
    half = min(_EDGE_LINES, (len(lines) + 1) // 2)
    yield True, [_line(text, page, line) for line in lines[:half]]
    yield False, [_line(text, page, line) for line in reversed(lines[max(half, len(lines) - _EDGE_LINES) :])]


def _line(text: str, page: int, span: Span) -> _Line:
    words = " ".join(span.of(text).split())
    numbers = tuple(int(number[:9]) for number in _NUMBER.findall(words))  # int() reads Thai digits too
    return _Line(page, span, _NUMBER.sub("#", words), numbers)


def _numbers_run(lines: list[_Line]) -> bool:
    """Whether each number in a repeated line stands still or counts with the pages; figures of a table do neither."""
    for slot in zip(*(line.numbers for line in lines), strict=True):
        offsets = [number - line.page for number, line in zip(slot, lines, strict=True)]
        usual = max(max(map(slot.count, set(slot))), max(map(offsets.count, set(offsets))))
        if usual < 0.8 * len(lines):
            return False
    return True


def _with_line_end(text: str, span: Span) -> Span:
    return Span(span.start, span.end + 1) if text[span.end : span.end + 1] == "\n" else span
