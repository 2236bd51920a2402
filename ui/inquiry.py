"""A question as the inbox keeps it, and which questions one can ask the inbox for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

NAMES = (
    "id", "asked", "door", "question", "standalone", "answer", "abstained", "sources", "verdict", "reason", "message",
    "contact", "handled", "seconds",
)  # fmt: skip
"""Columns of the table `questions`, in the order of the fields of `Inquiry`."""


class Only(StrEnum):
    """Which questions are wanted."""

    ALL = "all"
    OPEN = "open"
    UNANSWERED = "unanswered"
    DISLIKED = "disliked"
    MESSAGES = "messages"


WHERE = {
    Only.ALL: "1",
    Only.OPEN: "handled=0 AND (abstained=1 OR verdict='bad' OR message<>'')",
    Only.UNANSWERED: "abstained=1",
    Only.DISLIKED: "verdict='bad'",
    Only.MESSAGES: "message<>''",
}
"""The same as SQL."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with what became of it.

    Args:
        id: of its answer.
        asked: seconds since 1970.
        door: where it came in: "page", "api" or "openai".
        question: as it was typed.
        standalone: with what earlier turns left to be understood.
        answer: what was said.
        abstained: whether no answer was found.
        sources: of the documents cited, one a line.
        verdict: "good", "bad" or "".
        reason: for the verdict.
        message: what was left for the staff.
        contact: how to reach who left it.
        handled: when the staff was done with it, seconds since 1970; 0 if it is not.
        seconds: how long the answer took; 0 where that was not kept.
    """

    id: str
    asked: float
    door: str
    question: str
    standalone: str
    answer: str
    abstained: bool
    sources: str
    verdict: str
    reason: str
    message: str
    contact: str
    handled: float
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The inquiry as JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """The inquiry in a row of `NAMES`."""
        return cls(**dict(zip(NAMES, row, strict=True)) | {"abstained": bool(row[NAMES.index("abstained")])})
