"""Where the staff's and the evaluators' pages are, and who may open them.

That takes a session and the role; forms count from our own pages only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import EvaluationError, NotFoundError
from ui.accounts import Role, User
from ui.answering import Answering, failure, unexpected
from ui.care import Care
from ui.corrections import Corrections
from ui.evaluator import Evaluator
from ui.gate import Gate
from ui.language import chosen
from ui.pages import MOST_FILES, Pages
from ui.rates import Counted, address
from ui.reasons import in_thai
from ui.staff import Staff
from ui.staff_document import StaffDocument
from ui.staff_documents import StaffDocuments
from ui.staff_health import StaffHealth
from ui.staff_overview import StaffOverview
from ui.staff_reply import StaffReply
from ui.staging import Staging
from ui.taking import TakingIn

_PAGES = Pages()
_WAITING = 8
"""Questions of staff that may wait while another one is answered."""

_SAME_SITE = frozenset(["same-origin", "none"])
Act = Callable[[Request, User], Awaitable[Response]]


def add_staff(app: FastAPI, staff: Staff, evaluator: Evaluator, gate: Gate) -> None:
    """Add the staff's and the evaluators' pages.

    Args:
        app: the application, before Gradio is mounted.
        staff: what the staff's pages do.
        evaluator: what the evaluators' pages do.
        gate: how often one may try to log in.
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
                return _refused(404, in_thai(error), "โปรดกลับไปเลือกจากรายการอีกครั้ง")
            except EvaluationError as error:
                return _refused(400, error.message, error.hint)
            except HTTPException:  # of a form that is not as ours are
                return _refused(400, "อ่านแบบฟอร์มไม่ได้", f"ส่งได้ครั้งละไม่เกิน {MOST_FILES} ไฟล์ โปรดลองใหม่")
            except Exception as error:
                failed = unexpected(error, f"{request.method} {path}")
                return _refused(500, failed.message, f"{failed.hint} ({failed.reference})")

        app.add_api_route(path, guarded, methods=[*methods], include_in_schema=False, response_model=None)

    async def login(request: Request) -> Response:
        if request.method == "POST":
            texts = chosen(request.cookies)
            if not from_our_pages(request):
                failed = failure(403, "คำขอไม่ได้มาจากหน้านี้", "โปรดเปิดหน้าเข้าสู่ระบบแล้วลองใหม่")
                return _PAGES.refused(failed, texts)
            refusal = gate.rates.refusal(Counted.LOGIN, address(request.client.host if request.client else None))
            if refusal is not None:
                return _PAGES.refused(refusal[0], texts, {"Retry-After": str(refusal[1])})
        return await staff.login(request)

    async def logout(request: Request) -> Response:
        return await staff.logout(request) if from_our_pages(request) else RedirectResponse("/login", 303)

    app.add_api_route("/login", login, methods=["GET", "POST"], include_in_schema=False, response_model=None)
    app.add_api_route("/logout", logout, methods=["POST"], include_in_schema=False, response_model=None)
    add(Role.STAFF, "/staff", staff.queue, "GET")
    add(Role.STAFF, "/staff/answer", staff.answer, "POST")
    add(Role.STAFF, "/staff/close", staff.close, "POST")
    replies = StaffReply(staff.index, staff.inbox, Answering(evaluator.assistant, at_once=1, waiting=_WAITING))
    add(Role.STAFF, "/staff/search", replies.search, "GET")
    add(Role.STAFF, "/staff/reply", replies.reply, "GET")
    corrections, staging = Corrections(staff.index.catalogue), Staging(staff.index.home)
    documents = StaffDocuments(staff.index, staging, corrections, TakingIn(staff.index, staging, corrections))
    add(Role.STAFF, "/staff/documents", documents.documents, "GET", "POST")
    add(Role.STAFF, "/staff/preview", documents.preview, "GET", "POST")
    add(Role.STAFF, "/staff/take", documents.take, "POST")
    add(Role.STAFF, "/staff/taking", documents.taking, "GET", "POST")
    one = StaffDocument(staff.index, staff.inbox, corrections)
    add(Role.STAFF, "/staff/document", one.document, "GET", "POST")
    add(Role.STAFF, "/staff/remove", one.remove, "GET", "POST")
    add(Role.STAFF, "/staff/overview", StaffOverview(staff.index, staff.inbox).overview, "GET")
    health = StaffHealth(staff.index, Care(staff.index))
    add(Role.STAFF, "/staff/health", health.health, "GET")
    add(Role.STAFF, "/staff/verify", health.verify, "POST")
    add(Role.ADMIN, "/staff/rebuild", health.rebuild, "POST")
    add(Role.EVALUATOR, "/evaluate", evaluator.runs, "GET", "POST")
    add(Role.EVALUATOR, "/evaluate/run", evaluator.run, "GET")
    add(Role.EVALUATOR, "/evaluate/cases", evaluator.cases, "GET")
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
    return _PAGES.refused(failure(status, message, hint))
