"""What an embedding is trained on: texts and questions, segmented once into numbered words with clause ends.

Training cuts its pairs out of one flat array of word numbers; a text is a half-open range of that array.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpus.errors import EncoderError
from corpus.normalise import normalise
from corpus.words import words

CLAUSE_END = 0
MIN_TEXTS = 50
_MIN_WORDS = 8
_CLAUSE = re.compile(r"[^\s()\[\]{}\"“”]+")
# "full name (abbreviation)": the clause before the bracket, and Thai initials or a Latin acronym inside it
_ABBREVIATION = re.compile(
    r"(?P<name>[\u0e01-\u0e4e]{6,70}|[A-Za-z][A-Za-z ,&-]{5,70})[ ]?"
    r"\((?P<short>(?:[\u0e01-\u0e2e]{1,3}\.){1,4}|[\u0e01-\u0e2e]{2,6}\.|[A-Z][A-Za-z&-]{1,9})\)"
)

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class TrainingText:
    """A document to train on.

    Args:
        title: its title, or "".
        body: its text without the title.
    """

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question that a person asked, and the passage that answers it.

    Args:
        question: the question.
        context: the passage; questions on the same passage share it.
        answer_start: where the answer begins, in characters of the context.
    """

    question: str
    context: str
    answer_start: int = 0


@dataclass(frozen=True, slots=True)
class SegmentedCorpus:
    """Texts as ranges of one array of word numbers.

    Args:
        vocabulary: the words; number 0 is the end of a clause and no word.
        flat: word numbers of everything, one after the other, int32.
        breaks: positions of clause ends in `flat`, ascending.
        titles: range of each text's title, shape (texts, 2); empty ranges for texts without one.
        bodies: range of each text's body, shape (texts, 2).
        questions: range of each question, shape (questions, 2).
        answered_by: for each question, the number of the context it belongs to.
        answers: for each question, the position in `flat` where its answer begins.
        contexts: range of each context, shape (contexts, 2).
        names: ranges of full names found with an abbreviation, shape (names, 2).
        abbreviations: ranges of those abbreviations, shape (names, 2).
        everyday: ranges of everyday wordings, shape (wordings, 2).
        official: ranges of their official wordings, shape (wordings, 2).
    """

    vocabulary: tuple[str, ...] = field(repr=False)
    flat: np.ndarray = field(repr=False)
    breaks: np.ndarray = field(repr=False)
    titles: np.ndarray = field(repr=False)
    bodies: np.ndarray = field(repr=False)
    questions: np.ndarray = field(repr=False)
    answered_by: np.ndarray = field(repr=False)
    answers: np.ndarray = field(repr=False)
    contexts: np.ndarray = field(repr=False)
    names: np.ndarray = field(repr=False)
    abbreviations: np.ndarray = field(repr=False)
    everyday: np.ndarray = field(default_factory=lambda: _ranges([]), repr=False)
    official: np.ndarray = field(default_factory=lambda: _ranges([]), repr=False)

    def counts(self) -> np.ndarray:
        """How often each word stands in the corpus, shape (words,)."""
        counts = np.bincount(self.flat, minlength=len(self.vocabulary))
        counts[CLAUSE_END] = 0
        return counts

    def text(self, span: Sequence[int]) -> str:
        """The words of a range, joined with spaces, as the encoder gets them."""
        numbers = self.flat[int(span[0]) : int(span[1])]
        return " ".join(self.vocabulary[number] for number in numbers if number != CLAUSE_END)


class _Builder:
    def __init__(self, vocabulary: Sequence[str] = ("",)) -> None:
        self.numbers = {word: number for number, word in enumerate(vocabulary)}
        self.flat: list[int] = []

    def add(self, text: str) -> tuple[int, int]:
        start = len(self.flat)
        for clause in _CLAUSE.findall(normalise(text)):
            found = words(clause)
            if found:
                self.flat.extend(self.numbers.setdefault(word, len(self.numbers)) for word in found)
                self.flat.append(CLAUSE_END)
        return start, len(self.flat)


