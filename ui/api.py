"""The doors for programs: ask, search, list the sources, all as JSON with OpenAPI at `/api/openapi.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from corpus.document import PartialDate
from corpus.errors import CorpusError
from index.library import Filter
from ui.answering import HISTORY, Answering, Failure, failure, unexpected
from ui.api_models import AnswerOut, Ask, Date, ErrorOut, HealthOut, PassageOut, QuestionText, SourceOut
from ui.feedback import add_feedback
from ui.gate import Gate
from ui.openai_api import add_openai, refusal
from ui.staff_api import add_staff_api
from ui.streaming import HEADERS, MEDIA_TYPE, answer_events

ANSWER_ID = "X-Klum-Answer"
"""Header with the id that feedback names the answer by."""

_History = Annotated[list[QuestionText] | None, Query(max_length=HISTORY)]
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (400, 401, 413, 422, 429, 500, 503)
}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}}, **_ERRORS}


def add_api(app: FastAPI, answering: Answering, gate: Gate) -> None:
    """Add the API's routes and its way of telling errors.

    Args:
        app: the application, before Gradio is mounted.
        answering: answers the questions.
        gate: who may use it, and how often.
    """
    index = answering.assistant.index
    add_openai(app, answering, gate)

    @app.post("/api/ask", response_model=AnswerOut, responses=_ANSWERS, tags=["questions"], dependencies=gate.asks)
    def ask(body: Ask, request: Request) -> Any:
        """Answer a question from the documents, or say that they do not hold the answer.

        A client that accepts `text/event-stream` gets events: `standalone_question`, `text` piece by piece, `answer`.
        """
        return _sent(answering, body.question, body.history, request)

    @app.get(
        "/api/ask", response_model=AnswerOut, responses=_ANSWERS, tags=["questions"], operation_id="ask_get",
        dependencies=gate.asks,
    )  # fmt: skip
    def ask_get(request: Request, question: Annotated[QuestionText, Query()], history: _History = None) -> Any:
        """Answer a question that stands in the address, as events too, for a browser's `EventSource`."""
        return _sent(answering, question, history or (), request)

    if answering.inbox is not None:
        told: dict[int | str, Any] = {status: _ERRORS[status] for status in (400, 413, 422, 429, 500)}
        add_feedback(app, answering.inbox, gate, told)
        add_staff_api(app, answering.inbox, gate, told)

    @app.get(
        "/api/search", response_model=list[PassageOut], responses=_ERRORS, tags=["documents"], dependencies=gate.reads
    )
    def search(
        query: Annotated[QuestionText, Query()],
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
        publisher: Annotated[str | None, Query(max_length=200, description="Part of the publisher's name.")] = None,
        since: Date | None = None,
        until: Date | None = None,
    ) -> Any:
        """Find passages."""
        try:
            only = Filter(
                publisher,
                None,
                PartialDate.parse(since) if since else None,
                PartialDate.parse(until) if until else None,
            )
        except CorpusError as error:
            return _json(failure(422, "วันที่ไม่ถูกต้อง", "โปรดเขียนวันที่แบบ 2015-01-20, 2015-01 หรือ 2015 (ค.ศ.)", error))
        return [
            PassageOut(
                document_id=hit.chunk.document_id, title=hit.stored.title, publisher=hit.stored.publisher,
                published=str(hit.stored.published) if hit.stored.published else None, source=hit.stored.source,
                start=hit.chunk.span.start, end=hit.chunk.span.end, score=round(hit.score, 4), text=hit.chunk.text,
            )
            for hit in index.search(query, limit, only)
        ]  # fmt: skip

    @app.get(
        "/api/sources", response_model=list[SourceOut], responses=_ERRORS, tags=["documents"], dependencies=gate.reads
    )
    def sources() -> Any:
        """List the documents."""
        return [
            SourceOut(
                id=d.id, source=d.source, title=d.title, publisher=d.publisher, version=d.version,
                published=str(d.published) if d.published else None, sha256=d.sha256,
            )
            for d in index.catalogue.documents(with_text=False)
        ]  # fmt: skip

    @app.get("/api/health", response_model=HealthOut, responses=_ERRORS, tags=["service"])
    def health() -> Any:
        """Tell whether the service can answer."""
        counts = index.catalogue.counts()
        return HealthOut(
            status="ok", documents=counts["documents"], chunks=counts["chunks"], generation=index.catalogue.generation
        )

    for door in ("api", "v1"):

        @app.api_route(f"/{door}/{{rest:path}}", methods=[*_METHODS], include_in_schema=False)
        def unknown(request: Request, rest: str) -> Any:
            return _told(request, failure(404, "ไม่พบบริการนี้", "รายการบริการอยู่ที่ /api/openapi.json", rest[:80]))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        places = ", ".join(
            sorted({".".join(str(part) for part in fault["loc"][1:]) or "body" for fault in error.errors()})
        )
        hint = f"โปรดตรวจสอบ {places} ตาม /api/openapi.json"
        failed = failure(422, "คำขอไม่ถูกต้อง", hint, [(fault["loc"], fault["type"]) for fault in error.errors()])
        return _told(request, failed)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        detail: object = error.detail  # the gate's refusals are whole failures
        said = _told(request, detail if isinstance(detail, Failure) else _of_starlette(error))
        said.headers.update(error.headers or {})
        return said

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        return _told(request, unexpected(error, f"{request.method} {request.url.path}"))


def _of_starlette(error: HTTPException) -> Failure:
    known = {404: "ไม่พบบริการนี้", 405: "บริการนี้ไม่รับคำขอแบบนี้"}
    message = known.get(error.status_code, "คำขอไม่ถูกต้อง")
    return failure(error.status_code, message, "รายการบริการอยู่ที่ /api/openapi.json", error.detail)


def _sent(answering: Answering, question: str, history: Sequence[str], request: Request) -> Any:
    if MEDIA_TYPE in request.headers.get("accept", ""):
        streaming = answering.stream(question, history, door="api")
        if isinstance(streaming, Failure):
            return _json(streaming)
        return StreamingResponse(
            answer_events(streaming), media_type=MEDIA_TYPE, headers=HEADERS, background=BackgroundTask(streaming.close)
        )
    result = answering.ask(question, history, door="api")
    if isinstance(result, Failure):
        return _json(result)
    return JSONResponse(result.answer.to_json(), headers={ANSWER_ID: result.id} if result.id else {})


def _told(request: Request, failed: Failure) -> JSONResponse:
    """A failure in the form that the door which was used tells failures in."""
    return refusal(failed) if request.url.path.startswith("/v1/") else _json(failed)


def _json(failed: Failure) -> JSONResponse:
    headers = {"Retry-After": "5"} if failed.status == 503 else None
    return JSONResponse(failed.to_json(), failed.status, headers)
