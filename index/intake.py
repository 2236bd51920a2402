"""Taking files in: tells new content from known, stores it, and keeps the lexical index in step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Document
from corpus.loaders.base import Loaded, Refused
from corpus.reading import loaded_hash
from index.catalogue import Catalogue
from index.records import Prepared

OnEvent = Callable[[str, str, str], None]
"""Told (event, source, detail) with event stored, unchanged, duplicate or refused."""


@dataclass(slots=True)
class IngestReport:
    """What became of the files given to `Index.ingest`.

    Args:
        stored: documents as stored, without their text.
        unchanged: sources whose content was there already.
        duplicates: (source, id of the document that has the same content).
        refused: what could not be taken in.
        characters: length of the texts stored.
        interrupted: whether it was stopped by Ctrl-C; what is reported as stored is safe.
    """

    stored: list[Document] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    characters: int = 0
    interrupted: bool = False


class Intake:
    """Sorts files into known and new, and stores what is new.

    Args:
        catalogue: where to store.
        on_event: told what becomes of each file.
    """

    def __init__(self, catalogue: Catalogue, on_event: OnEvent | None) -> None:
        self.report = IngestReport()
        self._catalogue = catalogue
        self._on_event = on_event
        self._known = catalogue.known_hashes()
        self._coming: dict[str, list[str]] = {}
        self._yielded: dict[str, str] = {}

    def new(self, files: Iterable[Loaded | Refused]) -> Iterator[Loaded]:
        """The files whose content is new; the others are reported.

        A file with the same content as one that is yielded but not stored yet waits for that one.
        """
        for one in files:
            if isinstance(one, Refused):
                self._refuse(one)
                continue
            sha = loaded_hash(one)
            document, before = self._known.get(one.source, ("", ""))
            if before == sha:
                self.report.unchanged.append(one.source)
                self._tell("unchanged", one.source, document)
            elif sha in self._coming:
                self._coming[sha].append(one.source)
            elif not self._is_duplicate(one.source, sha):
                self._coming[sha] = []
                self._yielded[one.source] = sha
                yield one

    def store(self, batch: Sequence[Prepared | Refused], encoder: str) -> list[tuple[Prepared, list[int]]]:
        """Store a batch; report it once it is safe on disk.

        Returns:
            What was stored, each with the numbers of its chunks.
        """
        good = [one for one in batch if isinstance(one, Prepared)]
        stored = self._catalogue.put(good, encoder) if good else []
        # at once, so that Ctrl-C among the events below leaves no document unreported
        self.report.stored += [replace(document, text="", pages=(), noise=()) for document, _ in stored]
        for document, _ in stored:
            self.report.characters += len(document.text)
            self._known[document.source] = (document.id, document.sha256)
            self._tell("stored", document.source, document.id)
            for source in self._same_as(document.source):
                self._is_duplicate(source, document.sha256)
        for one in batch:
            if isinstance(one, Refused):
                self._refuse(one)
                for source in self._same_as(one.source):
                    self._refuse(Refused(source, one.error))
        return [(prepared, numbers) for prepared, (_, numbers) in zip(good, stored, strict=True)]

    def _same_as(self, source: str) -> list[str]:
        """Sources that waited for this one, having the same content."""
        return self._coming.pop(self._yielded.pop(source, ""), [])

    def _is_duplicate(self, source: str, sha256: str) -> bool:
        holder = self._catalogue.add_alias(source, sha256)
        if holder is None:
            return False
        self._known[source] = (holder, sha256)
        self.report.duplicates.append((source, holder))
        self._tell("duplicate", source, holder)
        return True

    def _refuse(self, one: Refused) -> None:
        self.report.refused.append(one)
        self._tell("refused", one.source, str(one.error))

    def _tell(self, event: str, source: str, detail: str) -> None:
        if self._on_event is not None:
            self._on_event(event, source, detail)
