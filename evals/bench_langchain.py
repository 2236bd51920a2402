"""LangChain's plain path for the ingest benchmark: what a project without Klum would put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evals.bench_data import slice_of
from evals.bench_systems import newmm_words
from evals.child import Tell
from index.encoder import Encoder, EncoderInput

_NEEDS = {
    "langchain_text_splitters": "langchain-text-splitters",
    "langchain_chroma": "langchain-chroma",
    "rank_bm25": "rank-bm25",
}


def missing_packages() -> list[str]:
    """Packages that this path needs and that are not installed."""
    return [package for module, package in _NEEDS.items() if find_spec(module) is None]


def measure_langchain(
    tell: Tell, file: Path, limit: int | None, home: Path, encoder: Callable[[], Encoder]
) -> dict[str, Any]:
    """What a project without Klum would run: LangChain's splitter, rank_bm25 over newmm words, and its Chroma store.

    Its vectors come from Klum's own model and from words cut only once, so that the paths are compared, not the models.
    """
    splitter = import_module("langchain_text_splitters").RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200
    )
    bm25 = import_module("rank_bm25").BM25Okapi
    chroma = import_module("langchain_chroma").Chroma
    model = encoder()

    segmented: dict[str, str] = {}

    class Embeddings:
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors = model.encode_passages([EncoderInput(text, segmented[text]) for text in texts])
            found: list[list[float]] = vectors.tolist()
            return found

    began = time.perf_counter()
    loaded = list(slice_of(file, limit))
    characters = sum(len(one.text) for one in loaded)
    read = time.perf_counter()
    chunks = [chunk for one in loaded for chunk in splitter.split_text(one.text)]
    split = time.perf_counter()
    tell("read", characters, 0)
    words = [newmm_words(chunk) for chunk in chunks]
    bm25(words)
    segmented |= {chunk: " ".join(cut) for chunk, cut in zip(chunks, words, strict=True)}
    lexical = time.perf_counter()
    store = chroma("bench", embedding_function=Embeddings(), persist_directory=str(home))
    for at in range(0, len(chunks), 5000):
        store.add_texts(chunks[at : at + 5000])
        tell("vectors", min(at + 5000, len(chunks)), len(chunks))
    ended = time.perf_counter()
    return {
        "chunks": len(chunks),
        "characters": characters,
        "seconds": round(ended - began, 2),
        "characters_a_second": round(characters / (ended - began)),
        "seconds_of": {
            "reading": round(read - began, 2),
            "RecursiveCharacterTextSplitter": round(split - read, 2),
            "newmm words and rank_bm25": round(lexical - split, 2),
            "vectors and Chroma": round(ended - lexical, 2),
        },
    }
