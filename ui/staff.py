"""The staff's pages: the queue of questions, search, documents. Plain HTML forms; no page runs a script."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from corpus.document import Document, PartialDate
from corpus.errors import AccountError, CorpusError, KlumError, LoadError
from corpus.loaders import Loaded, Refused, load
from corpus.words import words
from index.library import Filter, Hit, Index, IngestReport
from ui.accounts import SESSION_SECONDS, Accounts, User
from ui.inbox import Inbox, Inquiry, Only
from ui.pages import Pages, read_form
from ui.render import document_url, stated

UPLOADS = "uploads"
LARGEST_UPLOAD = 50_000_000
"""Upper length of an upload, in bytes."""

COOKIE = "klum_session"
_ANSWER_SOURCE = "staff/{id}.md"
_LISTED, _HITS = 100, 20
_CHOICES = {
    Only.OPEN: "รอคำตอบ",
    Only.UNANSWERED: "ไม่พบคำตอบ",
    Only.DISLIKED: "ยังไม่ตรง",
    Only.MESSAGES: "ฝากข้อความ",
    Only.ALL: "ทั้งหมด",
}
_UNSAFE = re.compile(r"[^\w.() \u0e00-\u0e7f-]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A question as the queue shows it: the inquiry, when it was asked, and the query that searches for it."""

    inquiry: Inquiry
    when: str
    search: str


