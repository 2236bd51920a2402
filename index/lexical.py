"""The lexical index: BM25 over words, title words and character trigrams (tantivy). Derived from the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy

from corpus.errors import IndexStoreError
from index.searchable import Searchable

_FORMAT = "1"
_GENERATION = "\x02generation"
_HEAP = 96_000_000


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One chunk to index."""

    number: int
    searchable: Searchable


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("context", tokenizer_name="klum_words", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="klum_grams", index_option="freq")
    return builder.build()


class LexicalIndex:
    """A folder with a tantivy index.

    Args:
        path: the folder; made when it is not there.

    Raises:
        IndexStoreError: if the folder holds an index that cannot be opened (rebuild it).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        marker = path / "format"
        try:
            exists = tantivy.Index.exists(str(path))
            if exists and (not marker.is_file() or marker.read_text() != _FORMAT):
                raise IndexStoreError(f"The lexical index in {path} was made by another version.", hint="It will be rebuilt.")
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(path), reuse=True)
            words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
            self._index.register_tokenizer("klum_words", words)
            self._index.register_tokenizer("klum_grams", grams)
            self._grams = grams
            if not exists:
                marker.write_text(_FORMAT)
            self._index.config_reader("manual")
            self._index.reload()
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexStoreError(f"The lexical index in {path} cannot be opened: {error}", hint="It will be rebuilt.") from error
        self._writer: tantivy.IndexWriter | None = None

    def close(self) -> None:
        """Give the writer's threads back."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def reload(self) -> None:
        """See what other processes have committed."""
        self._index.reload()
        self._searcher = self._index.searcher()

    @property
    def generation(self) -> int:
        """The catalogue generation that this index reflects; -1 for a new one."""
        query = tantivy.Query.term_query(self._schema, "document", _GENERATION)
        hits = self._searcher.search(query, 1, count=False).hits
        if not hits:
            return -1
        return int(self._searcher.doc(hits[0][1])["number"][0])

    @property
    def size(self) -> int:
        """Number of chunks in the index."""
        return max(0, self._searcher.num_docs - (1 if self.generation >= 0 else 0))

    def apply(self, removed: Iterable[str], added: Iterable[tuple[str, Iterable[LexicalEntry]]]) -> None:
        """Take out documents and put in documents; not seen by searches before `commit`."""
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
        self.apply([_GENERATION], [])
        assert_writer = self._writer
        if assert_writer is None:
            return
        marker = tantivy.Document()
        marker.add_text("document", _GENERATION)
        marker.add_unsigned("number", generation)
        assert_writer.add_document(marker)
        assert_writer.commit()
        self.reload()

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
        terms = self._terms(query)
        if not terms or limit < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        clauses = [(tantivy.Occur.Should, term) for term in terms]
        parsed = tantivy.Query.boolean_query(clauses)
        if documents is not None:
            parsed = self._restricted("document", list(documents), parsed)
        return self._run(parsed, limit)

    def score(self, query: Searchable, numbers: Sequence[int]) -> dict[int, float]:
        """BM25 scores of given chunks; a chunk that shares no word with the question has none."""
        terms = self._terms(query)
        if not terms or not len(numbers):
            return {}
        parsed = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found, scores = self._run(self._restricted("number", [int(n) for n in numbers], parsed), len(numbers))
        return {int(number): float(score) for number, score in zip(found, scores, strict=True)}

    def document_frequency(self, word: str) -> int:
        """In how many chunks a word stands."""
        return self._searcher.doc_freq("words", word)

    def vocabulary(self, limit: int = 60_000) -> dict[str, int]:
        """Words of the index with the number of chunks that hold them, in alphabetical order.

        Args:
            limit: how many at most.
        """
        return dict(self._searcher.terms_with_prefix("words", "", limit=limit))

    def _terms(self, query: Searchable) -> list[tantivy.Query]:
        kinds = [
            ("words", dict.fromkeys(query.words.split())),
            ("context", dict.fromkeys(query.words.split())),
            ("grams", dict.fromkeys(self._grams.analyze(query.characters))),
        ]
        return [
            tantivy.Query.term_query(self._schema, field, term, "freq") for field, terms in kinds for term in terms
        ]

    def _restricted(self, field: str, values: Sequence[object], parsed: tantivy.Query) -> tantivy.Query:
        only = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, values), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, only), (tantivy.Occur.Must, parsed)])

    def _run(self, parsed: tantivy.Query, limit: int) -> tuple[np.ndarray, np.ndarray]:
        hits = self._searcher.search(parsed, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.array(numbers, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float32)


def discard(path: Path) -> None:
    """Delete a lexical index, to rebuild it."""
    shutil.rmtree(path, ignore_errors=True)
