"""The structure of a Thai text: wrapped lines joined, headings, paragraphs, lists with their lead-in and items.

Everything is a span of the original text; nothing is rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.connectives import announces
from corpus.document import Span
from corpus.markers import line_marker, running_list
from corpus.wrapping import is_thai, logical_lines, physical_lines, soft_line_ends

_WORD = re.compile(r"[\w\u0e01-\u0e5b]")
_LETTER = re.compile(r"[\u0e01-\u0e5bA-Za-z]")
HEADING = 300
"""Longest heading, in characters; a longer line with a heading mark is a paragraph."""
_NEAR = 50  # items of one style that are looked through for the next and the previous number


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or one item of a list.

    Args:
        span: its characters, marker included, without the spaces around it.
        kind: what it is.
        body: the characters after the marker.
        level: depth of a heading, 1 at the top; 0 for others.
        number: an item's number as far as it has one.
        item_of: the list that the block is an item of; None for others.
        leads: the list that the block leads into; None for others. An item may lead into a list of its own.
        style: what the markers of its list share, such as "0." or "(0)"; "" for blocks without a marker.
        depth: how many numbers its marker is made of: 2 for "2.1".
    """

    span: Span
    kind: BlockKind
    body: Span
    level: int = 0
    number: int | None = None
    item_of: int | None = None
    leads: int | None = None
    style: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's blocks in order, and which of its line ends fall in the middle of a sentence.

    Args:
        text: the text.
        blocks: in order, without overlap; noise is left out.
        soft: offsets of line ends that only wrap.
    """

    text: str
    blocks: tuple[Block, ...]
    soft: frozenset[int]

    def plain(self, span: Span) -> str:
        """The characters of a span as a reader wants them: wrapped lines joined."""
        cut = span.of(self.text)
        if "\n" not in cut or not self.soft:
            return cut
        pieces, last = [], span.start
        for offset in sorted(at for at in self.soft if span.start <= at < span.end):
            before = self.text[last:offset].rstrip(" \t\r\u00a0")
            unbroken = self.text[last + len(before) : offset].strip("\r") == "" and is_thai(self.text, offset + 1)
            pieces += [before, "" if unbroken and before and is_thai(before, len(before) - 1) else " "]
            last = offset + 1
            while last < span.end and self.text[last] in " \t\u00a0":
                last += 1
        return "".join(pieces) + self.text[last : span.end]

    def members(self, list_id: int) -> tuple[Block | None, list[Block]]:
        """A list's lead-in, if it has one, and its items in order."""
        lead = next((block for block in self.blocks if block.leads == list_id), None)
        return lead, [block for block in self.blocks if block.item_of == list_id]


def outline(text: str, noise: Sequence[Span] = ()) -> Outline:
    """Read the structure of a text.

    Args:
        text: a document's text.
        noise: spans to leave out, in order.

    Returns:
        Its outline; joining the block spans gives all text but noise, blank space and lines without a letter or digit.
    """
    lines = physical_lines(text, noise)
    soft = soft_line_ends(text, lines)
    raw: list[Block] = []
    fenced = False
    for line in logical_lines(text, lines, soft):
        if text.startswith("```", line.start):
            fenced = not fenced
        if not _WORD.search(text, line.start, line.end):
            continue  # a rule, a bar, a box
        raw += [Block(line, BlockKind.PARAGRAPH, line)] if fenced else _line_blocks(text, line)
    return Outline(text, tuple(_grouped(text, _headings(text, raw))), soft)


def _line_blocks(text: str, line: Span) -> Iterator[Block]:
    """One logical line as blocks: its marker read, and a list that runs on in it taken apart."""
    marker = line_marker(text, line)
    if marker and marker.heading:
        heading = BlockKind.HEADING if len(line) <= HEADING else BlockKind.PARAGRAPH
        yield Block(line, heading, Span(marker.end, line.end), level=marker.depth if len(line) <= HEADING else 0)
        return
    body_start = marker.end if marker else line.start
    runs = running_list(text, Span(body_start, line.end))
    head_end = runs[0].span.start if runs else line.end
    head = Span(line.start, line.start + len(text[line.start : head_end].rstrip()))
    if head and marker:
        body = Span(min(body_start, head.end), head.end)
        yield Block(head, BlockKind.ITEM, body, number=marker.number, style=marker.style, depth=marker.depth)
    elif head:
        yield Block(head, BlockKind.PARAGRAPH, head)
    for run in runs:
        if run.marker is None:
            yield Block(run.span, BlockKind.PARAGRAPH, run.span)
        else:
            body = Span(min(run.marker.end, run.span.end), run.span.end)
            yield Block(run.span, BlockKind.ITEM, body, number=run.marker.number, style=run.marker.style, depth=1)


