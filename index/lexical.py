"""The lexical index: BM25 over passages and over whole documents (tantivy). Derived from the catalogue.

A passage is scored by its own words, title words and character trigrams, and by how well the whole of its document fits
the question: a passage alone is too short to say all that its document is about (measured: docs/benchmarks.md).
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexStoreError
from index.derived import sync, translated
from index.searchable import Searchable
from index.terms import Found, TermIndex, View

_FORMAT = "3"
_CHUNKS_HEAP, _DOCUMENTS_HEAP = 48_000_000, 24_000_000
_RARE_TERMS = 256
"""Terms of a question that are looked up at most, the rarest ones."""

_COMMON_GRAM, _COMMON_GRAMS = 0.05, 3000
"""Share, and number, of texts that a trigram may stand in to be searched for, in an index that is not small."""

_SMALL = 2000
_REACH = 100
"""Passages that are looked at, at least."""


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One chunk to index."""

    number: int
    searchable: Searchable


class LexicalIndex:
    """A folder with two indexes: of chunks, and of documents.

    Searching is safe from any thread; `apply`, `commit` and `release` are for the one writer.

    Args:
        path: the folder.
        identity: which catalogue it is derived from; an index of another one counts as empty.
        create: make the folder when there is no index in it.
        read_only: write nothing under `path`.
        owned: a temporary folder to delete on closing.

    Raises:
        IndexStoreError: if there is no index, or one that is damaged or of another version.
    """

    def __init__(
        self,
        path: Path,
        identity: str = "",
        *,
        create: bool = True,
        read_only: bool = False,
        owned: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.path = path
        self._owned = owned
        self._parts: list[TermIndex] = []
        try:
            _check_format(path, create=create and not read_only)
            for name, heap in (("chunks", _CHUNKS_HEAP), ("documents", _DOCUMENTS_HEAP)):
                part = TermIndex(path / name, identity, heap=heap, create=create, read_only=read_only)
                self._parts.append(part)
        except BaseException:
            self.close()
            raise
        self._chunks, self._documents = self._parts

    def close(self) -> None:
        """Give the writer's threads back; what was not committed is dropped."""
        for part in self._parts:
            part.close()
        if self._owned is not None:
            self._owned.cleanup()

    # -- state --------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """The catalogue generation that this index reflects; -1 for a new one, or one of another catalogue."""
        return min(part.view.generation for part in self._parts)

    @property
    def size(self) -> int:
        """Number of chunks in the index."""
        return self._chunks.view.size

    @property
    def documents(self) -> int:
        """Number of documents in the index, those without any chunk left out."""
        return self._documents.view.size

    def derive_from(self, identity: str) -> None:
        """Say anew which catalogue this is derived from, after a backup took its place."""
        for part in self._parts:
            part.derive_from(identity)

    def refresh(self) -> None:
        """See what was committed since, by this process or another; what was there before is searched meanwhile."""
        for part in self._parts:
            part.refresh()

    def check(self) -> str:
        """What is wrong with the files; "" if nothing is."""
        return next((fault for part in self._parts if (fault := part.check())), "")

    # -- writing ------------------------------------------------------------------------------------------------

    def apply(self, removed: Iterable[str], added: Iterable[tuple[str, Iterable[LexicalEntry]]]) -> None:
        """Take out documents and put in documents; not seen by searches before `commit`."""
        for document in removed:
            for part in self._parts:
                part.remove(document)
        for document, given in added:
            entries = list(given)
            for entry in entries:
                self._chunks.add(document, entry.number, entries[0].number, entry.searchable)
            if entries:
                words = " ".join(entry.searchable.words for entry in entries)
                self._documents.add(document, entries[0].number, entries[0].number, Searchable(words, "", ""))

    def commit(self, generation: int) -> None:
        """Make changes durable and visible, together with the generation they bring the index to."""
        for part in self._parts:
            part.commit(generation)

    def release(self) -> None:
        """End a writer's work: other processes may write, and the files are fingerprinted against damage.

        What was not committed is dropped.
        """
        for part in self._parts:
            part.release()

    def abandon(self) -> None:
        """End a writer's work on files that are about to be replaced, in whatever state they are."""
        for part in self._parts:
            part.abandon()

    # -- searching ----------------------------------------------------------------------------------------------

    def search(
        self, query: Searchable, limit: int, documents: Sequence[str] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find chunks by words.

        Args:
            query: the question.
            limit: how many at most.
            documents: only chunks of these documents.

        Returns:
            Chunk numbers (int64) and scores (float32), best first: BM25 of the chunk and of its document, added.
        """
        terms = _terms(self._chunks.view, query)
        if not terms or limit < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        asked = self._chunks.any_of(terms)
        if documents is not None:
            asked = self._chunks.both(self._chunks.one_of("document", list(documents)), asked)
        found = self._chunks.run(self._chunks.view, asked, max(limit, _REACH))
        scores = self._added(query, found)
        best = np.lexsort((found.numbers, -scores))[:limit]
        return found.numbers[best], scores[best]

    def score(self, query: Searchable, numbers: Sequence[int]) -> dict[int, float]:
        """Scores of chunks that are too far down to be found: those of their documents alone.

        What their own words would add is little, and would cost as much as a whole search (docs/benchmarks.md).
        """
        if not len(numbers):
            return {}
        given = self._chunks.one_of("number", [int(number) for number in numbers])
        found = self._chunks.run(self._chunks.view, given, len(numbers))
        return dict(zip(found.numbers.tolist(), self._added(query, found).tolist(), strict=True))

    def document_frequency(self, word: str) -> int:
        """In how many chunks a word stands."""
        return self._chunks.view.searcher.doc_freq("words", word)

    def vocabulary(self) -> dict[str, int]:
        """All words with the number of chunks that each stands in."""
        with translated(f"The lexical index in {self.path} cannot be read"):
            return dict(self._chunks.view.searcher.terms_with_prefix("words", ""))

    def _added(self, query: Searchable, found: Found) -> np.ndarray:
        """Scores of chunks with those of their documents added."""
        part, view = self._documents, self._documents.view
        terms = _terms(view, Searchable(query.words, "", ""))
        families = sorted(set(found.families.tolist()))
        if not terms or not families:
            return found.scores
        whole = part.run(view, part.both(part.one_of("number", families), part.any_of(terms)), len(families))
        of_family = dict(zip(whole.numbers.tolist(), whole.scores.tolist(), strict=True))
        more = [of_family.get(family, 0.0) for family in found.families.tolist()]
        added: np.ndarray = found.scores + np.array(more, dtype=np.float32)
        return added


def _terms(view: View, query: Searchable) -> list[tuple[str, str]]:
    """The terms of a question that tell texts apart, with their fields, the rarest first if there are many.

    A trigram that stands in very many texts says next to nothing and costs most of the time.
    """
    frequency, letters = view.searcher.doc_freq, query.characters
    words = list(dict.fromkeys(query.words.split()))
    found = [(field, word) for field in ("words", "context") for word in words]
    common = min(_COMMON_GRAM * view.size, _COMMON_GRAMS) if view.size > _SMALL else view.size
    for gram in dict.fromkeys(letters[i : i + 3] for i in range(len(letters) - 2)):
        if 0 < frequency("grams", gram) <= common:
            found.append(("grams", gram))
    if len(found) > _RARE_TERMS:
        counted = sorted((frequency(field, term), field, term) for field, term in found)
        found = [(field, term) for count, field, term in counted if count][:_RARE_TERMS]
    return found


def _check_format(path: Path, *, create: bool) -> None:
    """Refuse a folder of another version; note this one in a new folder."""
    file = path / "format"
    try:
        if create and not file.exists():
            path.mkdir(parents=True, exist_ok=True)
            file.write_text(_FORMAT, "utf-8")
        if file.read_text("utf-8") != _FORMAT:
            raise IndexStoreError(f"The lexical index in {path} is of another version.", hint="It will be made anew.")
    except FileNotFoundError as error:
        raise IndexStoreError(f"There is no lexical index in {path}.", hint="It will be made anew.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexStoreError(f"The lexical index in {path} cannot be opened: {error}.") from error


def build(
    path: Path, identity: str, entries: Callable[[], Iterator[tuple[str, list[LexicalEntry]]]], generation: int
) -> None:
    """Make an index anew beside the one that is there, and put it in its place when it is complete.

    Args:
        path: its folder.
        identity: see `LexicalIndex`.
        entries: the chunks to index by document; None of it is read before the folder is there.
        generation: the catalogue generation that they bring it to.
    """
    for leftover in path.parent.glob(f"{path.name}.*-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    new = path.with_name(f"{path.name}.new-{uuid.uuid4().hex[:8]}")
    old = path.with_name(f"{path.name}.old-{uuid.uuid4().hex[:8]}")
    try:
        index = LexicalIndex(new, identity)
        try:
            index.apply([], entries())
            index.commit(generation)
            index.release()
        finally:
            index.close()
        with translated(f"The lexical index in {path} cannot be replaced"):
            if path.exists():
                path.rename(old)
            new.rename(path)
            sync(path.parent)
    finally:
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)