def segment_corpus(
    texts: Iterable[TrainingText],
    questions: Iterable[TrainingQuestion] = (),
    *,
    max_characters: int = 2_400,
    progress: Progress | None = None,
) -> SegmentedCorpus:
    """Segment texts and questions; texts of fewer than eight words and repeated bodies are left out.

    Args:
        texts: documents; at least `MIN_TEXTS` usable ones.
        questions: questions with their contexts, if there are any.
        max_characters: longer bodies are cut after this many characters.
        progress: called with the stage and a share from 0 to 1 now and then (the share of texts of unknown number
            is given as 0).

    Raises:
        EncoderError: if there are too few usable texts.
    """
    builder = _Builder()
    titles: list[tuple[int, int]] = []
    bodies: list[tuple[int, int]] = []
    names: list[tuple[int, int]] = []
    abbreviations: list[tuple[int, int]] = []
    seen: set[str] = set()
    known_names: set[tuple[str, str]] = set()
    for number, text in enumerate(texts):
        if progress and number % 2_000 == 0:
            progress(f"segmenting, {number} texts", 0.0)
        title, body = text.title.strip(), text.body.strip()[:max_characters]
        if body.startswith(title):
            body = body[len(title) :].lstrip()
        if body in seen:
            continue
        seen.add(body)
        span = builder.add(body)
        if span[1] - span[0] < _MIN_WORDS:
            del builder.flat[span[0] :]
            continue
        bodies.append(span)
        titles.append(builder.add(title))
        for match in _ABBREVIATION.finditer(body):
            pair = (match["name"].strip(), match["short"])
            if pair not in known_names:
                known_names.add(pair)
                names.append(builder.add(pair[0]))
                abbreviations.append(builder.add(pair[1]))
    if len(bodies) < MIN_TEXTS:
        raise EncoderError(
            f"Training found {len(bodies)} usable texts.",
            hint=f"Give at least {MIN_TEXTS} different texts of {_MIN_WORDS} words or more; "
            "below that, use the bundled model.",
        )
    question_spans, answered_by, answers, contexts = _segment_questions(builder, questions, progress)
    flat = np.array(builder.flat, dtype=np.int32)
    return SegmentedCorpus(
        vocabulary=tuple(builder.numbers),
        flat=flat,
        breaks=np.flatnonzero(flat == CLAUSE_END),
        titles=_ranges(titles),
        bodies=_ranges(bodies),
        questions=_ranges(question_spans),
        answered_by=np.array(answered_by, dtype=np.int64),
        answers=np.array(answers, dtype=np.int64),
        contexts=_ranges(contexts),
        names=_ranges(names),
        abbreviations=_ranges(abbreviations),
    )


def with_wordings(corpus: SegmentedCorpus, wordings: Iterable[tuple[str, str]]) -> SegmentedCorpus:
    """The corpus with pairs of an everyday and an official wording added."""
    builder = _Builder(corpus.vocabulary)
    pairs = [(builder.add(everyday), builder.add(official)) for everyday, official in wordings]
    flat = np.concatenate([corpus.flat, np.array(builder.flat, dtype=np.int32)])
    first = len(corpus.flat)
    return replace(
        corpus,
        vocabulary=tuple(builder.numbers),
        flat=flat,
        breaks=np.flatnonzero(flat == CLAUSE_END),
        everyday=_ranges([everyday for everyday, _ in pairs]) + first,
        official=_ranges([official for _, official in pairs]) + first,
    )


def _segment_questions(
    builder: _Builder, questions: Iterable[TrainingQuestion], progress: Progress | None
) -> tuple[list[tuple[int, int]], list[int], list[int], list[tuple[int, int]]]:
    spans: list[tuple[int, int]] = []
    contexts: list[tuple[int, int]] = []
    answered_by: list[int] = []
    answers: list[int] = []
    known: dict[str, int] = {}
    lengths: list[int] = []
    for number, question in enumerate(questions):
        if progress and number % 2_000 == 0:
            progress(f"segmenting, {number} questions", 0.0)
        if question.context not in known:
            known[question.context] = len(contexts)
            contexts.append(builder.add(question.context))
            lengths.append(max(1, len(question.context)))
        context = known[question.context]
        start, end = contexts[context]
        # the word where the answer begins, by its share of the characters: windows are wide enough for the error
        share = min(max(question.answer_start, 0) / lengths[context], 1.0)
        spans.append(builder.add(question.question))
        answered_by.append(context)
        answers.append(start + int(share * max(0, end - start - 1)))
    return spans, answered_by, answers, contexts


def _ranges(spans: Sequence[tuple[int, int]]) -> np.ndarray:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)
