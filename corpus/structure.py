"""The structure of a Thai text: wrapped lines joined, headings, paragraphs, lists with their lead-in and items.

Everything is a span of the original text; nothing is rewritten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.document import Span
from corpus.words import word_spans

_THAI = "\u0e01-\u0e5b"
_MARKER = re.compile(
    r"(?P<hash>\#{1,6})\s+"
    r"|(?P<bullet>[-*•●○▪■◦‣·–❖➢✓]|&bull;)[ \t\u00a0]*(?=[^\s\-*–])(?![^\n]{0,80}[-*–][ \t]*(?:\n|$))"
    rf"|(?P<paren>\()(?P<pn>\d{{1,3}}|[ก-ฮ])\)[ \t]*(?=\S)"
    rf"|(?P<hn>\d{{1,3}}|[ก-ฮ])(?P<half>\))[ \t]*(?=\S)"
    rf"|(?P<dn>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?P<dot>\.?)(?=[ \t\u00a0]|(?<=\.)[{_THAI}A-Za-z\"“(])[ \t\u00a0]*(?=\S)"
    r"|(?P<word>ข้อ|ข้อที่|ประการที่|ขั้นตอนที่|ขั้นที่)\s?(?P<wn>\d{1,2})[.):]?[ \t]*(?=\S)"
)
_INLINE = re.compile(
    rf"(?<![\w.,/(:-])(?:(?P<paren>\()(?P<pn>\d{{1,2}})\)|(?P<hn>\d{{1,2}})(?P<half>\))|(?P<dn>\d{{1,2}})(?P<dot>\.)(?!\d))[ \t\u00a0]*(?=[{_THAI}A-Za-z\"“(])"
)
_LEADS = re.compile(
    r"(?:ดังนี้|ได้แก่|ประกอบด้วย|ดังต่อไปนี้|คือ|ดังกล่าว|ประกอบไปด้วย|เช่น|อาทิ|มีรายละเอียด|:)\s*[:：]?\s*$"
)
_OPENS_SENTENCE = re.compile(
    r"(?:โดย|ซึ่ง|ทั้งนี้|นอกจากนี้|นอกจากนั้น|อย่างไรก็ตาม|พร้อมทั้ง|รวมทั้ง|สำหรับ|ขณะที่|ส่วน|เพื่อ|ภายใต้|จาก|ตลอดจน|ดังนั้น|อีกทั้ง|ทำให้)"
)
_WORD = re.compile(rf"[\w{_THAI}]")
_TRAILING = re.compile(r"\s+(?:และ|หรือ|กับ|and|or)\s*$|[\s,;]+$")
_NO_ROOM = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_FLOWING = re.compile(r"(?:ซึ่ง|และ|หรือ|โดย|ของ|ที่|ใน|การ|ความ|เพื่อ|จาก|กับ|ตาม|แห่ง|ให้|เป็น|,)\s*$")


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
    """

    span: Span
    kind: BlockKind
    body: Span
    level: int = 0
    number: int | None = None
    item_of: int | None = None
    leads: int | None = None


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
            before = self.text[last:offset].rstrip("\r")
            glue = "" if _is_thai(self.text, offset - 1) and _is_thai(self.text, offset + 1) else " "
            pieces += [before, glue]
            last = offset + 1
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
        Its outline; joining the block spans gives all text but noise and blank space.
    """
    soft = frozenset(_soft_line_ends(text, noise))
    raw: list[Block] = []
    fenced = False
    for line in _logical_lines(text, noise, soft):
        if not _WORD.search(text, line.start, line.end):
            continue  # a rule, a bar, a box
        if text.startswith("```", line.start):
            fenced = not fenced
        raw += [Block(line, BlockKind.PARAGRAPH, line)] if fenced else _line_blocks(text, line)
    return Outline(text, tuple(_grouped(text, _headings(text, raw))), soft)


def _is_thai(text: str, offset: int) -> bool:
    return 0 <= offset < len(text) and "\u0e01" <= text[offset] <= "\u0e5b"


def _physical_lines(text: str, noise: Sequence[Span]) -> Iterator[Span]:
    """Lines without the spaces around them, blank ones as empty spans; a line is cut where noise begins or ends."""
    at = 0
    for start, end in [*((span.start, span.end) for span in noise), (len(text), len(text))]:
        while at < start:
            stop = text.find("\n", at, start)
            stop = start if stop < 0 else stop
            bare = text[at:stop]
            left = at + len(bare) - len(bare.lstrip())
            yield Span(left, max(left, at + len(bare.rstrip())))
            at = stop + 1 if stop < start else stop
        at = max(at, end)


def _soft_line_ends(text: str, noise: Sequence[Span]) -> Iterator[int]:
    """Line ends that a program put in to wrap lines, or that fall inside a word.

    A wrapped text has many lines of nearly the same length; there, a line end is soft if the next word would not
    have fitted. Elsewhere only a line end inside a word is soft.
    """
    if "\n" not in text:
        return
    lines = list(_physical_lines(text, noise))
    width = _wrap_width([_columns(line.of(text)) for line in lines if line])
    titles = _title_styles(text, lines, width) if width else frozenset()
    for line, following in zip(lines, lines[1:], strict=False):
        at = text.find("\n", line.end, following.start)
        if not line or not following or at < 0 or text.count("\n", line.end, following.start) > 1:
            continue
        if _MARKER.match(text, following.start):
            continue
        if _hangs(text, line, following):
            yield at
            continue
        if len(line) < 35 or text[line.end - 1] in ":|.!?”\"":
            continue
        flows = len(line) < 400 and _FLOWING.search(text[max(line.start, line.end - 8) : line.end])
        wraps = width and (flows or _was_full(text, line, following, width)) and _marker_style(text, line) not in titles
        if wraps or _inside_word(text, line, following):
            yield at


def _marker_style(text: str, line: Span) -> str:
    """How a line is numbered, for example "0." or "(0)"; "" for a line without a number."""
    match = _MARKER.match(text, line.start, line.end)
    return re.sub(r"\d+", "0", match.group().strip()) if match and re.search(r"\d", match.group()) else ""


def _title_styles(text: str, lines: Sequence[Span], width: int) -> frozenset[str]:
    """Numbering styles that number headings: at least half of such lines end early and have other text after them."""
    ends, all_of = Counter[str](), Counter[str]()
    for line, following in zip(lines, lines[1:], strict=False):
        style = _marker_style(text, line) if line else ""
        if not style or not following:
            continue
        all_of[style] += 1
        if not _was_full(text, line, following, width) and _marker_style(text, following) != style:
            ends[style] += _columns(line.of(text)) <= width
    return frozenset(style for style, count in ends.items() if count >= 2 and count * 2 >= all_of[style])


def _hangs(text: str, line: Span, following: Span) -> bool:
    """Whether the second line is the indented rest of the list item that the first begins."""
    indent = following.start - text.rfind("\n", 0, following.start) - 1
    marker = _MARKER.match(text, line.start)
    return bool(marker and marker.group("bullet")) and indent >= 2 and indent > line.start - text.rfind("\n", 0, line.start) - 1


def _was_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    head = text[following.start : min(following.end, following.start + 40)]
    first = word_spans(head)[0].of(head) if _is_thai(text, following.start) else head.split()[0]
    room = _columns(line.of(text))
    return width <= room + _columns(first) and room <= width * 1.5


def _wrap_width(widths: Sequence[int]) -> int:
    """The width in columns that wrapped lines reach; 0 for a text that was not wrapped."""
    usual = sorted(width for width in widths if 45 <= width <= 140)
    if len(usual) < 6 or len(usual) * 2 < len(widths):
        return 0
    upper = usual[int(len(usual) * 0.75)]
    near = [width for width in usual if upper - 12 <= width <= upper + 8]
    return near[0] + 4 if len(near) * 5 >= len(usual) * 2 else 0


def _columns(text: str) -> int:
    """How wide a text stands in a fixed-width font: Thai vowels and tone marks above and below take no room."""
    return len(text) - len(_NO_ROOM.findall(text))


def _inside_word(text: str, line: Span, following: Span) -> bool:
    if not (_is_thai(text, line.end - 1) and _is_thai(text, following.start)):
        return False
    if "\u0e30" <= text[following.start] <= "\u0e3a" or "\u0e47" <= text[following.start] <= "\u0e4e":
        return True  # a line cannot begin with a following vowel or a tone mark
    tail = text[max(line.start, line.end - 24) : line.end].split()[-1]
    head = text[following.start : min(following.end, following.start + 24)].split()[0]
    last, first = word_spans(tail)[-1], word_spans(head)[0]
    if len(last) > 3 and len(first) > 3:
        return False
    joined = word_spans(tail + head)
    crosses = next((span for span in joined if span.start < len(tail) < span.end), None)
    return crosses is not None and len(crosses) > max(len(last), len(first)) + 1 and min(len(last), len(first)) == 1


def _logical_lines(text: str, noise: Sequence[Span], soft: frozenset[int]) -> Iterator[Span]:
    start = end = -1
    for line in _physical_lines(text, noise):
        if start >= 0 and not any(at in soft for at in range(end, min(line.start, end + 4))):
            yield Span(start, end)
            start = -1
        if line:
            start = line.start if start < 0 else start
            end = line.end
    if start >= 0:
        yield Span(start, end)


def _number(match: re.Match[str], *names: str) -> int | None:
    value = next((match.group(name) for name in names if match.group(name)), None)
    if value is None:
        return None
    last = value.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ".find(last) + 1


def _line_blocks(text: str, line: Span) -> list[Block]:
    """One logical line as blocks: its marker read, and a list that runs on in it taken apart."""
    match = _MARKER.match(text, line.start, line.end)
    if match and match.group("hash"):
        return [Block(line, BlockKind.HEADING, Span(match.end(), line.end), level=len(match.group("hash")))]
    if match and match.group("dn") and not match.group("dot") and "." not in match.group("dn"):
        match = None  # "17 เครือข่าย" at the start of a line is a number, not a marker
    body_start = match.end() if match else line.start
    runs = _inline_items(text, Span(body_start, line.end))
    head_end = runs[0].start if runs else line.end
    head = Span(line.start, line.start + len(text[line.start : head_end].rstrip()))
    blocks = []
    if head:
        kind = BlockKind.ITEM if match else BlockKind.PARAGRAPH
        number = _number(match, "pn", "hn", "dn", "wn") if match else None
        blocks.append(Block(head, kind, Span(min(body_start, head.end), head.end), number=number))
    for run in runs:
        inner = _INLINE.match(text, run.start, run.end)
        if inner is None:
            blocks.append(Block(run, BlockKind.PARAGRAPH, run))
        else:
            number = _number(inner, "pn", "hn", "dn")
            blocks.append(Block(run, BlockKind.ITEM, Span(inner.end(), run.end), number=number))
    return blocks


def _inline_items(text: str, line: Span) -> list[Span]:
    """Items of a list "(1) … (2) …", "1) … 2) …" or "1. … 2. …" that stands in one line; what follows the last too."""
    marks = list(_INLINE.finditer(text, line.start, line.end))
    for i, first in enumerate(marks):
        if _number(first, "pn", "hn", "dn") != 1:
            continue
        style = first.lastgroup
        run, expected = [first], 2
        for mark in marks[i + 1 :]:
            if mark.lastgroup == style and _number(mark, "pn", "hn", "dn") == expected:
                run.append(mark)
                expected += 1
        if len(run) < (3 if style == "dot" else 2):
            continue
        starts = [mark.start() for mark in run]
        items = [_trimmed(text, Span(start, end)) for start, end in zip(starts, [*starts[1:], line.end], strict=True)]
        longest = max(len(item) for item in items[:-1])
        cut = _end_of_last(text, items[-1], longest)
        rest = _trimmed(text, Span(cut, line.end))
        items[-1] = _trimmed(text, Span(items[-1].start, cut))
        items = [_without_conjunction(text, item) for item in items]
        return [*items, rest] if rest else items
    return []


def _end_of_last(text: str, item: Span, longest: int) -> int:
    """Where the last item of a running list ends: at the first turn of the sentence after it is as long as the others."""
    for match in re.finditer(r"[ \t\u00a0\n]+", text[item.start : item.end]):
        at, after = item.start + match.start(), item.start + match.end()
        if at - item.start > max(longest // 3, 12) and _OPENS_SENTENCE.match(text, after):
            return at
        if at - item.start > longest * 3 and at - item.start > 200:
            return at
    return item.end


def _trimmed(text: str, span: Span) -> Span:
    bare = text[span.start : span.end]
    start = span.start + len(bare) - len(bare.lstrip())
    return Span(start, max(start, span.start + len(bare.rstrip())))


def _without_conjunction(text: str, item: Span) -> Span:
    """An item without the "และ" that leads on to the last one."""
    match = _TRAILING.search(text[item.start : item.end])
    return Span(item.start, item.start + match.start()) if match else item


def _headings(text: str, raw: Sequence[Block]) -> list[Block]:
    """Tell headings from paragraphs and items: numbered lines with other text between them, short lines that stand alone."""
    blocks = []
    for i, block in enumerate(raw):
        before = raw[i - 1] if i else None
        after = raw[i + 1] if i + 1 < len(raw) else None
        if block.kind is BlockKind.ITEM and block.number is not None and _is_numbered_heading(text, raw, i):
            depth = text[block.span.start : block.body.start].count(".")
            block = Block(block.span, BlockKind.HEADING, block.body, level=2 + max(0, depth - 1), number=block.number)
        elif block.kind is BlockKind.PARAGRAPH and _stands_alone(text, block, before, after):
            block = Block(block.span, BlockKind.HEADING, block.body, level=1)
        blocks.append(block)
    return blocks


def _is_numbered_heading(text: str, raw: Sequence[Block], i: int) -> bool:
    block = raw[i]
    style = text[block.body.start - 2 : block.body.start].strip()[-1:]
    if len(block.span) > 130 or style == ")" or i + 1 == len(raw):
        return False
    after = raw[i + 1]
    if "\n" not in text[block.span.end : after.span.start]:
        return False
    if after.kind is BlockKind.ITEM and text[after.span.start] == text[block.span.start]:
        return False
    same = [other for other in raw if other.kind is BlockKind.ITEM and _style(text, other) == _style(text, block)]
    follower = next((other for other in same if other.number == (block.number or 0) + 1 and other is not after), None)
    leader = next((other for other in same if other.number == (block.number or 0) - 1), None)
    if after in same and after.number == (block.number or 0) + 1:
        return False  # the next item follows at once: a list
    if leader is not None and raw.index(leader) == i - 1:
        return False
    between = raw[i + 1 : raw.index(follower)] if follower else raw[i + 1 : i + 4]
    size = sum(len(other.span) for other in between)
    return size >= max(60, len(block.span)) and (follower is not None or leader is not None)


def _style(text: str, block: Block) -> str:
    return re.sub(r"\d+|[ก-ฮ]", "0", text[block.span.start : block.body.start].strip())


def _stands_alone(text: str, block: Block, before: Block | None, after: Block | None) -> bool:
    bare = block.span.of(text)
    if len(bare) > 80 or after is None or len(after.span) < 20 or "|" in bare or not re.search(rf"[{_THAI}A-Za-z]", bare):
        return False
    if bare.endswith((":", "：")):
        return after.kind is BlockKind.ITEM or len(after.span) > len(bare)
    if _LEADS.search(bare) and after.kind is BlockKind.ITEM:
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
        style, number = _style(text, block), block.number or 0
        while opened and not _continues(opened[-1], style, number) and any(
            _continues(outer, style, number) for outer in opened[:-1]
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
        return bool(_LEADS.search(block.span.of(text)))
    if block.kind is BlockKind.HEADING:
        return True
    same_line = "\n" not in text[block.span.end : item.span.start]
    return same_line or bool(_LEADS.search(block.span.of(text))) or len(block.span) <= 200
