"""Lines as a file has them, and which of their ends only wrap the text: there, a sentence goes on in the next line.

Saved web pages, e-mails and text taken from PDF break lines at a width, and sometimes in the middle of a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.connectives import Rank, announces, needs_more, opens, wants_number
from corpus.document import Span
from corpus.markers import Marker, line_marker
from corpus.words import word_spans

_NO_ROOM = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_GOES_ON = re.compile(
    r"(?:ซึ่ง|และ|หรือ|ด้วย(?!เหตุ)|ของ|โดย|แห่ง|รวมทั้ง|รวมถึง|ตลอดจน|เพื่อ|ต่อ(?!มา|ไป)|กับ|แก่|ที่(?!ประชุม|มา|ปรึกษา|ตั้ง|อยู่|ดิน|พัก|ผ่าน))"
)
_CONSONANTS = frozenset(map(chr, range(0x0E01, 0x0E2F))) - {"ณ"}
_CLOSED = frozenset(':|.!?”"')
_NARROW, _WIDE = 45, 140  # columns: shorter lines are no measure of a width, longer ones were not wrapped to it
_SHORTEST = 35
_UNBROKEN = 280  # characters: no program breaks lines only after so many


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    marker: Marker | None
    columns: int


@dataclass(frozen=True, slots=True)
class _Width:
    """The columns that full lines of a wrapped text take: the shortest and the longest of them."""

    least: int
    most: int


def columns(text: str) -> int:
    """How wide a text stands in a fixed-width font: Thai vowels and tone marks above and below take no room."""
    return len(text) - len(_NO_ROOM.findall(text))


def is_thai(text: str, offset: int) -> bool:
    """Whether a Thai character stands at an offset; an offset outside of the text has none."""
    return 0 <= offset < len(text) and "\u0e01" <= text[offset] <= "\u0e5b"


def physical_lines(text: str, noise: Sequence[Span] = ()) -> list[Span]:
    """Lines without the spaces around them, blank ones as empty spans; a line is cut where noise begins or ends.

    Args:
        text: the text.
        noise: spans to leave out, in order.
    """
    lines = []
    at = 0
    for start, end in [*((span.start, span.end) for span in noise), (len(text), len(text))]:
        while at < start:
            stop = text.find("\n", at, start)
            stop = start if stop < 0 else stop
            bare = text[at:stop]
            left = at + len(bare) - len(bare.lstrip())
            lines.append(Span(left, max(left, at + len(bare.rstrip()))))
            at = stop + 1 if stop < start else stop
        at = max(at, end)
    return lines


def logical_lines(text: str, lines: Sequence[Span], soft: frozenset[int]) -> Iterator[Span]:
    """Lines that are not blank, joined where a line end only wraps.

    Args:
        text: the text.
        lines: its physical lines.
        soft: offsets of the line ends that only wrap.
    """
    start = end = -1
    for line in lines:
        if not line:
            continue
        if start >= 0 and _line_end(text, end, line.start) not in soft:
            yield Span(start, end)
            start = -1
        start = line.start if start < 0 else start
        end = line.end
    if start >= 0:
        yield Span(start, end)


def soft_line_ends(text: str, lines: Sequence[Span]) -> frozenset[int]:
    """Offsets of the line ends that a program put in to wrap lines, or that fall inside a word.

    A wrapped text has many lines of nearly the same width; there, a line end is soft if the next word would not have
    fitted, or if one of the lines tells that the sentence goes on. Elsewhere only a line end inside a word is soft,
    and one before the indented rest of a list item.

    Args:
        text: the text.
        lines: its physical lines.
    """
    if len(lines) < 2:
        return frozenset()
    read = [_Line(line, line_marker(text, line) if line else None, _measured(text, line)) for line in lines]
    width = _wrap_width([line.columns for line in read if line.span])
    titles = _title_styles(text, read, width) if width else frozenset()
    soft = set()
    item: tuple[_Line, int] | None = None  # the list item that may go on, and its column
    for line, following in pairwise(read):
        at = _line_end(text, line.span.end, following.span.start) if line.span and following.span else -1
        if at < 0 or (following.marker and not _is_amount(text, line, following)):
            item = None
            continue
        if line.marker:
            item = line, _column(text, line.span.start)
        if item and _hangs(text, item[0].marker, item[0].span, item[1], following.span):
            soft.add(at)
            continue
        item = None
        in_heading = line.marker is not None and line.marker.style in titles
        if _closes(text, line.span) or len(line.span) < _SHORTEST:
            continue
        if (width and not in_heading and _wraps(text, line, following, width)) or _inside_word(
            text, line.span, following.span
        ):
            soft.add(at)
    return frozenset(soft)


def _line_end(text: str, end: int, start: int) -> int:
    """Offset of the line end between two lines; -1 if there are more, or something else, between them."""
    between = text[end:start]
    return end + between.index("\n") if between.count("\n") == 1 and not between.strip() else -1


def _measured(text: str, line: Span) -> int:
    return columns(line.of(text)) if _NARROW <= len(line) <= 2 * _WIDE else len(line)


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1


def _is_amount(text: str, line: _Line, following: _Line) -> bool:
    """Whether what looks like a numbered section is an amount that the line before leads to: "ร้อยละ ⏎ 5.2 ของ…"."""
    marker = following.marker
    return bool(marker and marker.depth > 1 and wants_number(text, line.span.start, line.span.end))


def _hangs(text: str, marker: Marker | None, first: Span, column: int, following: Span) -> bool:
    """Whether a line is the indented rest of a list item: further in than a bullet, or under the first letter."""
    if marker is None or marker.heading:
        return False
    indent = _column(text, following.start)
    return indent >= max(2, column + 1) if marker.bullet else indent == column + marker.end - first.start


def _closes(text: str, line: Span) -> bool:
    return text[line.end - 1] in _CLOSED or "\t" in line.of(text)


def _wraps(text: str, line: _Line, following: _Line, width: _Width) -> bool:
    """Whether, in a text wrapped to a width, the sentence goes on in the next line."""
    if text[line.span.start : line.span.start + 3] == text[following.span.start : following.span.start + 3]:
        return False  # entries of a list without markers begin alike
    if needs_more(text, line.span.start, line.span.end) or text[line.span.end - 1] == ",":
        return not announces(line.span.of(text)) or (line.columns >= width.least <= following.columns)
    if line.columns >= width.least and _GOES_ON.match(text, following.span.start):
        return True
    if opens(text, following.span.start) is Rank.SENTENCE:
        return False
    return _was_full(text, line, following, width)


def _was_full(text: str, line: _Line, following: _Line, width: _Width) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    start = following.span.start
    head = text[start : min(following.span.end, start + 40)]
    first = word_spans(head)[0].of(head) if is_thai(text, start) else head.split()[0]
    return width.least <= line.columns + columns(first) and line.columns <= width.most


def _wrap_width(widths: Sequence[int]) -> _Width | None:
    """The width that wrapped lines reach; None for a text that was not wrapped."""
    usual = sorted(width for width in widths if _NARROW <= width <= _WIDE)
    if len(usual) < 6 or len(usual) * 2 < len(widths):
        return None
    upper = usual[int(len(usual) * 0.75)]
    near = [width for width in usual if upper - 12 <= width <= upper + 8]
    return _Width(min(near[0] + 4, upper), upper + 8) if len(near) * 5 >= len(usual) * 2 else None


def _title_styles(text: str, lines: Sequence[_Line], width: _Width) -> frozenset[str]:
    """Numbering styles that number headings: at least half of such lines end early and have other text after them."""
    ends, all_of = Counter[str](), Counter[str]()
    for line, following in pairwise(lines):
        if line.marker is None or line.marker.number is None or not following.span:
            continue
        style = line.marker.style
        all_of[style] += 1
        goes_on = following.marker is not None and following.marker.style == style
        if not goes_on and line.columns <= width.most and not _was_full(text, line, following, width):
            ends[style] += 1
    return frozenset(style for style, count in ends.items() if count >= 2 and count * 2 >= all_of[style])


def _inside_word(text: str, line: Span, following: Span) -> bool:
    if not (is_thai(text, line.end - 1) and is_thai(text, following.start)):
        return False
    if "\u0e30" <= text[following.start] <= "\u0e3a" or "\u0e45" <= text[following.start] <= "\u0e4e":
        return True  # a line cannot begin with a following vowel, a repetition mark or a tone mark
    if len(line) > _UNBROKEN:
        return False
    tail = text[max(line.start, line.end - 24) : line.end].split()[-1]
    head = text[following.start : min(following.end, following.start + 24)].split()[0]
    crosses = next((span for span in word_spans(tail + head) if span.start < len(tail) < span.end), None)
    if crosses is None:
        return False
    last, first = len(word_spans(tail)[-1]), len(word_spans(head)[0])
    if last > 1 and first > 1:
        return False
    letter = tail[-1] if last == 1 else head[0]  # alone no word, but for one
    return len(crosses) > max(last, first) + 1 or (len(crosses) == last + first and letter in _CONSONANTS)
