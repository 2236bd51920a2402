"""A folder with a tantivy index of texts: terms in fields, committed together with a generation of the catalogue."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy

from corpus.errors import IndexStoreError
from index.derived import damage, fingerprints, stamp, translated, write_durably
from index.searchable import Searchable

FIELDS = ("words", "context", "grams")
_MARKER = "\x02"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One committed state of an index, searched from any thread.

    Args:
        searcher: of this state.
        generation: of the catalogue that the state reflects; -1 for a new index, or one of another catalogue.
        size: how many texts it holds.
    """

    searcher: tantivy.Searcher
    generation: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Texts that a query found, best first.

    Args:
        numbers: of the texts, shape (n,), int64.
        families: of the texts, shape (n,), int64.
        scores: BM25 scores, shape (n,), float32.
    """

    numbers: np.ndarray
    families: np.ndarray
    scores: np.ndarray


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("family", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("generation", stored=False, indexed=False, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("context", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="klum_grams", index_option="freq")
    return builder.build()


class TermIndex:
    """A folder with a tantivy index.

    Searching is safe from any thread; what writes is for the one writer.

    Args:
        path: the folder.
        identity: which catalogue it is derived from; an index of another one counts as empty.
        heap: bytes that the writer may fill before it writes a segment.
        create: make the index when there is none in the folder.
        read_only: write nothing under `path`.

    Raises:
        IndexStoreError: if there is no index, or one that is damaged.
    """

    def __init__(self, path: Path, identity: str, *, heap: int, create: bool = True, read_only: bool = False) -> None:
        self.path = path
        self._schema = _schema()
        self._marker = _MARKER + identity
        self._heap = heap
        self._links = tempfile.TemporaryDirectory(prefix="klum-lexical-") if read_only else None
        self._reloading = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._stamp: tuple[int, int, int] | None = None
        try:
            if create and not read_only:
                path.mkdir(parents=True, exist_ok=True)
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
        if self._links is not None:
            self._links.cleanup()

    # -- state --------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What was committed when it was last looked at."""
        return self._view

    def derive_from(self, identity: str) -> None:
        """Say anew which catalogue this is derived from, after a backup took its place."""
        if self._marker != _MARKER + identity:
            self._marker = _MARKER + identity
            with self._reloading:
                self._open()

    def refresh(self) -> None:
        """See what was committed since, by this process or another; what was there before is searched meanwhile."""
        seen = stamp(self.path / "meta.json")
        if seen == self._stamp or not self._reloading.acquire(blocking=False):
            return
        try:
            self._open()
        except IndexStoreError as error:  # it is being made anew, or was deleted
            _log.warning("the lexical index is searched as it was: %s", error)
            self._stamp = seen  # not as it is by now: what took its place in between is to be seen next time
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

    def _viewed(self, searcher: tantivy.Searcher) -> View:
        query = tantivy.Query.term_query(self._schema, "document", self._marker)
        hits = searcher.search(query, 1, count=False).hits
        found = searcher.fast_field_values("generation", [address for _, address in hits])
        return View(searcher, int(found[0] or 0) if found else -1, max(0, searcher.num_docs - len(found)))

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

    def remove(self, document: str) -> None:
        """Take all texts of a document out; not seen by searches before `commit`."""
        with self._writing():
            self._opened_writer().delete_documents_by_term("document", document)

    def add(self, document: str, number: int, family: int, text: Searchable) -> None:
        """Put a text in; not seen by searches before `commit`.

        Args:
            document: the document that it is taken out with.
            number: its own.
            family: that of the texts it belongs to.
            text: its terms.
        """
        one = tantivy.Document()
        one.add_unsigned("number", number)
        one.add_unsigned("family", family)
        one.add_text("document", document)
        for field, terms in zip(FIELDS, (text.words, text.context, text.characters), strict=True):
            if terms:
                one.add_text(field, terms)
        with self._writing():
            self._opened_writer().add_document(one)

    def commit(self, generation: int) -> None:
        """Make changes durable and visible, together with the generation they bring the index to."""
        self.remove(self._marker)
        marker = tantivy.Document()
        marker.add_text("document", self._marker)
        marker.add_unsigned("generation", generation)
        with self._writing():
            self._opened_writer().add_document(marker)
            self._opened_writer().commit()
        with self._reloading:
            self._open()

    def release(self) -> None:
        """End a writer's work: other processes may write, and the files are fingerprinted against damage.

        What was not committed is dropped.
        """
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        with self._writing():
            writer.wait_merging_threads()
            written = {"files": fingerprints(self.path, _in_use(self.path), _recorded(self.path))}
            write_durably(self.path / "files.json", json.dumps(written))
        with self._reloading:
            self._open()

    def abandon(self) -> None:
        """End a writer's work on files that are about to be replaced, in whatever state they are."""
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                with self._writing():
                    writer.wait_merging_threads()  # a merge that ended later would write into what replaces them
            except IndexStoreError as error:
                _log.warning("the lexical index in %s is given up: %s", self.path, error)

    def _opened_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(self._heap, 1)  # from here on no other process writes
            _sweep(self.path)
        return self._writer

    def _writing(self) -> AbstractContextManager[None]:
        return translated(f"The lexical index in {self.path} cannot be written")

    # -- searching ----------------------------------------------------------------------------------------------

    def any_of(self, terms: Sequence[tuple[str, str]]) -> tantivy.Query:
        """The query for texts with any of some terms, each given with its field."""
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
                for field, term in terms
            ]
        )

    def one_of(self, field: str, values: Sequence[object]) -> tantivy.Query:
        """The query for texts whose field holds one of some values; it adds nothing to scores."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, values), 0.0)

    def both(self, first: tantivy.Query, second: tantivy.Query) -> tantivy.Query:
        """The query for texts that two queries find, scored by both."""
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, first), (tantivy.Occur.Must, second)])

    def run(self, view: View, query: tantivy.Query, limit: int) -> Found:
        """Search a state of the index."""
        with translated("The lexical index cannot be searched"):
            hits = view.searcher.search(query, limit, count=False).hits
            places = [address for _, address in hits]
            numbers = view.searcher.fast_field_values("number", places)
            families = view.searcher.fast_field_values("family", places)
        return Found(
            np.array(numbers, dtype=np.int64),
            np.array(families, dtype=np.int64),
            np.array([score for score, _ in hits], dtype=np.float32),
        )


def _in_use(path: Path) -> list[Path]:
    """The files of the segments that meta.json names; others may be unfinished."""
    segments = json.loads((path / "meta.json").read_text("utf-8"))["segments"]
    names = {str(segment["segment_id"]).replace("-", "") for segment in segments}
    return [file for file in path.iterdir() if file.name.partition(".")[0] in names]


def _sweep(path: Path) -> None:
    """Remove the lists of deleted texts that a killed writer left behind before its commit.

    They are named by the number of an operation, and numbers after the last commit are given anew: tantivy refuses to
    write a list over one that is there. No committed state names them, so no reader needs them.
    """
    committed = int(json.loads((path / "meta.json").read_text("utf-8"))["opstamp"])
    for file in path.glob("*.del"):
        operation = file.name.split(".")[1]
        if operation.isdigit() and int(operation) > committed:
            file.unlink(missing_ok=True)


def _recorded(path: Path) -> dict[str, tuple[int, int, int]]:
    try:
        files = json.loads((path / "files.json").read_text("utf-8"))["files"]
        return {str(name): (int(size), int(changed), int(crc)) for name, (size, changed, crc) in files.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexStoreError(f"The record of files in {path} cannot be read: {error}.") from error