class Staff:
    """What the staff's pages do.

    Args:
        index: an open index.
        inbox: visitors' questions; None if they are not kept.
        accounts: who may log in.
    """

    def __init__(self, index: Index, inbox: Inbox | None, accounts: Accounts) -> None:
        self._index, self._inbox, self._accounts = index, inbox, accounts
        self._page = Pages().page

    # -- who is there -------------------------------------------------------------------------------------------

    async def user(self, request: Request) -> User | None:
        """Who is logged in."""
        return await run_in_threadpool(self._accounts.session, request.cookies.get(COOKIE, ""))

    async def login(self, request: Request) -> Response:
        """Show the form, or begin a session."""
        if request.method == "GET":
            return self._page("login", next=_local(request.query_params.get("next", "")), name="")
        form = await read_form(request)
        name, onward = str(form.get("name", ""))[:64], _local(str(form.get("next", "")))
        try:
            token = await run_in_threadpool(self._accounts.login, name, str(form.get("password", "")))
        except AccountError as error:
            said = f"{error.message} {error.hint}"
            return self._page("login", said=said, failed=True, status=403, next=onward, name=name)
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
        found = self._inbox.inquiries(only, limit=_LISTED) if self._inbox is not None else []
        listed = [
            Listed(one, f"{datetime.fromtimestamp(one.asked):%Y-%m-%d %H:%M}", urlencode({"query": one.standalone}))
            for one in found
        ]
        return self._page(
            "queue", user, said=said, failed=failed, inquiries=listed, only=only,
            choices=list(_CHOICES.items()), writing=writing,
        )  # fmt: skip

    async def answer(self, request: Request, user: User) -> Response:
        """Make a written answer a document, so that the next one who asks gets it with its citation."""
        form = await read_form(request)
        identifier, title = str(form.get("id", "")), " ".join(str(form.get("title", "")).split())
        text, publisher = str(form.get("text", "")).strip(), str(form.get("publisher", "")).strip()
        if self._inbox is None or not title or not text or not re.fullmatch(r"[\w-]{8,40}", identifier):
            return await run_in_threadpool(self._queue, user, "", "โปรดกรอกคำถามและคำตอบให้ครบ", True, identifier)
        today = date.today()
        document = Loaded(
            _ANSWER_SOURCE.format(id=identifier), f"# {title}\n\n{text}\n", title=title, publisher=publisher,
            published=PartialDate(today.year, today.month, today.day), note=f"คำตอบที่เจ้าหน้าที่เขียน ({user.name})",
        )  # fmt: skip
        report = await run_in_threadpool(self._taken_in, [document])
        if isinstance(report, str):
            return await run_in_threadpool(self._queue, user, "", report, True, identifier)
        await run_in_threadpool(self._inbox.handle, identifier)
        return await run_in_threadpool(self._queue, user, "", "บันทึกแล้ว ผู้ที่ถามเรื่องนี้อีกจะได้คำตอบนี้พร้อมแหล่งอ้างอิง", False)

    async def close(self, request: Request, user: User) -> Response:
        """Take a question off the list."""
        form = await read_form(request)
        said, failed = "เอาออกจากรายการแล้ว", False
        try:
            if self._inbox is not None:
                await run_in_threadpool(self._inbox.handle, str(form.get("id", "")))
        except KlumError:
            said, failed = "ไม่พบคำถามนี้แล้ว", True
        return await run_in_threadpool(self._queue, user, "", said, failed)

    # -- documents ----------------------------------------------------------------------------------------------

    async def search(self, request: Request, user: User) -> Response:
        """Passages that fit a query, its words marked."""
        asked = {name: request.query_params.get(name, "").strip() for name in ("query", "publisher", "since", "until")}
        hits: Sequence[Hit] = ()
        said = ""
        try:
            since, until = (PartialDate.parse(asked[name]) if asked[name] else None for name in ("since", "until"))
            if asked["query"]:
                only = Filter(asked["publisher"] or None, None, since, until)
                hits = await run_in_threadpool(self._index.search, asked["query"][:2000], _HITS, only)
        except CorpusError:
            said = "วันที่ไม่ถูกต้อง โปรดเขียนแบบ 2015-01-20, 2015-01 หรือ 2015 (ค.ศ.)"
        shown = [_shown(hit, asked["query"]) for hit in hits]
        return self._page("search", user, said=said, failed=bool(said), hits=shown, asked=asked)

    async def documents(self, request: Request, user: User) -> Response:
        """The documents; with files in the request, they are taken in first."""
        results: list[tuple[str, str, bool]] = []
        if request.method == "POST":
            form = await read_form(request)
            for file in form.getlist("file"):
                if isinstance(file, UploadFile) and file.filename:
                    results.append(await run_in_threadpool(self._uploaded, file))
            await form.close()
        return await run_in_threadpool(self._listing, user, "", False, results)

    async def remove(self, request: Request, user: User) -> Response:
        """Take a document out of the index."""
        form = await read_form(request)
        said, failed = "เอาเอกสารออกแล้ว ข้อความเดิมยังเปิดดูจากการอ้างอิงเก่าได้", False
        try:
            if form.get("sure"):
                await run_in_threadpool(self._index.remove, str(form.get("id", "")))
            else:
                said, failed = "โปรดทำเครื่องหมายยืนยันก่อน", True
        except KlumError as error:
            said, failed = f"เอาออกไม่ได้: {error.message}", True
        return await run_in_threadpool(self._listing, user, said, failed, [])

    def _listing(self, user: User, said: str, failed: bool, results: list[tuple[str, str, bool]]) -> Response:
        documents = [
            {"document": one, "facts": _facts(one), "url": document_url(one.id)}
            for one in self._index.catalogue.documents(with_text=False)
        ]
        return self._page(
            "documents", user, said=said, failed=failed, documents=documents[::-1],
            results=results, most=LARGEST_UPLOAD // 1_000_000,
        )  # fmt: skip

    def _uploaded(self, file: UploadFile) -> tuple[str, str, bool]:
        """Take one uploaded file in: its name, what became of it, and whether that is bad."""
        name = _UNSAFE.sub("_", Path(str(file.filename)).name).strip(". ")[-120:] or "file"
        folder = self._index.home / UPLOADS
        folder.mkdir(exist_ok=True)
        waiting = folder / f".{secrets.token_hex(8)}-{name}"
        try:
            waiting.write_bytes(file.file.read())
            read = list(load(waiting))
            if refused := next((str(one.error) for one in read if isinstance(one, Refused)), ""):
                return name, refused.replace(waiting.as_posix(), name), True
            report = self._taken_in([replace(one, source=f"{UPLOADS}/{name}") for one in read])
            if not isinstance(report, str) and not report.refused:
                waiting.replace(folder / name)  # the file before stays until its text is replaced
        except LoadError as error:
            return name, str(error).replace(waiting.as_posix(), name), True
        except OSError as error:
            return name, f"บันทึกไม่ได้: {error.strerror}", True
        finally:
            waiting.unlink(missing_ok=True)
        if isinstance(report, str):
            return name, report, True
        if report.stored:
            return name, f"นำเข้าแล้ว {report.characters:,} ตัวอักษร ฉบับที่ {report.stored[0].version}", False
        if report.refused:
            return name, str(report.refused[0].error), True
        return name, "มีเนื้อหานี้อยู่แล้ว ไม่มีอะไรเปลี่ยน", False

    def _taken_in(self, files: Sequence[Loaded | Refused]) -> IngestReport | str:
        """Take files in; why not, if that cannot be."""
        try:
            return self._index.ingest(files, workers=0)
        except KlumError as error:
            return f"{error.message} {error.hint}"


def _local(address: str) -> str:
    """A page behind the login to go on to; anything else becomes the first one."""
    return address if re.fullmatch(r"/(?:staff|evaluate)(/[a-z]+)?", address) else "/staff"


def _facts(document: Document) -> str:
    version = f"ฉบับที่ {document.version}" if document.version > 1 else ""
    return stated(document.publisher, document.published, version, document.source)


def _shown(hit: Hit, query: str) -> dict[str, Any]:
    """A passage as the page shows it, the words of the query marked."""
    stored, span = hit.stored, hit.chunk.span
    wanted = sorted({word for word in words(query) if len(word) > 1}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, wanted)) or r"(?!)", re.IGNORECASE)
    text, at, parts = hit.chunk.text, 0, []
    for found in pattern.finditer(text):
        parts += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return {
        "title": stored.title or stored.source,
        "facts": stated(stored.publisher, stored.published),
        "parts": [*parts, (text[at:], False)],
        "url": document_url(hit.chunk.document_id, span, stored.version),
    }
