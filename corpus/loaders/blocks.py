"""Blocks of a structured document (HTML, Word) as Markdown-like text, the same for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Noise, NoiseReason, Span
from corpus.loaders.rows import flatten


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    ROW = "table row"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row.

    Args:
        kind: what it is.
        text: its words, without any mark for what it is.
        level: depth of a heading from 1; nesting of an item from 0.
        label: an item's number as the document shows it ("1.", "(ก)"), or "-".
        furniture: whether the format says that it is navigation, such as a table of contents.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = "-"
    furniture: bool = False

    def render(self) -> str:
        """The block as Markdown-like text."""
        if self.kind is BlockKind.HEADING:
            return f"{'#' * min(max(self.level, 1), 6)} {flatten(self.text)}"
        if self.kind is BlockKind.ITEM:
            return f"{'  ' * self.level}{self.label} {flatten(self.text)}"
        return self.text


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Noise, ...]]:
    """Put blocks together: items of a list and rows of a table line by line, a blank line between all others.

    Args:
        blocks: in order; blank ones are left out.

    Returns:
        The text, and its furniture as noise.
    """
    pieces: list[str] = []
    noise: list[Noise] = []
    length = 0
    previous: BlockKind | None = None
    for block in blocks:
        if not block.text.strip():
            continue
        close = block.kind == previous and block.kind in (BlockKind.ITEM, BlockKind.ROW)
        glue = "" if previous is None else "\n" if close else "\n\n"
        rendered = block.render()
        start = length + len(glue)
        length = start + len(rendered)
        pieces += (glue, rendered)
        if block.furniture:
            noise.append(Noise(Span(start, length), NoiseReason.PAGE_FURNITURE))
        previous = block.kind
    return "".join(pieces), tuple(noise)
