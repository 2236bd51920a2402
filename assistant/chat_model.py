"""The seam between the assistant and any language model: messages go in, pieces of text come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model."""

    role: Literal["system", "user"]
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a call used.

    Args:
        prompt: tokens sent.
        completion: tokens received.
    """

    prompt: int
    completion: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.prompt + self.completion


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a model's text.

    Args:
        text: the next characters; may be empty.
        usage: tokens used, if the model tells them with this piece.
    """

    text: str
    usage: Usage | None = None


class ChatModel(Protocol):
    """A language model that answers piece by piece."""

    @property
    def name(self) -> str:
        """Provider and name, for example "openai:gpt-5-mini"; holds no key."""
        ...

    def stream(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> Iterator[Piece]:
        """Answer messages; closing the iterator ends the call.

        Args:
            messages: the conversation.
            most_tokens: upper length of the answer, in tokens.
            purpose: "answer", "rewrite" or "judge", for tracing.

        Raises:
            ModelError: if the model cannot be reached or fails.
        """
        ...


def estimated_tokens(text: str) -> int:
    """Upper estimate of the tokens of a text for models that do not tell: a token for two characters, Thai or not."""
    return len(text) // 2 + 1
