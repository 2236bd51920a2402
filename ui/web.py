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
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant import Assistant
from assistant.caller import Caller
from corpus.document import Span
from corpus.errors import NotFoundError, SettingsError, SpanError
from index.library import Index
from ui.account_file import FILE as ACCOUNTS
from ui.accounts import Accounts
from ui.answering import Answering
from ui.api import add_api
from ui.changing import changing_model
from ui.document_page import render_document
from ui.evaluations import Evaluations
from ui.evaluator import Evaluator
from ui.gate import Gate, is_closed
from ui.guard import Guard
from ui.inbox import FILE, Inbox
from ui.keys import Keys
from ui.language import chosen, languages, thai
from ui.language_model import caller_for
from ui.language_routes import add_languages
from ui.opening import open_index, warm
from ui.page import ChatPage
from ui.pages import missing_page
from ui.rates import Counted, Rates
from ui.settings import Settings
from ui.staff import Staff
from ui.staff_routes import add_staff

_log = logging.getLogger(__name__)
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_KEPT_TEXTS = 256
AT_ONCE = 2
"""Questions answered at the same time; answering keeps a core busy."""
WAITING_FOR_MODEL = 8
"""The same with a language model, which is mostly waited for."""
_Place = Annotated[int | None, Query(ge=0, le=2**31)]


def build_app(
    index: Index,
    inbox: Inbox | None = None,
    accounts: Accounts | None = None,
    *,
    contact: str = "",
    model: Caller | None = None,
    gate: Gate | None = None,
    at_once: int = AT_ONCE,
    waiting: int = 64,
) -> Guard:
    """The whole application, ready for an ASGI server.

    Args:
        index: an open index.
        inbox: keeps questions, verdicts and messages; None keeps none.
        accounts: who may use the staff's pages; None leaves these out.
        contact: whom to contact when the documents hold no answer.
        model: a language model that writes the answers; None for the extractive engine alone.
        gate: who may use the API, and how often one may ask; None lets everybody in.
        at_once: questions answered at the same time.
        waiting: questions that may wait for their turn; the next one is turned away.
    """
    import gradio as gr  # late: it takes seconds

    answering = Answering(Assistant(index, contact=contact, model=model), inbox, at_once=at_once, waiting=waiting)

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
    gate = gate or Gate()
    add_api(app, answering, gate)
    _add_pages(app, index)
    if accounts is not None:
        evaluations = Evaluations(index.home, answering.assistant)
        add_staff(app, Staff(index, inbox, accounts), Evaluator(evaluations), gate)

    @functools.lru_cache(_KEPT_TEXTS)  # a version of a document never changes
    def text_of(document_id: str, version: int) -> str:
        return index.catalogue.document(document_id, version).text

    add_languages(app)
    fonts = ["Noto Sans Thai", "Sarabun", "Leelawadee UI", "Thonburi", "sans-serif"]
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=fonts, font_mono=["monospace"])
    for texts in reversed(languages().values()):  # the one at "/" last: it takes every address that is left
        page = ChatPage(answering, texts, text_of, gate.rates).blocks(
            queue=2 * (at_once + waiting), at_once=at_once + waiting
        )
        gr.mount_gradio_app(
            app, page, path=texts.home.rstrip("/") or "/", footer_links=[], run_history=False, show_error=False,
            max_file_size="1kb", theme=theme, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False,
            allowed_paths=[], app_kwargs={"docs_url": None, "redoc_url": None},
        )  # fmt: skip
    threading.Thread(target=answering.warm, args=(thai().examples[0][1][0],), daemon=True, name="warm-up").start()
    return Guard(app)


def _add_pages(app: FastAPI, index: Index) -> None:
    static = resources.files("ui") / "static"

    @app.get("/klum/{name}", include_in_schema=False)
    def asset(name: str, request: Request) -> Response:
        kind = name.rpartition(".")[2]
        file = static / name
        if kind not in _TYPES or "\\" in name or not file.is_file():
            return missing_page(chosen(request.cookies))
        return Response(file.read_bytes(), media_type=_TYPES[kind], headers={"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon(request: Request) -> Response:
        return asset("icon.svg", request)

    @app.get("/document/{document_id:path}", include_in_schema=False)
    def document(
        request: Request, document_id: str, start: _Place = None, end: _Place = None, version: _Place = None
    ) -> Any:
        texts = chosen(request.cookies)
        try:
            found = index.catalogue.document(document_id, version)
            marked = Span(start, end) if start is not None and end is not None else None
            replaced = index.catalogue.current_version(document_id) != found.version
            return HTMLResponse(render_document(found, marked, replaced=replaced, texts=texts))
        except (NotFoundError, SpanError):
            return missing_page(texts)


@contextlib.contextmanager
def _inbox(settings: Settings) -> Iterator[Inbox | None]:
    if not settings.keep_questions:
        yield None
        return
    with contextlib.closing(Inbox(settings.home / FILE, keep_days=settings.keep_questions)) as inbox:
        yield inbox


def _accounts(settings: Settings) -> contextlib.closing[Accounts]:
    return contextlib.closing(Accounts(settings.home / ACCOUNTS))


def _rates(settings: Settings) -> Rates:
    return Rates(
        {
            Counted.QUESTION: settings.rate_questions,
            Counted.LOGIN: settings.rate_login,
            Counted.FEEDBACK: settings.rate_feedback,
        }
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
        ModelError: if the language model cannot be set up.
    """
    import socket

    import uvicorn

    model = caller_for(settings)
    with (
        open_index(settings) as index,
        changing_model(index),
        _inbox(settings) as inbox,
        _accounts(settings) as accounts,
        contextlib.closing(Keys(settings.home / ACCOUNTS)) as keys,
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
            gate = Gate(keys, closed=is_closed(settings.api, host), rates=_rates(settings))
            at_once = settings.at_once or (WAITING_FOR_MODEL if model is not None else AT_ONCE)
            app = build_app(
                index, inbox, accounts, contact=settings.contact, model=model, gate=gate, at_once=at_once,
                waiting=settings.waiting,
            )  # fmt: skip
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
                proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=settings.proxies,
            )
            with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again after an orderly end
                uvicorn.Server(config).run(sockets=[listener])
