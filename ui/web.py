"""The web application: Gradio's chat page at `/`, the API under `/api`, documents under `/document`."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import resources
from typing import Annotated, Any

import anyio.to_thread
from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse, Response

from assistant import Assistant
from corpus.document import Span
from corpus.errors import NotFoundError, SettingsError, SpanError
from index.library import Index
from ui.accounts import FILE as ACCOUNTS
from ui.accounts import Accounts
from ui.answering import Answering, failure
from ui.api import add_api
from ui.changing import changing_model
from ui.document_page import render_document
from ui.evaluations import Evaluations
from ui.evaluator import Evaluator
from ui.guard import Guard
from ui.inbox import FILE, Inbox
from ui.opening import open_index, warm
from ui.page import EXAMPLES, build_page
from ui.settings import Settings
from ui.staff import Staff
from ui.staff_routes import add_staff

_log = logging.getLogger(__name__)
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_KEPT_TEXTS = 256
_Place = Annotated[int | None, Query(ge=0, le=2**31)]


def build_app(
    index: Index,
    inbox: Inbox | None = None,
    accounts: Accounts | None = None,
    *,
    contact: str = "",
    at_once: int = 2,
    waiting: int = 64,
) -> Guard:
    """The whole application, ready for an ASGI server.

    Args:
        index: an open index.
        inbox: keeps questions, verdicts and messages; None keeps none.
        accounts: who may use the staff's pages; None leaves these out.
        contact: whom to contact when the documents hold no answer.
        at_once: questions answered at the same time.
        waiting: questions that may wait for their turn; the next one is turned away.
    """
    import gradio as gr  # late: it takes seconds

    answering = Answering(Assistant(index, contact=contact), inbox, at_once=at_once, waiting=waiting)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        # A waiting question holds a thread; the others must be enough for everything else.
        anyio.to_thread.current_default_thread_limiter().total_tokens += at_once + waiting
        yield

    app = FastAPI(
        title="Klum", description="Answers from Thai cluster-programme documents, with the exact words of the sources.",
        lifespan=life,
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
    )  # fmt: skip
    add_api(app, answering)
    _add_pages(app, index)
    if accounts is not None:
        evaluations = Evaluations(index.home, answering.assistant)
        add_staff(app, Staff(index, inbox, accounts), Evaluator(evaluations))

    @functools.lru_cache(_KEPT_TEXTS)  # a version of a document never changes
    def text_of(document_id: str, version: int) -> str:
        return index.catalogue.document(document_id, version).text

    page = build_page(answering, text_of, queue=2 * (at_once + waiting), at_once=at_once + waiting)
    fonts = ["Noto Sans Thai", "Sarabun", "Leelawadee UI", "Thonburi", "sans-serif"]
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=fonts, font_mono=["monospace"])
    gr.mount_gradio_app(
        app, page, path="/", footer_links=[], run_history=False, show_error=False, max_file_size="1kb",
        theme=theme, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, allowed_paths=[],
        app_kwargs={"docs_url": None, "redoc_url": None},
    )  # fmt: skip
    threading.Thread(target=answering.warm, args=(EXAMPLES[0][1][0],), daemon=True, name="warm-up").start()
    return Guard(app)


def _add_pages(app: FastAPI, index: Index) -> None:
    static = resources.files("ui") / "static"

    @app.get("/klum/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        kind = name.rpartition(".")[2]
        file = static / name
        if kind not in _TYPES or "\\" in name or not file.is_file():
            return _missing()
        return Response(file.read_bytes(), media_type=_TYPES[kind], headers={"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return asset("icon.svg")

    @app.get("/document/{document_id:path}", include_in_schema=False)
    def document(document_id: str, start: _Place = None, end: _Place = None, version: _Place = None) -> Any:
        try:
            found = index.catalogue.document(document_id, version)
            marked = Span(start, end) if start is not None and end is not None else None
            replaced = index.catalogue.current_version(document_id) != found.version
            return HTMLResponse(render_document(found, marked, replaced=replaced))
        except (NotFoundError, SpanError):
            return _missing()


@contextlib.contextmanager
def _inbox(settings: Settings) -> Iterator[Inbox | None]:
    if not settings.keep_questions:
        yield None
        return
    with contextlib.closing(Inbox(settings.home / FILE, keep_days=settings.keep_questions)) as inbox:
        yield inbox


def _accounts(settings: Settings) -> contextlib.closing[Accounts]:
    return contextlib.closing(Accounts(settings.home / ACCOUNTS))


def _missing() -> HTMLResponse:
    failed = failure(404, "ไม่พบเอกสารหรือหน้านี้", "เอกสารอาจถูกเอาออกแล้ว")
    return HTMLResponse(
        '<!doctype html><html lang="th"><meta charset="utf-8"><title>ไม่พบหน้านี้ · กลุ่ม</title>'
        '<link rel="stylesheet" href="/klum/document.css"><header><p><a href="/">กลุ่ม · ถามเรื่องคลัสเตอร์</a></p>'
        f"<h1>{failed.message}</h1><p>{failed.hint} (เลขอ้างอิง {failed.reference})</p></header>",
        404,
    )


def serve(
    settings: Settings, *, host: str, port: int, open_browser: bool, on_ready: Callable[[str], None] | None = None
) -> None:
    """Open the index and serve the web app until it is stopped.

    Args:
        settings: where the index is, and whom to contact.
        host: address to listen on.
        port: TCP port, 1 to 65535.
        open_browser: whether to show the page once the server listens.
        on_ready: told the address once the server listens.

    Raises:
        SettingsError: if the address cannot be listened on.
        EncoderError: if the embedding model or the reranker cannot be loaded.
    """
    import socket

    import uvicorn

    with (
        open_index(settings) as index,
        changing_model(index),
        _inbox(settings) as inbox,
        _accounts(settings) as accounts,
    ):
        warm(index)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
            except (OSError, OverflowError) as error:
                raise SettingsError(
                    f"The address {host}:{port} cannot be used: {error}.",
                    hint="Choose another one with --host and --port.",
                ) from error
            app = build_app(index, inbox, accounts, contact=settings.contact)
            listener.listen(256)
            shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
            url = f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
            _log.info("Klum listens on %s", url)
            if on_ready is not None:
                on_ready(url)
            if open_browser:
                threading.Timer(0.5, webbrowser.open, [url]).start()
            config = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=5,
            )
            with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again after an orderly end
                uvicorn.Server(config).run(sockets=[listener])
