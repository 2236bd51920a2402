"""Word documents (.docx), by python-docx: headings, numbered lists and tables in the order of the document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.loaders.base import Loaded, require_text, translated
from corpus.loaders.blocks import Block, BlockKind, join_blocks
from corpus.loaders.docx_numbering import Numbering, W, value_of
from corpus.loaders.properties import plausible_publisher, plausible_title
from corpus.loaders.rows import Row, flatten, row_line, table_lines

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NO_TEXT = frozenset(
    [f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "txbxContent", "sdtPr")]
    + [f"{_MC}Fallback"]
)
_MAX_COLUMNS = 100


def read_docx(data: bytes, source: str) -> Loaded:
    """Read a Word document.

    Headings become ``# ``, items ``- `` or the number that Word shows, rows ``header: value | header: value``. Text
    boxes follow the paragraph they are anchored in, footnotes the one that refers to them. Deleted and hidden text is
    left out; a table of contents is marked as noise.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if there is no text.
        UnreadableFileError: if the document is damaged.
    """
    with translated(source, "a Word document"):
        import docx

        document = docx.Document(io.BytesIO(data))
        text, noise = join_blocks(_Reader(document).blocks(document.element.body))
        properties = document.core_properties
        title, publisher = plausible_title(properties.title), plausible_publisher(properties.author)
    return Loaded(source, require_text(text, source), title=title, publisher=publisher, noise=noise)


class _Reader:
    """Reads the elements of one document in order, counting list items on the way."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.get(f"{W}styleId", ""): style for style in document.styles.element.iter(f"{W}style")}
        self._numbering = Numbering(_part(document, "numbering"))
        self._notes: dict[tuple[str, str], _Element] = {}
        for kind in ("footnote", "endnote"):
            part = _part(document, f"{kind}s")
            for note in part.iter(f"{W}{kind}") if part is not None else ():
                self._notes[kind, note.get(f"{W}id", "")] = note

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Blocks of a body, cell, text box or note."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag not in _NO_TEXT:  # content controls and other wrappers
                yield from self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        text = _text(paragraph).strip()
        if text:
            yield self._block(paragraph, text)
        for box in paragraph.iter(f"{W}txbxContent"):
            old_copy = next(box.iterancestors(f"{_MC}Fallback"), None) is not None
            if next(box.iterancestors(f"{W}p")) is paragraph and not old_copy:
                yield from self.blocks(box)
        for kind in ("footnote", "endnote"):
            for reference in paragraph.iter(f"{W}{kind}Reference"):
                note = self._notes.get((kind, reference.get(f"{W}id", "")))
                if note is not None:
                    yield from self.blocks(note)

    def _block(self, paragraph: _Element, text: str) -> Block:
        styles = list(self._chain(paragraph))
        names = [value_of(style, "name").lower() for style in styles]
        properties = [found for owner in (paragraph, *styles) if (found := owner.find(f"{W}pPr")) is not None]
        label, depth = self._label(properties, styles)
        level = _heading_level(properties, names)
        if level:
            return Block(BlockKind.HEADING, f"{label} {text}".strip() if label != "-" else text, level=level)
        furniture = any(name.startswith("toc ") and name[4:].isdigit() for name in names)
        if label:
            return Block(BlockKind.ITEM, text, level=depth, label=label, furniture=furniture)
        return Block(BlockKind.PARAGRAPH, text, furniture=furniture)

    def _chain(self, paragraph: _Element) -> Iterator[_Element]:
        """The paragraph's style and those it is based on."""
        properties = paragraph.find(f"{W}pPr")
        identifier = value_of(properties, "pStyle") if properties is not None else ""
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            yield self._styles[identifier]
            identifier = value_of(self._styles[identifier], "basedOn")

    def _label(self, properties: list[_Element], styles: list[_Element]) -> tuple[str, int]:
        """The mark of a list item and its depth; no mark if the paragraph is none. The nearest setting counts."""
        settings = [found for owner in properties if (found := owner.find(f"{W}numPr")) is not None]
        number = next(filter(None, (value_of(found, "numId") for found in settings)), "")
        if number in ("", "0"):
            return "", 0
        stated = next(filter(None, (value_of(found, "ilvl") for found in settings)), "")
        if stated:
            depth = int(stated) if stated in "012345678" else 0
        else:
            levels = (self._numbering.level_of_style(number, style.get(f"{W}styleId", "")) for style in styles)
            depth = next(filter(None, levels), 0)
        return self._numbering.label(number, depth), depth

    def _table(self, table: _Element) -> Iterator[Block]:
        rows = [list(_own(row, f"{W}tc")) for row in _own(table, f"{W}tr")]
        if len(rows) < 2 or max(map(len, rows)) < 2:  # a frame around text
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        grid = list(self._grid(rows))
        form = _is_form(rows, grid)
        for line in (row_line(row.cells[:1], row.cells[1:]) for row in grid) if form else table_lines(grid):
            yield Block(BlockKind.ROW, line)

    def _grid(self, rows: list[list[_Element]]) -> Iterator[Row]:
        """Rows with each cell in its column; a cell merged over several rows counts for each."""
        above: dict[int, str] = {}
        for row in rows:
            texts: list[str] = []
            across: list[str] = []
            for cell in row:
                properties = cell.find(f"{W}tcPr")
                merged = properties.find(f"{W}vMerge") if properties is not None else None
                if merged is not None and merged.get(f"{W}val") != "restart":
                    text = above.get(len(texts), "")
                else:
                    text = flatten(" ".join(_in_cell(block) for block in self.blocks(cell)))
                above[len(texts)] = text
                span = value_of(properties, "gridSpan") if properties is not None else ""
                width = min(int(span), _MAX_COLUMNS) if span.isascii() and span.isdigit() else 1
                texts += [text, *[""] * (width - 1)]
                across += [text] * max(width, 1)
            yield Row(texts, across if across != texts else ())


