"""The public retrieval sets that benchmarks and calibration read, from a folder that the user names."""

from __future__ import annotations

import json
import lzma
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from corpus.loaders import load
from corpus.loaders.base import Loaded


@dataclass(frozen=True, slots=True)
class RetrievalQuestion:
    """A question, and the document that answers it.

    Args:
        text: the question.
        document: the document's id in its set.
        answers: the words of the document that answer it, where the set tells them.
    """

    text: str
    document: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Documents to search in, and questions whose document is known.

    Args:
        name: one of `SETS`, or `CALIBRATION`.
        documents: text by id; no text stands twice.
        questions: each is answered by one of the documents.
    """

    name: str
    documents: Mapping[str, str]
    questions: tuple[RetrievalQuestion, ...]

    def limited(self, questions: int | None) -> RetrievalSet:
        """The set with at most this many questions, taken evenly; all its documents stay."""
        if questions is None or questions >= len(self.questions):
            return self
        step = len(self.questions) / questions
        return replace(self, questions=tuple(self.questions[int(i * step)] for i in range(questions)))


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Where a set comes from.

    Args:
        file: name of the file wanted in the data folder.
        published: what it is, and where it is published.
        read: reads the file into a set.
    """

    file: str
    published: str
    read: Callable[[Path], RetrievalSet]


def read_set(folder: Path, name: str) -> RetrievalSet:
    """Read one set.

    Args:
        folder: the folder that holds the set's file.
        name: a key of `SETS` or `CALIBRATION`.

    Raises:
        EvaluationError: if there is no such set, its file is missing, or it is not the file that was published.
    """
    known = {**SETS, **CALIBRATION}
    if name not in known:
        raise EvaluationError(f"There is no retrieval set {name!r}.", hint=f"There are: {', '.join(known)}.")
    source = known[name]
    path = folder / source.file
    if not path.is_file():
        raise EvaluationError(
            f"The set {name} needs the file {source.file}, which is not in {folder}.",
            hint=f"It is {source.published}. Put it there, or leave the set out with --sets.",
        )
    try:
        found = source.read(path)
    except (OSError, ValueError, KeyError, TypeError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise EvaluationError(
            f"{path} cannot be read as the set {name}: {type(error).__name__}: {error}.",
            hint=f"It should be {source.published}.",
        ) from error
    if not found.questions:
        raise EvaluationError(f"{path} holds no question.", hint=f"It should be {source.published}.")
    return found


class _Builder:
    """Collects documents, each text once, and questions."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ids: dict[str, str] = {}
        self._questions: list[RetrievalQuestion] = []

    def document(self, text: str) -> str:
        """The id of a text; it is added when it is new."""
        return self._ids.setdefault(text, f"{self._name}/{len(self._ids)}")

    def question(self, text: str, document: str, answers: Iterable[str] = ()) -> None:
        if text.strip():
            told = tuple(dict.fromkeys(answer for answer in answers if answer.strip()))
            self._questions.append(RetrievalQuestion(text.strip(), document, told))

    def done(self) -> RetrievalSet:
        return RetrievalSet(self._name, {one: text for text, one in self._ids.items()}, tuple(self._questions))


def _xquad(path: Path) -> RetrievalSet:
    builder = _Builder("xquad-th")
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            identifier = builder.document(paragraph["context"])
            for asked in paragraph["qas"]:
                builder.question(asked["question"], identifier, (one["text"] for one in asked.get("answers", ())))
    return builder.done()


def _iapp(path: Path, *, name: str, asked: str) -> RetrievalSet:
    """All contexts of all three parts as documents; the questions of one part."""
    builder = _Builder(name)
    with zipfile.ZipFile(path) as packed:
        for part in ("train", "valid", "test"):
            for row in _rows(packed.read(f"data/{part}.jsonl").decode("utf-8").split("\n")):
                identifier = builder.document(row["context"])
                if part == asked:
                    builder.question(row["question"], identifier, row.get("answers", {}).get("text", ()))
    return builder.done()


def _thaigov(path: Path) -> RetrievalSet:
    """The title is the question; the document is the body without it."""
    builder = _Builder("thaigov-2025")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in _rows(lines):
            title = row["title"].strip()
            body = row["body"].replace(title, "") if title else row["body"]
            if body.strip():
                builder.question(title, builder.document(body))
    return builder.done()


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines if line.strip())


_IAPP = (
    "the iApp Thai Wikipedia QA data set in SQuAD form (iapp_wiki_qa_squad, MIT licence, published by iApp Technology "
    "on GitHub and the Hugging Face hub), packed with data/train.jsonl, data/valid.jsonl and data/test.jsonl in it"
)
SETS: Mapping[str, PublicSet] = {
    "xquad-th": PublicSet(
        "xquad.th.json", "XQuAD's Thai part (CC BY-SA 4.0, published by google-deepmind/xquad on GitHub)", _xquad
    ),
    "iapp": PublicSet("iapp-wiki-qa-squad.zip", _IAPP, lambda path: _iapp(path, name="iapp", asked="test")),
    "thaigov-2025": PublicSet(
        "thaigov-2025.jsonl.xz",
        "3,000 Thai government news items of 2025 from PyThaiNLP/thaigov-v2-corpus on GitHub (public domain), one JSON "
        "object a line with title and body",
        _thaigov,
    ),
}
"""Sets that systems are compared on; none of their questions is trained on or calibrated with."""

CALIBRATION: Mapping[str, PublicSet] = {
    "iapp-valid": PublicSet("iapp-wiki-qa-squad.zip", _IAPP, lambda path: _iapp(path, name="iapp-valid", asked="valid"))
}
"""Sets whose questions a calibration may use."""


def slice_of(file: Path, limit: int | None) -> Iterator[Loaded]:
    """The first texts of a file; records that are none are passed over."""
    return islice((one for one in load(file) if isinstance(one, Loaded)), limit)
