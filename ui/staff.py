"""Who is at the staff's pages, and the queue of questions that wait for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from corpus.document import PartialDate
from corpus.errors import AccountError, KlumError
from corpus.loaders import Loaded
from index.library import Index
from ui.accounts import SESSION_SECONDS, Accounts, User
from ui.inbox import Inbox
from ui.inquiry import Inquiry, Only
from ui.language import chosen
from ui.moments import thai_moment
from ui.pages import Pages, read_form
from ui.reasons import in_thai

COOKIE = "klum_session"
_ANSWER_SOURCE = "staff/{id}.md"
_LISTED = 100
_CHOICES = {
    Only.OPEN: "รอคำตอบ",
    Only.UNANSWERED: "ไม่พบคำตอบ",
    Only.DISLIKED: "ยังไม่ตรง",
    Only.MESSAGES: "ฝากข้อความ",
    Only.ALL: "ทั้งหมด",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A question as the queue shows it: the inquiry, when it was asked, and the queries that search and reply to it."""

    inquiry: Inquiry
    when: str
    search: str
    reply: str


class Staff:
    """Sessions, and the queue of questions.

    Args:
        index: an open index.
        inbox: visitors' questions; None if they are not kept.
        accounts: who may log in.

    Attributes:
        index: the index.
        inbox: the questions.
    """

    def __init__(self, index: Index, inbox: Inbox | None, accounts: Accounts) -> None:
        self.index, self.inbox, self._accounts = index, inbox, accounts
        self._page = Pages().page

    # -- who is there -------------------------------------------------------------------------------------------

    async def user(self, request: Request) -> User | None:
        """Who is logged in."""
        return await run_in_threadpool(self._accounts.session, request.cookies.get(COOKIE, ""))

    async def login(self, request: Request) -> Response:
        """Show the form, or begin a session."""
        texts = chosen(request.cookies)
        if request.method == "GET":
            return self._page("login", next=_local(request.query_params.get("next", "")), name="", texts=texts)
        form = await read_form(request)
        name, onward = str(form.get("name", ""))[:64], _local(str(form.get("next", "")))
        try:
            token = await run_in_threadpool(self._accounts.login, name, str(form.get("password", "")))
        except AccountError as error:
            said = f"{texts.failure(error.message)} {texts.failure(error.hint)}"
            return self._page("login", said=said, failed=True, status=403, next=onward, name=name, texts=texts)
        response = RedirectResponse(onward, 303)
        response.set_cookie(
            COOKIE, token, max_age=int(SESSION_SECONDS), httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return response

    async def logout(self, request: Request) -> Response:
        """End the session."""
        await run_in_threadpool(self._accounts.logout, request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE)
        return response

    # -- questions ----------------------------------------------------------------------------------------------

    async def queue(self, request: Request, user: User) -> Response:
        """The questions that wait for an answer."""
        return await run_in_threadpool(self._queue, user, request.query_params.get("only", ""), "", False)

    def _queue(self, user: User, chosen: str, said: str, failed: bool, writing: str = "") -> Response:
        only = Only(chosen) if chosen in {*Only} else Only.OPEN
        found = self.inbox.inquiries(only, limit=_LISTED) if self.inbox is not None else []
        listed = [
            Listed(
                one, thai_moment(one.asked), urlencode({"query": one.standalone}),
                urlencode({"id": one.id}),
            )
            for one in found
        ]  # fmt: skip
        return self._page(
            "queue", user, said=said, failed=failed, inquiries=listed, only=only,
            choices=list(_CHOICES.items()), writing=writing,
        )  # fmt: skip

    async def answer(self, request: Request, user: User) -> Response:
        """Make a written answer a document, so that the next one who asks gets it with its citation."""
        form = await read_form(request)
        identifier, title = str(form.get("id", "")), " ".join(str(form.get("title", "")).split())
        text, publisher = str(form.get("text", "")).strip(), str(form.get("publisher", "")).strip()
        if self.inbox is None or not title or not text or not re.fullmatch(r"[\w-]{8,40}", identifier):
            return await run_in_threadpool(self._queue, user, "", "โปรดกรอกคำถามและคำตอบให้ครบ", True, identifier)
        today = date.today()
        document = Loaded(
            _ANSWER_SOURCE.format(id=identifier), f"# {title}\n\n{text}\n", title=title, publisher=publisher,
            published=PartialDate(today.year, today.month, today.day), note=f"คำตอบที่เจ้าหน้าที่เขียน ({user.name})",
        )  # fmt: skip
        if why_not := await run_in_threadpool(self._taken_in, document):
            return await run_in_threadpool(self._queue, user, "", why_not, True, identifier)
        await run_in_threadpool(self.inbox.handle, identifier)
        return await run_in_threadpool(self._queue, user, "", "บันทึกแล้ว ผู้ที่ถามเรื่องนี้อีกจะได้คำตอบนี้พร้อมแหล่งอ้างอิง", False)

    async def close(self, request: Request, user: User) -> Response:
        """Take a question off the list."""
        form = await read_form(request)
        said, failed = "เอาออกจากรายการแล้ว", False
        try:
            if self.inbox is not None:
                await run_in_threadpool(self.inbox.handle, str(form.get("id", "")))
        except KlumError:
            said, failed = "ไม่พบคำถามนี้แล้ว", True
        return await run_in_threadpool(self._queue, user, "", said, failed)

    def _taken_in(self, document: Loaded) -> str:
        """Take a document in; why not, in Thai, if that cannot be."""
        try:
            report = self.index.ingest([document], workers=0)
        except KlumError as error:
            return in_thai(error)
        return in_thai(report.refused[0].error) if report.refused else ""


def _local(address: str) -> str:
    """A page behind the login to go on to; anything else becomes the first one."""
    return address if re.fullmatch(r"/(?:staff|evaluate)(/[a-z]+)?", address) else "/staff"
