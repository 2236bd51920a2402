"""Embedding models of sentence-transformers, by folder or by name on the Hugging Face hub; needs the extra `models`.

torch is imported when the first text is embedded, never before.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import EncoderError
from index.encoder import EncoderInput, read_dense_weight
from index.model_source import MODULES, ModelSource, find_model, no_memory, without_progress_bars

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SETTING = "KLUM_EMBEDDING"

_SEARCH_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
_KNOWN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    # Prompts as the model cards state them, for families whose configuration often carries none (docs/embedding.md).
    (re.compile(r"(^|[-_])e5-.*instruct"), _SEARCH_TASK, ""),
    (re.compile(r"(^|[-_])e5-(small|base|large)"), "query: ", "passage: "),
    (re.compile(r"^bge-(small|base|large)-en"), "Represent this sentence for searching relevant passages: ", ""),
    (re.compile(r"^bge-(small|base|large)-zh"), "为这个句子生成表示以用于检索相关文章：", ""),
    (re.compile(r"^nomic-embed-text"), "search_query: ", "search_document: "),
)
_QUERY_NAMES = ("query",)
_PASSAGE_NAMES = ("document", "passage", "corpus")
_BATCH = 32
_log = logging.getLogger(__name__)


class TransformerEncoder:
    """A sentence-transformers model; safe from any thread, one at a time.

    Args:
        model: its folder, or its name on the hub.
        query_prompt: what stands before a question; None for what the model states.
        passage_prompt: what stands before a passage; None for what the model states.
        home: the Klum home; the calibration of a model from the hub is kept there.

    Raises:
        EncoderError: if there is no such model, it would run code of its own, or sentence-transformers is not there.
    """

    def __init__(
        self, model: str, *, query_prompt: str | None = None, passage_prompt: str | None = None, home: Path
    ) -> None:
        self._source = find_model(model, SETTING)
        if not self._source.modules():
            raise EncoderError(
                f"The model {model} is no sentence-transformers model: it has no {MODULES}.",
                hint="Name a model that is made for sentence similarity or search.",
            )
        self._asked = {"model": model if self._source.revision else str(self._source.folder.resolve())}
        if query_prompt is not None:
            self._asked["query_prompt"] = query_prompt
        if passage_prompt is not None:
            self._asked["passage_prompt"] = passage_prompt
        stated = prompts_of(self._source)
        self.query_prompt = stated[0] if query_prompt is None else query_prompt
        self.passage_prompt = stated[1] if passage_prompt is None else passage_prompt
        self.folder = home / "models" / model.replace("/", "--") if self._source.revision else self._source.folder
        self._encoding = threading.Lock()
        self._batch = _BATCH

    @cached_property
    def name(self) -> str:
        """The model's name, its revision or a digest of its files, and a digest of the prompts."""
        prompts = hashlib.sha256(json.dumps([self.query_prompt, self.passage_prompt]).encode()).hexdigest()
        return f"transformer:{self._source.label}:{self._source.digest}:{prompts[:6]}"

    @property
    def recipe(self) -> dict[str, str]:
        """See `index.encoder.Encoder`."""
        return dict(self._asked)

    @cached_property
    def dense_weight(self) -> float:
        """Weight of its scores in the fused score, as `klum tune` wrote it into `folder`."""
        return read_dense_weight(self.folder)

    def encode_passages(self, passages: Sequence[EncoderInput]) -> np.ndarray:
        """See `index.encoder.Encoder.encode_passages`."""
        return self._encoded([passage.raw for passage in passages], self.passage_prompt, query=False)

    def encode_query(self, query: EncoderInput) -> np.ndarray:
        """See `index.encoder.Encoder.encode_query`."""
        vector: np.ndarray = self._encoded([query.raw], self.query_prompt, query=True)[0]
        return vector

    def _encoded(self, texts: list[str], prompt: str, *, query: bool) -> np.ndarray:
        with self._encoding:  # the tokenizer's settings are changed on each call
            model = self._model
            vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
            worded = [i for i, text in enumerate(texts) if text.strip()]
            if worded:
                chosen = [texts[i] for i in worded]
                # where the installed version knows of queries and documents, the model may treat them differently
                kind = "encode_query" if query else "encode_document"
                encode: Callable[..., Any] = getattr(model, kind, model.encode)
                with self._source.translated():
                    vectors[worded] = self._in_batches(encode, chosen, prompt)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise self._source.unusable("it gives vectors that are no numbers")
        vectors /= np.where(lengths > 0, lengths, 1)
        return vectors

    def _in_batches(self, encode: Callable[..., Any], texts: list[str], prompt: str) -> Any:
        """Vectors of texts; where memory is short, in ever smaller batches."""
        while True:
            try:
                return encode(texts, prompt=prompt, batch_size=self._batch, show_progress_bar=False)
            except Exception as error:
                if self._batch == 1 or not no_memory(error):
                    raise
            self._batch = max(1, self._batch // 4)
            _log.warning("memory is short for %s: going on with %d texts at once", self.name, self._batch)

    @cached_property
    def _dimension(self) -> int:
        dimension = self._model.get_embedding_dimension()
        return int(dimension) if dimension else int(self._model.encode(["."]).shape[1])

    @cached_property
    def _model(self) -> SentenceTransformer:
        with self._source.translated():
            from sentence_transformers import SentenceTransformer

            without_progress_bars()
            return SentenceTransformer(
                str(self._source.folder),
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )


def prompts_of(source: ModelSource) -> tuple[str, str]:
    """What a model wants before questions and before passages.

    Its own configuration counts if it states any that is not empty; else what is known of its family, by its name.
    """
    stated = source.json("config_sentence_transformers.json")
    prompts = stated.get("prompts") if isinstance(stated, dict) else None
    if isinstance(prompts, dict):
        query = next((str(prompts[name]) for name in _QUERY_NAMES if prompts.get(name)), "")
        passage = next((str(prompts[name]) for name in _PASSAGE_NAMES if prompts.get(name)), "")
        if query or passage:
            return query, passage
    label = source.label.lower()
    return next(((query, passage) for family, query, passage in _KNOWN if family.search(label)), ("", ""))


def is_transformer_folder(folder: Path) -> bool:
    """Whether a folder holds a sentence-transformers model that is more than a table of vectors."""
    try:
        modules = json.loads((folder / MODULES).read_text("utf-8"))
        return not str(modules[0]["type"]).endswith("StaticEmbedding")
    except FileNotFoundError:
        return False
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise EncoderError(
            f"{folder / MODULES} cannot be read: {error}.", hint="Copy the model again, or name another one."
        ) from error
