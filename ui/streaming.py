"""Answers sent piece by piece as server-sent events: `/api/ask` for our own clients, `/v1` in OpenAI's form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi.sse import format_sse_event

_PIECE = re.compile(r"\S+\s*|\s+")
MEDIA_TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def pieces(text: str) -> Iterator[str]:
    """Cut a text at its white space; the pieces join to the text."""
    yield from _PIECE.findall(text)


def event(data: Any, name: str | None = None) -> bytes:
    """One server-sent event.

    Args:
        data: a JSON value, or "[DONE]" as OpenAI ends a stream.
        name: of the event; None for a nameless one.
    """
    written = data if data == "[DONE]" else json.dumps(data, ensure_ascii=False)
    return format_sse_event(data_str=written, event=name)


def answer_events(answer: dict[str, Any]) -> Iterator[bytes]:
    """An answer as events: `standalone_question`, then `text` by pieces, then `answer` with all that `/api/ask` gives.

    Args:
        answer: the object that `/api/ask` gives.
    """
    yield event({"standalone_question": answer["standalone_question"]}, "standalone_question")
    for piece in pieces(answer["answer"]):
        yield event({"text": piece}, "text")
    yield event(answer, "answer")
