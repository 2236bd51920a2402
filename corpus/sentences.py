"""Sentence-like units of Thai text, cheap enough for indexing: cut at spaces where a thought turns, not inside a name.

Thai has no full stop; a space ends a sentence, a clause, or nothing at all. A unit is about as long as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corpus.connectives import FAIR, NEVER, PARAGRAPH, POOR, SENTENCE, TURN, Rank, needs_more, rank_of_space
from corpus.document import Span
from corpus.words import word_spans

UNIT = 220
"""Usual upper length of a unit, in characters."""

_SHORTEST = 60  # no unit ends sooner at a place that is not the end of a sentence
_SHORTEST_SENTENCE = 40
_STRETCH = 1.6  # how far beyond the usual length a unit goes to keep a series together
_GIVE_UP = 3.0  # and how far where there is no place to cut at all
_ITEM = 40  # longest item of a series of short names
_PARALLEL = 120  # longest item of a series whose items begin alike
_SERIES = 25  # items, at most, that are looked through for the first one
_ALIKE = 3  # characters that such items share at their beginning, as in การ… การ…

_GAP = re.compile(r"\s+")
_KEPT = re.compile(
    r"\((?:[^()]{0,130}|[^()]{0,60}\([^()]{0,60}\)[^()]{0,60})\)|\[[^\[\]]{0,130}\]|“[^“”]{0,90}”|(?<![\w”])\"[^\s\"][^\"\n]{0,80}\""
)
_CLAUSE = re.compile(r"(?:เพื่อ|เมื่อ|หาก|ถ้า|แม้|ตาม|จาก|ใน|มี|ได้|จะ|เป็น)")
_CONJOINED = re.compile(r"(?:และ|หรือ|รวมทั้ง|รวมถึง|ตลอดจน)\s?")


@dataclass(slots=True)
class _Gap:
    """A place between two words: blanks from ``at`` to ``after``."""

    at: int
    after: int
    rank: Rank


def sentence_spans(
    text: str, within: Span | None = None, *, soft: Collection[int] = frozenset(), longest: int = UNIT
) -> list[Span]:
    """Cut text into sentence-like units.

    A unit does not end inside brackets that soon close, between the words of a Latin name, after an abbreviation or a
    preposition, or before the list that it announces; a series (ก ข ค และ ง) stays in one unit up to 1.6 times the
    usual length.

    Args:
        text: the text.
        within: the part to cut; all of it by default.
        soft: offsets of line ends that only wrap (`Outline.soft`); nothing is cut there.
        longest: usual upper length of a unit, in characters; a unit without a good place to cut may be longer.

    Returns:
        Spans in order, without the spaces around them; together they hold every character that is no space.
    """
    within = within or Span(0, len(text))
    start, end = _without_spaces(text, within)
    if start == end:
        return []
    gaps = _gaps(text, start, end, soft)
    if end - start > longest:
        _hold_series_together(text, start, end, gaps)
    return [unit for cut in _cut(gaps, start, end, longest) for unit in _bounded(text, cut, longest)]


def _without_spaces(text: str, span: Span) -> tuple[int, int]:
    bare = text[span.start : span.end]
    start = span.start + len(bare) - len(bare.lstrip())
    return start, max(start, span.start + len(bare.rstrip()))


def _gaps(text: str, start: int, end: int, soft: Collection[int]) -> list[_Gap]:
    gaps = []
    kept = _KEPT.finditer(text, start, end)
    inside = next(kept, None)
    before = start
    for match in _GAP.finditer(text, start, end):
        at, after = match.span()
        while inside is not None and inside.end() <= at:
            inside = next(kept, None)
        if inside is not None and inside.start() < at:
            continue
        if "\n" in match.group():
            hard = [i for i in range(at, after) if text[i] == "\n" and i not in soft]
            if not hard:
                continue
            if len(hard) > 1 or text[at - 1] in ".!?":
                rank = PARAGRAPH
            else:
                rank = POOR if needs_more(text, before, at) else SENTENCE
        else:
            rank = rank_of_space(text, before, at, after)
        gaps.append(_Gap(at, after, rank))
        before = after
    return gaps


def _hold_series_together(text: str, start: int, end: int, gaps: list[_Gap]) -> None:
    """Make the places inside a series poor: "ก ข ค และ ง", and phrases that begin alike ("การ… การ… และการ…")."""
    starts = [start, *(gap.after for gap in gaps)]
    ends = [*(gap.at for gap in gaps), end]
    for i, gap in enumerate(gaps):
        if gap.rank is FAIR and ends[i] - starts[i] <= _PARALLEL and ends[i + 1] - starts[i + 1] <= _PARALLEL:
            alike = text[starts[i] : starts[i] + _ALIKE] == text[gap.after : gap.after + _ALIKE]
            gap.rank = POOR if alike else gap.rank
    for last in range(1, len(starts)):
        conjunction = _CONJOINED.match(text, starts[last])
        if conjunction is None or gaps[last - 1].rank > TURN:
            continue
        first = _first_item(text, starts, ends, gaps, last, text[conjunction.end() : conjunction.end() + _ALIKE])
        for gap in gaps[first:last]:
            gap.rank = min(gap.rank, POOR)


def _first_item(text: str, starts: list[int], ends: list[int], gaps: list[_Gap], last: int, head: str) -> int:
    """Number of the segment with the first item of the series that ends in ``last``; ``last`` if there is none."""
    alike = []
    short = last
    ends_other = False  # whether the first item ends a longer segment: "พัฒนาผ้าทอ เซรามิก และอาหาร"
    for i in range(last - 1, max(-1, last - _SERIES), -1):
        if starts[last] - starts[i] > UNIT * _STRETCH or (i < last - 1 and gaps[i].rank > TURN):
            break
        if len(head) == _ALIKE and text.startswith(head, starts[i]):
            alike.append(i)
        if short == i + 1 and gaps[i].rank <= FAIR and not ends_other:
            short = i
            ends_other = ends[i] - starts[i] > _ITEM or _CLAUSE.match(text, starts[i]) is not None
    if len(alike) > 1:
        return alike[-1]
    return short if short < last - 1 else last


def _cut(gaps: list[_Gap], start: int, end: int, longest: int) -> Iterator[Span]:
    open_gaps: list[_Gap] = []
    for gap in gaps:
        while gap.at - start > longest and (cut := _best(open_gaps, gap.at - start, longest)):
            yield Span(start, cut.at)
            start = cut.after
            open_gaps = [later for later in open_gaps if later.at - start >= _SHORTEST]
        length = gap.at - start
        if gap.rank is PARAGRAPH or (gap.rank is SENTENCE and length >= _SHORTEST_SENTENCE):
            yield Span(start, gap.at)
            start, open_gaps = gap.after, []
        elif length >= _SHORTEST and end - gap.after >= _SHORTEST_SENTENCE:
            open_gaps.append(gap)
    while end - start > longest and (cut := _best(open_gaps, end - start, longest)):
        yield Span(start, cut.at)
        start = cut.after
        open_gaps = [later for later in open_gaps if later.at - start >= _SHORTEST]
    yield Span(start, end)


def _best(gaps: list[_Gap], length: int, longest: int) -> _Gap | None:
    """The last gap of the best rank that a text grown to ``length`` may be cut at."""
    least = FAIR
    if length > longest * _STRETCH:
        least = POOR
    if length > longest * _GIVE_UP:
        least = NEVER
    best = None
    for gap in gaps:
        if gap.rank >= least and (best is None or gap.rank >= best.rank):
            best = gap
    return best


def _bounded(text: str, unit: Span, longest: int) -> Iterator[Span]:
    """A unit that has no space in it for very long, cut between words."""
    most = round(longest * _GIVE_UP * 2)
    if len(unit) <= most:
        yield unit
        return
    start = end = unit.start
    for word in word_spans(unit.of(text)):
        stop = unit.start + word.end
        if stop - start > longest and end > start:
            yield Span(start, end)
            start = end
        while stop - start > most:  # no word, but a picture in letters and the like
            yield Span(start, start + longest)
            start += longest
        end = stop
    yield Span(start, end)
