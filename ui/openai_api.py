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
from starlette.background import BackgroundTask

from assistant.answer import Answer
from assistant.assistant import LONGEST_QUESTION
from assistant.events import Said
from corpus.words import words
from ui.answering import HISTORY, Answering, Failure, Streaming, Told, failure
from ui.gate import Gate
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


def add_openai(app: FastAPI, answering: Answering, gate: Gate) -> None:
    """Add `/v1/models` and `/v1/chat/completions`.

    Args:
        app: the application, before Gradio is mounted.
        answering: answers the questions.
        gate: who may use them, and how often.
    """
    started = int(time.time())

    def described(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": started, "owned_by": MODEL}

    @app.get("/v1/models", tags=["openai"], responses=_refusals(401), dependencies=gate.reads)
    def models() -> Any:
        """List the one model."""
        return {"object": "list", "data": [described(MODEL)]}

    @app.get("/v1/models/{name}", tags=["openai"], responses=_refusals(401, 404), dependencies=gate.reads)
    def model(name: str) -> Any:
        """Describe the model."""
        if name != MODEL:
            return refusal(failure(404, "ไม่พบโมเดลนี้", f"โมเดลที่มีคือ {MODEL}"))
        return described(MODEL)

    @app.post(
        "/v1/chat/completions", tags=["openai"], dependencies=gate.asks,
        responses={200: {"content": {MEDIA_TYPE: {}}}, **_refusals(400, 401, 413, 422, 429, 500, 503)},
    )  # fmt: skip
    def complete(body: Completion, request: Request) -> Any:
        """Answer the last message of the user from the documents."""
        asked = body.questions
        if not asked:
            return refusal(failure(400, "ไม่มีคำถาม", "โปรดส่งข้อความของผู้ใช้ (role: user) อย่างน้อยหนึ่งข้อความ"))
        history = [text for text in asked[:-1] if len(text) <= LONGEST_QUESTION]
        made = _Made(str(request.base_url).rstrip("/"), body)
        if body.stream:
            streaming = answering.stream(asked[-1], history[-HISTORY:], door="openai")
            if isinstance(streaming, Failure):
                return refusal(streaming)
            return StreamingResponse(
                made.events(streaming), media_type=MEDIA_TYPE, headers=HEADERS,
                background=BackgroundTask(streaming.close),
            )  # fmt: skip
        result = answering.ask(asked[-1], history[-HISTORY:], door="openai")
        return refusal(result) if isinstance(result, Failure) else made.whole(result.answer)


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": "As OpenAI tells errors."} for status in statuses}


def refusal(failed: Failure) -> JSONResponse:
    """A failure as OpenAI's clients expect it."""
    headers = {"Retry-After": "5"} if failed.status == 503 else None
    return JSONResponse(_error(failed), failed.status, headers)


def _error(failed: Failure) -> dict[str, Any]:
    kinds = {503: "server_busy", 500: "server_error", 401: "authentication_error", 429: "rate_limit_error"}
    said = {
        "message": f"{failed.message} {failed.hint} ({failed.reference})", "param": None, "code": failed.reference,
        "type": kinds.get(failed.status, "invalid_request_error"),
    }  # fmt: skip
    return {"error": said}


class _Made:
    """An answer on its way into OpenAI's form."""

    def __init__(self, base: str, body: Completion) -> None:
        self._base = base
        self._id, self._created = f"chatcmpl-{uuid.uuid4().hex}", int(time.time())
        self._sent = sum(len(words(message.text)) for message in body.messages)
        self._with_usage = bool(body.stream_options and body.stream_options.include_usage)

    def whole(self, answer: Answer) -> dict[str, Any]:
        text = plain_text(answer)
        message = {"role": "assistant", "content": text, "refusal": None, "annotations": self._annotations(answer)}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        head = self._head("chat.completion")
        return {**head, "choices": [choice], "usage": self._usage(text), "klum": self._own(answer)}

    def events(self, streaming: Streaming) -> Iterator[bytes]:
        """The answer as a stream of chunks, while it is made."""
        yield self._chunk({"role": "assistant", "content": ""})
        for one in streaming:
            if isinstance(one, Said):
                for piece in pieces(one.text):
                    yield self._chunk({"content": piece})
            elif isinstance(one, Failure):
                yield event(_error(one))
            elif isinstance(one, Told):
                yield from self._end(one.answer)
        yield event("[DONE]")

    def _end(self, answer: Answer) -> Iterator[bytes]:
        text = plain_text(answer)
        for piece in pieces(text.removeprefix(answer.text)):
            yield self._chunk({"content": piece})
        yield self._chunk({"annotations": self._annotations(answer)}, finish="stop", klum=self._own(answer))
        if self._with_usage:
            yield event({**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage(text)})

    def _usage(self, text: str) -> dict[str, int]:
        made = len(words(text))
        return {"prompt_tokens": self._sent, "completion_tokens": made, "total_tokens": self._sent + made}

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        usage = {"usage": None} if self._with_usage else {}
        return event({**self._head("chat.completion.chunk"), "choices": [choice], **usage, **more})

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL}

    @staticmethod
    def _own(answer: Answer) -> dict[str, Any]:
        """What OpenAI's form has no place for."""
        said = answer.to_json()
        return {key: said[key] for key in ("standalone_question", "abstained", "engine", "citations", "conflicts")}

    def _annotations(self, answer: Answer) -> list[dict[str, Any]]:
        """Each mark in the text with the address of what it cites."""
        found = []
        for citation in answer.citations:
            mark = f"[{citation.number}]"
            at = answer.text.find(mark)
            address = f"{self._base}{document_url(citation.document_id, citation.span, citation.version)}"
            where = {"start_index": at, "end_index": at + len(mark), "title": citation.title, "url": address}
            found.append({"type": "url_citation", "url_citation": where})
        return found
