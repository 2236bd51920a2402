"""What visitors can say about answers: a verdict, and a message for the staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import NotFoundError
from ui.answering import failure
from ui.gate import Gate
from ui.inbox import LONGEST_CONTACT, LONGEST_MESSAGE, LONGEST_REASON, Inbox, Verdict

AnswerId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,40}$")]


class Judgement(BaseModel):
    """What a visitor thinks of an answer; `answer` is the id that came in the header `X-Klum-Answer`."""

    model_config = ConfigDict(extra="forbid")
    answer: AnswerId
    verdict: Verdict
    reason: str = Field(default="", max_length=LONGEST_REASON)


class Left(BaseModel):
    """A message for the staff about an answer."""

    model_config = ConfigDict(extra="forbid")
    answer: AnswerId
    message: str = Field(min_length=1, max_length=LONGEST_MESSAGE)
    contact: str = Field(default="", max_length=LONGEST_CONTACT)


def add_feedback(app: FastAPI, inbox: Inbox, gate: Gate, errors: Mapping[int | str, Any]) -> None:
    """Add `/api/feedback` and `/api/message`.

    Args:
        app: the application.
        inbox: keeps what is said.
        gate: how often one may say something.
        errors: how OpenAPI is to describe errors, by status.
    """
    described: dict[int | str, Any] = {
        **errors,
        404: {**errors[500], "description": "There is no such answer any more."},
    }

    described_so: dict[str, Any] = {"status_code": 204, "response_model": None, "responses": described}

    @app.post("/api/feedback", tags=["feedback"], dependencies=gate.judges, **described_so)
    def feedback(body: Judgement) -> Response:
        """Say whether an answer was of use; the last word counts."""
        return _kept(lambda: inbox.judge(body.answer, body.verdict, body.reason))

    @app.post("/api/message", tags=["feedback"], dependencies=gate.judges, **described_so)
    def message(body: Left) -> Response:
        """Leave a message for the staff."""
        return _kept(lambda: inbox.leave(body.answer, body.message, body.contact))


def _kept(act: Callable[[], None]) -> Response:
    try:
        act()
    except NotFoundError as error:
        failed = failure(404, "ไม่พบคำตอบนี้แล้ว", "โปรดถามใหม่อีกครั้ง", error.message)
        return JSONResponse(failed.to_json(), failed.status)
    return Response(status_code=204)
