"""Opens the index that the settings name, with the starter documents on first use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

from corpus.errors import LockedError
from corpus.loaders import Loaded, Refused, load
from index.encoder import Encoder, EncoderInput
from index.library import Index, Progress
from index.model_choice import ModelChoice
from index.reranker import CrossEncoderReranker
from ui.settings import Settings

STARTER = "corpus/documents"
"""What the sources of starter documents begin with, instead of the path of their installation."""

_NOTE = "starter_corpus"  # in the catalogue: "begun" while they are taken in, then "done"
_PATIENCE = 60.0
"""Seconds to wait for another process that is taking them in."""


def open_index(settings: Settings, *, progress: Progress | None = None, starter: bool = True) -> Index:
    """Open the index; an empty one takes in the starter documents, unless that is switched off.

    Args:
        settings: where it is and which model it uses.
        progress: told how repairs and the first intake go.
        starter: False to leave the starter documents out, whatever the settings say.

    Raises:
        EncoderError: if there is no such embedding model or reranker.
        IndexStoreError: if the stores cannot be used; see `Index.open`.
    """
    index = Index.open(settings.home, encoder_for(settings), progress=progress)
    try:
        if settings.reranker:
            index.reranker = CrossEncoderReranker(settings.reranker)
            index.rerank_best = settings.rerank_best
        if starter and settings.starter_corpus and not index.catalogue.file.read_only:
            _take_starter_in(index, progress)
    except BaseException:
        index.close()
        raise
    return index


def encoder_for(settings: Settings) -> Encoder:
    """The embedding model that the settings name.

    Raises:
        EncoderError: if there is no such model.
    """
    return ModelChoice(settings.embedding, settings.query_prompt, settings.passage_prompt).load(settings.home)


def warm(index: Index) -> None:
    """Load the models before the first question, so that one that cannot be loaded is told at once.

    Raises:
        EncoderError: if a model cannot be loaded.
    """
    index.encoder.encode_query(EncoderInput("โหลด", "โหลด"))
    if isinstance(index.reranker, CrossEncoderReranker):
        index.reranker.load()


def starter_documents() -> Iterator[Loaded | Refused]:
    """The documents that ship with Klum, under sources that do not depend on where it is installed."""
    folder = resources.files("corpus") / "documents"
    with resources.as_file(folder) as path:
        for file in sorted(path.glob("*.md")):
            for one in load(file):
                yield replace(one, source=f"{STARTER}/{file.name}")


def _take_starter_in(index: Index, progress: Progress | None) -> None:
    deadline = time.monotonic() + _PATIENCE
    while _starter_wanted(index):
        try:
            with index.writing():
                if not _starter_wanted(index):
                    return
                index.catalogue.file.set_meta(_NOTE, "begun")
                if index.ingest(starter_documents(), progress=progress).interrupted:
                    raise KeyboardInterrupt
                index.catalogue.file.set_meta(_NOTE, "done")
        except LockedError:  # most likely another process that is doing the same
            if time.monotonic() > deadline:
                raise


def _starter_wanted(index: Index) -> bool:
    noted = index.catalogue.file.meta(_NOTE)
    return noted == "begun" or (not noted and index.catalogue.generation == 0)
