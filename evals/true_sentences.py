"""True sentences over documents with the passages that carry them: by hand, and the documents' own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from assistant import Assistant
from assistant.cited import Shown
from assistant.draft import unmarked
from assistant.safe_text import plain
from corpus.chunking import chunk_document
from corpus.document import Span
from corpus.errors import EvaluationError
from corpus.structure import BlockKind
from index.library import Index

_SHORTEST, _LONGEST = 20, 320
"""Lengths of a document's sentences that are taken, in characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A true sentence that was written by hand over the starter documents.

    Args:
        text: the sentence.
        file: name of the document's file.
        span: words of the passage that carries it.
        language: "th" or "en"; a model is asked in the language that it is to answer in.
    """

    text: str
    file: str
    span: str
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A true sentence and the passages that carry it.

    Args:
        origin: "written" by hand, or "document" for a sentence of the documents.
        text: the sentence.
        cited: the passages.
        elsewhere: other passages of the same document.
    """

    origin: str
    text: str
    cited: list[Shown]
    elsewhere: list[Shown]

    @property
    def passage(self) -> str:
        """The text of the passages."""
        return "\n".join(atom.plain for shown in self.cited for atom in shown.atoms)


Passages = dict[str, list[tuple[Span, Shown]]]
"""The passages of each document by its id, with their spans."""


def passages_of_documents(assistant: Assistant, index: Index) -> Passages:
    """The passages of every document of an index, as a model would be shown them."""
    found: Passages = {}
    for document in index.catalogue.documents():
        reading = assistant.reading(document.id, document.version)
        found[document.id] = [
            (chunk.span, Shown(number, reading, inside[0], inside[-1] + 1))
            for number, chunk in enumerate(chunk_document(document)[0], 1)
            if (inside := [atom.place for atom in reading.atoms if atom.span.overlaps(chunk.span)])
        ]
    return found


def sentences_by_hand() -> list[Sentence]:
    """The sentences of `verification.jsonl`."""
    lines = (resources.files("evals") / "verification.jsonl").read_text("utf-8").splitlines()
    return [Sentence(case["sentence"], case["doc"], case["span"], case["lang"]) for case in map(json.loads, lines)]


def written(index: Index, passages: Passages) -> Iterator[Case]:
    """The sentences by hand, each with its passages.

    Raises:
        EvaluationError: if the words that carry one do not stand in its document.
    """
    documents = {document.source.rpartition("/")[2]: document for document in index.catalogue.documents()}
    for one in sentences_by_hand():
        document = documents[one.file]
        at = document.text.find(one.span)
        if at < 0:
            raise EvaluationError(f"{one.text!r}: {one.span!r} does not stand in {one.file}.")
        yield _case(f"written, {one.language}", one.text, passages[document.id], at)


def of_documents(assistant: Assistant, index: Index, passages: Passages) -> Iterator[Case]:
    """Every sentence of the documents, as a model's sentence is read: without addresses and formatting."""
    for document in index.catalogue.documents():
        structure = assistant.reading(document.id, document.version).structure
        for block in structure.blocks:
            text = unmarked(plain(" ".join(structure.plain(block.body).split())))
            if block.kind is not BlockKind.HEADING and _SHORTEST <= len(text) <= _LONGEST:
                case = _case("document", text, passages[document.id], block.body.start)
                if case.cited:
                    yield case


def _case(origin: str, text: str, passages: Sequence[tuple[Span, Shown]], at: int) -> Case:
    cited = [shown for span, shown in passages if span.start <= at < span.end]
    return Case(origin, text, cited, [shown for _, shown in passages if shown not in cited])
