"""What the catalogue takes and gives back: prepared documents, stored chunks, filters; rows turned into documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.document import Chunk, Document, Noise, NoiseReason, PartialDate, Span
from corpus.errors import IndexStoreError
from index.searchable import Searchable

DOCUMENT_COLUMNS = "id, version, source, sha256, title, publisher, published, language, url, note, pages, noise, text"
LISTING_COLUMNS = DOCUMENT_COLUMNS.replace("pages, noise, text", "'[]', '[]', ''")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to search in; None lets everything through.

    Args:
        publisher: part of the publisher's name, in any case.
        documents: document ids.
        since: published on this date or later; a document without a year is left out.
        until: published on this date or earlier.

    Raises:
        IndexStoreError: if a date has no year.
    """

    publisher: str | None = None
    documents: tuple[str, ...] | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None

    def __post_init__(self) -> None:
        for date in (self.since, self.until):
            if date is not None and date.year is None:
                raise IndexStoreError(
                    f"The date {str(date)!r} has no year to filter by.", hint="Write it as 2015-09-09."
                )

    def lets_through(self, document_id: str, publisher: str, published: str | None) -> bool:
        """Whether a document passes; dates compare as far as both state them."""
        if self.documents is not None and document_id not in self.documents:
            return False
        if self.publisher is not None and self.publisher.casefold() not in publisher.casefold():
            return False
        if self.since is None and self.until is None:
            return True
        if not published or published.startswith("-"):
            return False  # no year is stated: it cannot be said to lie within
        since, until = str(self.since or ""), str(self.until or "")
        return not (
            (since and published[: len(since)] < since[: len(published)])
            or (until and published[: len(until)] > until[: len(published)])
        )


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A document ready to be stored: its chunks, and one vector for each.

    Args:
        document: the document; its version is settled when it is stored.
        chunks: its chunks in order.
        vectors: unit vectors, shape (len(chunks), dimension), float16.
        searchable: what the lexical index takes of each chunk.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    vectors: np.ndarray
    searchable: tuple[Searchable, ...]


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with its number in the catalogue and what a result needs to know of its document.

    Args:
        number: the chunk's number; never used again for another chunk.
        chunk: the chunk.
        source: where its document was read from.
        title: of the document.
        publisher: of the document, or "".
        published: of the document, as far as stated, or None.
        version: of the document.
        page: page that the chunk begins on, from 1; None for sources without pages.
    """

    number: int
    chunk: Chunk
    source: str
    title: str
    publisher: str
    published: PartialDate | None
    version: int
    page: int | None = None


def document_of(row: Sequence[object]) -> Document:
    """The document in a row of `DOCUMENT_COLUMNS`."""
    document_id, version, source, sha256, title, publisher, published, language, url, note, pages, noise, text = row
    return Document(
        id=str(document_id),
        source=str(source),
        title=str(title),
        text=str(text),
        publisher=str(publisher),
        published=PartialDate.parse(str(published)) if published else None,
        language=str(language),
        sha256=str(sha256),
        pages=tuple(Span(start, end) for start, end in json.loads(str(pages))),
        noise=tuple(Noise(Span(start, end), NoiseReason(reason)) for start, end, reason in json.loads(str(noise))),
        url=str(url),
        note=str(note),
        version=int(str(version)),
    )


def row_of(document: Document, version: int, added: float) -> tuple[object, ...]:
    """The row of the table `documents` for a current document.

    Args:
        document: the document.
        version: its version.
        added: now, in seconds since 1970.
    """
    noise = [[one.span.start, one.span.end, one.reason.value] for one in document.noise]
    return (
        document.id,
        version,
        1,
        document.source,
        document.sha256,
        document.title,
        document.publisher,
        str(document.published) if document.published else None,
        document.language,
        document.url,
        document.note,
        len(document.text),
        added,
        json.dumps([[page.start, page.end] for page in document.pages]),
        json.dumps(noise),
        document.text,
    )


def page_at(pages: str, offset: int) -> int | None:
    """Number of the page that holds a character, as `Document.page_of`, from the stored form of the pages."""
    ends = [end for _, end in json.loads(pages)]
    return next((number for number, end in enumerate(ends, 1) if offset < end), len(ends) or None)
