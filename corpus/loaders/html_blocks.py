"""Elements of a web page as blocks: layout tables opened, data tables as lines, then headings, items and paragraphs.

It reads raw HTML and the tree that trafilatura makes of it alike; only their names for the same things differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from corpus.loaders.blocks import Block, BlockKind
from corpus.loaders.rows import Row, flatten, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = ("ul", "ol", "list")
_CELLS = ("td", "th", "cell")
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "ref", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_LEFT_OUT = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "button", "select", "option", "input", "textarea", "title", "meta", "link", "nav", "aside", "footer",
    "graphic", "img",
}  # fmt: skip
_ADVERTISING = re.compile(r"(?:^|[\s_-])(?:ads?|adverts?|advertisement|cookies?)(?:$|[\s_-])", re.I)
_STRUCTURE = ("table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "form", "article", "section")
_LONG_CELL = 400
"""Characters; a cell longer than this is layout, not a value."""
_MAX_COLUMNS = 200


def prepare_tables(tree: _Element) -> None:
    """Open tables that only lay out a page, and write each row of the others as one line in one cell, in place.

    Extractors flatten what stands in cells; old pages stand in cells as a whole.

    Args:
        tree: a parsed page.
    """
    for table in list(tree.iter("table")):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        cells = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
        if _is_layout(table, cells):
            for part in [table, *rows, *(cell for row in cells for cell in row), *table.iterchildren("tbody", "thead")]:
                part.tag = "div"
        else:
            _write_lines(table, list(table_lines(_grid(cells))))


def _is_layout(table: _Element, cells: list[list[_Element]]) -> bool:
    if len(cells) < 2 or max(map(len, cells)) < 2:
        return True
    if any(next(table.iterdescendants(tag), None) is not None for tag in _STRUCTURE):
        return True
    return any(len(_plain(cell)) > _LONG_CELL for row in cells for cell in row)


def _grid(cells: list[list[_Element]]) -> Iterator[Row]:
    """Rows with each cell in its column; a cell over several rows counts for each."""
    carried: dict[int, tuple[str, int]] = {}
    for row in cells:
        texts: list[str] = []
        across: list[str] = []

        def carry(texts: list[str] = texts, across: list[str] = across) -> None:
            while (below := carried.get(len(texts))) and below[1] > 0:
                carried[len(texts)] = below[0], below[1] - 1
                texts.append(below[0])
                across.append(below[0])

        for cell in row:
            carry()
            text = flatten(_plain(cell))
            for place in range(_span(cell, "colspan")):
                carried[len(texts)] = text if place == 0 else "", _span(cell, "rowspan") - 1
                texts.append(text if place == 0 else "")
                across.append(text)
        carry()
        yield Row(texts, across if across != texts else ())


def _span(cell: _Element, name: str) -> int:
    stated = cell.get(name) or "1"
    return min(max(int(stated), 1), _MAX_COLUMNS) if stated.isascii() and stated.isdigit() else 1


def _write_lines(table: _Element, lines: list[str]) -> None:
    for child in list(table):
        table.remove(child)
    table.text = None
    for line in lines:
        cell = table.makeelement("td")
        cell.text = line
        row = table.makeelement("tr")
        row.append(cell)
        table.append(row)


def blocks_of(parent: _Element, depth: int = 0) -> Iterator[Block]:
    """Blocks of an element in order; text between them is a paragraph, and so is what two line breaks part.

    Args:
        parent: the body of a prepared page, or of trafilatura's tree.
        depth: nesting of the list that it stands in.

    Yields:
        Blocks, some of them blank.
    """
    loose = [_collapse(parent.text)]
    for child in parent:
        tail = _collapse(child.tail)
        if not isinstance(child.tag, str) or _is_left_out(child):
            loose.append(tail)
        elif child.tag in ("br", "lb"):
            loose += ["\n", tail]
        elif child.tag in _INLINE and all(inner.tag in _INLINE or inner.tag in ("br", "lb") for inner in child.iter()):
            loose += [_plain(child), tail]
        else:
            yield from _paragraphs("".join(loose))
            yield from _block(child, depth)
            loose = [tail]
    yield from _paragraphs("".join(loose))


def _block(element: _Element, depth: int) -> Iterator[Block]:
    tag = element.tag
    if tag in _HEADINGS or tag == "head":
        level = _HEADINGS.get(tag) or _HEADINGS.get(element.get("rend") or "", 1)
        yield Block(BlockKind.HEADING, _plain(element), level=level)
    elif tag in _LISTS:
        numbers = count(_span(element, "start")) if tag == "ol" or element.get("rend") == "ol" else None
        for item in element:
            if item.tag in ("li", "item"):
                yield from _item(item, f"{next(numbers)}." if numbers else "-", depth)
            elif item.tag in _LISTS:
                yield from _block(item, depth + 1)
    elif tag == "table":
        for cell in element.iter(*_CELLS):
            yield Block(BlockKind.ROW, flatten(_plain(cell)))
    else:
        yield from blocks_of(element, depth)


def _item(item: _Element, label: str, depth: int) -> Iterator[Block]:
    """An item with all its own text on one line, then the lists and tables inside it."""
    own: list[str] = []
    inner: list[Block] = []
    for block in blocks_of(item, depth + 1):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and not inner:
            own.append(block.text)
        else:
            inner.append(block)
    yield Block(BlockKind.ITEM, " ".join(own), level=depth, label=label)
    yield from inner


def _paragraphs(text: str) -> Iterator[Block]:
    lines = "\n".join(line.strip() for line in text.split("\n"))
    for paragraph in re.split(r"\n{2,}", lines):
        yield Block(BlockKind.PARAGRAPH, paragraph.strip())


def _plain(element: _Element) -> str:
    """All text inside an element, white space collapsed, line breaks as line ends."""
    pieces = [_collapse(element.text)]
    for child in element:
        if child.tag in ("br", "lb"):
            pieces.append("\n")
        elif isinstance(child.tag, str) and not _is_left_out(child):
            pieces.append(_plain(child) if child.tag in _INLINE else f" {_plain(child)} ")
        pieces.append(_collapse(child.tail))
    return "".join(pieces)


def _collapse(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f\v]+", " ", text or "")


def _is_left_out(element: _Element) -> bool:
    """Whether it is no text of the page. What is hidden stays in: tabs and answers to questions are, until clicked."""
    if element.tag in _LEFT_OUT:
        return True
    return bool(_ADVERTISING.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