def _headings(text: str, raw: Sequence[Block]) -> list[Block]:
    """Tell headings from paragraphs and items: numbered lines with text between them, short lines that stand alone."""
    of_style: dict[str, list[int]] = defaultdict(list)
    for i, block in enumerate(raw):
        if block.number is not None:
            of_style[block.style].append(i)
    blocks = []
    for i, block in enumerate(raw):
        before = raw[i - 1] if i else None
        after = raw[i + 1] if i + 1 < len(raw) else None
        if block.number is not None and _is_numbered_heading(text, raw, i, of_style[block.style]):
            block = replace(block, kind=BlockKind.HEADING, level=1 + block.depth)
        elif block.kind is BlockKind.PARAGRAPH and _stands_alone(text, block, before, after):
            block = replace(block, kind=BlockKind.HEADING, level=1)
        blocks.append(block)
    return blocks


def _is_numbered_heading(text: str, raw: Sequence[Block], i: int, same: Sequence[int]) -> bool:
    """Whether numbered block i is a heading; ``same`` are the numbers of the blocks with markers of its style."""
    block = raw[i]
    if len(block.span) > 130 or block.style.endswith(")") or i + 1 == len(raw):
        return False
    after = raw[i + 1]
    if "\n" not in text[block.span.end : after.span.start] or after.style == block.style:
        return False
    place, number = bisect_left(same, i), block.number or 0
    follower = next((j for j in same[place + 1 : place + 1 + _NEAR] if raw[j].number == number + 1), None)
    leader = next((j for j in same[max(0, place - _NEAR) : place][::-1] if raw[j].number == number - 1), None)
    if leader == i - 1:
        return False  # the item before stands right there: a list
    between = raw[i + 1 : follower if follower is not None else i + 4]
    size = sum(len(other.span) for other in between)
    return size >= max(60, len(block.span)) and (follower is not None or leader is not None)


def _stands_alone(text: str, block: Block, before: Block | None, after: Block | None) -> bool:
    bare = block.span.of(text)
    if len(bare) > 80 or after is None or len(after.span) < 20 or "|" in bare or not _LETTER.search(bare):
        return False
    if bare.endswith((":", "：")):
        return after.kind is BlockKind.ITEM or len(after.span) > len(bare)
    if announces(bare) and after.kind is BlockKind.ITEM:
        return False
    gap_before = before is None or text.count("\n", before.span.end, block.span.start) >= 2
    gap_after = text.count("\n", block.span.end, after.span.start) >= 2
    closes = bare.endswith((".", "”", '"', "ๆ", ")")) and not gap_after
    return gap_before and (gap_after or len(after.span) > 2 * len(bare)) and not closes and bare.count(" ") <= 6


def _grouped(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Give the items of one list its number; a list may stand inside an item of another, which then leads into it."""
    grouped = list(blocks)
    opened: list[tuple[str, int, int]] = []  # style, last number, list id; innermost last
    lists = 0
    for i, block in enumerate(grouped):
        if block.kind is not BlockKind.ITEM:
            opened = []
            continue
        style, number = block.style, block.number or 0
        while (
            opened
            and not _continues(opened[-1], style, number)
            and any(_continues(outer, style, number) for outer in opened[:-1])
        ):
            opened.pop()
        if opened and _continues(opened[-1], style, number):
            lists_id = opened[-1][2]
            opened[-1] = (style, number, lists_id)
        else:
            lists += 1
            lists_id = lists
            if opened and opened[-1][0] == style:
                opened.pop()  # counting starts anew: another list
            opened.append((style, number, lists_id))
            if i and _leads_into(text, grouped[i - 1], block):
                grouped[i - 1] = replace(grouped[i - 1], leads=lists_id)
        grouped[i] = replace(block, item_of=lists_id)
    return grouped


def _continues(opened: tuple[str, int, int], style: str, number: int) -> bool:
    return opened[0] == style and (number == 0 or number > opened[1])


def _leads_into(text: str, block: Block, item: Block) -> bool:
    if block.leads is not None:
        return False
    if block.kind is BlockKind.ITEM:
        return announces(block.span.of(text))
    if block.kind is BlockKind.HEADING:
        return True
    same_line = "\n" not in text[block.span.end : item.span.start]
    return same_line or announces(block.span.of(text)) or len(block.span) <= 200
