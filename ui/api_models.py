"""What the API takes and gives, as OpenAPI describes it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.assistant import LONGEST_QUESTION
from ui.answering import HISTORY

QuestionText = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]
Date = Annotated[str, Query(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2015-01-20, 2015-01 or 2015.")]


class Ask(BaseModel):
    """A question, and the questions before it in the same conversation, oldest first."""

    model_config = ConfigDict(extra="forbid")
    question: QuestionText
    history: list[QuestionText] = Field(default=[], max_length=HISTORY)


class CitationOut(BaseModel):
    """Exact words of a document: `quote` is its text from `start` to `end` (half-open, in characters)."""

    number: int
    document_id: str
    title: str
    publisher: str
    published: str | None
    source: str
    page: int | None
    start: int
    end: int
    quote: str


class StatementOut(BaseModel):
    """What one source says."""

    says: str
    citation: int


class ConflictOut(BaseModel):
    """A point on which sources differ."""

    about: str
    statements: list[StatementOut]


class CheckOut(BaseModel):
    """What became of one sentence of a language model; there are none without a model."""

    sentence: str
    shown: str
    citations: list[int]
    verified: list[str]
    support: float
    outcome: str
    reason: str


class AnswerOut(BaseModel):
    """An answer whose marks `[n]` are the numbers of its citations; the same object as `klum ask --json` prints."""

    question: str
    standalone_question: str
    answer: str
    abstained: bool
    engine: str
    citations: list[CitationOut]
    conflicts: list[ConflictOut]
    seconds: float
    checks: list[CheckOut] | None = None


class PassageOut(BaseModel):
    """A passage that a search found, best first."""

    document_id: str
    title: str
    publisher: str
    published: str | None
    source: str
    start: int
    end: int
    score: float
    text: str


class SourceOut(BaseModel):
    """A document of the corpus."""

    id: str
    source: str
    title: str
    publisher: str
    version: int
    published: str | None
    sha256: str


class HealthOut(BaseModel):
    """Whether the service answers, and from how much."""

    status: str
    documents: int
    chunks: int
    generation: int


class ErrorDetail(BaseModel):
    """What went wrong and what to do, in Thai; the reference stands in the log beside the details."""

    message: str
    hint: str
    reference: str


class ErrorOut(BaseModel):
    """Every error of the API."""

    error: ErrorDetail
