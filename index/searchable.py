"""What is searched of a chunk: the words and character trigrams of its search copy, and the words of its context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.chunking import ChunkSize, chunk_document
from corpus.document import Chunk, Document
from corpus.normalise import normalise
from corpus.structure import Outline
from corpus.words import words
from index.catalogue import Prepared
from index.encoder import Encoder, EncoderInput

_BLANK = re.compile(r"[\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]+")


@dataclass(frozen=True, slots=True)
class Searchable:
    """A chunk, or a question, as the indexes take it.

    Args:
        words: its words, joined with spaces.
        context: the words of title and headings, joined with spaces; empty for a question.
        characters: its characters without spaces and marks, which trigrams are made of.
    """

    words: str
    context: str
    characters: str

    @property
    def encoder_text(self) -> str:
        """The text whose vector is searched, segmented."""
        return f"{self.context} {self.words}".strip()


def searchable_query(question: str) -> Searchable:
    """Prepare a question."""
    copy = normalise(question)
    return Searchable(" ".join(words(copy)), "", _BLANK.sub("", copy))


def searchable_chunk(chunk: Chunk, structure: Outline) -> Searchable:
    """Prepare a chunk; lines that only wrap are joined first."""
    copy = normalise(structure.plain(chunk.span))
    return Searchable(" ".join(words(copy)), _context_words(chunk.context), _BLANK.sub("", copy))


@lru_cache(maxsize=4096)
def _context_words(context: str) -> str:
    return " ".join(words(normalise(context.replace("›", " "))))


def prepare(documents: Sequence[Document], encoder: Encoder, size: ChunkSize | None = None) -> list[Prepared]:
    """Chunk documents, make their vectors and what the lexical index takes.

    Args:
        documents: documents with their noise marked.
        encoder: the embedding model.
        size: chunk lengths.

    Returns:
        One entry for each document, in order.
    """
    cut: list[tuple[Document, list[Chunk], list[Searchable], list[str]]] = []
    for document in documents:
        chunks, structure = chunk_document(document, size)
        prepared = [searchable_chunk(chunk, structure) for chunk in chunks]
        cut.append((document, chunks, prepared, [structure.plain(chunk.span) for chunk in chunks]))
    inputs = [
        EncoderInput(f"{chunk.context}\n{plain}" if chunk.context else plain, one.encoder_text)
        for _, chunks, prepared, plains in cut
        for chunk, one, plain in zip(chunks, prepared, plains, strict=True)
    ]
    vectors = encoder.encode_passages(inputs)
    result, at = [], 0
    for document, chunks, prepared, _ in cut:
        rows = vectors[at : at + len(chunks)]
        at += len(chunks)
        result.append(Prepared(document, tuple(chunks), rows, tuple((s.words, s.context, s.characters) for s in prepared)))
    return result
