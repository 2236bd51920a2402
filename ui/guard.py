"""What stands before every request: which paths there are, how large a body may be, and the security headers.

Gradio's page runs on scripts that carry this response's nonce; inline *styles* have to be allowed, because Svelte and
Gradio's theme write them. `eval` stays forbidden, hence no `gr.HTML` and no `js=` in our pages: both need it.
"""

from __future__ import annotations

import re
import secrets
from functools import cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.answering import Failure, failure, unexpected
from ui.evaluator import LARGEST_SET
from ui.language import Texts, chosen, languages
from ui.pages import Pages
from ui.render import escaped
from ui.staging import LARGEST_UPLOAD

LONGEST_BODY, LONGEST_CONVERSATION = 64 * 1024, 1024 * 1024
"""Upper length of a request body, in bytes; a chat front end sends the whole conversation each time."""

OPEN_PATHS = re.compile(
    r"/(?:login|logout|language/[a-z]+|(?:staff|evaluate)(?:/[a-z]+)?|robots\.txt|favicon\.ico|(?:klum|document|api|v1)/.*"
    r"|(?:en/)?(?:|config|theme\.css|(?:assets|static|svelte)/.*"
    r"|gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|startup-events|cancel|reset|info|app_id|assets/.*)))"
)
"""Everything else that Gradio would serve (uploads, files, proxies, logins, monitoring) is closed."""

FORMS = re.compile(r"/(?:login|logout|(?:staff|evaluate)(?:/|$))")
"""Pages that are made of forms; they run no script, unless a page names its own policy (`ui.pages`)."""

_STYLE = "style-src 'self' 'unsafe-inline'"
_COMMON = (
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_STILL = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}
_LANG = 'lang="{0}" data-lang="{0}"'
_UNKEPT = {"Cache-Control": "no-store"}
_META = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
_MANIFEST = re.compile(rb'<link rel="manifest"[^>]*>')
_HEAD = (
    '<meta name="description" content="{description}">'
    '<meta name="theme-color" content="#0f766e"><link rel="icon" href="/klum/icon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/klum/klum.css"><script defer src="/klum/klum.js"></script></head>'
)


def policy(path: str, nonce: str) -> str:
    """The content security policy for a path, where the page names none itself; only the chat page may run scripts."""
    if path in _homes():
        return f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; {_STYLE}; {_COMMON}"
    if path.startswith("/document/"):
        return _STILL
    if FORMS.match(path):
        return _STILL.replace("form-action 'none'", "form-action 'self'")
    return "default-src 'none'; frame-ancestors 'none'"


@cache
def _homes() -> dict[str, Texts]:
    """The chat pages: where they are, and in which language."""
    return {texts.home: texts for texts in languages().values()}


def dressed(page: bytes, nonce: str, texts: Texts) -> bytes:
    """Gradio's page as ours: its language, our styles and script, nonces for its scripts, no word of another host."""
    page = _MANIFEST.sub(b"", _META.sub(b"", page)).replace(b'lang="en"', _LANG.format(texts.code).encode(), 1)
    page = page.replace(b"</head>", _HEAD.format(description=escaped(texts["page.description"])).encode(), 1)
    return page.replace(b"<script", f'<script nonce="{nonce}"'.encode())


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        path, nonce, started = scope["path"], secrets.token_urlsafe(16), False

        async def headed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Content-Security-Policy", policy(path, nonce))
            await send(message)

        texts = chosen(Request(scope).cookies)
        refused = None
        if not OPEN_PATHS.fullmatch(path):
            refused = failure(404, "ไม่พบหน้านี้", "โปรดกลับไปที่หน้าแรก")
        elif too_long(Headers(scope=scope), longest_body(path)):
            shorter = "โปรดเลือกไฟล์ให้น้อยลงหรือเล็กลง" if longest_body(path) > LONGEST_CONVERSATION else "โปรดส่งข้อความที่สั้นลง"
            refused = failure(413, "ข้อมูลที่ส่งมายาวเกินไป", shorter)
        try:
            if refused is not None:
                await _refusal(refused, path, texts)(scope, receive, headed)
            elif path == "/" and texts.home != path:
                await RedirectResponse(texts.home, 303, _UNKEPT)(scope, receive, headed)
            elif path in _homes():
                await self._page(scope, receive, headed, nonce)
            else:
                await self._app(scope, receive, headed)
        except Exception as error:  # nothing but a reference number leaves the machine
            if not started:
                failed = unexpected(error, path)
                await JSONResponse(failed.to_json(), failed.status)(scope, receive, headed)

    async def _page(self, scope: Scope, receive: Receive, send: Send, nonce: str) -> None:
        """Serve Gradio's page, whole and uncompressed so that it can be dressed."""
        kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            if message["type"] != "http.response.body":  # Starlette's test client is told of templates, too
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                page = bytes(body)
                headers = MutableHeaders(scope=start)
                if headers.get("content-type", "").startswith("text/html"):
                    page = dressed(page, nonce, _homes()[scope["path"]])
                    headers["content-length"] = str(len(page))
                    headers["cache-control"] = "no-store"
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": kept}, receive, gather)


def _refusal(refused: Failure, path: str, texts: Texts) -> Response:
    """A refusal as who asked can read it: a page for a form, JSON for a program."""
    if FORMS.match(path):
        return Pages().refused(refused, texts)
    return JSONResponse(refused.to_json(), refused.status)


def longest_body(path: str) -> int:
    """Upper length of a request body for a path, in bytes."""
    if path == "/staff/documents":
        return LARGEST_UPLOAD + LONGEST_BODY
    if path == "/evaluate":
        return LARGEST_SET + LONGEST_BODY
    return LONGEST_CONVERSATION if path.startswith(("/v1/", "/staff/")) else LONGEST_BODY


def too_long(headers: Headers, longest: int = LONGEST_BODY) -> bool:
    """Whether a request announces a longer body than is taken, in bytes, or does not announce its length."""
    length = headers.get("content-length", "")
    return headers.get("transfer-encoding") is not None or (
        bool(length) and not (length.isdigit() and int(length) <= longest)
    )
