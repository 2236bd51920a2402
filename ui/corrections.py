"""What staff corrected of documents, and what of it holds when a document is taken in again.

The same content keeps every correction. A new text keeps title, publisher and address as long as the file says of them
what it said when they were corrected: they are facts of the source, and a file that says something new wins. The date
belongs to one edition and is never carried over. Corrections are notes in the catalogue and are backed up with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from corpus.loaders.base import Loaded, Refused
from corpus.reading import document_id, loaded_hash, to_document
from index.catalogue import Catalogue
from ui.stated import Stated

_NOTE = "corrected:{id}"
_OF_THE_SOURCE = ("title", "publisher", "url")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected of one document.

    Args:
        file: hash of what the file itself states.
        was: what was read of it, by field.
        now: what staff stated instead, by field; only fields that differ.
    """

    file: str
    was: Mapping[str, str]
    now: Mapping[str, str]


class Corrections:
    """Keeps corrections in the catalogue.

    Args:
        catalogue: where they are kept.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, source: str) -> Correction | None:
        """What was corrected of a source; None if nothing was."""
        noted = self._catalogue.file.meta(_NOTE.format(id=document_id(source)))
        return Correction(**json.loads(noted)) if noted else None

    def note(self, source: str, file: str, read: Stated, stated: Stated) -> None:
        """Note what was corrected; replaces what was noted before.

        Args:
            source: the document's source.
            file: hash of what its file states.
            read: what was read of the file.
            stated: what holds instead.
        """
        was, now = read.texts, stated.texts
        changed = {name: value for name, value in now.items() if value and value != was[name]}
        key = _NOTE.format(id=document_id(source))
        noted = json.dumps(asdict(Correction(file, was, changed)), ensure_ascii=False) if changed else ""
        if noted != self._catalogue.file.meta(key):
            self._catalogue.file.set_meta(key, noted)

    def proposed(self, loaded: Loaded, read: Stated) -> Stated:
        """What holds of a file after the corrections before it.

        Args:
            loaded: the file as it states itself.
            read: what was read of it.
        """
        correction = self.of(loaded.source)
        if correction is None:
            return read
        same, texts = correction.file == loaded_hash(loaded), read.texts
        held = {
            name: value
            for name, value in correction.now.items()
            if same or (name in _OF_THE_SOURCE and texts[name] == correction.was[name])
        }
        return Stated.from_texts({**texts, **held})

    def applied(self, files: Iterable[Loaded | Refused]) -> Iterator[Loaded | Refused]:
        """Files with the corrections that hold of them; a file without any is passed on as it is."""
        for one in files:
            if isinstance(one, Refused) or self.of(one.source) is None:
                yield one
            else:
                read = Stated.of(to_document(one))
                yield corrected(one, read, self.proposed(one, read))


def corrected(loaded: Loaded, read: Stated, stated: Stated) -> Loaded:
    """A file that states what staff stated.

    Args:
        loaded: the file as it states itself; given back as it is if nothing differs, so that it is known again.
        read: what was read of it.
        stated: what holds; an empty field leaves it to what was read.
    """
    whole = Stated(
        stated.title or read.title, stated.publisher or read.publisher, stated.published or read.published,
        stated.url or read.url,
    )  # fmt: skip
    if replace(whole, url=read.url) == read:  # the address is no part of the hash
        return loaded if whole == read else replace(loaded, url=whole.url)
    return replace(loaded, title=whole.title, publisher=whole.publisher, published=whole.published, url=whole.url)
