"""Answers sent piece by piece as server-sent events: `/api/ask` for our own clients, `/v1` in OpenAI's form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.sse import format_sse_event

from assistant.events import Said, Understood
from ui.answering import Failure, Told

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


def answer_events(streaming: Iterable[Understood | Said | Told | Failure]) -> Iterator[bytes]:
    """An answer as events while it is made.

    `standalone_question`, then `text` by pieces, each verified before it is sent, then `kept` with the id that feedback
    names the answer by, if it is kept, and `answer` with all that `/api/ask` gives; or `error` in place of these two.

    Args:
        streaming: the answer while it is made.
    """
    for one in streaming:
        if isinstance(one, Understood):
            yield event({"standalone_question": one.standalone_question}, "standalone_question")
        elif isinstance(one, Said):
            for piece in pieces(one.text):
                yield event({"text": piece}, "text")
        elif isinstance(one, Failure):
            yield event(one.to_json(), "error")
        else:
            if one.id:
                yield event({"id": one.id}, "kept")
            yield event(one.answer.to_json(), "answer")
