"""Cuts a document into passages along its structure: a list stays with its lead-in, a heading with what follows it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import Chunk, Document, Span
from corpus.sentences import sentence_spans
from corpus.structure import HEADING, Block, BlockKind, Outline, outline


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
    for span, path in _packed(_pieces(structure, size, barriers), size, barriers):
        steps = [document.title, *path]
        context = " › ".join(dict.fromkeys(step for step in steps if step))
        chunks.append(Chunk.cut(document, len(chunks), span, context))
    return chunks, structure


def _pieces(structure: Outline, size: ChunkSize, barriers: Sequence[int]) -> Iterator[_Piece]:
    headings: list[tuple[int, str]] = []
    leads: dict[int, str] = {}
    blocks = structure.blocks
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if block.kind is BlockKind.HEADING:
            while headings and headings[-1][0] >= block.level:
                headings.pop()
        path = tuple(title for _, title in headings)
        if block.kind is BlockKind.HEADING:
            headings.append((block.level, " ".join(structure.plain(block.body).split())[:120]))
        if block.leads is not None:
            leads[block.leads] = " ".join(structure.plain(block.span).split())[-160:]
        end = _end_of_list(blocks, i, barriers)
        if end > i + 1:
            yield from _list_pieces(structure, blocks[i:end], path, leads, size)
            i = end
            continue
        if block.kind is BlockKind.HEADING:
            yield _Piece(block.span, path, heading=True)
        else:
            yield from _paragraph(structure, block.span, path, size)
        i += 1


def _end_of_list(blocks: Sequence[Block], i: int, barriers: Sequence[int]) -> int:
    """One past the last block of the list that begins at block i, as far as no noise breaks it; i + 1 if none does."""
    opening = blocks[i].leads or blocks[i].item_of
    if opening is None:
        return i + 1
    end = i + 1
    while end < len(blocks) and blocks[end].item_of is not None:
        if _stands_between(barriers, blocks[end - 1].span, blocks[end].span):
            break
        end += 1
    return end


def _stands_between(barriers: Sequence[int], first: Span, second: Span) -> bool:
    place = bisect_left(barriers, first.end)
    return place < len(barriers) and barriers[place] <= second.start


def _list_pieces(
    structure: Outline, blocks: Sequence[Block], path: tuple[str, ...], leads: dict[int, str], size: ChunkSize
) -> Iterator[_Piece]:
    """A list whole where it fits; else in parts between items, each told its lead-in through its path."""
    lead = blocks[0] if blocks[0].leads is not None and blocks[0].item_of is None else None
    if lead is not None and len(lead.span) > size.target:
        before = sentence_spans(structure.text, lead.span, soft=structure.soft)
        cut = before[-1].start
        if cut > lead.span.start:
            yield from _paragraph(structure, _tight(structure.text, lead.span.start, cut), path, size)
            lead = replace(lead, span=Span(cut, lead.span.end))
    members = [block for block in blocks if block.item_of is not None]
    whole = Span((lead or members[0]).span.start, members[-1].span.end)
    heading = lead is not None and lead.kind is BlockKind.HEADING
    lead_in = leads.get(members[0].item_of or 0)
    told = (*path, lead_in) if lead_in else path
    first = path if lead else told
    if len(whole) <= size.longest_list:
        yield _Piece(whole, first, whole=True, heading=heading)
        return
    start = whole.start
    for previous, block in pairwise(members):
        if block.span.end - start > size.longest and previous.span.end > start:
            yield from _paragraph(
                structure, Span(start, previous.span.end), first if start == whole.start else told, size
            )
            start = block.span.start
    yield from _paragraph(structure, Span(start, whole.end), first if start == whole.start else told, size)


def _paragraph(structure: Outline, span: Span, path: tuple[str, ...], size: ChunkSize) -> Iterator[_Piece]:
    if len(span) <= size.longest:
        yield _Piece(span, path)
        return
    parts = -(-len(span) // size.target)
    aim = len(span) / parts
    start = span.start
    sentences = sentence_spans(structure.text, span, soft=structure.soft)
    for sentence, following in pairwise(sentences):
        if sentence.end - start >= aim * 0.8 and (following.end - start > aim or sentence.end - start >= aim):
            yield _Piece(Span(start, sentence.end), path)
            start = following.start
    yield _Piece(Span(start, sentences[-1].end), path)


def _packed(
    pieces: Iterable[_Piece], size: ChunkSize, barriers: Sequence[int]
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Join neighbours up to the target; a heading begins a chunk, and stands with what follows it."""
    current: _Piece | None = None
    only_heading = False
    for piece in pieces:
        if current is not None:
            joined = Span(current.span.start, piece.span.end)
            limit = size.longest_list if piece.whole or current.whole else size.longest
            small = len(current.span) < 120 or len(piece.span) < 60
            if only_heading:
                fits = len(joined) <= limit + HEADING
            else:
                fits = not piece.heading and (len(joined) <= size.target or (small and len(joined) <= limit))
            same = piece.path[: len(current.path)] == current.path
            if fits and same and not _stands_between(barriers, current.span, piece.span):
                only_heading = only_heading and piece.heading and not piece.whole
                current = _Piece(joined, current.path, current.whole or piece.whole, current.heading)
                continue
            yield current.span, current.path
        current = piece
        only_heading = piece.heading and not piece.whole
    if current is not None:
        yield current.span, current.path


def _tight(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))