def _part(document: Document, name: str) -> _Element | None:
    """The root of a part that the document refers to, or None."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _own(parent: _Element, tag: str) -> Iterator[_Element]:
    """Children of one kind, also those in content controls and tracked changes, but not those of tables inside."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _NO_TEXT and child.tag not in (f"{W}tc", f"{W}p", f"{W}tbl"):
            yield from _own(child, tag)


def _text(element: _Element) -> str:
    pieces = []
    for child in element:
        if child.tag in (f"{W}t", f"{_MATH}t"):
            pieces.append(child.text or "")
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag not in _NO_TEXT and not (child.tag == f"{W}r" and _is_hidden(child)):
            pieces.append(_text(child))
    return "".join(pieces)


def _in_cell(block: Block) -> str:
    return f"{block.label} {block.text}" if block.kind is BlockKind.ITEM and block.label != "-" else block.text


def _is_hidden(run: _Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off")


def _heading_level(properties: list[_Element], names: list[str]) -> int:
    """Depth of a heading from 1; 0 for what is none."""
    stated = next(filter(None, (value_of(found, "outlineLvl") for found in properties)), "")
    if stated.isdigit() and int(stated) < 9:
        return int(stated) + 1
    for name in names:
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
        if name == "title":
            return 1
    return 0


def _is_form(rows: list[list[_Element]], grid: list[Row]) -> bool:
    """Whether a table of two columns names its values on the left instead of at the top."""
    if any(len(row) != 2 for row in rows) or not all(row.cells[0] for row in grid):
        return False
    return all(row.cells[0].endswith(":") for row in grid) or (
        all(_is_bold(left) for left, _ in rows) and not any(_is_bold(right) for _, right in rows)
    )


def _is_bold(cell: _Element) -> bool:
    runs = [run for run in cell.iter(f"{W}r") if _text(run).strip()]
    return bool(runs) and all(
        run.find(f"{W}rPr/{W}b") is not None or run.find(f"{W}rPr/{W}bCs") is not None for run in runs
    )
