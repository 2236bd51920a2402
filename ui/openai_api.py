"""The door in the form of OpenAI's chat completions, so that chat front ends and libraries can use Klum as a model.

The last message of the user is the question, the user's earlier messages are its history; other messages are not read.
The citations stand as footnotes in the text, and machine-readable in `choices[0].message.annotations` and `klum`.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.assistant import LONGEST_QUESTION
from corpus.words import words
from ui.answering import HISTORY, Answering, Failure, failure
from ui.render import document_url, plain_text
from ui.streaming import HEADERS, MEDIA_TYPE, event, pieces

MODEL = "klum"
_MESSAGES, _LONGEST_MESSAGE = 500, 100_000


class TextPart(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")
    type: str
    text: str | None = Field(default=None, max_length=_LONGEST_MESSAGE)


class Message(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=_LONGEST_MESSAGE)] | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """Its text, parts joined."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(BaseModel):
    """How a stream is to end."""

    model_config = ConfigDict(extra="allow")
    include_usage: bool = False


class Completion(BaseModel):
    """What is asked; parameters of sampling are accepted and change nothing."""

    model_config = ConfigDict(extra="allow")
    messages: list[Message] = Field(min_length=1, max_length=_MESSAGES)
    model: Annotated[str, Field(max_length=200)] = MODEL
    stream: bool = False
    stream_options: StreamOptions | None = None

    @property
    def questions(self) -> list[str]:
        """What the user said, oldest first; the last is the question."""
        return [text for message in self.messages if message.role == "user" and (text := message.text.strip())]


def add_openai(app: FastAPI, answering: Answering) -> None:
    """Add `/v1/models` and `/v1/chat/completions`.

    Args:
        app: the application, before Gradio is mounted.
        answering: answers the questions.
    """
    started = int(time.time())

    def described(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": started, "owned_by": MODEL}

    @app.get("/v1/models", tags=["openai"])
    def models() -> Any:
        """List the one model."""
        return {"object": "list", "data": [described(MODEL)]}

    @app.get("/v1/models/{name}", tags=["openai"], responses={404: {"description": "There is no such model."}})
    def model(name: str) -> Any:
        """Describe the model."""
        if name != MODEL:
            return refusal(failure(404, "ไม่พบโมเดลนี้", f"โมเดลที่มีคือ {MODEL}"))
        return described(MODEL)

    @app.post(
        "/v1/chat/completions", tags=["openai"],
        responses={status: {"description": "As OpenAI tells errors."} for status in (400, 413, 422, 500, 503)},
    )  # fmt: skip
    def complete(body: Completion, request: Request) -> Any:
        """Answer the last message of the user from the documents."""
        asked = body.questions
        if not asked:
            return refusal(failure(400, "ไม่มีคำถาม", "โปรดส่งข้อความของผู้ใช้ (role: user) อย่างน้อยหนึ่งข้อความ"))
        history = [text for text in asked[:-1] if len(text) <= LONGEST_QUESTION]
        result = answering.ask(asked[-1], history[-HISTORY:], door="openai")
        if isinstance(result, Failure):
            return refusal(result)
        base = str(request.base_url).rstrip("/")
        made = _Made(result.answer, base, body)
        if body.stream:
            return StreamingResponse(made.events(), media_type=MEDIA_TYPE, headers=HEADERS)
        return made.whole()


def refusal(failed: Failure) -> JSONResponse:
    """A failure as OpenAI's clients expect it."""
    kinds = {503: "server_busy", 500: "server_error", 401: "authentication_error"}
    said = {
        "message": f"{failed.message} {failed.hint} ({failed.reference})", "param": None, "code": failed.reference,
        "type": kinds.get(failed.status, "invalid_request_error"),
    }  # fmt: skip
    headers = {"Retry-After": "5"} if failed.status == 503 else None
    return JSONResponse({"error": said}, failed.status, headers)


class _Made:
    """An answer on its way into OpenAI's form."""

    def __init__(self, answer: Answer, base: str, body: Completion) -> None:
        self._answer, self._base = answer, base
        self._text = plain_text(answer)
        self._id, self._created = f"chatcmpl-{uuid.uuid4().hex}", int(time.time())
        spent = sum(len(words(message.text)) for message in body.messages)
        made = len(words(self._text))
        self._usage = {"prompt_tokens": spent, "completion_tokens": made, "total_tokens": spent + made}
        self._with_usage = bool(body.stream_options and body.stream_options.include_usage)

    def whole(self) -> dict[str, Any]:
        message = {"role": "assistant", "content": self._text, "refusal": None, "annotations": self._annotations()}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._head("chat.completion"), "choices": [choice], "usage": self._usage, "klum": self._own()}

    def events(self) -> Iterator[bytes]:
        """The answer as a stream of chunks."""
        yield self._chunk({"role": "assistant", "content": ""})
        for piece in pieces(self._text):
            yield self._chunk({"content": piece})
        yield self._chunk({"annotations": self._annotations()}, finish="stop", klum=self._own())
        if self._with_usage:
            yield event({**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage})
        yield event("[DONE]")

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        usage = {"usage": None} if self._with_usage else {}
        return event({**self._head("chat.completion.chunk"), "choices": [choice], **usage, **more})

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL}

    def _own(self) -> dict[str, Any]:
        """What OpenAI's form has no place for."""
        said = self._answer.to_json()
        return {key: said[key] for key in ("standalone_question", "abstained", "engine", "citations", "conflicts")}

    def _annotations(self) -> list[dict[str, Any]]:
        """Each mark in the text with the address of what it cites."""
        found = []
        for citation in self._answer.citations:
            mark = f"[{citation.number}]"
            at = self._text.find(mark)
            address = f"{self._base}{document_url(citation.document_id, citation.span, citation.version)}"
            where = {"start_index": at, "end_index": at + len(mark), "title": citation.title, "url": address}
            found.append({"type": "url_citation", "url_citation": where})
        return found
