"""What comes while an answer is made: the question as understood, then verified text, then the answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer


@dataclass(frozen=True, slots=True)
class Understood:
    """The question with what an earlier turn left to be understood; comes first, once."""

    standalone_question: str


@dataclass(frozen=True, slots=True)
class Said:
    """The next characters of the answer's text; all together they are `Answer.text`, and none is ever taken back."""

    text: str


Event = Understood | Said | Answer
"""The `Answer` comes last, once."""
