"""Cuts a document into passages along its structure: a list stays with its lead-in, a heading with what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Chunk, Document, Span
from corpus.sentences import sentence_spans
from corpus.structure import Block, BlockKind, Outline, outline


@dataclass(frozen=True, slots=True)
class ChunkSize:
    """Lengths of chunks, in characters.

    Args:
        target: paragraphs are joined up to this length.
        longest: a longer paragraph is cut.
        longest_list: a list with its lead-in stays whole up to this length.
    """

    target: int = 600
    longest: int = 900
    longest_list: int = 1800


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    path: tuple[str, ...]
    whole: bool = False
    heading: bool = False


def chunk_document(document: Document, size: ChunkSize | None = None) -> tuple[list[Chunk], Outline]:
    """Cut a document into chunks.

    Args:
        document: the document; its noise is left out.
        size: lengths to aim for.

    Returns:
        The chunks in order, without overlap, and the outline they were cut along. Every block of the outline lies in
        chunks. A chunk's context is the document's title and the headings above it.
    """
    size = size or ChunkSize()
    structure = outline(document.text, [noise.span for noise in document.noise])
    chunks: list[Chunk] = []
    barriers = [noise.span.start for noise in document.noise]
    for span, path in _packed(list(_pieces(structure, size)), size, barriers):
        steps = [document.title, *path]
        context = " › ".join(dict.fromkeys(step for step in steps if step))
        chunks.append(Chunk.cut(document, len(chunks), span, context))
    return chunks, structure


def _pieces(structure: Outline, size: ChunkSize) -> Iterator[_Piece]:
    path: list[tuple[int, str]] = []
    blocks = structure.blocks
    i = 0
    while i < len(blocks):
        block = blocks[i]
        above = tuple(title for _, title in path)
        if block.kind is BlockKind.HEADING:
            while path and path[-1][0] >= block.level:
                path.pop()
            above = tuple(title for _, title in path)
            path.append((block.level, " ".join(structure.plain(block.body).split())[:120]))
        end = _end_of_list(blocks, i)
        if end > i + 1:
            yield from _list_pieces(structure, blocks[i:end], above, size)
            i = end
            continue
        if block.kind is BlockKind.HEADING:
            yield _Piece(block.span, above, heading=True)
        else:
            yield from _paragraph(structure, block.span, above, size)
        i += 1


def _end_of_list(blocks: Sequence[Block], i: int) -> int:
    """One past the last block of the list that begins at block i; i + 1 if none does."""
    opening = blocks[i].leads or blocks[i].item_of
    if opening is None:
        return i + 1
    end = i + 1
    while end < len(blocks) and blocks[end].item_of is not None:
        end += 1
    return end


def _list_pieces(structure: Outline, blocks: Sequence[Block], path: tuple[str, ...], size: ChunkSize) -> Iterator[_Piece]:
    """A list whole where it fits; else in parts between items, each told its lead-in through its path."""
    lead = blocks[0] if blocks[0].leads is not None and blocks[0].item_of is None else None
    if lead is not None and len(lead.span) > size.target:
        before = sentence_spans(structure.text, lead.span, soft=structure.soft)
        cut = before[-1].start if len(before) > 1 else lead.span.start
        if cut > lead.span.start:
            yield from _paragraph(structure, _tight(structure.text, lead.span.start, cut), path, size)
            lead = Block(Span(cut, lead.span.end), lead.kind, Span(cut, lead.span.end), leads=lead.leads)
    members = [block for block in blocks if block.item_of is not None]
    first = lead or members[0]
    whole = Span(first.span.start, members[-1].span.end)
    heading = lead is not None and lead.kind is BlockKind.HEADING
    if len(whole) <= size.longest_list:
        yield _Piece(whole, path, whole=True, heading=heading)
        return
    told = path
    if lead is not None:
        told = (*path, " ".join(structure.plain(lead.span).split())[-160:])
    start = first.span.start
    for previous, block in zip(members, members[1:], strict=False):
        if block.span.end - start > size.longest and previous.span.end > start:
            yield from _paragraph(structure, Span(start, previous.span.end), path if start == first.span.start else told, size)
            start = block.span.start
    yield from _paragraph(structure, Span(start, members[-1].span.end), path if start == first.span.start else told, size)


def _paragraph(structure: Outline, span: Span, path: tuple[str, ...], size: ChunkSize) -> Iterator[_Piece]:
    if len(span) <= size.longest:
        yield _Piece(span, path)
        return
    parts = -(-len(span) // size.target)
    aim = len(span) / parts
    start = span.start
    sentences = sentence_spans(structure.text, span, soft=structure.soft)
    for sentence, following in zip(sentences, sentences[1:], strict=False):
        if sentence.end - start >= aim * 0.8 and (following.end - start > aim or sentence.end - start >= aim):
            yield _Piece(Span(start, sentence.end), path)
            start = following.start
    yield _Piece(Span(start, sentences[-1].end), path)


def _packed(
    pieces: Sequence[_Piece], size: ChunkSize, barriers: Sequence[int]
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Join neighbours up to the target; a heading begins a chunk, and stands with what follows it."""
    current: _Piece | None = None
    only_heading = False
    for piece in pieces:
        if current is not None:
            joined = Span(current.span.start, piece.span.end)
            blocked = any(current.span.end <= at <= piece.span.start for at in barriers)
            limit = size.longest_list if piece.whole or current.whole else size.longest
            fits = len(joined) <= size.target or (only_heading and len(joined) <= limit)
            small = len(current.span) < 120 or len(piece.span) < 60
            same = piece.path[: len(current.path)] == current.path
            if not blocked and same and (fits or (small and len(joined) <= limit)) and (not piece.heading or only_heading):
                path = current.path
                only_heading = only_heading and piece.heading and not piece.whole
                current = _Piece(joined, path, current.whole or piece.whole, current.heading)
                continue
            yield current.span, current.path
        current = piece
        only_heading = piece.heading and not piece.whole
    if current is not None:
        yield current.span, current.path


def _tight(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))
