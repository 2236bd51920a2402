"""Measures answers without a language model: how long they take beside the search alone, and what reading tests give.

A reading test takes in all texts of a public set and asks its questions. An answer is right that holds the exact words,
is no longer than a fact's, cites the right text and is no refusal.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.draft import FACT
from corpus.errors import EvaluationError
from corpus.loaders.base import Loaded
from evals.bench_data import RetrievalQuestion, RetrievalSet
from evals.bench_retrieval import percentile
from evals.child import Tell, run_in_child
from evals.metrics import folded
from index.encoder import Encoder
from index.library import Index

READING_SETS = ("xquad-th", "iapp")
"""Public sets that tell the words that answer."""
ANSWERS_COLUMNS = (
    "set", "documents", "questions", "right", "cites it", "refused", "too long", "p50 ms", "p95 ms", "search p50 ms",
    "times a search",
)  # fmt: skip
_PASSAGES = 12
_TIMED = 300


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """What one set gave.

    Args:
        set: its name.
        documents: how many were taken in.
        questions: how many were asked.
        right: share of right answers; None for a set that tells no answers.
        cites: share whose answer cites the right text; None likewise.
        refused: share of refusals.
        too_long: share of answers that hold the exact words and are longer than a fact's.
        answer_ms_p50: time of an answer once each question was asked before, milliseconds, median.
        answer_ms_p95: the same, 95th percentile.
        search_ms_p50: time of the search alone for the same questions in the same run.
    """

    set: str
    documents: int
    questions: int
    right: float | None
    cites: float | None
    refused: float
    too_long: float
    answer_ms_p50: float
    answer_ms_p95: float
    search_ms_p50: float

    @property
    def ratio(self) -> float:
        """How many times as long as a search an answer takes, medians."""
        return self.answer_ms_p50 / self.search_ms_p50

    def to_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        return asdict(self) | {"times_a_search": round(self.ratio, 2)}

    def cells(self) -> list[str]:
        """The row as the table shows it; the columns are `ANSWERS_COLUMNS`."""
        shares = ["–" if share is None else f"{share:.3f}" for share in (self.right, self.cites)]
        return [
            self.set, f"{self.documents:,}", f"{self.questions:,}", *shares, f"{self.refused:.3f}",
            f"{self.too_long:.3f}", f"{self.answer_ms_p50:.0f}", f"{self.answer_ms_p95:.0f}",
            f"{self.search_ms_p50:.1f}", f"{self.ratio:.1f}",
        ]  # fmt: skip


def run_reading(
    read: Iterable[RetrievalSet],
    encoder: Callable[[], Encoder],
    *,
    under: Path | None = None,
    tell: Tell | None = None,
) -> list[AnswersRow]:
    """Run reading tests, each in a process of its own with a fresh home that is deleted afterwards.

    Args:
        read: the sets, questions with answers.
        encoder: makes the embedding model; must be picklable.
        under: folder that the home is made in; the system's temporary folder by default.
        tell: told how it goes.

    Raises:
        EvaluationError: if a set tells no answers.
    """
    rows = []
    for one in read:
        if not all(question.answers for question in one.questions):
            raise EvaluationError(
                f"The set {one.name} does not tell the words that answer.",
                hint=f"There are: {', '.join(READING_SETS)}.",
            )
        documents = [Loaded(identifier, text) for identifier, text in one.documents.items()]
        rows.append(_run(one.name, documents, one.questions, encoder, under, tell))
    return rows


def run_times(
    name: str,
    documents: Sequence[Loaded],
    questions: Sequence[str],
    encoder: Callable[[], Encoder],
    *,
    under: Path | None = None,
    tell: Tell | None = None,
) -> AnswersRow:
    """Time answers on documents of one's own.

    Args:
        name: what to call them.
        documents: what to take in.
        questions: what to ask.
        encoder: makes the embedding model; must be picklable.
        under: folder that the home is made in; the system's temporary folder by default.
        tell: told how it goes.

    Raises:
        EvaluationError: if there is nothing to take in or to ask.
    """
    if not documents or not questions:
        raise EvaluationError("There is nothing to ask.", hint="Give a question set, and the documents that it is on.")
    return _run(name, documents, [RetrievalQuestion(text, "") for text in questions], encoder, under, tell)


def _run(
    name: str,
    documents: Sequence[Loaded],
    questions: Sequence[RetrievalQuestion],
    encoder: Callable[[], Encoder],
    under: Path | None,
    tell: Tell | None,
) -> AnswersRow:
    if under is not None:
        under.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="klum-bench-", dir=under))
    try:
        row: AnswersRow
        row, _ = run_in_child(measure_answers, name, documents, questions, home / "klum", encoder, tell=tell)
        return row
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure_answers(
    tell: Tell,
    name: str,
    documents: Sequence[Loaded],
    questions: Sequence[RetrievalQuestion],
    home: Path,
    encoder: Callable[[], Encoder],
) -> AnswersRow:
    """Take the documents in, ask everything once, then time answers and searches in turn; see `AnswersRow`."""
    with Index.open(home, encoder()) as index:
        index.ingest(documents, progress=tell)
        assistant = Assistant(index)
        right = cited = refused = long = 0
        for number, question in enumerate(questions):
            tell("ask", number, len(questions))
            answer = assistant.ask(question.text)
            there = any(one.source == question.document for one in answer.citations)
            said = folded(answer.text)
            holds = there and not answer.abstained and any(folded(words) in said for words in question.answers)
            right += holds and len(answer.text) <= FACT
            long += holds and len(answer.text) > FACT
            cited += there
            refused += answer.abstained
        answers, searches = [], []
        step = max(1, len(questions) // _TIMED)
        timed = questions[::step]
        for number, question in enumerate(timed):
            tell("time", number, len(timed))
            began = time.perf_counter()
            assistant.ask(question.text)
            between = time.perf_counter()
            index.search(question.text, _PASSAGES)
            answers.append(1000 * (between - began))
            searches.append(1000 * (time.perf_counter() - between))
        every, told = len(questions), any(question.answers for question in questions)
        return AnswersRow(
            name, index.catalogue.counts()["documents"], every, right / every if told else None,
            cited / every if told else None, refused / every, long / every, percentile(answers, 0.5),
            percentile(answers, 0.95), percentile(searches, 0.5),
        )  # fmt: skip
