"""The lexical index: BM25 over words, title words and character trigrams (tantivy). Derived from the catalogue."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy

from corpus.errors import IndexStoreError
from index.derived import damage, fingerprints, stamp, sync, translated, write_durably
from index.searchable import Searchable

_FORMAT = "2"
_MARKER = "\x02"
_HEAP = 96_000_000
_RARE_TERMS = 256
"""Terms of a question that are looked up at most, the rarest ones."""

_COMMON_GRAM = 0.05
_SMALL = 2000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One chunk to index."""

    number: int
    searchable: Searchable


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """One committed state of the index, searched from any thread."""

    searcher: tantivy.Searcher
    generation: int
    size: int


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=False, indexed=True, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("context", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="klum_grams", index_option="freq")
    return builder.build()


class LexicalIndex:
    """A folder with a tantivy index.

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
        self._schema = _schema()
        self._marker = _MARKER + identity
        self._links = tempfile.TemporaryDirectory(prefix="klum-lexical-") if read_only else None
        self._reloading = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._stamp: tuple[int, int, int] | None = None
        try:
            if create and not read_only and not (path / "meta.json").is_file():
                path.mkdir(parents=True, exist_ok=True)
                (path / "format").write_text(_FORMAT, "utf-8")
            self._open(create=create)
        except OSError as error:
            self.close()
            raise IndexStoreError(f"The lexical index in {path} cannot be opened: {error.strerror}.") from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the writer's threads back; what was not committed is dropped."""
        self._writer = None
        for folder in (self._links, self._owned):
            if folder is not None:
                folder.cleanup()

    # -- state --------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """The catalogue generation that this index reflects; -1 for a new one, or one of another catalogue."""
        return self._view.generation

    @property
    def size(self) -> int:
        """Number of chunks in the index."""
        return self._view.size

    def derive_from(self, identity: str) -> None:
        """Say anew which catalogue this is derived from, after a backup took its place."""
        if self._marker != _MARKER + identity:
            self._marker = _MARKER + identity
            with self._reloading:
                self._open()

    def refresh(self) -> None:
        """See what was committed since, by this process or another; what was there before is searched meanwhile."""
        if stamp(self.path / "meta.json") == self._stamp or not self._reloading.acquire(blocking=False):
            return
        try:
            self._open()
        except IndexStoreError as error:  # it is being made anew, or was deleted
            _log.warning("the lexical index is searched as it was: %s", error)
            self._stamp = stamp(self.path / "meta.json")
        finally:
            self._reloading.release()

    def check(self) -> str:
        """What is wrong with the files; "" if nothing is."""
        return damage(self.path, _recorded(self.path), may_miss=True, thorough=True)

    def _open(self, *, create: bool = False) -> None:
        seen = stamp(self.path / "meta.json")
        if seen is None and not create:
            raise IndexStoreError(f"There is no lexical index in {self.path}.", hint="It will be made anew.")
        with translated(f"The lexical index in {self.path} cannot be opened"):
            if (self.path / "format").read_text("utf-8") != _FORMAT:
                raise IndexStoreError(f"The lexical index in {self.path} is of another version.")
            if fault := damage(self.path, _recorded(self.path), may_miss=True):
                raise IndexStoreError(f"The lexical index in {self.path} is damaged: {fault}.")
            index = tantivy.Index(self._schema, path=str(self._linked() or self.path), reuse=True)
            index.register_tokenizer("klum_words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
            grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
            index.register_tokenizer("klum_grams", grams)
            index.config_reader("manual")
            index.reload()
            self._view = self._viewed(index.searcher())
        self._index = index
        self._stamp = stamp(self.path / "meta.json") if seen is None else seen

    def _viewed(self, searcher: tantivy.Searcher) -> _View:
        query = tantivy.Query.term_query(self._schema, "document", self._marker)
        hits = searcher.search(query, 1, count=False).hits
        found = searcher.fast_field_values("number", [address for _, address in hits])
        return _View(searcher, int(found[0] or 0) if found else -1, max(0, searcher.num_docs - len(found)))

    def _linked(self) -> Path | None:
        """A folder of links to the files: tantivy wants to write its locks even to read."""
        if self._links is None:
            return None
        folder = Path(self._links.name) / uuid.uuid4().hex
        folder.mkdir()
        for file in self.path.iterdir():
            if not file.name.endswith(".lock"):
                (folder / file.name).symlink_to(file.resolve())
        return folder

    # -- writing ------------------------------------------------------------------------------------------------

    def apply(self, removed: Iterable[str], added: Iterable[tuple[str, Iterable[LexicalEntry]]]) -> None:
        """Take out documents and put in documents; not seen by searches before `commit`."""
        with translated(f"The lexical index in {self.path} cannot be written"):
            if self._writer is None:
                self._writer = self._index.writer(_HEAP, 1)
            for document in removed:
                self._writer.delete_documents_by_term("document", document)
            for document, entries in added:
                for entry in entries:
                    one = tantivy.Document()
                    one.add_unsigned("number", entry.number)
                    one.add_text("document", document)
                    one.add_text("words", entry.searchable.words)
                    one.add_text("context", entry.searchable.context)
                    one.add_text("grams", entry.searchable.characters)
                    self._writer.add_document(one)

    def commit(self, generation: int) -> None:
        """Make changes durable and visible, together with the generation they bring the index to."""
        self.apply([self._marker], [])
        with translated(f"The lexical index in {self.path} cannot be written"):
            if self._writer is not None:
                marker = tantivy.Document()
                marker.add_text("document", self._marker)
                marker.add_unsigned("number", generation)
                self._writer.add_document(marker)
                self._writer.commit()
        with self._reloading:
            self._open()

    def release(self) -> None:
        """End a writer's work: other processes may write, and the files are fingerprinted against damage.

        What was not committed is dropped.
        """
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        with translated(f"The lexical index in {self.path} cannot be written"):
            writer.wait_merging_threads()
            written = {"files": fingerprints(self.path, _in_use(self.path), _recorded(self.path))}
            write_durably(self.path / "files.json", json.dumps(written))
        with self._reloading:
            self._open()

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
            Chunk numbers (int64) and BM25 scores (float32), best first.
        """
        view = self._view
        terms = self._terms(view, query)
        if not terms or limit < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        parsed = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        if documents is not None:
            parsed = self._restricted("document", list(documents), parsed)
        return _run(view, parsed, limit)

    def score(self, query: Searchable, numbers: Sequence[int]) -> dict[int, float]:
        """BM25 scores of given chunks; a chunk that shares no word with the question has none."""
        view = self._view
        terms = self._terms(view, query)
        if not terms or not len(numbers):
            return {}
        parsed = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found, scores = _run(view, self._restricted("number", [int(n) for n in numbers], parsed), len(numbers))
        return {int(number): float(score) for number, score in zip(found, scores, strict=True)}

    def document_frequency(self, word: str) -> int:
        """In how many chunks a word stands."""
        return self._view.searcher.doc_freq("words", word)

    def vocabulary(self) -> dict[str, int]:
        """All words with the number of chunks that each stands in."""
        with translated(f"The lexical index in {self.path} cannot be read"):
            return dict(self._view.searcher.terms_with_prefix("words", ""))

    def _terms(self, view: _View, query: Searchable) -> list[tantivy.Query]:
        """The terms of a question that tell chunks apart, the rarest first if there are many.

        A trigram that stands in more than one of twenty chunks says next to nothing and costs most of the time.
        """
        frequency, letters = view.searcher.doc_freq, query.characters
        words = list(dict.fromkeys(query.words.split()))
        common = _COMMON_GRAM * view.size if view.size > _SMALL else view.size
        found = [(frequency(field, word), field, word) for field in ("words", "context") for word in words]
        for gram in dict.fromkeys(letters[i : i + 3] for i in range(len(letters) - 2)):
            if (count := frequency("grams", gram)) <= common:
                found.append((count, "grams", gram))
        found = [one for one in found if one[0]]
        if len(found) > _RARE_TERMS:
            found = sorted(found)[:_RARE_TERMS]
        return [tantivy.Query.term_query(self._schema, field, term, "freq") for _, field, term in found]

    def _restricted(self, field: str, values: Sequence[object], parsed: tantivy.Query) -> tantivy.Query:
        only = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, values), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, only), (tantivy.Occur.Must, parsed)])


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


def _in_use(path: Path) -> list[Path]:
    """The files of the segments that meta.json names; others may be unfinished."""
    segments = json.loads((path / "meta.json").read_text("utf-8"))["segments"]
    names = {str(segment["segment_id"]).replace("-", "") for segment in segments}
    return [file for file in path.iterdir() if file.name.partition(".")[0] in names]


def _recorded(path: Path) -> dict[str, tuple[int, int, int]]:
    try:
        files = json.loads((path / "files.json").read_text("utf-8"))["files"]
        return {str(name): (int(size), int(changed), int(crc)) for name, (size, changed, crc) in files.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexStoreError(f"The record of files in {path} cannot be read: {error}.") from error


def _run(view: _View, parsed: tantivy.Query, limit: int) -> tuple[np.ndarray, np.ndarray]:
    with translated("The lexical index cannot be searched"):
        hits = view.searcher.search(parsed, limit, count=False).hits
        numbers = view.searcher.fast_field_values("number", [address for _, address in hits])
    return np.array(numbers, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)
