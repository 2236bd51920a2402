"""Where the staff's and the evaluators' pages are, and who may open them.

That takes a session and the role; forms count from our own pages only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import EvaluationError, NotFoundError
from ui.accounts import Role, User
from ui.answering import failure, unexpected
from ui.evaluator import Evaluator
from ui.pages import Pages
from ui.staff import Staff

_PAGES = Pages()
_SAME_SITE = frozenset(["same-origin", "none"])
Act = Callable[[Request, User], Awaitable[Response]]


def add_staff(app: FastAPI, staff: Staff, evaluator: Evaluator) -> None:
    """Add the staff's and the evaluators' pages.

    Args:
        app: the application, before Gradio is mounted.
        staff: what the staff's pages do.
        evaluator: what the evaluators' pages do.
    """

    def add(role: Role, path: str, act: Act, *methods: str) -> None:
        async def guarded(request: Request) -> Response:
            if request.method == "POST" and not from_our_pages(request):
                return _refused(403, "คำขอไม่ได้มาจากหน้านี้", "โปรดเปิดหน้าเจ้าหน้าที่แล้วลองใหม่")
            user = await staff.user(request)
            if user is None:
                onward = urlencode({"next": request.url.path if request.method == "GET" else "/staff"})
                return RedirectResponse(f"/login?{onward}", 303)
            if not user.may(role):
                return _refused(403, "บัญชีนี้ไม่มีสิทธิ์เปิดหน้านี้", "โปรดเข้าสู่ระบบด้วยบัญชีอื่น")
            try:
                return await act(request, user)
            except NotFoundError as error:
                return _refused(404, error.message, error.hint)
            except EvaluationError as error:
                return _refused(400, error.message, error.hint)
            except Exception as error:
                failed = unexpected(error, f"{request.method} {path}")
                return _refused(500, failed.message, f"{failed.hint} ({failed.reference})")

        app.add_api_route(path, guarded, methods=[*methods], include_in_schema=False, response_model=None)

    async def login(request: Request) -> Response:
        if request.method == "POST" and not from_our_pages(request):
            return _refused(403, "คำขอไม่ได้มาจากหน้านี้", "โปรดเปิดหน้าเข้าสู่ระบบแล้วลองใหม่")
        return await staff.login(request)

    async def logout(request: Request) -> Response:
        return await staff.logout(request) if from_our_pages(request) else RedirectResponse("/login", 303)

    app.add_api_route("/login", login, methods=["GET", "POST"], include_in_schema=False, response_model=None)
    app.add_api_route("/logout", logout, methods=["POST"], include_in_schema=False, response_model=None)
    add(Role.STAFF, "/staff", staff.queue, "GET")
    add(Role.STAFF, "/staff/answer", staff.answer, "POST")
    add(Role.STAFF, "/staff/close", staff.close, "POST")
    add(Role.STAFF, "/staff/search", staff.search, "GET")
    add(Role.STAFF, "/staff/documents", staff.documents, "GET", "POST")
    add(Role.STAFF, "/staff/remove", staff.remove, "POST")
    add(Role.EVALUATOR, "/evaluate", evaluator.runs, "GET", "POST")
    add(Role.EVALUATOR, "/evaluate/run", evaluator.run, "GET")
    add(Role.EVALUATOR, "/evaluate/act", evaluator.act, "POST")
    add(Role.EVALUATOR, "/evaluate/file", evaluator.file, "GET")
    add(Role.EVALUATOR, "/evaluate/compare", evaluator.compare, "GET")


def from_our_pages(request: Request) -> bool:
    """Whether a form was sent from one of our pages; the session's cookie is `SameSite=Strict` besides."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _SAME_SITE
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _refused(status: int, message: str, hint: str) -> HTMLResponse:
    failed = failure(status, message, hint)
    return _PAGES.page("refused", status=status, message=failed.message, hint=failed.hint)
