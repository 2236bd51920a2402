"""What the assistant gives back: an answer whose every mark points at exact words of a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.document import Document, PartialDate, Span
from corpus.errors import SpanError

MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference to exact characters of a document. Make it with `Citation.of`, which checks the quote.

    Args:
        number: the n of the mark ``[n]``, from 1.
        document_id: the document.
        version: which version of it.
        title: its title.
        publisher: its publisher, or "".
        published: its date as far as stated, or None.
        source: where it was read from.
        url: its address, or "".
        page: page number, for sources with pages.
        span: the characters quoted.
        quote: exactly those characters.
    """

    number: int
    document_id: str
    version: int
    title: str
    publisher: str
    published: PartialDate | None
    source: str
    url: str
    page: int | None
    span: Span
    quote: str

    @classmethod
    def of(cls, number: int, document: Document, span: Span) -> Citation:
        """Cite a span of a document.

        Raises:
            SpanError: if the span is empty or does not lie in the document's text.
        """
        quote = span.of(document.text)
        if not quote.strip():
            raise SpanError(f"Span {span.start}:{span.end} of document {document.id!r} holds no text to cite.")
        return cls(
            number, document.id, document.version, document.title, document.publisher, document.published,
            document.source, document.url, document.page_of(span.start), span, quote,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The citation as `klum ask --json` prints it."""
        return {
            "number": self.number,
            "document_id": self.document_id,
            "title": self.title,
            "publisher": self.publisher,
            "published": str(self.published) if self.published else None,
            "source": self.source,
            "page": self.page,
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that say different things about one point.

    Args:
        about: what they differ on.
        statements: (what is said, number of the citation that says it).
    """

    about: str
    statements: tuple[tuple[str, int], ...]

    def to_json(self) -> dict[str, Any]:
        """The conflict as `klum ask --json` prints it."""
        return {"about": self.about, "statements": [{"says": s, "citation": n} for s, n in self.statements]}


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one sentence that a language model wrote.

    Args:
        sentence: as the model wrote it, without marks and formatting.
        shown: what is shown for it, with marks; "" for nothing.
        citations: numbers of the citations that carry what is shown.
        verified: numbers, dates and names of the sentence that stand in what it cites.
        support: share of its words that its sources hold, 0 to 1.
        outcome: "kept"; "repaired": cited anew, or replaced by the source's own words; or "dropped".
        reason: why it is not kept as it was; see `assistant.verify.Finding`.
    """

    sentence: str
    shown: str
    citations: tuple[int, ...]
    verified: tuple[str, ...]
    support: float
    outcome: Literal["kept", "repaired", "dropped"]
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The check as `klum ask --json` prints it."""
        return {
            "sentence": self.sentence,
            "shown": self.shown,
            "citations": list(self.citations),
            "verified": list(self.verified),
            "support": round(self.support, 3),
            "outcome": self.outcome,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, or an abstention with what was nearest.

    Args:
        question: as it was asked.
        standalone_question: the same with what an earlier turn left to be understood.
        text: the answer with marks ``[n]``; each has its citation.
        citations: in order of number, from 1 without a gap.
        abstained: whether the sources do not hold the answer.
        conflicts: points on which sources differ.
        engine: what wrote the answer, for example "extractive".
        confidence: 0 to 1, how sure the engine is that the evidence answers the question.
        seconds: wall time of each step, and "total".
        checks: what became of each sentence, if a language model wrote some.

    Raises:
        SpanError: if a mark has no citation, a citation has no mark, or numbers have gaps.
    """

    question: str
    standalone_question: str
    text: str
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    conflicts: tuple[Conflict, ...] = ()
    engine: str = "extractive"
    confidence: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        numbers = [citation.number for citation in self.citations]
        if numbers != list(range(1, len(numbers) + 1)):
            raise SpanError(f"Citation numbers {numbers!r} do not count from 1 without a gap.")
        marks = {int(n) for n in MARK.findall(self.text)}
        if marks != set(numbers):
            raise SpanError(f"The answer has marks {sorted(marks)!r} for citations {numbers!r}.")

    def to_json(self) -> dict[str, Any]:
        """The answer as `klum ask --json` prints it; with `checks` if a language model wrote some of it."""
        checks = {"checks": [check.to_json() for check in self.checks]} if self.checks else {}
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answer": self.text,
            "abstained": self.abstained,
            "engine": self.engine,
            "citations": [citation.to_json() for citation in self.citations],
            "conflicts": [conflict.to_json() for conflict in self.conflicts],
            "seconds": self.seconds.get("total", 0.0),
            **checks,
        }
