"""From a loaded file to a document: noise marked, what the text states of itself read, the identifier settled."""

from __future__ import annotations

import hashlib

from corpus.document import Document, content_hash
from corpus.loaders.base import Loaded
from corpus.metadata import guess_metadata
from corpus.noise import find_noise
from corpus.normalise import well_formed


def document_id(source: str) -> str:
    """The stable identifier of a source: the same for all its versions."""
    return "d" + hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def loaded_hash(loaded: Loaded) -> str:
    """Hash of what a file states, by which the same content is known again."""
    return content_hash(loaded.text, loaded.title, loaded.publisher, loaded.published)


def to_document(loaded: Loaded) -> Document:
    """Make a document of a loaded file.

    Args:
        loaded: text and metadata as the file gives them; what it states wins over what is guessed.

    Returns:
        The document, version 1 until it is stored.
    """
    text = well_formed(loaded.text).replace("\x00", "\ufffd")
    noise = find_noise(text, loaded.noise)
    title, publisher, published = loaded.title, loaded.publisher, loaded.published
    if not (title and publisher and published):
        guessed = guess_metadata(text, noise=[one.span for one in noise])
        title, publisher, published = (
            title or guessed.title,
            publisher or guessed.publisher,
            published or guessed.published,
        )
    return Document(
        id=document_id(loaded.source),
        source=loaded.source,
        title=" ".join(well_formed(title).split()),
        text=text,
        publisher=" ".join(well_formed(publisher).split()),
        published=published,
        language=loaded.language,
        sha256=loaded_hash(loaded),
        pages=loaded.pages,
        noise=noise,
        url=loaded.url,
        note=loaded.note,
    )
